"""Questions whose answers can be counted on fingers, asked of both engines."""

from datetime import date

import pytest

from cx_core.model.feedback import NPS_SCALE, Scale
from cx_core.model.filters import MISSING, Filters
from cx_core.model.measure import ClusterSums, Counts
from cx_core.model.query import Query
from tests.core.engine.small_data import Answer, Table, nps

FIVE, EASE, EFFORT = Scale(1, 5), Scale(1, 7), Scale(1, 5, "low_is_good")


def test_seven_answers(engine_of):
    # 10 9 9 | 8 7 | 6 0: three promoters, two passives, two detractors; 49 points in all, Σ² = 411.
    table = Table([nps(score) for score in (10, 9, 9, 8, 7, 6, 0)])
    [cell] = engine_of(table).ask(Query("nps"), table.dictionary)
    assert (cell.group, cell.period) == ((), None)
    assert cell.counts == Counts(7, 3, 2, 2, 4900, 4110000, NPS_SCALE)


def test_a_zero_is_a_score_and_a_missing_score_is_none(engine_of):
    table = Table([nps(0, channel="Zalo"), Answer(channel="Hotline")])
    [cell] = engine_of(table).ask(Query("nps", ("channel",)), table.dictionary)
    assert (cell.value("channel"), cell.counts.n, cell.counts.bottom, cell.counts.total) == ("Zalo", 1, 1, 0)


def test_groups_are_named_and_none_comes_last(engine_of):
    table = Table([nps(9), nps(9, channel="Zalo"), nps(2, channel="Cửa hàng"), nps(10, channel="ZALO")])
    cells = engine_of(table).ask(Query("nps", ("channel",)), table.dictionary)
    assert [(cell.value("channel"), cell.counts.n) for cell in cells] == [("Cửa hàng", 1), ("Zalo", 2), (None, 1)]


def test_two_scales_make_two_cells_each_with_its_own_good_end(engine_of):
    # On 1–7 ease, 5 to 7 are good; on 1–5 effort, 1 and 2 are.
    scores = [(EASE, 600), (EASE, 400), (EFFORT, 100), (EFFORT, 500), (EFFORT, 300)]
    table = Table([Answer(scores=(("ces", score, scale),)) for scale, score in scores])
    cells = engine_of(table).ask(Query("ces"), table.dictionary)
    classes = {cell.counts.scale: (cell.counts.top, cell.counts.middle, cell.counts.bottom) for cell in cells}
    assert classes == {EASE: (1, 1, 0), EFFORT: (1, 1, 1)}


def test_half_scores_are_hundredths(engine_of):
    table = Table([Answer(scores=(("rating", 450, FIVE),)), Answer(scores=(("rating", 350, FIVE),))])
    [cell] = engine_of(table).ask(Query("rating"), table.dictionary)
    assert (cell.counts.total, cell.counts.squares, cell.counts.top, cell.counts.middle) == (800, 325000, 1, 1)


def test_weeks_are_iso_weeks_and_empty_ones_are_left_out(engine_of):
    # 2026-01-01 is a Thursday of week 1, which began on Monday 2025-12-29.
    days = [date(2025, 12, 29), date(2026, 1, 4), date(2026, 1, 5), date(2026, 2, 1)]
    table = Table([*(nps(9, on=day) for day in days), nps(9)])
    cells = engine_of(table).ask(Query("nps", every="week"), table.dictionary)
    assert [(cell.period.label, cell.counts.n) for cell in cells] == [("2026-W01", 2), ("2026-W02", 1), ("2026-W05", 1)]


@pytest.mark.parametrize(
    ("every", "labels"),
    [
        ("day", ["2026-03-31", "2026-04-01", "2026-07-01"]),
        ("month", ["2026-03", "2026-04", "2026-07"]),
        ("quarter", ["2026-Q1", "2026-Q2", "2026-Q3"]),
    ],
)
def test_days_months_quarters(engine_of, every, labels):
    table = Table([nps(9, on=day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1))])
    cells = engine_of(table).ask(Query("nps", every=every), table.dictionary)
    assert [cell.period.label for cell in cells] == labels


def test_weeks_before_1970_begin_on_monday_too(engine_of):
    days = [date(1969, 12, 28), date(1969, 12, 29), date(1, 1, 1)]
    table = Table([nps(9, on=day) for day in days])
    cells = engine_of(table).ask(Query("nps", every="week"), table.dictionary)
    assert [cell.period.first for cell in cells] == [date(1, 1, 1), date(1969, 12, 22), date(1969, 12, 29)]


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter"])
def test_the_end_of_the_calendar_is_in_no_period(engine_of, every):
    table = Table([nps(9, on=date(9999, 12, 31)), nps(9, on=date(2026, 1, 1))])
    engine = engine_of(table)
    assert [c.period.first.year for c in engine.ask(Query("nps", every=every), table.dictionary)] in (
        [2026],
        [2025],
    )  # the week began in December
    assert engine.ask(Query("nps"), table.dictionary)[0].counts.n == 2


