"""Themes drawn: what a reader can count in the rows behind the marks, in both languages and both themes."""

import json
from datetime import date

import altair as alt
import pytest

from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.charts.heat import Side
from cx_core.charts.theme import THEMES, Look
from cx_core.charts.theme_heat import ThemeCount, theme_heat
from cx_core.charts.theme_trend import ThemeAt, theme_trend
from cx_core.charts.themes import MAX_THEMES, ThemeBar, theme_bars, theme_impacts
from cx_core.i18n import LANGUAGES
from cx_core.metrics.estimates import Estimate
from cx_core.model.period import Period
from tests.core.charts.chart_builders import strings

EN = Look("en")
COSTS, BRINGS, UNSURE = Estimate(12.0, 8.0, 16.0, 40), Estimate(-5.0, -9.0, -1.0, 30), Estimate(1.0, -2.0, 4.0, 20)
BARS = (
    ThemeBar("delivery", "Giao hàng", 40, 8, 30, COSTS),
    ThemeBar("staff", "Nhân viên", 30, 25, 3, BRINGS),
    ThemeBar("price", "Giá [cả]", 20, 10, 10, UNSURE),
)
AT = [ThemeAt(Period.containing(date(2026, month, 1), "month"), month, month // 2, 20) for month in range(1, 9)]
CELLS = [ThemeCount("t1", "delivery", 20, 18), ThemeCount("t1", "staff", 9, 9), ThemeCount("", "delivery", 12, 0)]
ROWS = [Side("t1", "Thanh toán"), Side("", "Chưa gán")]
KEYS = [Side(bar.theme, bar.label) for bar in BARS]

BUILDERS = {
    "bars": lambda look: theme_bars(BARS, look=look, n=100),
    "impacts": lambda look: theme_impacts(BARS, metric="nps", look=look, n=100),
    "heat": lambda look: theme_heat(CELLS, rows=ROWS, themes=KEYS, look=look, n=50),
    "trend": lambda look: theme_trend(AT, label="Giao hàng", look=look),
}
LOOKS = [Look(language, theme) for language in LANGUAGES for theme in THEMES]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.theme}")
@pytest.mark.parametrize("name", BUILDERS)
def test_every_chart_is_whole(name, look):
    chart = BUILDERS[name](look)
    alt.LayerChart.from_dict(chart.spec, validate=True)
    assert len(json.dumps(chart.spec, allow_nan=False)) < MAX_SPEC_BYTES
    assert chart.title and chart.table and chart.spec["description"] == chart.alt
    assert all(len(row) == len(chart.columns) for row in chart.table)
    said = [chart.title, chart.alt, chart.note, *(one.title for one in chart.columns), *strings(chart.spec)]
    assert not [text for text in said if text.startswith(("themes_page.", "feedback.", "charts.", "reason."))]


def test_two_periods_have_two_ticks_each_by_its_own_name():
    """Months of one name stood side by side between two points, and quarters were called by a month."""

    def ticks(grain, *months):
        at = [ThemeAt(Period.containing(date(2026, month, 1), grain), 3, 1, 9) for month in months]
        found = [one for one in axes_of(theme_trend(at, label="Giá", look=Look("vi")).spec) if "values" in one]
        return found[0]["format"], [(one["month"], one["date"]) for one in found[0]["values"]]

    assert ticks("month", 9, 10) == ("%m/%Y", [(9, 1), (10, 1)])
    assert ticks("quarter", 4, 7) == ("Q%q/%Y", [(4, 1), (7, 1)])


def axes_of(spec):
    """Return every axis of a specification, wherever it stands."""
    if isinstance(spec, dict):
        own = [spec["axis"]] if isinstance(spec.get("axis"), dict) else []
        return own + [one for part in spec.values() for one in axes_of(part)]
    return [one for part in spec for one in axes_of(part)] if isinstance(spec, list) else []


def rows(chart, name):
    return chart.spec["datasets"][name]


def test_a_bar_is_made_of_complaints_mentions_and_praise():
    pieces = [row for row in rows(theme_bars(BARS, look=EN, n=100), "pieces") if row["theme"] == "delivery"]
    assert [(row["first"], row["last"]) for row in pieces] == [(0, 30), (30, 32), (32, 40)]
    assert pieces[0]["paint"] == EN.colours.bad
    assert pieces[2]["paint"] == EN.colours.good


def test_what_costs_points_stands_at_the_left_and_what_is_unsure_is_grey():
    found = {row["theme"]: row for row in rows(theme_impacts(BARS, metric="nps", look=EN, n=100), "impacts")}
    assert (found["delivery"]["value"], found["delivery"]["low"], found["delivery"]["high"]) == (-12.0, -16.0, -8.0)
    assert found["delivery"]["paint"] == EN.colours.bad
    assert found["staff"]["paint"] == EN.colours.good
    assert found["price"]["paint"] == EN.colours.small
    # Parts of a point are told: what is coloured is never "0".
    assert found["delivery"]["value_text"] == "−12.0"


def test_few_comments_have_neither_a_share_nor_an_impact():
    cells = {
        (row["row"], row["theme"]): row
        for row in rows(theme_heat(CELLS, rows=ROWS, themes=KEYS, look=EN, n=50), "cells")
    }
    assert cells["t1", "delivery"]["share_text"] == "90%"
    assert cells["t1", "staff"]["share_text"] == "·"
    assert cells["", "delivery"]["paint"] == EN.colours.neutral
    few = [ThemeBar("a", "A", 9, 0, 9, COSTS)]
    assert theme_impacts(few, metric="nps", look=EN, n=9).reason


def test_on_a_phone_the_shares_stand_upright_and_stay():
    drawn = theme_heat(CELLS, rows=ROWS, themes=KEYS, look=EN, n=50).spec["layer"]
    shares = next(one["mark"] for one in drawn if one["encoding"].get("text", {}).get("field") == "share_text")
    assert "-90" in shares["angle"]["expr"]
    assert "opacity" not in shares


def test_shares_are_of_all_comments_of_the_period():
    shares = rows(theme_trend(AT, label="A", look=EN), "shares")
    assert (shares[2]["share"], shares[3]["share"]) == (0.1, 0.05)


@pytest.mark.parametrize("name", BUILDERS)
def test_every_theme_chart_answers_a_click(name):
    chart = BUILDERS[name](EN)
    assert chart.picks[0] in {one["name"] for one in chart.spec["params"]}


def test_a_click_on_a_themes_trend_names_the_period():
    shares = rows(theme_trend(AT, label="A", look=EN), "shares")
    assert {row["period"] for row in shares} == {f"2026-0{month}" for month in range(1, 9)}


def test_nothing_to_draw_is_said():
    assert theme_bars([], look=EN, n=0).reason
    assert theme_heat([], rows=[], themes=[], look=EN, n=0).reason
    assert theme_trend([], label="A", look=EN).reason
    assert theme_impacts([], metric="csat", look=EN, n=0).reason


def test_only_so_many_are_drawn_and_all_are_in_the_table():
    many = [ThemeBar(f"t{n}", f"T{n}", 50 - n, 1, 1) for n in range(30)]
    chart = theme_bars(many, look=EN, n=500)
    assert len(rows(chart, "ends")) == MAX_THEMES
    assert len(chart.table) == 30
