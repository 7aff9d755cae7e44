"""What is counted about a column, empty cells left out."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cx_core.importers.columns import Column

CELLS = st.lists(st.sampled_from([None, "5", "4", "Tốt"]), max_size=60)


def column(cells):
    return Column(0, "a", "a", "a", pa.array(cells, pa.string()))


@given(CELLS)
def test_a_short_columns_sample_is_all_its_filled_cells_and_its_counts_are_theirs(cells):
    filled = [cell for cell in cells if cell is not None]
    assert column(cells).sample == filled
    assert column(cells).counts == {cell: filled.count(cell) for cell in filled}


def test_a_long_columns_sample_comes_from_all_over_it():
    """6,001 filled cells between as many empty ones: every third, two thousand at most."""
    cells = [cell for n in range(6_001) for cell in (str(n), None)]
    assert column(cells).sample == [str(n) for n in range(0, 6_000, 3)]


def test_more_distinct_values_than_labels_have_are_not_counted():
    assert column([str(n) for n in range(1_500)]).counts is None
    assert column(["a", *(str(n) for n in range(900))] * 2).counts["a"] == 2
