"""Themes as a sheet that people edit: one row a theme, its words in one cell a language, parted by semicolons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cx_core.formats.xlsx_reader import read_sheets
from cx_core.i18n import LANGUAGES, catalogue, translate
from cx_core.model.folding import fold
from cx_core.model.problem import Refusal
from cx_core.model.table import Column, Row
from cx_core.text import Taxonomy

#: The columns in order. Their titles are the texts ``themes_page.sheet.<name>``; both languages are read.
_COLUMNS = ("key", "name_vi", "name_en", "words_vi", "words_en", "opinions")
_BETWEEN = ";"


def taxonomy_table(taxonomy: Taxonomy, language: str) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Return themes as a table; an opinion is ``word = weight``. Themes that nobody renamed have their usual names.

    >>> columns, rows = taxonomy_table(Taxonomy.from_dict({"a": {"vi": ["b", "c"], "opinions": {"d": 1.5}}}), "en")
    >>> rows[0]
    ('a', None, None, 'b; c', None, 'd = 1.5')
    """
    columns = tuple(Column(translate(f"themes_page.sheet.{name}", language)) for name in _COLUMNS)
    rows: list[Row] = []
    for theme in taxonomy.themes:
        names = dict(theme.names)
        opinions = [f"{word} = {weight:g}" for word, weight in theme.opinions]
        shown = [names.get(one) or _usual_name(theme.key, one) for one in ("vi", "en")]
        cells = (*shown, _cell(theme.vi), _cell(theme.en), _cell(opinions))
        rows.append((theme.key, *cells))
    return columns, tuple(rows)


def _usual_name(key: str, language: str) -> str | None:
    text = f"theme.{key}.name"
    return translate(text, language) if text in catalogue(language) else None


def read_taxonomy(data: bytes) -> Taxonomy:
    """Read the themes of a workbook that `taxonomy_table` made and people edited.

    Raises `Refusal` ``taxonomy_unreadable`` where no sheet has the columns or a weight is no number, and what the
    reader of workbooks and `Taxonomy.from_dict` refuse.
    """
    for sheet in read_sheets(data):
        if sheet.rows and (columns := _columns(sheet.rows[0])):
            return Taxonomy.from_dict(
                dict(_theme(row, columns) for row in sheet.rows[1:] if _text(row, columns, "key"))
            )
    raise Refusal("taxonomy_unreadable")


def _columns(header: tuple[Any, ...]) -> dict[str, int]:
    titles = {fold(translate(f"themes_page.sheet.{name}", one)): name for name in _COLUMNS for one in LANGUAGES}
    found = {titles[folded]: at for at, cell in enumerate(header) if (folded := fold(str(cell or ""))) in titles}
    return found if {"key", "words_vi", "words_en"} <= set(found) else {}


def _theme(row: tuple[Any, ...], columns: dict[str, int]) -> tuple[str, dict[str, Any]]:
    key = _text(row, columns, "key")
    given = {language: name for language in LANGUAGES if (name := _text(row, columns, f"name_{language}"))}
    # The usual names of a theme are no names that people gave it: they follow the language files.
    names = {} if all(name == _usual_name(key, language) for language, name in given.items()) else given
    return key, {
        "vi": _parts(_text(row, columns, "words_vi")),
        "en": _parts(_text(row, columns, "words_en")),
        "opinions": dict(_opinion(one) for one in _parts(_text(row, columns, "opinions"))),
        "names": names,
    }


def _opinion(text: str) -> tuple[str, float]:
    word, _, weight = text.partition("=")
    try:
        return word.strip(), float(weight.replace(",", "."))
    except ValueError:
        raise Refusal("taxonomy_unreadable") from None


def _text(row: tuple[Any, ...], columns: dict[str, int], name: str) -> str:
    at = columns.get(name)
    value = row[at] if at is not None and at < len(row) else None
    # Our own export puts an apostrophe before what a spreadsheet would take for a formula.
    return "" if value is None else str(value).strip().removeprefix("'")


def _parts(text: str) -> list[str]:
    return [part for one in text.replace("\n", _BETWEEN).split(_BETWEEN) if (part := one.strip())]


def _cell(words: Iterable[str]) -> str | None:
    return f"{_BETWEEN} ".join(words) or None