def test_a_day_that_came_in_after_the_days_were_looked_up_is_in_no_other_month(engine_of):
    # Between January and March, which were known; it shows when the stamp has moved.
    table = Table([nps(9, on=day) for day in (date(2026, 1, 1), date(2026, 2, 14), date(2026, 3, 1))])
    engine = engine_of(table)
    engine._days = (engine.stamp(), tuple(table.rows[i]["day"] for i in (0, 2)))
    for clustered in (False, True):
        cells = engine.ask(Query("nps", every="month", clustered=clustered), table.dictionary)
        assert [(cell.period.label, cell.counts.n) for cell in cells] == [("2026-01", 1), ("2026-03", 1)]


def test_answers_without_a_day_count_unless_days_are_asked_for(engine_of):
    table = Table([nps(9), nps(9, on=date(2026, 1, 1)), nps(9, on=date(2026, 1, 2))])
    engine = engine_of(table)

    def n(filters):
        return sum(cell.counts.n for cell in engine.ask(Query("nps", filters=filters), table.dictionary))

    assert n(Filters()) == 3
    assert n(Filters(since=date(2026, 1, 1))) == 2
    assert n(Filters(until=date(2026, 1, 1))) == 1


def test_filters_fold_labels_and_admit_missing_ones(engine_of):
    table = Table([nps(9, channel="Zalo"), nps(9, channel="Hotline"), nps(9)])
    engine = engine_of(table)

    def channels(*values):
        query = Query("nps", ("channel",), filters=Filters().with_values("channel", values))
        return [cell.value("channel") for cell in engine.ask(query, table.dictionary)]

    assert channels("ZALO") == ["Zalo"]
    assert channels(MISSING) == [None]
    assert channels("hotline", MISSING) == ["Hotline", None]


def test_segment_columns_go_by_slot_and_by_name(engine_of):
    table = Table([nps(9, segments=("Vàng", "Bắc")), nps(1, segments=("Bạc", "Bắc"))])
    engine = engine_of(table)
    for name in ("segment", "Hạng", "hang", "segment:Hạng"):
        cells = engine.ask(Query("nps", (name,)), table.dictionary)
        assert [cell.value(name) for cell in cells] == ["Bạc", "Vàng"]
    [cell] = engine.ask(Query("nps", ("vung",)), table.dictionary)
    assert (cell.value("vung"), cell.counts.n) == ("Bắc", 2)


def test_two_filters_on_one_column_must_both_agree(engine_of):
    table = Table([nps(9, segments=("Vàng", None)), nps(1, segments=("Bạc", None))])
    filters = Filters().with_values("segment", ["Vàng", "Bạc"]).with_values("Hạng", ["Bạc"])
    [cell] = engine_of(table).ask(Query("nps", filters=filters), table.dictionary)
    assert cell.counts.bottom == cell.counts.n == 1


# On a map: places, not labels, decide.

PAY, DELIVER, NOWHERE = ("Zalo", "Thanh toán", None), ("Shop", "Giao hàng", None), ("Shop", "Khác", None)


def on_the_map():
    def at(place, score):
        return nps(score, channel=place[0], touchpoint=place[1])

    table = Table([at(PAY, 10), at(PAY, 9), at(DELIVER, 0), at(NOWHERE, 8)])
    where = {PAY: "t-pay", DELIVER: "t-deliver", NOWHERE: "t-removed"}
    return table, table.assignment(where, {"t-pay": "s-buy", "t-deliver": "s-get", "t-empty": "s-get"})


def test_answers_stand_on_the_touchpoints_and_stages_of_the_map(engine_of):
    table, assignment = on_the_map()
    engine = engine_of(table)
    for name, expected in {
        "touchpoint": [("t-deliver", 1), ("t-pay", 2), (None, 1)],
        "stage": [("s-buy", 2), ("s-get", 1), (None, 1)],
    }.items():
        cells = engine.ask(Query("nps", (name,), filters=Filters(journey_id="map")), table.dictionary, assignment)
        assert [(cell.value(name), cell.counts.n) for cell in cells] == expected


@pytest.mark.parametrize(
    ("name", "values", "n"),
    [
        ("touchpoint", ["t-pay"], 2),
        ("touchpoint", [MISSING], 1),
        ("touchpoint", ["t-deliver", MISSING], 2),
        ("touchpoint", ["t-empty"], 0),
        ("stage", ["s-get"], 1),
        ("stage", ["empty stage"], 0),
    ],
)
def test_filters_on_the_map(engine_of, name, values, n):
    table, assignment = on_the_map()
    filters = Filters(journey_id="map").with_values(name, values)
    cells = engine_of(table).ask(Query("nps", filters=filters), table.dictionary, assignment)
    assert sum(cell.counts.n for cell in cells) == n


def test_an_answer_without_a_place_is_unassigned(engine_of):
    table, assignment = on_the_map()
    table.rows[0]["place"] = None
    filters = Filters(journey_id="map").with_values("touchpoint", [MISSING])
    [cell] = engine_of(table).ask(Query("nps", ("stage",), filters=filters), table.dictionary, assignment)
    assert (cell.value("stage"), cell.counts.n) == (None, 2)


