"""The scale remembered of a source, held against its next file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.model.inspection import Mapping
from tests.core.importers.fixtures import as_csv

COLUMN = "Mức độ hài lòng"
KEY = f"scale:{COLUMN}"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
N_ROWS = 40


def _file(folder: Path, month: str, scores: Sequence[int]) -> Path:
    path = folder / f"{month}.csv"
    rows = [[f"{i % 9 + 13}/{month}/2026", scores[i % len(scores)]] for i in range(N_ROWS)]
    path.write_bytes(as_csv([["Ngày", COLUMN], *rows]).encode())
    return path


def _known(folder: Path, scale: str) -> Mapping:
    highest = int(scale.split("-")[1])
    first = importers.inspect(_file(folder, "03", range(1, highest + 1)), "a.csv", answers={KEY: scale})
    return importers.mapping_for(first, {KEY: scale})


@pytest.mark.parametrize(
    ("before", "scores", "choices"),
    [
        ("1-5", range(1, 11), ("1-10", "1-5")),  # sixes to tens do not fit five points
        ("1-10", (1, 2, 3, 4, 5), ("1-5", "1-10")),  # nobody passes the middle of ten points any more
    ],
)
def test_a_remembered_scale_that_the_next_file_speaks_against_is_asked_about(
    before: str, scores: Sequence[int], choices: tuple[str, ...], tmp_path: Path
) -> None:
    known, path = _known(tmp_path, before), _file(tmp_path, "06", scores)
    asked = importers.inspect(path, "b.csv", mapping=known)
    assert [(one.key, one.kind, one.choices) for one in asked.questions] == [(KEY, "scale_changed", choices)]


@pytest.mark.parametrize(
    ("before", "scores"),
    [
        ("1-5", (1, 2, 3, 4, 5)),
        ("1-10", (2, 4, 6, 8)),  # nobody gave ten this time, which is no other scale
        ("1-7", (1, 2, 3, 4, 5)),
    ],
)
def test_a_remembered_scale_that_fits_is_not_asked_about(before: str, scores: Sequence[int], tmp_path: Path) -> None:
    known, path = _known(tmp_path, before), _file(tmp_path, "06", scores)
    assert importers.inspect(path, "b.csv", mapping=known).questions == ()


@pytest.mark.parametrize(("answer", "n_outside"), [("1-10", 0), ("1-5", N_ROWS // 2)])
def test_the_answer_holds_for_the_file_and_for_the_next_one(answer: str, n_outside: int, tmp_path: Path) -> None:
    known, path = _known(tmp_path, "1-5"), _file(tmp_path, "06", range(1, 11))
    assert importers.inspect(path, "b.csv", mapping=known, answers={KEY: answer}).questions == ()
    asked = importers.inspect(path, "b.csv", mapping=known)
    now_known = importers.mapping_for(asked, {KEY: answer}, known)
    result = importers.read(path, "b.csv", now_known, timezone="UTC", now=NOW)
    assert sum(one.count for one in result.problems if one.kind == "score_out_of_scale") == n_outside
    if answer == "1-10":
        assert importers.inspect(path, "c.csv", mapping=now_known).questions == ()
