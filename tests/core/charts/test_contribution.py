"""The bars of a change: pale where uncertain, blue and orange by what is good, exact in the table."""

import json

import pytest

from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.charts.contribution import MAX_GROUPS, Bar, contribution
from cx_core.charts.theme import THEMES, Look
from cx_core.i18n import LANGUAGES
from cx_core.model.feedback import Scale
from tests.core.charts.chart_builders import rows, strings

LIGHT = Look("en", "light")
BARS = (
    Bar("hotline", "Hotline", "rate", -6.0, -9.0, -3.0, 80),
    Bar("hotline", "Hotline", "mix", 1.0, -1.0, 3.0, 80),
    Bar("store", "Store", "rate", 2.0, 1.0, 3.0, 90),
)


def draw(bars=BARS, metric="nps", look=LIGHT, **more):
    return contribution(bars, metric=metric, dimension="channel", change=-3.0, n=170, look=look, **more)


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_is_plain_data_in_words_of_its_language(look):
    chart = draw(look=look)
    assert len(json.dumps(chart.spec, allow_nan=False)) <= MAX_SPEC_BYTES
    assert chart.spec["description"] == chart.alt
    said = [chart.title, chart.note, chart.alt, *strings(chart.spec), *(column.title for column in chart.columns)]
    assert not [text for text in said if text.startswith(("why.", "charts.", "metric."))]
    assert all(len(row) == len(chart.columns) for row in chart.table)


def test_the_largest_group_stands_first_and_the_table_is_not_rounded():
    assert [row[0] for row in draw().table] == ["Hotline", "Hotline", "Store"]
    assert draw().table[0][2] == -6.0


def test_uncertain_bars_are_pale():
    strength = {(row["group"], row["kind"]): row["strength"] for row in rows(draw().spec) if "strength" in row}
    assert strength["hotline", "mix"] < strength["hotline", "rate"]


def test_where_low_is_good_a_fall_is_good():
    effort = draw((Bar("a", "A", "rate", -0.5, -0.7, -0.3, 80),), metric="ces", scale=Scale(1, 5, "low_is_good"))
    assert next(row["paint"] for row in rows(effort.spec) if "paint" in row) == LIGHT.colours.good


def test_many_groups_are_clipped_and_said():
    many = draw(tuple(Bar(f"g{i}", f"G{i}", "carried", float(i), None, None, 30) for i in range(60)))
    assert len({row["group"] for row in rows(many.spec) if "strength" in row}) == MAX_GROUPS
    assert len(many.table) == 60
    assert "24" in many.note


def test_nothing_to_draw_gives_a_reason():
    assert draw(()).reason
