"""Drivers as pictures: only what is in the model is drawn; the table has the rest."""

from dataclasses import replace

import pytest

from cx_core.charts.correlations import Correlation, correlations
from cx_core.charts.driver_charts import DriverBar, MapSpot, driver_shares, importance_map
from cx_core.charts.theme import THEMES, Look
from cx_core.i18n import LANGUAGES
from tests.core.charts.chart_builders import rows, strings

BARS = (
    DriverBar("ces", "Ease", 0.4, 0.3, 0.5, 0.7, 300, "1"),
    DriverBar("rating", "Stars", None, None, None, 0.1, 40, "", "few"),
)
SPOTS = (
    MapSpot("Ease", 40, 35, 45, 0.4, 0.3, 0.5, "concentrate_here"),
    MapSpot("Stars", 70, 55, 85, 0.1, 0.0, 0.3, "undecided"),
)


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_both_are_drawn_in_words_of_their_language(look):
    shares = driver_shares(BARS, outcome="NPS", n=300, look=look)
    placed = importance_map(SPOTS, cut_x=55, cut_y=0.25, outcome="NPS", n=300, look=look)
    for chart in (shares, placed):
        said = [chart.title, chart.note, chart.alt, *strings(chart.spec), *(column.title for column in chart.columns)]
        assert not [text for text in said if text.startswith(("drivers.", "quadrant.", "charts."))]
    assert [row["name"] for row in rows(shares.spec) if "share_text" in row] == ["Ease"]
    assert [row[0] for row in shares.table] == ["Ease", "Stars"]
    paints = {row["name"]: row["paint"] for row in rows(placed.spec) if "paint" in row}
    assert paints == {"Ease": look.colours.bad, "Stars": look.colours.small}


def test_without_a_model_only_the_table_stands():
    chart = driver_shares(BARS[1:], outcome="NPS", n=40, look=Look("en"))
    assert chart.reason
    assert chart.table


ALONE = (
    Correlation("till", "Till", 0.3, 0.05, 0.5, 60),
    Correlation("desk", "Desk", 0.5, 0.3, 0.7, 90),
    Correlation("fitting", "Fitting", -0.1, -0.4, 0.2, 30),
    Correlation("app", "App", 0.9, 0.4, 1.0, 6),
)


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_without_a_model_each_driver_stands_by_itself(look):
    chart = correlations(ALONE, outcome="NPS", n=200, look=look)
    said = [chart.title, chart.note, chart.alt, *strings(chart.spec), *(column.title for column in chart.columns)]
    assert not [text for text in said if text.startswith(("drivers.", "charts."))]
    drawn = [(row["driver"], row["paint"]) for row in rows(chart.spec) if "paint" in row]
    # The strongest on top; an interval that holds 0 is grey; of six pairs the table tells only that they are six.
    colours = look.colours
    wanted = [("desk", colours.good), ("till", colours.good), ("fitting", colours.small)]
    assert list(dict.fromkeys(drawn)) == wanted
    assert [row[0] for row in chart.table] == ["Till", "Desk", "Fitting", "App"]
    assert chart.table[3] == ("App", None, None, None, 6)
    zero = chart.spec["layer"][0]["encoding"]
    assert (zero["x"]["field"], "y" in zero) == ("zero", False)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_names_of_near_points_stand_apart(width: str):
    near = [MapSpot(name, x, x - 2, x + 2, 0.05, 0.0, 0.1, "low_priority") for name, x in (("Zalo", 75), ("Till", 76))]
    far = MapSpot("Delivery", 40, 38, 42, 0.4, 0.3, 0.5, "concentrate_here")
    chart = importance_map([*near, far], cut_x=60, cut_y=0.2, outcome="NPS", n=300, look=Look("en"))
    shifts = {row["name"]: row[width] for row in rows(chart.spec) if width in row}
    assert shifts["Zalo"] != shifts["Till"]
    assert shifts["Delivery"] == shifts["Zalo"] < 0, "a name stands above its point where there is room"


def test_on_a_phone_names_keep_apart_that_have_room_on_a_desk():
    spots = [
        MapSpot(name, x, x - 2, x + 2, 0.05, 0.0, 0.1, "low_priority")
        for name, x in (("Delivery man", 40), ("Counter", 60), ("Till", 100))
    ]
    chart = importance_map(spots, cut_x=60, cut_y=0.2, outcome="NPS", n=300, look=Look("en"))
    shifts = {row["name"]: (row["wide"], row["narrow"]) for row in rows(chart.spec) if "wide" in row}
    # 20 of 64 points apart: 200 pixels of 640 and 66 of 210, where the two names need 59.
    assert shifts["Delivery man"] == shifts["Counter"]
    tight = [replace(spots[0], x=50.0, x_low=48.0, x_high=52.0), *spots[1:]]
    chart = importance_map(tight, cut_x=60, cut_y=0.2, outcome="NPS", n=300, look=Look("en"))
    shifts = {row["name"]: (row["wide"], row["narrow"]) for row in rows(chart.spec) if "wide" in row}
    # 10 of 54 points apart: 119 pixels of 640, but 39 of 210.
    assert shifts["Delivery man"][0] == shifts["Counter"][0]
    assert shifts["Delivery man"][1] != shifts["Counter"][1]
