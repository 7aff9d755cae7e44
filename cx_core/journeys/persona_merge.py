"""Two people change one persona at the same time: what can stand together stands, what cannot is shown side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cx_core.model.journey import Persona, Text

#: Its texts in two languages; every other field is one value.
TEXT_FIELDS = ("role", "goals", "frustrations", "quote")


@dataclass(frozen=True)
class Both:
    """Two states of a persona laid together.

    ``persona`` is the newer stored state with my changes over it, ready to be written. ``theirs`` holds what stands
    stored under each key (``name``, ``goals_vi``, …) that both changed, each in another way.
    """

    persona: Persona
    theirs: tuple[tuple[str, str], ...]


def lay_together(seen: Persona, mine: Persona, stored: Persona) -> Both:
    """Return what I made of the persona I saw, laid over what somebody else has stored since.

    A field that only one of the two changed is that one's; where both changed it, ``mine`` stands in the result and
    the other text in ``theirs``.

    >>> seen = Persona("p", "Lan", age_range="20", goals=Text("Nhanh"))
    >>> mine, stored = replace(seen, name="Lan Anh", goals=Text("Rẻ")), replace(seen, goals=Text("Gần"), version=2)
    >>> both = lay_together(seen, mine, stored)
    >>> both.persona.name, both.persona.goals.vi, both.theirs, both.persona.version
    ('Lan Anh', 'Rẻ', (('goals_vi', 'Gần'),), 2)
    """
    before, wanted, now = _plain(seen), _plain(mine), _plain(stored)
    laid = {key: now[key] if wanted[key] == before[key] else wanted[key] for key in before}
    clashes = [key for key in before if laid[key] != now[key] and now[key] != before[key]]
    return Both(_persona(stored, laid), tuple((key, _said(now[key])) for key in clashes))


def _plain(persona: Persona) -> dict[str, object]:
    texts = {
        f"{name}_{spoken}": getattr(getattr(persona, name), spoken) for name in TEXT_FIELDS for spoken in ("vi", "en")
    }
    return {"name": persona.name, "age_range": persona.age_range, **texts, "segment_filter": persona.segment_filter}


def _persona(stored: Persona, plain: dict[str, object]) -> Persona:
    texts: dict[str, Any] = {name: Text(str(plain[f"{name}_vi"]), str(plain[f"{name}_en"])) for name in TEXT_FIELDS}
    return replace(
        stored,
        name=str(plain["name"]),
        age_range=str(plain["age_range"]),
        segment_filter=plain["segment_filter"],  # type: ignore[arg-type]
        **texts,
    )


def _said(value: object) -> str:
    if isinstance(value, str):
        return value
    return "; ".join(f"{field}: {', '.join(values)}" for field, values in value)  # type: ignore[attr-defined]
