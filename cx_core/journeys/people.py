"""Personas, the real customers they stand for, and what each of them feels on a map."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Persona, Touchpoint


@dataclass(frozen=True)
class Felt:
    """What a persona expects and perceives at a touchpoint, from -2 to 2; None while nobody has said.

    ``low`` and ``high`` hold the middle half of what several people said. ``shared`` names what comes from the
    emotion that all personas share, since this one has none of its own.
    """

    expected: float | None
    perceived: float | None
    low: float | None
    high: float | None
    shared: tuple[str, ...] = ()


def for_persona(persona: Persona, filters: Filters | None = None) -> Filters:
    """Return the filters narrowed to the segment that a persona stands for; unchanged when it names none.

    >>> lan = Persona("p", "Lan", segment_filter=(("Hạng", ("Vàng",)),))
    >>> for_persona(lan).values("Hạng")
    ('Vàng',)
    """
    chosen = filters or Filters()
    for field, values in persona.segment_filter:
        chosen = chosen.with_values(field, values)
    return chosen


def felt_by(touchpoint: Touchpoint, persona_id: str) -> Felt:
    """Return what one persona feels at a touchpoint; where it has no emotion of its own, the shared one holds.

    The spread belongs to the perceived emotion: a persona with one of its own has its own spread, or none.

    >>> from cx_core.model.journey import Text
    >>> place = Touchpoint("t", "s", Text("Giao hàng"), expected=1.0, perceived=0.5, perceived_by=(("lan", -1.0),))
    >>> felt_by(place, "lan")
    Felt(expected=1.0, perceived=-1.0, low=None, high=None, shared=('expected',))
    """
    expected = dict(touchpoint.expected_by).get(persona_id)
    perceived = dict(touchpoint.perceived_by).get(persona_id)
    own = perceived is not None
    return Felt(
        touchpoint.expected if expected is None else expected,
        perceived if own else touchpoint.perceived,
        dict(touchpoint.perceived_low_by).get(persona_id) if own else touchpoint.perceived_low,
        dict(touchpoint.perceived_high_by).get(persona_id) if own else touchpoint.perceived_high,
        tuple(name for name, value in (("expected", expected), ("perceived", perceived)) if value is None),
    )


def as_felt_by(journey: Journey, persona_id: str) -> Journey:
    """Return the map as one persona feels it, so that its gaps, its curve and its drawing are that persona's."""

    def point(one: Touchpoint) -> Touchpoint:
        felt = felt_by(one, persona_id)
        return replace(
            one,
            expected=felt.expected,
            perceived=felt.perceived,
            perceived_low=felt.low,
            perceived_high=felt.high,
        )

    stages = tuple(replace(stage, touchpoints=tuple(map(point, stage.touchpoints))) for stage in journey.stages)
    return replace(journey, stages=stages)
