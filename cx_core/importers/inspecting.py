"""Look at a file: what it is, what its columns are, what must be asked. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from pathlib import Path

from cx_core.importers.file_problems import file_problems
from cx_core.importers.given import gather
from cx_core.importers.judged import Judged
from cx_core.importers.masking import masked_text
from cx_core.importers.questions import open_questions
from cx_core.importers.study import Study, study_file
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.inspection import ColumnFacts, Inspection, Mapping

_PREVIEW_ROWS = 20
_EXAMPLES = 5
_LONGEST_EXAMPLE = 300


def inspect(
    path: Path, name: str, *, mapping: Mapping | None = None, answers: Pairs[str, str] | None = None
) -> Inspection:
    """Say what a file holds and what must be asked before it can be read.

    ``mapping`` is what is remembered of the same source, ``answers`` what has been answered now, by question key;
    further keys are ``role:<column>``, ``scale:<column>``, ``direction:<column>``, ``timezone`` and the fixed values
    ``channel``, ``touchpoint``, ``stage``. Raises `Refusal` for a file that cannot be read and for an answer that
    makes no sense.
    """
    study = study_file(path, name, gather(mapping, answers))
    return inspection_of(study, remembered=mapping is not None)


def inspection_of(study: Study, *, remembered: bool) -> Inspection:
    """Show what was found out, personal data masked."""
    rows = study.grid.row_no
    return Inspection(
        file=study.file,
        profile=study.profile.key,
        header_rows=tuple(int(rows[place]) for place in study.header.rows if rows[place] > 0),
        data_rows=study.n_rows,
        columns=tuple(_facts(study, one) for one in study.columns),
        questions=open_questions(study),
        problems=file_problems(study),
        preview=_preview(study),
        fingerprint=study.fingerprint,
        remembered=remembered,
    )


def _facts(study: Study, one: Judged) -> ColumnFacts:
    column = one.column
    return ColumnFacts(
        key=column.key,
        name=column.name,
        role=one.role,
        scale=study.scale(one) if one.role in SCORE_ROLES else None,
        date_order=study.date_order(one) if one.role == "responded_at" else None,
        n_missing=column.n_missing,
        n_values=column.n_values,
        privacy=one.privacy,
        touchpoint=one.grid.label if one.grid and one.role in SCORE_ROLES else None,
        examples=() if one.privacy == "drop" else tuple(_example(one, text) for text in column.examples(_EXAMPLES)),
        code_set=one.code_set,
        is_left_out=one.is_left_out,
    )


def _example(one: Judged, text: str) -> str:
    """Return the beginning of a cell; masked first, a little longer, so that no number is cut open at the end."""
    return masked_text(one, text[: 2 * _LONGEST_EXAMPLE])[:_LONGEST_EXAMPLE]


def _preview(study: Study) -> tuple[tuple[str, ...], ...]:
    rows = zip(*(one.column.values.slice(0, _PREVIEW_ROWS).to_pylist() for one in study.columns), strict=True)
    return tuple(
        tuple(_example(one, cell) if cell else "" for one, cell in zip(study.columns, row, strict=True)) for row in rows
    )
