"""What can be laid over a score trend: a rolling line, last year, levels, alarms, events and breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cx_core.charts.axis import instant
from cx_core.charts.layers import View
from cx_core.charts.periods import SeriesPoint
from cx_core.charts.theme import Look
from cx_core.charts.words import is_drawn, sentences
from cx_core.i18n import format_period, translate
from cx_core.model.period import Period


@dataclass(frozen=True)
class Level:
    """A stretch of periods on one level, in the unit of the metric.

    ``label`` is the level in words, ``told`` the sentence about it, with what happened where it begins.
    """

    first: Period
    last: Period
    mean: float
    label: str = ""
    told: str = ""


@dataclass(frozen=True)
class TrendExtras:
    """Everything that may lie over a trend; what is empty is not drawn.

    ``rolling`` and ``year_ago`` are points whose period is the place where they stand; each of ``rolling`` pools
    ``window`` periods. ``alarms`` pairs a period with whether the news is bad. ``events`` and ``breaks`` pair a period
    with what happened in it, in words.
    """

    rolling: tuple[SeriesPoint, ...] = ()
    year_ago: tuple[SeriesPoint, ...] = ()
    levels: tuple[Level, ...] = ()
    alarms: tuple[tuple[Period, bool | None], ...] = ()
    events: tuple[tuple[Period, tuple[str, ...]], ...] = ()
    breaks: tuple[tuple[Period, tuple[str, ...]], ...] = ()
    window: int = 3

    def values(self) -> list[float | None]:
        """Return every value that the axis must reach."""
        points = [point.measure.value for point in (*self.rolling, *self.year_ago) if is_drawn(point.measure)]
        return [*points, *(level.mean for level in self.levels)]


def extra_layers(names: Sequence[str], look: Look, y: alt.Y, foot: str) -> list[alt.Chart]:
    """Return the layers under the line that have rows: see `extra_rows`."""
    colours = look.colours
    layers = {
        "breaks": lambda: _marked("breaks", look, foot, dash=[2, 3], colour=colours.ink),
        "events": lambda: _marked("events", look, foot, dash=[1, 0], colour=colours.second),
        "levels": lambda: _levels(look, y),
        "year_ago": lambda: _line("year_ago", y, colours.muted, [2, 3]),
        "rolling": lambda: _line("rolling", y, colours.second, [1, 0]),
        "alarms": lambda: _alarms(y),
    }
    return [one for name in layers if name in names for one in layers[name]()]


def extra_rows(
    extras: TrendExtras, shown: Sequence[Period], look: Look, value_of: Mapping[Period, float | None]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each layer by its name; a layer with nothing at the periods ``shown`` is left out."""
    inside = set(shown)
    rows = {
        "breaks": _mark_rows(extras.breaks, inside, letters=True),
        "events": _mark_rows(extras.events, inside, letters=False),
        "levels": _level_rows(extras.levels, inside),
        "year_ago": _line_rows(extras.year_ago, inside),
        "rolling": _line_rows(extras.rolling, inside),
        "alarms": _alarm_rows(extras.alarms, value_of, look),
    }
    return {name: found for name, found in rows.items() if found}


def extra_note(extras: TrendExtras, shown: Sequence[Period], language: str) -> str:
    """Say how to read what lies over the trend, with every number and letter spelled out."""
    inside = set(shown)
    parts = [
        translate(f"events.chart.{name}", language, **({"n": extras.window} if name == "rolling" else {}))
        for name in ("rolling", "year_ago", "alarms")
        if getattr(extras, name)
    ]
    levels = [level.told for level in extras.levels if level.told and level.first in inside and level.last in inside]
    if levels:
        parts.append(translate("events.chart.levels", language, told="; ".join(levels)))
    for name, letters in (("events", False), ("breaks", True)):
        marked = [one for one in getattr(extras, name) if one[0] in inside]
        told = [
            f"{_sign(place, letters)}: {', '.join(texts)} ({format_period(period, language)})"
            for place, (period, texts) in enumerate(marked)
        ]
        if told:
            parts.append(translate(f"events.chart.{name}", language, told="; ".join(told)))
    return sentences(parts)


def _sign(place: int, letters: bool) -> str:
    """Return the sign of a mark: 1, 2, 3 … for events, A, B, C … for breaks.

    >>> _sign(0, False), _sign(1, True), _sign(27, True)
    ('1', 'B', 'AB')
    """
    if not letters:
        return str(place + 1)
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _mark_rows(
    marks: Sequence[tuple[Period, tuple[str, ...]]], inside: set[Period], letters: bool
) -> list[dict[str, Any]]:
    kept = [period for period, _ in marks if period in inside]
    return [{"at": instant(period.first), "sign": _sign(place, letters)} for place, period in enumerate(kept)]


def _marked(name: str, look: Look, foot: str, dash: list[int], colour: str) -> list[alt.Chart]:
    base = View(alt.NamedData(name))
    rule = base.mark_rule(strokeDash=dash, color=colour, opacity=0.55, aria=False)
    text = base.mark_text(dy=-4, fontSize=11, fontWeight=600, color=colour, aria=False)
    top: dict[str, Any] = {"value": 8}
    foot_line: dict[str, Any] = {"value": {"expr": f"height - {foot}"}}
    return [rule.encode(y=top, y2=foot_line), text.encode(y=top, text="sign:N")]


def _line_rows(points: Sequence[SeriesPoint], inside: set[Period]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    run = 0
    for point in points:
        if point.period not in inside or not is_drawn(point.measure):
            run += 1
            continue
        rows.append({"at": instant(point.period.first), "value": point.measure.value, "run": run})
    return rows


def _line(name: str, y: alt.Y, colour: str, dash: list[int]) -> list[alt.Chart]:
    line = View(alt.NamedData(name)).mark_line(color=colour, strokeWidth=2, strokeDash=dash, aria=False)
    return [line.encode(y=y, detail="run:N")]


def _level_rows(levels: Sequence[Level], inside: set[Period]) -> list[dict[str, Any]]:
    return [
        {"at": instant(level.first.first), "to": instant(level.last.first), "value": level.mean, "label": level.label}
        for level in levels
        if level.first in inside and level.last in inside
    ]


def _levels(look: Look, y: alt.Y) -> list[alt.Chart]:
    base = View(alt.NamedData("levels"))
    rule = base.mark_rule(strokeWidth=3, color=look.colours.ink, opacity=0.5, aria=False)
    text = base.mark_text(align="left", dy=-8, fontSize=12, fontWeight=600, color=look.colours.ink, aria=False)
    return [rule.encode(y=y, x2="to:T"), text.encode(y=y, text="label:N")]


def _alarm_rows(
    alarms: Sequence[tuple[Period, bool | None]], value_of: Mapping[Period, float | None], look: Look
) -> list[dict[str, Any]]:
    return [
        {
            "at": instant(period.first),
            "value": value_of[period],
            "paint": look.colours.bad if is_worse else look.colours.good,
        }
        for period, is_worse in alarms
        if value_of.get(period) is not None
    ]


def _alarms(y: alt.Y) -> list[alt.Chart]:
    mark = View(alt.NamedData("alarms")).mark_point(
        shape="diamond", size=260, strokeWidth=2, filled=False, opacity=1, aria=False
    )
    return [mark.encode(y=y, color=alt.Color("paint:N", scale=None))]
