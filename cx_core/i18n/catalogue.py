"""Texts by key. One TOML file an area, the same areas and keys in each language."""

from __future__ import annotations

import string
import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cx_core.i18n.numbers import format_date, format_datetime, format_number
from cx_core.model.message import Message

LANGUAGES: tuple[str, ...] = ("vi", "en")
_LOCALES = Path(__file__).parent / "locales"


@lru_cache
def catalogue(language: str) -> dict[str, str]:
    """Return every text of a language by its dotted key.

    The area files are merged; a key that stands in two of them is an error, since one of the two would never show.
    """
    texts: dict[str, str] = {}
    for file in sorted((_LOCALES / language).glob("*.toml")):
        for key, text in _flatten(tomllib.loads(file.read_text("utf-8"))).items():
            if key in texts:
                raise ValueError(f"{language}: the key {key} stands in two files, the second is {file.name}")
            texts[key] = text
    return texts


def _flatten(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}{name}."))
        else:
            flat[prefix + name] = value
    return flat


def language_of(chosen: str | None, locale: str | None) -> str:
    """Return the language to speak: the chosen one, else the browser's, else Vietnamese.

    >>> language_of(None, "en-US"), language_of(None, "vi-VN"), language_of("vi", "en-US")
    ('en', 'vi', 'vi')
    """
    if chosen in LANGUAGES:
        return str(chosen)
    return "vi" if not locale or locale.lower().startswith("vi") else "en"


def translate(key: str, language: str, /, **values: Any) -> str:
    """Return the text of ``key`` with its values filled in, numbers and dates in the language's form.

    A placeholder ``{n:row|rows}`` picks the word for one or for several. A key that no language has comes back
    as the key itself, so that a gap shows on the screen instead of breaking it; the parity test finds it.
    """
    template = catalogue(language).get(key) or catalogue("vi").get(key) or key
    if not values or "{" not in template:
        return template
    parts = _parts(template)
    if parts is None:
        return _Filler(language).vformat(template, (), values)
    filled = (text if name is None else text + _written(values[name], spec, language) for text, name, spec in parts)
    return "".join(filled)


def say(message: Message, language: str) -> str:
    """Put a message into words."""
    values = {name: say(value, language) if isinstance(value, Message) else value for name, value in message.values}
    return translate(message.key, language, **values)


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """Return a template's texts, each with the name and the form of the value behind it; None for any other template.

    A page fills some hundred templates, and taking each apart anew takes most of the time.
    """
    parts: list[tuple[str, str | None, str]] = []
    for text, name, spec, conversion in string.Formatter().parse(template):
        if name is not None and (not name.isidentifier() or conversion or "{" in (spec or "")):
            return None
        parts.append((text, name, spec or ""))
    return tuple(parts)


def _written(value: Any, spec: str, language: str) -> str:
    """Write a value in the form a template asks for: grouped numbers, local dates, and singular or plural words."""
    if "|" in spec:
        one, several = spec.split("|", 1)
        return one if value == 1 else several
    if spec:
        return format(value, spec)
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float | date | datetime):
        return str(value)
    if isinstance(value, datetime):
        return format_datetime(value, language)
    if isinstance(value, date):
        return format_date(value, language)
    return format_number(value, language)


class _Filler(string.Formatter):
    """Fill a template that is no plain one, in the same way."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        return _written(value, format_spec, self._language)
