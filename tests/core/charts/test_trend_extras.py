"""What lies over a trend is drawn only where it belongs, and spelled out under it."""

import json

import pytest

from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.charts.class_split import class_split
from cx_core.charts.score_trend import score_trend
from cx_core.charts.theme import THEMES, Look
from cx_core.charts.trend_extras import Level, TrendExtras
from cx_core.i18n import LANGUAGES
from tests.core.charts.chart_builders import month, nps, point, strings

POINTS = [point(m, 10 + m) for m in range(1, 9)]
EXTRAS = TrendExtras(
    rolling=tuple(POINTS[2:]),
    year_ago=tuple(POINTS[:3]),
    levels=(Level(month(1), month(4), 12.0), Level(month(5), month(8), 16.0)),
    alarms=((month(8), True),),
    events=((month(2), ("Tết",)), (month(9), ("outside",))),
    breaks=((month(5), ("source web begins",)),),
)


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_every_layer_is_drawn_and_told(look):
    chart = score_trend(POINTS, metric="nps", look=look, extras=EXTRAS)
    assert len(json.dumps(chart.spec, allow_nan=False)) <= MAX_SPEC_BYTES
    assert {"rolling", "year_ago", "levels", "alarms", "events", "breaks"} <= set(chart.spec["datasets"])
    assert "1: Tết" in chart.note
    assert "A: source web begins" in chart.note
    assert "outside" not in chart.note
    assert not [text for text in strings(chart.spec) if text.startswith("events.")]


def test_nothing_over_the_trend_changes_nothing():
    plain = score_trend(POINTS, metric="nps", look=Look("en"))
    assert plain == score_trend(POINTS, metric="nps", look=Look("en"), extras=TrendExtras())
    assert "events" not in plain.spec["datasets"]


def test_classes_share_each_period_whole():
    measure = nps(20, 100)
    split = class_split([point(1, 20, 5), point(2, 0, 100)], metric="nps", look=Look("en"))
    assert measure.n == 100
    # Five answers are too few to be shown.
    assert [row[0] for row in split.table] == ["Feb 2026"]


def test_the_note_says_how_many_periods_are_pooled():
    extras = TrendExtras(rolling=tuple(POINTS[1:]), window=2)
    assert "the latest 2 periods pooled" in score_trend(POINTS, metric="nps", look=Look("en"), extras=extras).note
