"""Pivot tables: they hold sums and averages of answers, and none of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx_core.importers.judged import GIVEN, Judged
from cx_core.model.folding import fold

#: What spreadsheets write at the edges of a pivot table, folded, in English and Vietnamese.
_ROWS = frozenset({"row labels", "nhan hang", "nhan dong"})
_COLUMNS = frozenset({"column labels", "nhan cot"})
_TOTALS = frozenset({"grand total", "tong cuoi", "tong chung", "tong cong"})


def is_pivot(head: Sequence[Sequence[str | None]]) -> bool:
    """Tell whether the first rows are those of a pivot table.

    >>> is_pivot([["Average of Điểm", "Column Labels"], ["Row Labels", "Sáng", "Grand Total"]])
    True
    >>> is_pivot([["Row Labels", "Điểm"]])
    False
    """
    cells = {fold(cell) for row in head for cell in row if cell}
    return bool(cells & _ROWS) and bool(cells & (_COLUMNS | _TOTALS))


def without_answers(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return the columns without the roles that nobody has given: a total is no answer."""
    return tuple(
        one if one.confidence >= GIVEN else replace(one, role="ignore", score=None, is_open=False, grid=None)
        for one in judged
    )
