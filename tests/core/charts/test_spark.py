from cx_core.charts.periods import TrendPoint
from cx_core.charts.spark import MAX_POINTS, spark
from cx_core.charts.theme import Look
from tests.core.charts.chart_builders import month, nps, point, rows

EN = Look("en")


def test_the_last_dozen_periods_without_axes():
    points = [TrendPoint(month(m, year), nps(m)) for year in (2025, 2026) for m in range(1, 13)]
    chart = spark(points, metric="nps", look=EN)
    assert len(rows(chart.spec)) == len(chart.table) == MAX_POINTS
    assert [chart.spec["encoding"][side]["axis"] for side in "xy"] == [None, None]


def test_gaps_stay_open_and_an_unfinished_period_is_hollow():
    chart = spark((point(1, 10), point(2, 20), point(4, 30), point(5, 99, complete=False)), metric="nps", look=EN)
    found = rows(chart.spec)
    assert [row["run"] for row in found] == [1, 1, None, 2, None]
    assert found[-1]["fill"] == EN.colours.surface
    assert "Apr 2026: +30" in chart.alt


def test_without_a_complete_period_there_is_nothing_to_draw():
    assert spark((point(1, 10, complete=False),), metric="nps", look=EN).reason
    assert spark((), metric="nps", look=EN).reason
