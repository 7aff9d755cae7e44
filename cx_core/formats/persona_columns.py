"""Personas as rows: the columns of their sheet, and the lines of a long CSV."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cx_core.formats.document import Findings
from cx_core.formats.tables import Row, words
from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys.ids import is_id, new_id
from cx_core.model.folding import fold
from cx_core.model.journey import Persona, Text

PERSONA_TEXTS = ("role", "goals", "frustrations", "quote")
PERSONA_KEYS = (
    "name",
    "age_range",
    *(f"{name}_{language}" for name in PERSONA_TEXTS for language in ("vi", "en")),
    "segment_filter",
    "id",
)


def persona_header(key: str, language: str) -> str:
    """Return the header of a column of personas.

    >>> persona_header("quote_en", "en")
    'quote (English)'
    """
    name, _, spoken = key.rpartition("_")
    if name in PERSONA_TEXTS:
        return f"{translate(f'field.{name}', language)} ({translate(f'formats.in_language.{spoken}', language)})"
    return translate(f"formats.column.{key}" if key in ("id", "segment_filter") else f"field.{key}", language)


@cache
def persona_keys_by_header() -> dict[str, str]:
    """Return the key of each header of either language, folded."""
    return {fold(persona_header(key, language)): key for key in PERSONA_KEYS for language in LANGUAGES} | {
        fold(key): key for key in PERSONA_KEYS
    }


def segment_words(persona: Persona) -> str:
    """Return which real customers a persona stands for; empty when that is not said.

    >>> segment_words(Persona("p", "Lan", segment_filter=(("Hạng", ("Vàng", "Bạc")), ("Vùng", ("Bắc",)))))
    'Hạng: Vàng, Bạc; Vùng: Bắc'
    """
    return "; ".join(f"{field}: {', '.join(values)}" for field, values in persona.segment_filter)


def persona_values(persona: Persona) -> Iterator[tuple[str, str]]:
    """Give the text of every column of a persona, by the column's key; a segment's field and value a line."""
    for key in PERSONA_KEYS:
        name, _, spoken = key.rpartition("_")
        if name in PERSONA_TEXTS:
            yield key, getattr(getattr(persona, name), spoken)
        elif key == "segment_filter":
            yield key, "\n".join(f"{field}={value}" for field, chosen in persona.segment_filter for value in chosen)
        else:
            yield key, getattr(persona, key)


def read_persona(row: Row, sheet: str | None, findings: Findings) -> Persona | None:
    """Return the persona of a row; None, and noted, when it has no name."""
    name = findings.text(words(row.cells.get("name")).strip(), row.number, short=True)
    if not name:
        findings.add("name_missing", row.number, column=sheet)
        return None

    def text(field: str) -> Text:
        spoken = (words(row.cells.get(f"{field}_{language}")).strip() for language in ("vi", "en"))
        return Text(*(findings.text(one, row.number) for one in spoken))

    return Persona(
        id=row.cells["id"] if is_id(row.cells.get("id")) else new_id(),
        name=name,
        role=text("role"),
        age_range=findings.text(words(row.cells.get("age_range")).strip(), row.number, short=True),
        goals=text("goals"),
        frustrations=text("frustrations"),
        quote=text("quote"),
        segment_filter=_segments(words(row.cells.get("segment_filter"))),
    )


def _segments(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for line in text.split("\n"):
        field, equals, value = line.partition("=")
        if equals and field.strip():
            found.setdefault(field.strip(), []).append(value.strip())
    return tuple((field, tuple(values)) for field, values in found.items())
