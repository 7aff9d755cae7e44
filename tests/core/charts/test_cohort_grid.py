"""Cohorts as a picture: an unknown month is an empty cell, never a zero."""

from datetime import date

import pytest

from cx_core.charts.cohort_grid import cohort_grid
from cx_core.charts.theme import THEMES, Look
from cx_core.i18n import LANGUAGES
from cx_core.metrics.retention import Cohort
from cx_core.model.period import Period
from tests.core.charts.chart_builders import rows, strings

JANUARY = Cohort(Period.containing(date(2026, 1, 1), "month"), 40, (40, 20, 10))
FEBRUARY = Cohort(Period.containing(date(2026, 2, 1), "month"), 20, (20, 0, None))


@pytest.mark.parametrize("look", [Look(language, theme) for language in LANGUAGES for theme in THEMES])
def test_is_drawn_in_words_of_its_language(look):
    chart = cohort_grid([JANUARY, FEBRUARY], look=look)
    said = [chart.title, chart.note, chart.alt, *strings(chart.spec), *(column.title for column in chart.columns)]
    assert not [text for text in said if text.startswith(("customers.", "charts."))]


def test_unknown_is_not_zero():
    chart = cohort_grid([JANUARY, FEBRUARY], look=Look("en"))
    cells = {(row["name"], row["month"]): row["text"] for row in rows(chart.spec) if "share_text" in row}
    assert cells == {("Jan 2026", "1"): "50%", ("Jan 2026", "2"): "25%", ("Feb 2026", "1"): "0%"}
    assert chart.table == (("Jan 2026", 40, 0.5, 0.25), ("Feb 2026", 20, 0.0, None))


def test_a_first_month_alone_is_too_young():
    assert cohort_grid([Cohort(JANUARY.month, 3, (3,))], look=Look("en")).reason