def test_without_a_map_the_files_labels_count(engine_of):
    table, assignment = on_the_map()
    cells = engine_of(table).ask(Query("nps", ("touchpoint",)), table.dictionary, assignment)
    assert [cell.value("touchpoint") for cell in cells] == ["Giao hàng", "Khác", "Thanh toán"]


def test_a_map_needs_its_own_assignment(engine_of):
    table, assignment = on_the_map()
    engine = engine_of(table)
    with pytest.raises(ValueError, match="other"):
        engine.ask(Query("nps", filters=Filters(journey_id="other")), table.dictionary, assignment)


# Customers who answer several times.


def test_sums_over_customers(engine_of):
    # Lan gave 10 and 9 (n 2, x 2, s 1900, t 2), Minh 0 (1, -1, 0, 0), nobody 8 (1, 0, 800, 0), nobody 9 (1, 1, 900, 1).
    table = Table([nps(10, customer="Lan"), nps(0, customer="Minh"), nps(9, customer="Lan"), nps(8), nps(9)])
    [cell] = engine_of(table).ask(Query("nps", clustered=True), table.dictionary)
    assert cell.counts.clusters == ClusterSums(
        n_customers=4,
        sum_nn=4 + 1 + 1 + 1,
        sum_xx=4 + 1 + 0 + 1,
        sum_nx=4 - 1 + 0 + 1,
        sum_ss=1900**2 + 0 + 800**2 + 900**2,
        sum_ns=2 * 1900 + 0 + 800 + 900,
        sum_tt=4 + 0 + 0 + 1,
        sum_nt=4 + 0 + 0 + 1,
    )


def test_a_customer_in_two_places_of_one_touchpoint_is_one_customer(engine_of):
    # What makes recoding necessary before the sums over customers are taken.
    table = Table([nps(10, customer="Lan", touchpoint="Quầy"), nps(9, customer="Lan", touchpoint="Quầy 2")])
    both = {(None, "Quầy", None): "t", (None, "Quầy 2", None): "t"}
    query = Query("nps", ("touchpoint",), filters=Filters(journey_id="map"), clustered=True)
    [cell] = engine_of(table).ask(query, table.dictionary, table.assignment(both, {"t": "s"}))
    assert (cell.counts.n, cell.counts.clusters.n_customers, cell.counts.clusters.sum_nn) == (2, 1, 4)


def test_a_thousand_answers_of_one_customer_on_a_long_scale_stay_exact(engine_of):
    long = Scale(0, 100)
    table = Table([Answer(customer="Khách lẻ", scores=(("rating", 10000, long),)) for _ in range(1000)])
    [cell] = engine_of(table).ask(Query("rating", clustered=True), table.dictionary)
    assert (cell.counts.squares, cell.counts.clusters.sum_ss) == (1000 * 10000**2, (1000 * 10000) ** 2)


def test_the_answers_per_score(engine_of):
    table = Table([nps(score) for score in (10, 0, 10, 7)])
    [bins] = engine_of(table).distribution(Query("nps"), table.dictionary)
    assert (bins.n_by_score, bins.n, bins.scale) == (((0, 1), (700, 1), (1000, 2)), 4, NPS_SCALE)


def test_two_spans_asked_at_once_are_counted_as_two_questions(engine_of):
    days = [date(2026, 3, day) for day in (1, 2, 2, 3, 4, 5)]
    people = ["a", "a", "b", "a", "b", None]
    scores = [10, 0, 9, 7, 10, 3]
    rows = [nps(score, on=day, customer=who) for score, day, who in zip(scores, days, people, strict=True)]
    table = Table(rows)
    engine, days_of = engine_of(table), Filters().with_dates
    before, after = days_of(date(2026, 3, 2), date(2026, 3, 2)), days_of(date(2026, 3, 3), date(2026, 3, 4))
    both = Query("nps", filters=days_of(date(2026, 3, 2), date(2026, 3, 4)), clustered=True, cut=date(2026, 3, 3))
    found = {cell.period.first: cell.counts for cell in engine.ask(both, table.dictionary)}
    asked = [engine.ask(Query("nps", filters=one, clustered=True), table.dictionary) for one in (before, after)]
    # On the 2nd 0 and 9; on the 3rd and 4th 7 and 10; the 1st and the 5th belong to neither.
    assert (found[date(2026, 3, 2)].n, found[date(2026, 3, 2)].total) == (2, 900)
    assert (found[date(2026, 3, 3)].n, found[date(2026, 3, 3)].total) == (2, 1700)
    assert [found[date(2026, 3, 2)], found[date(2026, 3, 3)]] == [cell.counts for [cell] in asked]


def test_a_cut_outside_the_days_is_an_error(engine_of):
    table = Table([nps(9)])
    for filters in (
        Filters(),
        Filters(date(2026, 3, 3), date(2026, 3, 9)),
        Filters(date(2026, 3, 1), date(2026, 3, 2)),
    ):
        with pytest.raises(ValueError, match="cut"):
            engine_of(table).ask(Query("nps", filters=filters, cut=date(2026, 3, 3)), table.dictionary)
