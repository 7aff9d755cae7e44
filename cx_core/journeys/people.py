"""Personas and the real customers they stand for."""

from __future__ import annotations

from cx_core.model.filters import Filters
from cx_core.model.journey import Persona


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
