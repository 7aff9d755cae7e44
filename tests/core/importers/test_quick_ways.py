"""Quick ways to the same result: what is asked of many cells at once is what is true of each."""

from __future__ import annotations

import json
import unicodedata

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cx_core.importers.grid import is_composed
from cx_core.importers.raw import RawRows, raw_rows
from cx_core.importers.repair import _LOST, _MAYBE_LOST

_TEXTS = st.text("aeoâêếộđ \u0302\u0301\u0323\u212b\u1100\u1161?\ufffd=/k1", max_size=12)


@given(st.lists(st.none() | _TEXTS, max_size=6), st.integers(0, 3))
def test_a_column_called_composed_holds_composed_cells_only(cells: list[str | None], start: int) -> None:
    if is_composed(pa.array(cells, pa.string()).slice(start)):
        assert all(unicodedata.is_normalized("NFC", cell) for cell in cells[start:] if cell)


@given(st.lists(st.none() | st.text("Tốt, chậm quá ố1", max_size=9)))
def test_a_column_of_usual_letters_is_called_composed(cells: list[str | None]) -> None:
    assert is_composed(pa.array(cells, pa.string()))


@given(_TEXTS)
def test_text_without_a_sign_of_lost_letters_has_lost_none(text: str) -> None:
    if not _MAYBE_LOST.search(text):
        assert not _LOST.search(text)


_CELLS = st.none() | st.text('aế"\\\n\t\x01\x7f{},:', min_size=1, max_size=5)


@given(
    st.lists(st.tuples(_CELLS, _CELLS, st.text("bđ", min_size=1)), min_size=1, max_size=5), st.permutations([0, 1, 2])
)
def test_a_raw_row_is_one_json_object_of_its_filled_cells(rows: list[tuple[str | None, ...]], order: list[int]) -> None:
    """Whether or not some column is filled in every row, and wherever it stands."""
    keys = ['k"1', "khóa", "c"]
    columns = [(keys[at], pa.array([row[at] for row in rows], pa.string())) for at in order]
    for taken in (columns, [one for one in columns if one[0] != "c"]):
        found = [json.loads(text) for text in raw_rows(taken, len(rows)).to_pylist()]
        wanted = [{key: column[at].as_py() for key, column in taken if column[at].is_valid} for at in range(len(rows))]
        assert found == wanted
        assert [list(one) for one in found] == [list(one) for one in wanted]


def test_raw_rows_are_found_by_their_numbers() -> None:
    raw = RawRows(np.array([2, 3, 7, 9]), (("a", pa.array(["x", None, "y", "z"])),))
    assert raw.of(np.array([2, 7, 9])).to_pylist() == ['{"a":"x"}', '{"a":"y"}', '{"a":"z"}']
    assert raw.of(np.array([], np.int64)).to_pylist() == []
