import json
from datetime import date

import pytest

from cx_core.charts.chart import MAX_MARKS, MAX_SPEC_BYTES
from cx_core.charts.periods import TrendPoint, bands, runs, slots
from cx_core.charts.score_trend import MAX_PERIODS, score_trend
from cx_core.charts.theme import Look
from cx_core.model.measure import Measure
from cx_core.model.period import Period
from tests.core.charts.chart_builders import FIVE_EFFORT, SEVEN, ces, fields, marks, month, nps, point, rows, units

VI, EN = Look("vi"), Look("en")

#: Answers in every month but March; April has 7 answers, June is not over.
SERIES = (point(1, 20), point(2, 30), point(4, 50, n=7), point(5, 10, n=12), point(6, 40, complete=False))


def drawn(points=SERIES, look=VI, metric="nps", **more):
    return score_trend(points, metric=metric, look=look, **more)


def by_period(chart):
    return {row["period"]: row for row in rows(chart.spec) if "period" in row}


def test_a_month_nobody_answered_in_is_a_row_without_a_value():
    row = by_period(drawn())["2026-03"]
    assert (row["value"], row["run"], row["n_text"], row["value_text"]) == (None, None, "0", "–")


def test_the_line_joins_neighbours_only():
    # January and February are neighbours. March is empty and April hidden, so May stands alone. June is not over.
    assert runs(slots(SERIES, "nps")) == (1, 1, None, None, 2, None)


def test_a_band_needs_two_neighbours_with_thirty_answers():
    solid = (point(1, 20), point(2, 30), point(3, 30, n=29), point(4, 30))
    assert bands(slots(solid, "nps")) == (1, 1, None, None)


def test_a_change_of_scale_breaks_the_line():
    points = [TrendPoint(month(1), ces(5, SEVEN)), TrendPoint(month(2), ces(2, FIVE_EFFORT))]
    assert runs(slots(points, "ces")) == (1, 2)


def test_under_ten_answers_the_score_is_nowhere_in_the_chart():
    chart = drawn((point(1, 20), point(2, 77.625, n=9, low=70.625, high=84.625)))
    text = json.dumps([chart.spec, chart.alt, chart.table], ensure_ascii=False)
    assert ".625" not in text
    assert by_period(chart)["2026-02"]["n_text"] == "9"


def test_ten_to_twenty_nine_answers_are_grey():
    row = by_period(drawn())["2026-05"]
    assert row["fill"] == row["stroke"] == VI.colours.small


def test_an_incomplete_period_is_hollow_and_has_its_interval():
    row = by_period(drawn())["2026-06"]
    assert (row["fill"], row["stroke"]) == (VI.colours.surface, VI.colours.series)
    assert (row["run"], row["band"], row["low"], row["high"]) == (None, None, 30, 50)


def test_lines_and_bands_read_their_runs():
    chart = drawn()
    (line,) = marks(chart.spec, "line")
    (band,) = marks(chart.spec, "area")
    assert line["encoding"]["detail"]["field"] == "run"
    assert line["transform"] == [{"filter": "isValid(datum.run)"}]
    assert band["encoding"]["detail"]["field"] == "band"
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")


def test_a_click_anywhere_in_a_column_picks_its_period():
    top = units(drawn().spec)[-1]
    (pick,) = [param for param in top.get("params", drawn().spec.get("params", [])) if param["name"] == "pick"]
    assert pick["select"] == {"type": "point", "fields": ["period"], "toggle": False}
    assert top["encoding"]["opacity"]["value"] == 0


def test_the_rows_carry_the_n_of_every_period():
    (texts,) = [one for one in marks(drawn().spec, "text") if one["encoding"]["text"]["field"] == "n_text"]
    assert texts["mark"]["aria"] is False
    assert [row["n_text"] for row in by_period(drawn()).values()] == ["200", "200", "0", "7", "12", "200"]


def test_the_picture_says_title_n_and_filters_by_itself():
    chart = drawn(context="Kênh: Zalo · từ 01/01/2026")
    assert chart.spec["title"]["text"] == chart.title == "NPS theo tháng"
    assert chart.spec["title"]["subtitle"] == ["n = 619 · Kênh: Zalo · từ 01/01/2026"]
    assert chart.n == 619


def test_a_long_context_is_broken_between_its_parts():
    context = "Kênh: Cửa hàng, Zalo, Website · Phân khúc: Miền Bắc · từ 01/01/2026 đến 20/11/2026"
    assert drawn(context=context).spec["title"]["subtitle"] == [
        "n = 619 · Kênh: Cửa hàng, Zalo, Website",
        "Phân khúc: Miền Bắc",
        "từ 01/01/2026 đến 20/11/2026",
    ]


def test_the_text_alternative_tells_the_latest_the_ends_and_the_gaps():
    said = drawn(look=EN).alt
    assert said.startswith("Line chart, NPS by month, 6 periods from Jan 2026 to Jun 2026.")
    assert "May 2026: +10, 95% confidence interval 0 to +20, 12 answers." in said
    assert "Highest +30 (Feb 2026), lowest +10 (May 2026)." in said
    assert "2 periods are left open" in said
    assert drawn(look=EN).spec["description"] == said


