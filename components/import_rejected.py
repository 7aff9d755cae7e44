"""The rows of an import that did not go in, as a file: each with its number, the reason, and its cells."""

from __future__ import annotations

from components.cached import workspace
from components.downloads import table_downloads
from components.problem_list import problem_text
from components.texts import language, t
from cx_core.model.problem import Problem
from cx_core.model.table import Column, Row


def rejected_downloads(rejected_key: str, file_name: str, *, key: str) -> None:
    """Draw the buttons that give the rejected rows away; nothing where an import has none."""
    rejected = workspace().reading.rejected
    if not rejected.any_of(rejected_key):
        return
    rows = rejected.of(rejected_key)
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    columns = [Column(t("import.rejected.row"), "whole"), Column(t("import.rejected.why")), *map(Column, names)]
    reasons = {kind: problem_text(Problem(kind), language()) for kind in {row.kind for row in rows}}

    def table() -> list[Row]:
        return [(row.row_no, reasons[row.kind], *(row.cells.get(name) for name in names)) for row in rows]

    table_downloads(columns, table, name=t("import.rejected.title", file=file_name), key=key)
