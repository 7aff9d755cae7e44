from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.filter_choice import (
    SPANS,
    Choice,
    FieldOptions,
    FilterOptions,
    from_address,
    parameters,
    sentence,
    span_days,
    to_address,
)
from cx_core.model.filters import MISSING, Filters
from cx_core.model.period import GRAINS

OPTIONS = FilterOptions(
    metrics=("nps", "csat"),
    fields=(
        FieldOptions("channel", "Kênh", (("zalo", "Zalo"), ("store", "Cửa hàng"), (MISSING, "Chưa gán"))),
        FieldOptions("Khu vực", "Khu vực", (("Miền Bắc", "Miền Bắc"),)),
    ),
    first_day=date(2025, 1, 1),
    last_day=date(2026, 11, 20),
)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))
values = st.lists(st.sampled_from([MISSING, "zalo", "a b", "Đổi & trả", "100%"]), min_size=1, max_size=3, unique=True)


@st.composite
def choices(draw):
    span = draw(st.sampled_from(SPANS))
    custom = span == "custom"
    where = {name: tuple(sorted(draw(values))) for name in draw(st.sets(st.sampled_from(["channel", "Khu vực"])))}
    return Choice(
        metric=draw(st.sampled_from(OPTIONS.metrics)),
        grain=draw(st.sampled_from([None, *GRAINS])),
        span=span,
        since=draw(days) if custom else None,
        until=draw(days) if custom else None,
        where=tuple(sorted(where.items())),
    )


@given(choices())
def test_an_address_brings_the_same_choice_back(choice):
    assert from_address(to_address(choice, OPTIONS), OPTIONS) == choice


def test_the_default_choice_has_an_empty_address():
    assert to_address(Choice("nps"), OPTIONS) == {}
    assert from_address({}, OPTIONS) == Choice("nps")


@pytest.mark.parametrize(
    "address",
    [
        {"metric": ["bitcoin"], "every": ["decade"], "span": ["always"]},
        {"since": ["2026-99-99"], "until": ["x"]},
        {"since": ["2026-01-01"]},
        {"unknown": ["x"], "metric": []},
    ],
)
def test_an_address_that_makes_no_sense_is_left_out(address):
    assert from_address(address, OPTIONS) == Choice("nps")


def test_a_value_that_is_gone_stays_a_filter():
    assert from_address({"channel": ["fax"]}, OPTIONS).where == (("channel", ("fax",)),)


def test_an_address_cannot_grow_without_end():
    choice = from_address({"channel": ["x" * 9999, *map(str, range(500))]}, OPTIONS)
    assert len(choice.values("channel")) <= 60
    assert max(map(len, choice.values("channel"))) <= 200


def test_parameters_are_plain_names_that_differ():
    options = FilterOptions(
        ("nps",), tuple(FieldOptions(name, "", ()) for name in ("Khu vực", "khu vuc", "!!!", "channel"))
    )
    names = list(parameters(options).values())
    assert len(set(names)) == 4
    assert all(name.isascii() for name in names)


# 20 November 2026 is the last day of the data.
@pytest.mark.parametrize(
    ("span", "since", "until"),
    [
        ("all", None, None),
        ("days_30", date(2026, 10, 22), date(2026, 11, 20)),
        ("days_90", date(2026, 8, 23), date(2026, 11, 20)),
        ("months_6", date(2026, 6, 1), date(2026, 11, 20)),
        ("months_12", date(2025, 12, 1), date(2026, 11, 20)),
        ("this_year", date(2026, 1, 1), date(2026, 11, 20)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_spans_count_back_from_the_last_day_of_the_data(span, since, until):
    assert span_days(Choice("nps", span=span), date(2026, 11, 20)) == (since, until)


def test_twelve_months_in_january_begin_the_february_before():
    assert span_days(Choice("nps", span="months_12"), date(2026, 1, 31))[0] == date(2025, 2, 1)


def test_without_dates_a_span_limits_nothing():
    assert span_days(Choice("nps", span="days_30"), None) == (None, None)


def test_another_map_drops_touchpoints_and_stages_and_keeps_the_rest():
    choice = Choice("nps", where=(("channel", ("zalo",)), ("touchpoint", ("t1",))), journey_id="a")
    assert choice.on_map("a") == choice
    assert choice.on_map("b") == Choice("nps", where=(("channel", ("zalo",)),), journey_id="b")


def test_clearing_keeps_metric_and_grain():
    choice = Choice("csat", "week", "days_30", where=(("channel", ("zalo",)),))
    assert choice.cleared() == Choice("csat", "week")


def test_a_choice_becomes_filters():
    choice = Choice("nps", span="this_year", where=(("channel", ("zalo",)),))
    assert choice.filters(OPTIONS) == Filters(date(2026, 1, 1), date(2026, 11, 20), (("channel", ("zalo",)),))


def test_the_sentence_says_labels_days_and_what_is_unassigned():
    filters = Filters(date(2026, 1, 1)).with_values("channel", ["store", MISSING])
    assert sentence(filters, OPTIONS, "vi") == "từ 01/01/2026 · Kênh: Chưa gán, Cửa hàng"
    assert sentence(Filters(), OPTIONS, "vi") == "toàn bộ dữ liệu"
    unknown = Filters().with_values("channel", ["fax"])
    assert sentence(unknown, OPTIONS, "en") == "Kênh: fax"


TWO_SCALES = FilterOptions(
    metrics=("nps", "csat"),
    scales=(("nps", (("0-10", "Thang 0–10"),)), ("csat", (("1-5", "Thang 1–5"), ("1-3", "Thang 1–3")))),
)


def test_two_scales_are_never_pooled():
    assert Choice("csat").filters(TWO_SCALES).values("scale") == ("1-5",)
    assert Choice("csat", scale="1-3").filters(TWO_SCALES).values("scale") == ("1-3",)
    assert Choice("csat", scale="1-9").filters(TWO_SCALES).values("scale") == ("1-5",)


def test_one_scale_needs_no_choice():
    assert Choice("nps").filters(TWO_SCALES).values("scale") == ()


def test_the_scale_stands_in_the_address_and_in_the_sentence():
    choice = Choice("csat", scale="1-3")
    assert to_address(choice, TWO_SCALES) == {"metric": ["csat"], "scale": ["1-3"]}
    assert from_address({"metric": ["csat"], "scale": ["1-3"]}, TWO_SCALES) == choice
    assert from_address({"scale": ["1-3"]}, TWO_SCALES) == Choice("nps")
    assert sentence(choice.filters(TWO_SCALES), TWO_SCALES, "vi") == "Thang điểm: Thang 1–3"
