"""Dates: what a column proves, and what each spelling means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.feedback.dates import read_dates, study_dates, to_utc


def _read(texts: list[str], order: str | None = None, **how: object) -> list[str | None]:
    values = pa.array(texts)
    found, _, _ = read_dates(values, order or study_dates(values).order, **how)  # type: ignore[arg-type]
    return [None if np.isnat(one) else str(one)[:19] for one in found]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2026", "13/02/2026"], "day_first"),
        (["01/02/2026", "02/13/2026"], "month_first"),
        (["2026-02-13", "2026-02-01"], "year_first"),
        (["13.2.26"], "day_first"),
        (["05.03.2026"], "day_first"),
        (["05/03/2026 9:05 CH"], "day_first"),
        (["Jan 31, 2026"], "year_first"),
        (["2026-03-01 00:00:00", "13/03/2026"], "day_first"),
    ],
)
def test_the_order_is_proven_by_the_whole_column(texts: list[str], order: str) -> None:
    study = study_dates(pa.array(texts))
    assert (study.order, study.orders, study.share) == (order, (), 1.0)


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["01/02/2026", "03/04/2026"], ("day_first", "month_first")),
        (["01/02/2026 9:05 PM"], ("month_first", "day_first")),
        (["2026-03-01 00:00:00", "05/03/2026"], ("day_first", "month_first")),
    ],
)
def test_an_order_that_nothing_proves_stays_open(texts: list[str], orders: tuple[str, ...]) -> None:
    study = study_dates(pa.array(texts))
    assert (study.order, study.orders) == (None, orders)


def test_two_orders_in_one_column_are_found() -> None:
    study = study_dates(pa.array(["13/01/2026", "01/14/2026", "02/03/2026"]))
    assert study.is_mixed
    assert study.order is None
    # Read day first, the American one is nothing: it is not turned round in silence.
    assert _read(["13/01/2026", "01/14/2026"], "day_first") == ["2026-01-13T00:00:00", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", "2026-03-01T00:00:00"),
        ("2026-03-01 10:05", "2026-03-01T10:05:00"),
        ("2026-03-01T10:05:07.123456", "2026-03-01T10:05:07"),
        ("20260301", "2026-03-01T00:00:00"),
        ("2026/3/1", "2026-03-01T00:00:00"),
        ("13/3/26", "2026-03-13T00:00:00"),
        ("13-03-2026 9:05:01", "2026-03-13T09:05:01"),
        ("14h30 13/03/2026", "2026-03-13T14:30:00"),
        ("13/03/2026, 14:30", "2026-03-13T14:30:00"),
        ("Thứ Sáu, 13/03/2026", "2026-03-13T00:00:00"),
        ("ngày 13 tháng 3 năm 2026", "2026-03-13T00:00:00"),
        ("13 Mar 2026", "2026-03-13T00:00:00"),
        ("13-March-2026", "2026-03-13T00:00:00"),
        ("Friday, March 13, 2026 at 2:30 PM", "2026-03-13T14:30:00"),
        ("Mar 13, 2026 12:00:00 AM", "2026-03-13T00:00:00"),
        ("13/03/2026 12:15 SA", "2026-03-13T00:15:00"),
        ("13/03/2026 2:15 CH", "2026-03-13T14:15:00"),
        ("46094", "2026-03-13T00:00:00"),
        ("46094.604166666664", "2026-03-13T14:30:00"),
        ("1773412200", "2026-03-13T14:30:00"),
        ("1773412200000", "2026-03-13T14:30:00"),
    ],
)
def test_each_spelling_means_its_moment(text: str, expected: str) -> None:
    """46094 is 13 March 2026 in Excel; 1773412200 is 14:30 UTC of that day (`date -d @1773412200`)."""
    assert _read([text]) == [expected]


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "31/04/2026", "13/13/2026", "KH00123", "9/10", "0912345678", "5", "1/1/1900", "2026-01-01 25:00"],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert _read([text, "13/03/2026"], "day_first")[0] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-13T00:30:00Z", "2026-03-13T00:30:00+00:00"),
        ("2026-03-13T00:30:00+07:00", "2026-03-12T17:30:00+00:00"),
        ("2026-03-13T00:30:00-0530", "2026-03-13T06:00:00+00:00"),
        ("2026-03-13 00:30:00 UTC", "2026-03-13T00:30:00+00:00"),
        ("2026-03-13 00:30:00", "2026-03-12T17:30:00+00:00"),
    ],
)
def test_a_zone_in_the_value_wins_over_the_workspaces(text: str, expected: str) -> None:
    found, offsets, own = read_dates(pa.array([text]), "year_first")
    assert to_utc(found, offsets, own, "Asia/Ho_Chi_Minh")[0].isoformat() == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 months ago", 150),
        ("a year ago", 365),
        ("2 tuần trước", 14),
        ("Edited a day ago", 1),
        ("hôm qua", 1),
        ("3 hours ago", 0),
    ],
)
def test_relative_dates_need_the_day_of_collection(text: str, days: int) -> None:
    collected = datetime(2026, 11, 21)
    assert study_dates(pa.array([text])).n_relative == 1
    assert _read([text]) == [None]
    assert _read([text], crawled_on=collected) == [(collected - timedelta(days=days)).isoformat()]


def test_the_trace_of_swapped_days_and_months_is_seen_and_undone() -> None:
    """A computer that reads the month first makes true dates of 1 to 12 and leaves 13 to 31 as text."""
    true = [f"2026-{day:02d}-03 00:00:00" for day in range(1, 9)]
    left = [f"{day}/03/2026" for day in range(13, 20)]
    study = study_dates(pa.array([*true, *left]))
    assert study.swapped
    read = _read([*true, *left], "day_first", swap_true_dates=True)
    assert read[:2] == ["2026-03-01T00:00:00", "2026-03-02T00:00:00"]
    assert read[-1] == "2026-03-19T00:00:00"


def test_honest_dates_are_not_taken_for_swapped() -> None:
    true = [f"2026-03-{day:02d} 00:00:00" for day in range(5, 25)]
    assert not study_dates(pa.array([*true, "25/03/2026", "26/03/2026"])).swapped


_FORMS = {
    "day_first": ["%d/%m/%Y", "%d-%m-%Y %H:%M", "%d.%m.%Y %H:%M:%S"],
    "month_first": ["%m/%d/%Y", "%m/%d/%Y %I:%M:%S %p"],
    "year_first": ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M", "%b %d, %Y %H:%M:%S"],
}


@given(
    st.sampled_from([(order, form) for order, forms in _FORMS.items() for form in forms]),
    st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 30)), min_size=1, max_size=30),
)
def test_what_was_written_in_a_form_is_read_back(form: tuple[str, str], moments: list[datetime]) -> None:
    order, pattern = form
    texts = [moment.strftime(pattern) for moment in moments]
    expected = [datetime.strptime(text, pattern).isoformat() for text in texts]
    assert _read(texts, order) == expected


@given(st.lists(st.dates(date(1995, 1, 1), date(2090, 12, 31)), min_size=1, max_size=40))
def test_an_order_is_never_proven_wrongly(days: list[date]) -> None:
    """Written day first, a column may prove that, or prove nothing; never the contrary."""
    study = study_dates(pa.array([f"{day:%d/%m/%Y}" for day in days]))
    assert study.order in ("day_first", None)
    assert (study.order == "day_first") == any(day.day > 12 for day in days)


@given(st.lists(st.text(max_size=30), max_size=30))
def test_no_text_at_all_breaks_the_study(texts: list[str]) -> None:
    values = pa.array([text.encode("utf-8", "replace").decode() or None for text in texts], pa.string())
    study = study_dates(values)
    assert 0 <= study.share <= 1
    found, _, _ = read_dates(values, study.order)
    assert len(found) == len(texts)


def test_a_time_that_a_clock_change_skips_moves_forward() -> None:
    """In New York, 02:30 of 8 March 2026 did not exist; 01:30 of 1 November 2026 came twice."""
    found, offsets, own = read_dates(pa.array(["2026-03-08 02:30:00", "2026-11-01 01:30:00"]), "year_first")
    utc = to_utc(found, offsets, own, "America/New_York")
    assert [at.to_pydatetime() for at in utc] == [
        datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    ]
