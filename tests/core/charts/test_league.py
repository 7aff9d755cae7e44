"""The fair ranking as a picture: coloured only where a group stands apart, exact in the table."""

import json

import pytest

from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.charts.league import Rank, league_chart
from cx_core.charts.theme import THEMES, Look
from cx_core.i18n import LANGUAGES
from tests.core.charts.chart_builders import rows, strings

LIGHT = Look("en", "light")
RANKS = (
    Rank("zalo", "Zalo", 45.0, 41.0, 31.0, 51.0, 210, 1, 2, "above"),
    Rank("store", "Store", 20.0, 21.0, 10.0, 32.0, 90, 1, 3, "not_enough_evidence"),
    Rank("web", "Web", -12.0, -8.0, -19.0, 3.0, 120, 3, 3, "below"),
)


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_is_plain_data_in_words_of_its_language(look):
    chart = league_chart(RANKS, metric="nps", dimension="channel", look=look, overall=20.0)
    assert len(json.dumps(chart.spec, allow_nan=False)) <= MAX_SPEC_BYTES
    said = [chart.title, chart.note, chart.alt, *strings(chart.spec), *(column.title for column in chart.columns)]
    assert not [text for text in said if text.startswith(("touchpoints.", "charts.", "metric.", "standing."))]
    assert all(len(row) == len(chart.columns) for row in chart.table)


def test_only_groups_that_stand_apart_are_coloured():
    chart = league_chart(RANKS, metric="nps", dimension="channel", look=LIGHT)
    paints = {row["group"]: row["paint"] for row in rows(chart.spec) if "paint" in row}
    colours = LIGHT.colours
    assert paints == {"zalo": colours.good, "store": colours.small, "web": colours.bad}
    assert chart.table[0][1:3] == ("1–2", 41.0)


def test_one_group_is_no_ranking():
    assert league_chart(RANKS[:1], metric="nps", dimension="channel", look=LIGHT).reason
