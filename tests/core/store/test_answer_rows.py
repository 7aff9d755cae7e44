"""From a table of cells to arrays: days by time zone, folded words, labels as numbers."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.folding import fold
from cx_core.model.period import day_number
from cx_core.store.answer_rows import NULL, Labels, day_numbers, rows_of, utc_texts
from cx_core.store.fold_many import Folding
from tests.core.store.answer_builders import ZONE, answers

ZONES = ("Asia/Ho_Chi_Minh", "UTC", "America/New_York", "Pacific/Kiritimati")


@given(
    st.lists(st.datetimes(datetime(1965, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), min_size=1, max_size=5),
    st.sampled_from(ZONES),
)
def test_the_day_is_the_local_date(instants, zone):
    """Python's own time zones say the date; Vietnam was at +08 from 1965 to 1975, and days before 1970 are negative."""
    found = day_numbers(pd.Series(pd.to_datetime(instants, utc=True)), zone)
    assert found.tolist() == [day_number(at.astimezone(ZoneInfo(zone)).date()) for at in instants]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-20T16:59:59Z", 20777),  # 23:59:59 on the 20th in Vietnam
        ("2026-11-20T17:00:00Z", 20778),  # midnight, the 21st
        ("1969-12-31T16:59:59Z", -1),
    ],
)
def test_the_day_turns_at_local_midnight(instant, day):
    [found] = day_numbers(pd.Series(pd.to_datetime([instant], utc=True)), "Asia/Bangkok")
    assert found == day


@given(st.lists(st.none() | st.text(max_size=30), max_size=6), st.booleans(), st.integers(1, 3))
def test_folding_many_is_folding_each(texts, large, at_once):
    folding = Folding(at_once)
    column = pa.array([None, *texts], pa.large_string() if large else pa.string())[1:]
    for _ in range(2):
        assert folding(column) == [None if text is None else fold(text) for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        ["Giao  HÀNG chậm ", " tốt"],
        ["rất tốt 👍👍", None, "Ưng ý"],
        ["a\x00b", "c"],
        ["Straße", "ﬁn ", "đ\u0301"],
        ["订单", "ДОБРЫЙ день"],
        [""],
        [None],
        [],
    ],
)
def test_folding_odd_letters_is_folding_each(texts):
    assert Folding()(pa.array(texts, pa.large_string())) == [None if one is None else fold(one) for one in texts]


def test_labels_give_each_row_its_code():
    labels = Labels(np.array([1, -1, 0, 1]), ("Zalo", "Cửa hàng"))
    assert labels.codes([7, 9]).tolist() == [9, NULL, 7, 9]
    assert Labels(np.array([-1, -1]), ()).codes([]).tolist() == [NULL, NULL]


def test_empty_cells_are_nothing_and_zero_is_something():
    rows = rows_of(answers({"nps": 0, "channel": "  ", "verbatim": "", "order": ""}, {"revenue": 0}), ZONE)
    assert rows.is_answer.tolist() == [True, False]
    assert rows.is_order.tolist() == [False, True]
    assert rows.channel.positions.tolist() == [-1, -1]
    assert rows.verbatim.tolist() == [None, None]


@pytest.mark.parametrize("dtype", ["Int64", "float64", "object"])
def test_scores_of_any_number_type_are_whole_hundredths(dtype):
    frame = answers({"nps": 9}, {})
    frame["nps"] = pd.Series([900, None], dtype=dtype)
    assert rows_of(frame, ZONE).scores["nps"].tolist() == [900, NULL]


def test_half_a_hundredth_is_a_mistake_and_not_rounded():
    frame = answers({"nps": 9})
    frame["nps"] = pd.Series([900.5])
    with pytest.raises((TypeError, ValueError)):
        rows_of(frame, ZONE)


@pytest.mark.parametrize("identities", [["a", None], [None, None]])
def test_every_row_needs_an_identity(identities):
    frame = answers({"nps": 9}, {"nps": 8})
    frame["identity"] = identities
    with pytest.raises(ValueError, match="identity"):
        rows_of(frame, ZONE)


def test_text_columns_of_either_pandas_type_are_read():
    frame = answers({"verbatim": "Tốt", "channel": "Zalo"}, {"nps": 9})
    frame["verbatim"] = frame["verbatim"].astype("str")
    frame["channel"] = frame["channel"].astype("category")
    rows = rows_of(frame, ZONE)
    assert rows.verbatim.to_pylist() == ["Tốt", None]
    assert rows.channel.labels == ("Zalo",)


@given(st.lists(st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)), max_size=4), st.data())
def test_instants_are_written_as_their_iso_text(instants, data):
    # Many within a few days are written digit by digit, few far apart one by one.
    near = st.none() | st.datetimes(datetime(1970, 1, 1), datetime(1970, 1, 4, 23, 59, 59))
    if data.draw(st.booleans()):
        instants = data.draw(st.lists(near, min_size=4))
    whole = [one and one.replace(microsecond=0) for one in instants]
    texts = utc_texts(pd.Series(whole, dtype="datetime64[us, UTC]"))
    assert texts.to_pylist() == [one and f"{one.isoformat()}Z" for one in whole]
