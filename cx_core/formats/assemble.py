"""Putting a map together from rows: of a workbook's sheets or of a long CSV."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cx_core.formats.document import UNNAMED_STAGE, Findings
from cx_core.formats.tables import Row, read_fields
from cx_core.journeys import build
from cx_core.journeys.fields import unflatten
from cx_core.journeys.ids import is_id
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Opportunity, PainPoint, Stage, Text, Touchpoint
from cx_core.model.operation import Noun


@dataclass
class _Touchpoint:
    values: dict[str, Any]
    pains: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    ideas: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


@dataclass
class _Stage:
    values: dict[str, Any]
    touchpoints: dict[int, _Touchpoint] = field(default_factory=dict)

    def number_of(self, name: str) -> int | None:
        """Return the number of the touchpoint with a name; None unless there is exactly one."""
        found = [number for number, one in self.touchpoints.items() if _has_name(one.values.get("name"), name)]
        return found[0] if len(found) == 1 else None


class Assembly:
    """Takes rows one by one, parents first, and returns the map they make.

    A row without a number goes behind what is there; a row that names its stage or touchpoint instead of numbering
    it finds it by name; one that names none that is there is noted as lost.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.stages: dict[int, _Stage] = {}

    def add_stage(self, row: Row, sheet: str | None = None) -> None:
        """Take a row of stages."""
        values = self._values("stage", row, sheet)
        if values is not None:
            self.stages[_free(self.stages, row.count("stage_no"))] = _Stage(values)

    def add_touchpoint(self, row: Row, sheet: str | None = None) -> None:
        """Take a row of touchpoints; a stage that is only named there comes into being."""
        values = self._values("touchpoint", row, sheet)
        if values is None:
            return
        stage = self._stage(row)
        if stage is None:
            self.findings.add("parent_missing", row.number, column=sheet)
            return
        stage.touchpoints[_free(stage.touchpoints, row.count("touchpoint_no"))] = _Touchpoint(values)

    def add_pain_point(self, row: Row, sheet: str | None = None) -> None:
        """Take a row of pain points."""
        touchpoint, values = self._leaf("pain_point", row, sheet)
        if touchpoint is not None:
            touchpoint.pains.append((row.count("pain_no") or len(touchpoint.pains) + 1, values))

    def add_opportunity(self, row: Row, sheet: str | None = None) -> None:
        """Take a row of opportunities."""
        touchpoint, values = self._leaf("opportunity", row, sheet)
        if touchpoint is not None:
            touchpoint.ideas.append((row.count("opportunity_no") or len(touchpoint.ideas) + 1, values))

    def _leaf(self, noun: Noun, row: Row, sheet: str | None) -> tuple[_Touchpoint | None, dict[str, Any]]:
        values = self._values(noun, row, sheet)
        if values is None:
            return None, {}
        touchpoint = self._touchpoint(row)
        if touchpoint is None:
            self.findings.add("parent_missing", row.number, column=sheet)
        return touchpoint, values

    def journey(self, values: dict[str, Any], title: Text) -> Journey:
        """Return the map, with ``title`` when its own values have none."""
        stages = [_stage(one) for _, one in sorted(self.stages.items())]
        values = {"title": title, **{name: value for name, value in values.items() if value != Text()}}
        return build.place(Journey(id=values.pop("id", ""), stages=tuple(stages), **values))

    def _values(self, noun: Noun, row: Row, sheet: str | None) -> dict[str, Any] | None:
        flat = read_fields(noun, row.cells, self.findings, row.number, sheet)
        values = unflatten(noun, flat)
        if not values.get("text" if noun in ("pain_point", "opportunity") else "name"):
            self.findings.add("name_missing", row.number, column=sheet)
            return None
        if is_id(row.cells.get("id")):
            values["id"] = row.cells["id"]
        return values

    def _stage(self, row: Row) -> _Stage | None:
        numbered = self.stages.get(row.count("stage_no") or 0)
        if numbered is not None:
            return numbered
        name = str(row.cells.get("stage") or "").strip()
        named = [one for one in self.stages.values() if _has_name(one.values.get("name"), name)]
        if named:
            return named[0]
        if not name and self.stages:
            return None
        made = _Stage({"name": Text(vi=name) if name else UNNAMED_STAGE})
        self.stages[_free(self.stages, row.count("stage_no"))] = made
        return made

    def _touchpoint(self, row: Row) -> _Touchpoint | None:
        stage = self.stages.get(row.count("stage_no") or 0)
        name = str(row.cells.get("touchpoint") or "")
        if stage is not None:
            found = row.count("touchpoint_no") or stage.number_of(name)
            return stage.touchpoints.get(found or 0)
        named = [(one, number) for one in self.stages.values() if (number := one.number_of(name)) is not None]
        return named[0][0].touchpoints[named[0][1]] if len(named) == 1 else None


def _free(taken: dict[int, Any], wanted: int | None) -> int:
    """Return the wanted number, or the one behind all others when it is taken or none is wanted."""
    return wanted if wanted and wanted not in taken else max(taken, default=0) + 1


def _has_name(text: Any, name: str) -> bool:
    return bool(name.strip()) and isinstance(text, Text) and fold(name) in (fold(text.vi), fold(text.en))


def _stage(one: _Stage) -> Stage:
    touchpoints = tuple(_touch(inner) for _, inner in sorted(one.touchpoints.items()))
    return Stage(id=one.values.pop("id", ""), journey_id="", touchpoints=touchpoints, **one.values)


def _touch(one: _Touchpoint) -> Touchpoint:
    pains = tuple(
        PainPoint(id=values.pop("id", ""), touchpoint_id="", **values)
        for _, values in sorted(one.pains, key=lambda numbered: numbered[0])
    )
    ideas = tuple(
        Opportunity(id=values.pop("id", ""), touchpoint_id="", **values)
        for _, values in sorted(one.ideas, key=lambda numbered: numbered[0])
    )
    return Touchpoint(id=one.values.pop("id", ""), stage_id="", pain_points=pains, opportunities=ideas, **one.values)
