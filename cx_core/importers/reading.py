"""Read a file whose columns are known: every row stands in the frame or is counted as rejected with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from cx_core.importers import cells
from cx_core.importers.cell_count import CellCount, count_cells
from cx_core.importers.file_problems import file_problems
from cx_core.importers.frame import build_frame, rejected_rows
from cx_core.importers.given import gather
from cx_core.importers.grid_scores import with_grid_scores
from cx_core.importers.inspecting import inspection_of
from cx_core.importers.last_resort import holds_answers
from cx_core.importers.raw import RawRows
from cx_core.importers.row_rules import Mask, cancelled_answers, find_rejected
from cx_core.importers.study import Study, study_file
from cx_core.model import columns as c
from cx_core.model.inspection import Inspection, Mapping
from cx_core.model.problem import Problem, Refusal

#: Where the progress stands once the file is parsed and its columns understood.
_PARSED, _STUDIED = 0.5, 0.6

#: What makes a row an answer or an order; a row without any of it is not stored.
_SAYS = (c.VERBATIM, c.ORDER, c.REVENUE, *c.SCORES)


@dataclass(frozen=True)
class ReadResult:
    """The rows of a file with what was wrong. ``rows_read`` = rows in the table + ``rows_rejected``.

    A row of the file has one row in the table, and a further one of the same ``row_no`` for each score of a grid.
    ``table`` has the columns of `cx_core.model.columns` but the raw rows: ``raw`` gives them by number.

    ``rejected`` holds the rows that are no answers: ``row_no``, ``kind`` of the problem, ``raw`` as in the frame.
    ``counted`` are the filled cells of the file and where they went.
    """

    table: pd.DataFrame
    raw: RawRows
    problems: tuple[Problem, ...]
    rows_read: int
    rows_rejected: int
    inspection: Inspection
    rejected: pd.DataFrame
    counted: CellCount

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table with the raw rows, each at the first row of its number; large."""
        first = ~self.table[c.ROW_NO].duplicated()
        texts = cells.texts(self.raw.of(self.table.loc[first, c.ROW_NO].to_numpy(dtype="int64")))
        return self.table.assign(**{c.RAW: texts.set_axis(self.table.index[first]).reindex(self.table.index)})

    @property
    def profile(self) -> str:
        """Key of the tool's profile."""
        return self.inspection.profile

    @property
    def fingerprint(self) -> str:
        """What files of the same source have in common."""
        return self.inspection.fingerprint


def read(
    path: Path,
    name: str,
    mapping: Mapping,
    *,
    timezone: str,
    now: datetime,
    progress: Callable[[float], None] | None = None,
) -> ReadResult:
    """Read a file by what is known of its source.

    ``timezone`` (an IANA name) holds for times whose zone neither the file nor the mapping names. ``now`` is an aware
    instant, against which dates in the future are noticed. ``progress`` is told a fraction from 0 to 1; what it raises
    ends the reading. Raises `Refusal` ``questions_open`` with the questions while something is open.
    """
    tell = progress or (lambda fraction: None)
    # The mapping is of this file: what it says of scales and years was asked where the file left it open.
    given = replace(gather(mapping, None), remembered_scales=frozenset(), remembered_times=frozenset())
    study = study_file(path, name, given, progress=lambda part: tell(part * _PARSED))
    inspection = inspection_of(study, remembered=True)
    if inspection.questions:
        raise Refusal("questions_open", {"file": name, "n": len(inspection.questions)}, questions=inspection.questions)
    if not holds_answers(study.columns):
        raise Refusal("nothing_to_measure", {"file": name})
    tell(_STUDIED)
    reasons, row_problems = find_rejected(study)
    frame, raw, cell_problems = build_frame(
        study, reasons != "", timezone=timezone, now=now, progress=lambda part: tell(_STUDIED + (1 - _STUDIED) * part)
    )
    _take_back_purchases(study, frame)
    frame, grid_problems = with_grid_scores(study, reasons != "", frame)
    rejected = rejected_rows(study, reasons)
    return ReadResult(
        table=frame,
        raw=raw,
        problems=(*row_problems, *cell_problems, *grid_problems, *file_problems(study)),
        rows_read=study.n_rows,
        rows_rejected=len(rejected),
        inspection=inspection,
        rejected=rejected,
        counted=count_cells(study, (reasons != "") | _says_nothing(study, frame)),
    )


def _take_back_purchases(study: Study, frame: pd.DataFrame) -> None:
    """Leave an order that was cancelled or sent back out of the purchases, where its row stays for what it says."""
    cancelled = study.grid.row_no[study.first_data_row :][cancelled_answers(study)]
    if len(cancelled):
        where = frame[c.ROW_NO].isin(cancelled)
        frame.loc[where, c.ORDER] = None
        frame.loc[where, c.REVENUE] = pd.NA


def _says_nothing(study: Study, frame: pd.DataFrame) -> Mask:
    """Return which rows under the header have no score, words or order that could be read."""
    said = frame.loc[frame[list(_SAYS)].notna().any(axis="columns"), c.ROW_NO].to_numpy(dtype="int64")
    return ~np.isin(study.grid.row_no[study.first_data_row :], said)
