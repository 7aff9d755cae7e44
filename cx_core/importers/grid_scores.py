"""The scores of grids as answers of their own, each on the touchpoint that its row of the grid names."""

from __future__ import annotations

import hashlib

import pandas as pd

from cx_core.importers import cells
from cx_core.importers.frame import score_column
from cx_core.importers.judged import Judged
from cx_core.importers.row_rules import Mask, kept_columns
from cx_core.importers.study import Study
from cx_core.model import columns as c
from cx_core.model.problem import Problem

#: What belongs to the answer as a whole and is said once.
_ONCE = (c.VERBATIM, c.ORDER, c.REVENUE, *c.SCORES)


def with_grid_scores(study: Study, rejected: Mask, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the frame with a further row for each score of a grid, behind the row it stands in, and the problems.

    Such a row has the answer's row number, time, customer, channel, stage and segments; its touchpoint is the grid
    row's label, and its identity is made of the answer's and the column, so that the same file adds nothing twice.
    """
    if not study.grid_rows:
        return frame, []
    findings = cells.Findings(frame[c.ROW_NO].to_numpy())
    parts = [frame]
    for one, values in kept_columns(study, rejected):
        if one.grid:
            scores = score_column(study, one, values, findings).set_axis(frame.index)
            parts.append(_scored(frame, one, scores))
    n_scores = sum(len(part) for part in parts[1:])
    if not n_scores:
        return frame, findings.problems
    whole = pd.concat(parts).sort_values(c.ROW_NO, kind="stable").reset_index(drop=True)
    findings.problems.append(Problem("grid_scores", None, (), n_scores, lost=False))
    return whole, findings.problems


def _scored(frame: pd.DataFrame, one: Judged, scores: pd.Series) -> pd.DataFrame:
    part = frame[scores.notna()].copy()
    for name in _ONCE:
        part[name] = pd.Series(None, part.index, dtype=frame[name].dtype)
    part[one.role] = scores[scores.notna()]
    part[c.SCORE_COLUMN] = one.column.key
    part[c.TOUCHPOINT] = pd.Series(one.grid.label if one.grid else None, part.index, dtype=frame[c.TOUCHPOINT].dtype)
    digest = hashlib.blake2b(one.column.key.encode(), digest_size=4).hexdigest()
    part[c.IDENTITY] = part[c.IDENTITY] + digest
    return part
