"""Cohorts as a picture: an unknown month is an empty cell, never a zero."""

import json
from datetime import date

import pytest

from cx_core.charts.chart import MAX_SPEC_BYTES
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


def test_a_click_on_a_cell_names_its_cohort_and_month():
    chart = cohort_grid([JANUARY, FEBRUARY], look=Look("en"))
    (pick,) = [one for one in chart.spec["params"] if one["name"] == chart.picks[0]]
    assert pick["select"]["fields"] == ["cohort", "since"]
    cells = [(row["cohort"], row["since"], row["text"]) for row in rows(chart.spec) if "share_text" in row]
    assert cells == [("2026-01", 1, "50%"), ("2026-01", 2, "25%"), ("2026-02", 1, "0%")]


def test_the_largest_grid_stays_small():
    months = [Period.containing(date(2020 + n // 12, n % 12 + 1, 1), "month") for n in range(60)]
    old = [Cohort(month, 50, tuple(50 for _ in range(60))) for month in months]
    chart = cohort_grid(old, look=Look("vi"))
    assert len(json.dumps(chart.spec, allow_nan=False).encode()) <= MAX_SPEC_BYTES
