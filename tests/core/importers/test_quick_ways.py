"""Quick ways to the same result: what is asked of many cells at once is what is true of each."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cx_core.importers.grid import is_composed
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
