"""Tables in markup: HTML saved as .xls by web systems, and the XML spreadsheets of Excel 2003."""

from __future__ import annotations

from html.parser import HTMLParser

from cx_core.importers.encoding import detect, lines_of
from cx_core.importers.limits import Limits
from cx_core.importers.raw_table import RawTable, SheetFacts
from cx_core.model.problem import Refusal

_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")
_TABLES = ("table",)
_UNSEEN = ("script", "style", "template")


def read_markup(data: bytes, limits: Limits, sheet: str | None = None, encoding: str | None = None) -> RawTable:
    """Read the largest table of a document, or the one that is named. Entities of one's own making are refused."""
    name = encoding or detect(data).encoding
    text = "".join(lines_of(data, name))
    if "<!entity" in text[:65_536].lower():
        raise Refusal("file_entities")
    parser = _Tables(limits)
    parser.feed(text)
    parser.close()
    tables = {title: rows for title, rows in parser.tables.items() if rows}
    if not tables:
        raise Refusal("file_foreign", {"found": "HTML"})
    chosen = sheet or max(tables, key=lambda title: sum(len(row) for _, row in tables[title]))
    if chosen not in tables:
        raise Refusal("sheet_unknown", {"sheet": chosen})
    rows = tables[chosen]
    facts = [SheetFacts(title, len(found), max(len(row) for _, row in found)) for title, found in tables.items()]
    return RawTable(
        "xls", encoding=name, sheet=chosen, sheets=facts, rows=[row for _, row in rows], row_no=[n for n, _ in rows]
    )


class _Tables(HTMLParser):
    """Collect the cells of every table, spans filled with blanks so that columns stay in line."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, list[tuple[int, list[str]]]] = {}
        self._limits = limits
        self._rows: list[tuple[int, list[str]]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._row_no = 0
        self._below: dict[int, int] = {}
        self._name = ""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rsplit(":", 1)[-1]
        given = {name.rsplit(":", 1)[-1]: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "worksheet":
            self._name = given.get("name", "")
        elif tag in _TABLES:
            self._open_table()
        elif tag in _ROWS:
            self._open_row(given)
        elif tag in _CELLS and self._row is not None:
            self._open_cell(given)
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _CELLS:
            self._close_cell()
        elif tag in _ROWS:
            self._close_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._close_row()

    def _open_table(self) -> None:
        name = self._name or f"table {len(self.tables) + 1}"
        self._rows = self.tables.setdefault(name, [])
        self._row_no = len(self._rows)
        self._below = {}

    def _open_row(self, given: dict[str, str]) -> None:
        self._close_row()
        if not self.tables:
            self._open_table()
        self._row_no = _number(given.get("index"), self._limits.rows) or self._row_no + 1
        self._row = []

    def _open_cell(self, given: dict[str, str]) -> None:
        self._close_cell()
        row = self._row
        if row is None:
            return
        place = _number(given.get("index"), self._limits.columns)
        while len(row) < (place or 0) - 1:
            row.append("")
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")
        self._span = _number(given.get("colspan"), self._limits.columns) or 1
        height = _number(given.get("rowspan"), 1000) or 1
        for column in range(len(row), len(row) + self._span):
            self._below[column] = height - 1
        self._cell = []

    def _close_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._row.append("".join(self._cell).strip())
        self._row.extend([""] * (self._span - 1))
        self._cell = None
        if len(self._row) > self._limits.columns:
            raise Refusal("file_too_many_columns", {"count": len(self._row), "limit": self._limits.columns})

    def _close_row(self) -> None:
        self._close_cell()
        if self._row is None:
            return
        if any(self._row):
            self._rows.append((self._row_no, self._row))
        if len(self._rows) > self._limits.rows:
            raise Refusal("file_too_many_rows", {"limit": self._limits.rows})
        self._row = None


def _number(text: str | None, most: int) -> int | None:
    return int(text) if text and text.isdecimal() and 0 < int(text[:9]) <= most else None
