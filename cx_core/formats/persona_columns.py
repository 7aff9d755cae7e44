"""The columns of the sheet of personas."""

from __future__ import annotations

from functools import cache

from cx_core.i18n import LANGUAGES, translate
from cx_core.model.folding import fold

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
