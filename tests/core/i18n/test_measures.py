import pytest

from cx_core.i18n.measures import (
    format_cell,
    format_difference,
    format_interval,
    format_range,
    format_size,
    format_value,
)
from cx_core.model.measure import Measure
from cx_core.model.table import Column


@pytest.mark.parametrize(
    ("metric", "value", "vi", "en"),
    [
        ("nps", 31.6, "+32", "+32"),
        ("nps", 0.0, "0", "0"),
        ("nps", -0.4, "0", "0"),
        ("nps", -4.2, "−4", "−4"),
        ("csat", 0.0, "0%", "0%"),
        ("csat", 0.825, "82%", "82%"),
        ("ces", 5.25, "5,25", "5.25"),
        ("rating", 4.0, "4,00", "4.00"),
        ("nps", None, "–", "–"),
    ],
)
def test_a_value_is_written_in_its_unit(metric, value, vi, en):
    assert (format_value(metric, value, "vi"), format_value(metric, value, "en")) == (vi, en)


def test_a_share_differs_by_percentage_points_not_by_per_cent():
    assert format_difference("csat", -0.05, "en") == "−5 percentage points"
    assert format_difference("csat", 0.01, "en") == "+1 percentage point"
    assert format_difference("csat", -0.05, "vi") == "−5 điểm phần trăm"


def test_a_size_has_no_sign():
    assert format_size("nps", -7.0, "vi") == format_size("nps", 7.0, "vi") == "7 điểm"


def test_an_interval_that_does_not_exist_is_a_dash():
    assert format_interval(Measure("csat", 1.0, n=1), "vi") == "–"
    assert format_range("csat", 0.1, 0.25, "vi") == "10% đến 25%"


def test_a_cell_without_a_value_is_a_dash_and_a_text_stays():
    assert format_cell(Column("x", "share"), None, "vi") == "–"
    assert format_cell(Column("x"), "=1+1", "vi") == "=1+1"
    assert format_cell(Column("x", "whole"), 1284, "vi") == "1.284"
