"""What holds for every chart: one look at each builder's output in both languages and both themes."""

import json

import altair as alt
import pytest

from cx_core.charts.breakdown import Group, breakdown
from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.charts.contribution import Bar, contribution
from cx_core.charts.distribution import ScoreBar, distribution
from cx_core.charts.driver_charts import DriverBar, MapSpot, driver_shares, importance_map
from cx_core.charts.emotion_curve import CurvePoint, emotion_curve
from cx_core.charts.heat import HeatCell, Side, heat
from cx_core.charts.league import Rank, league_chart
from cx_core.charts.score_trend import score_trend
from cx_core.charts.spark import spark
from cx_core.charts.theme import THEMES, Look, contrast
from cx_core.i18n import LANGUAGES
from tests.core.charts.chart_builders import nps, point, strings

BUILDERS = {
    "score_trend": lambda look: score_trend([point(m, m) for m in range(1, 9)], metric="nps", look=look, goal=5),
    "breakdown": lambda look: breakdown([Group("a", "A", nps(1))], metric="nps", dimension="x", look=look, overall=nps(2)),
    "distribution": lambda look: distribution([ScoreBar(9, 40, "top")], metric="nps", look=look),
    "emotion_curve": lambda look: emotion_curve([CurvePoint("t", "T", "S", 1.0, 0.5, 0.2, 0.1, 0.3, 50)], journey="J", look=look),
    "heat": lambda look: heat([HeatCell("r", "c", nps(5))], rows=[Side("r", "R")], columns=[Side("c", "C")], metric="nps", names=("a", "b"), look=look, overall=nps(2)),
    "contribution": lambda look: contribution([Bar("a", "A", "rate", -6.0, -9.0, -3.0, 80), Bar("a", "A", "mix", 1.0, None, None, 80)], metric="nps", dimension="x", change=-5.0, n=160, look=look),
    "league": lambda look: league_chart([Rank("a", "A", 45.0, 41.0, 31.0, 51.0, 210, 1, 2, "above"), Rank("b", "B", 20.0, 21.0, 10.0, 32.0, 90, 1, 2, "below")], metric="nps", dimension="x", look=look, overall=20.0),
    "driver_shares": lambda look: driver_shares([DriverBar("a", "A", 0.4, 0.3, 0.5, 0.7, 300, "1")], outcome="NPS", n=300, look=look),
    "importance_map": lambda look: importance_map([MapSpot("a", 40, 35, 45, 0.4, 0.3, 0.5, "keep_up")], cut_x=55, cut_y=0.25, outcome="NPS", n=300, look=look),
    "spark": lambda look: spark([point(m, m) for m in range(1, 9)], metric="nps", look=look),
}  # fmt: skip
LOOKS = [Look(language, theme) for language in LANGUAGES for theme in THEMES]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.theme}")
@pytest.mark.parametrize("name", BUILDERS)
class TestEveryChart:
    def test_is_plain_data_of_a_modest_size(self, name, look):
        assert len(json.dumps(BUILDERS[name](look).spec, allow_nan=False).encode()) <= MAX_SPEC_BYTES

    def test_follows_the_schema_of_vega_lite(self, name, look):
        alt.LayerChart.from_dict(BUILDERS[name](look).spec, validate=True)

    def test_names_no_address_but_its_schema(self, name, look):
        spec = BUILDERS[name](look).spec
        schema = spec.pop("$schema")
        assert schema.startswith("https://vega.github.io/schema/vega-lite/")
        assert not [text for text in strings(spec) if "://" in text or text.startswith("//")]

    def test_carries_title_n_table_and_text_alternative(self, name, look):
        chart = BUILDERS[name](look)
        assert chart.title and chart.n > 0 and chart.table and chart.columns
        assert chart.spec["description"] == chart.alt
        assert all(len(row) == len(chart.columns) for row in chart.table)
        assert chart.reason is None

    def test_leaves_no_key_untranslated(self, name, look):
        chart = BUILDERS[name](look)
        said = [chart.title, chart.alt, chart.note, *(column.title for column in chart.columns), *strings(chart.spec)]
        assert not [text for text in said if text.startswith(("charts.", "metric.", "query.", "reason."))]

    def test_has_a_transparent_ground_and_the_language_s_numbers(self, name, look):
        config = BUILDERS[name](look).spec["config"]
        assert config["background"] == "transparent"
        assert config["locale"]["number"]["decimal"] == ("," if look.language == "vi" else ".")

    def test_answers_a_click_unless_it_is_a_line_in_a_card(self, name, look):
        chart = BUILDERS[name](look)
        assert bool(chart.picks) == (name != "spark")
        assert set(chart.picks) <= {one["name"] for one in chart.spec.get("params", ())}

    def test_is_the_same_each_time(self, name, look):
        assert BUILDERS[name](look) == BUILDERS[name](look)


#: Backgrounds of pages and of cards, from the app's theme.
GROUNDS = {"light": ("#fbfcfc", "#eef4f3"), "dark": ("#0f1716", "#182423")}


@pytest.mark.parametrize("theme", THEMES)
def test_texts_and_marks_can_be_told_from_the_ground(theme):
    # WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for graphics (1.4.11).
    colours = Look("vi", theme).colours
    for ground in GROUNDS[theme]:
        assert min(contrast(ink, ground) for ink in (colours.ink, colours.muted)) >= 4.5
        marks = (colours.series, colours.second, colours.good, colours.bad, colours.small, colours.middle)
        assert min(contrast(mark, ground) for mark in marks) >= 2.9


@pytest.mark.parametrize("theme", THEMES)
def test_good_and_bad_differ_in_lightness_or_in_blue_and_orange(theme):
    colours = Look("vi", theme).colours

    def blue_minus_red(colour):
        return int(colour[5:7], 16) - int(colour[1:3], 16)

    # Blue against orange is the pair that every common colour blindness keeps apart.
    assert blue_minus_red(colours.good) > 60
    assert blue_minus_red(colours.bad) < -60
