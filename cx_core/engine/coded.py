"""A question in whole numbers: every label is a code, every day and period edge a day number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cx_core.metrics.boxes import Box
from cx_core.model.feedback import ONE_SCALE, Scale
from cx_core.model.imports import CodedFilter
from cx_core.model.journey import Journey
from cx_core.model.period import Grain, Period, day_number

#: The scale id under which the classes of a metric with one scale stand: it has no scale column.
NPS_SCALE_ID = 0

#: The answers whose comments were read, with the feeling of each: a view of the store.
FELT = "felt_answers"

#: The last day whose week, month and quarter end inside the calendar; later ones ("9999-12-31") are in no period.
LAST_DAY = day_number(date(9999, 9, 30))


@dataclass(frozen=True)
class Assignment:
    """Which touchpoint of a map each place of the answers belongs to.

    ``touchpoint_of`` pairs place ids with touchpoint ids, None where nobody knows; a place it does not name, and
    a touchpoint the map no longer has, count as unassigned. ``stage_of`` names every touchpoint of the map with its
    stage, ``stage_ids`` every stage, the empty ones too.

    >>> Assignment("j", {1: "t1", 2: None, 3: "removed"}, {"t1": "s1"}, ("s1",)).touchpoint(3)
    """

    journey_id: str
    touchpoint_of: Mapping[int, str | None]
    stage_of: Mapping[str, str]
    stage_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, journey: Journey, touchpoint_of: Mapping[int, str | None]) -> Assignment:
        """Return the assignment of places to a map's touchpoints."""
        stage_of = {one.id: stage.id for stage in journey.stages for one in stage.touchpoints}
        return cls(journey.id, touchpoint_of, stage_of, tuple(stage.id for stage in journey.stages))

    def touchpoint(self, place_id: int) -> str | None:
        """Return a place's touchpoint on the map; None when it has none there."""
        touchpoint = self.touchpoint_of.get(place_id)
        return touchpoint if touchpoint in self.stage_of else None

    def value(self, field_name: str, place_id: int) -> str | None:
        """Return a place's ``touchpoint`` or ``stage`` on the map; None when it has none there."""
        touchpoint = self.touchpoint(place_id)
        if touchpoint is None or field_name == "touchpoint":
            return touchpoint
        return self.stage_of[touchpoint]

    def ids(self, field_name: str) -> tuple[str, ...]:
        """Return every id that the field can have on this map, whether answers have it or not."""
        return tuple(self.stage_of) if field_name == "touchpoint" else self.stage_ids


@dataclass(frozen=True)
class CodedKey:
    """One group key: a column of ``answers``, as it is or with its codes put into groups.

    Group i holds the codes ``groups[i]``; a code in none of them, and NULL, is "none". With ``groups`` None the
    column's own codes are the groups.
    """

    column: str
    groups: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True)
class Timeline:
    """The periods of a question, in day numbers.

    With ``spans`` None all periods are ``n_days`` long (1 or 7, weeks from Monday) and each is known by its first day.
    Otherwise period i is ``spans[i]``, its first and last day; the spans ascend without overlap, and a day in none of
    them is left out.
    """

    spans: tuple[tuple[int, int], ...] | None = None
    n_days: int = 1


@dataclass(frozen=True)
class CodedQuery:
    """A question that can be written as SQL without knowing any name: equal questions are equal values.

    ``metric`` is the column that is counted. ``boxes`` pairs each scale id with the metric's classes on it
    (`NPS_SCALE_ID` where there is one scale). ``timeline`` is None when no periods are asked for.
    """

    metric: str
    keys: tuple[CodedKey, ...] = ()
    timeline: Timeline | None = None
    included: CodedFilter = field(default_factory=CodedFilter)
    boxes: tuple[tuple[int, Box], ...] = ()
    clustered: bool = False

    @property
    def scale_column(self) -> str | None:
        """The column with the scale of each score; None where there is one scale."""
        return None if self.metric in ONE_SCALE else f"{self.metric}_scale"

    @property
    def table(self) -> str:
        """The table that has the column."""
        return table_of(self.metric)


def table_of(column: str | None) -> str:
    """Return where a column stands: feelings are read out of comments, and only the store itself holds them.

    >>> table_of("nps"), table_of("sentiment")
    ('answers', 'felt_answers')
    """
    return FELT if column == "sentiment" else "answers"


@dataclass(frozen=True)
class Question:
    """A coded query with what is needed to read its answer: names of the groups, periods and scales.

    ``names`` has one table a key, from group number or code to value. ``periods`` belong to ``coded.timeline.spans``.
    """

    coded: CodedQuery
    fields: tuple[str, ...]
    names: tuple[Mapping[int, str], ...]
    grain: Grain | None
    periods: tuple[Period, ...]
    scales: Mapping[int, Scale]
