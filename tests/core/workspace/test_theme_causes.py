"""What themes carry of a change, over a real workspace: the parts are those of the comments, and add up exactly."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from cx_core.model.filters import Filters
from tests.core.workspace.small_shop import shop  # noqa: F401

JUNE, JULY = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))


def test_the_parts_add_up_to_the_change_of_all_answers(shop):  # noqa: F811
    with closing(sqlite3.connect(shop.folder / "responses.db")) as connection, connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM feedback WHERE nps <= 600 AND day >= 20635")]
        connection.executemany("INSERT INTO feedback_themes VALUES (?, 'wait', 'negative')", [(one,) for one in ids])
        half = ids[::2]
        connection.executemany("INSERT INTO feedback_themes VALUES (?, 'staff', 'negative')", [(one,) for one in half])
    found = shop.theme_causes.carried("nps", Filters(), JUNE, JULY)
    # June +20, July -20 of 100 answers each: see test_explaining. 45 detractors in July, none of July's others speak.
    assert sum(one.change.value for one in found) == pytest.approx(-40)
    by_theme = {one.group: one for one in found}
    assert (by_theme["wait"].n_before, by_theme["wait"].n_after) == (0, len(ids))
    assert by_theme["wait"].change.value == pytest.approx(-(len(ids) - len(half) / 2))
    assert by_theme["staff"].change.value == pytest.approx(-len(half) / 2)


def test_without_any_theme_there_is_nothing_to_share_out(shop):  # noqa: F811
    assert shop.theme_causes.carried("nps", Filters(), JUNE, JULY) == ()


def test_a_metric_that_is_no_score_has_no_parts(shop):  # noqa: F811
    assert shop.theme_causes.carried("sentiment", Filters(), JUNE, JULY) == ()
