"""Emotions that only one persona has, beside those that all share: told apart by marks and dashes, not colour alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from cx_core.formats.svg_canvas import Canvas
from cx_core.formats.svg_path import monotone_path
from cx_core.formats.svg_text import number
from cx_core.journeys.people import Felt, felt_by
from cx_core.model.journey import Persona

#: For each persona in turn: colour, dashes, and a mark around the origin.
_TONES: tuple[tuple[str, str, str], ...] = (
    ("#6A51A3", "", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0"),
    ("#B35900", "9 4", "M-5.5 -5.5h11v11h-11Z"),
    ("#00795C", "3 4", "M0 -7L7 5.5H-7Z"),
    ("#A8527F", "12 4 3 4", "M0 -7.5L7.5 0L0 7.5L-7.5 0Z"),
    ("#5B6B00", "6 3 2 3 2 3", "M0 7L7 -5.5H-7Z"),
    ("#4D4D4D", "1 5", "M-6 -2h4v-4h4v4h4v4h-4v4h-4v-4h-4Z"),
)


@dataclass(frozen=True)
class FeltPerson:
    """A persona with what it feels at each touchpoint, in the order of the map."""

    persona: Persona
    felt: tuple[tuple[str, Felt], ...]


def felt_people(canvas: Canvas) -> tuple[FeltPerson, ...]:
    """Return the personas of the map that have an emotion of their own somewhere."""
    found = []
    for persona in canvas.personas:
        felt = tuple((one.id, felt_by(one, persona.id)) for _, one in canvas.points())
        if any(len(one.shared) < 2 for _, one in felt):
            found.append(FeltPerson(persona, felt))
    return tuple(found)


def person_marks(one: FeltPerson, at: int, centres: Mapping[str, float], y: Callable[[float], float]) -> str:
    """Return a persona's curve: filled marks where it perceives something of its own, hollow ones where it expects.

    Where the shared emotion holds, the line follows it without a mark.
    """
    colour, dashes, mark = _TONES[at % len(_TONES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    parts = []
    for known, run in groupby(one.felt, lambda spot: spot[1].perceived is not None):
        spots = [(centres[place], y(felt.perceived or 0.0)) for place, felt in run]
        if known and len(spots) > 1:
            parts.append(f'<path d="{monotone_path(spots)}" fill="none" stroke="{colour}" stroke-width="2.2"{dashed}/>')
    for place, felt in one.felt:
        if felt.low is not None and felt.high is not None and "perceived" not in felt.shared:
            top = y(felt.high)
            parts.append(
                f'<rect x="{number(centres[place] - 4)}" y="{number(top)}" width="8" '
                f'height="{number(y(felt.low) - top)}" rx="3" fill="{colour}" fill-opacity="0.25"/>'
            )
        for name, value, fill in (("expected", felt.expected, "#FFFFFF"), ("perceived", felt.perceived, colour)):
            if name not in felt.shared and value is not None:
                beside = -13 if name == "expected" else 0
                parts.append(
                    f'<path d="{mark}" transform="translate({number(centres[place] + beside)} {number(y(value))})" '
                    f'fill="{fill}" stroke="{"#FFFFFF" if fill == colour else colour}" stroke-width="1.5"/>'
                )
    return "".join(parts)


def person_entry(canvas: Canvas, one: FeltPerson, at: int) -> tuple[str, str]:
    """Return the sign of a persona for the legend, and its name."""
    colour, dashes, mark = _TONES[at % len(_TONES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    sign = (
        f'<path d="M0 0h28" stroke="{colour}" stroke-width="2.2"{dashed}/>'
        f'<path d="{mark}" transform="translate(14 0)" fill="{colour}"/>'
    )
    hollow = any("expected" not in felt.shared for _, felt in one.felt)
    return sign, canvas.say("formats.svg.felt_hollow" if hollow else "formats.svg.felt", name=one.persona.name)