def test_numbers_and_dates_are_vietnamese():
    points = [TrendPoint(month(m), nps(31.4, n=1284)) for m in (1, 2)]
    chart = score_trend(points, metric="nps", look=VI)
    row = by_period(chart)["2026-02"]
    assert (row["n_text"], row["value_text"], row["name"]) == ("1.284", "+31", "tháng 2/2026")
    assert chart.spec["encoding"]["x"]["axis"]["format"] == "%m/%Y"
    assert chart.spec["config"]["locale"]["number"]["decimal"] == ","
    assert chart.spec["config"]["locale"]["time"]["months"][0] == "tháng 1"


@pytest.mark.parametrize(
    ("grain", "vi", "en"),
    [
        ("week", "%d/%m", "%-d %b"),
        ("month", "%m/%Y", "%b %Y"),
        ("quarter", "Q%q/%Y", "Q%q %Y"),
        ("day", "%d/%m", "%-d %b"),
    ],
)
def test_the_axis_writes_periods_as_each_language_does(grain, vi, en):
    first = Period.containing(date(2026, 1, 5), grain)
    points = [TrendPoint(first, nps(10)), TrendPoint(first.next(), nps(20))]
    for look, expected in ((VI, vi), (EN, en)):
        axis = score_trend(points, metric="nps", look=look).spec["encoding"]["x"]["axis"]
        assert axis["format"] == expected
        # A tick stands on the first day of a period or nowhere.
        assert axis["values"][-1] == {
            "year": first.next().first.year,
            "month": first.next().first.month,
            "date": first.next().first.day,
        }


def test_weeks_of_several_years_carry_their_year():
    weeks = [Period.containing(date(2025, 1, 6), "week"), Period.containing(date(2026, 6, 1), "week")]
    spec = score_trend([TrendPoint(week, nps(10)) for week in weeks], metric="nps", look=VI).spec
    assert spec["encoding"]["x"]["axis"]["format"] == "%d/%m/%y"


def test_a_goal_is_a_line_with_its_value():
    chart = drawn(goal=45)
    assert any(row.get("label") == "Mục tiêu +45" for row in rows(chart.spec))
    assert not any("label" in row for row in rows(drawn().spec))


def test_the_goal_is_inside_the_axis():
    scale = next(
        unit["encoding"]["y"]["scale"]
        for unit in units(drawn(goal=90).spec)
        if "scale" in unit["encoding"].get("y", {}) and unit["encoding"]["y"]["field"] == "low"
    )
    assert scale["domain"][0] < 90 < scale["domain"][1] <= 100


def test_no_answers_gives_a_reason_and_no_drawing():
    for points in ((), (TrendPoint(month(1), nps(None, n=0)),)):
        chart = score_trend(points, metric="nps", look=EN)
        assert (chart.spec, chart.n) == ({}, 0)
        assert chart.reason


def test_a_true_zero_is_drawn():
    assert by_period(drawn((point(1, 0.0), point(2, 5))))["2026-01"]["value"] == 0.0


def test_the_table_holds_unrounded_numbers_and_every_period():
    points = (TrendPoint(month(1), Measure("nps", 100 / 3, 20.5, 45.25, 200)), point(3, 20, n=5))
    chart = score_trend(points, metric="nps", look=VI)
    assert [column.kind for column in chart.columns] == ["text", "points", "points", "points", "whole", "text"]
    assert chart.table[0] == ("2026-01", 100 / 3, 20.5, 45.25, 200, "")
    assert chart.table[1][1:5] == (None, None, None, 0)
    assert chart.table[2][1:5] == (None, None, None, 5)


def test_a_long_daily_series_stays_small_and_says_what_it_leaves_out():
    day = Period.containing(date(2025, 1, 1), "day")
    points = []
    for number in range(600):
        points.append(TrendPoint(day, nps(number % 50, n=1000 + number)))
        day = day.next()
    chart = score_trend(points, metric="nps", look=VI)
    n_marks = sum(len(rows(chart.spec)) for unit in units(chart.spec))
    assert len(by_period(chart)) == MAX_PERIODS
    # One mark a row at most: each of the six layers that draw rows, and the one label.
    assert 6 * MAX_PERIODS + 1 <= MAX_MARKS < n_marks + MAX_MARKS
    assert len(json.dumps(chart.spec, ensure_ascii=False).encode()) <= MAX_SPEC_BYTES
    assert "bỏ qua 280 kỳ" in chart.note
    assert chart.table[-1][0] == points[-1].period.label


def test_fields_are_plain_ascii_names():
    assert all(name.isascii() and name.isidentifier() for name in fields(drawn().spec))


def test_the_order_in_which_points_come_does_not_matter():
    assert drawn(tuple(reversed(SERIES))) == drawn()
