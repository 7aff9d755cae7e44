"""The rows behind a number rebuild it, and its sources are named."""

from datetime import date

from cx_core.model.filters import Filters
from tests.core.store.answer_builders import take
from tests.core.workspace.small_shop import said, shop  # noqa: F401

JULY = Filters(date(2026, 7, 1), date(2026, 7, 31)).with_values("channel", ["Zalo"])


def test_the_rows_rebuild_the_number(shop):  # noqa: F811
    rows = shop.behind.rows("nps", JULY)
    scores = [row[6] for row in rows]
    rebuilt = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert rebuilt == shop.measuring.total("nps", JULY).value == -60.0
    assert all(row[1] == "Zalo" and date(2026, 7, 1) <= row[0] <= date(2026, 7, 31) for row in rows)


def test_customers_go_by_pseudonym(shop):  # noqa: F811
    take(shop.responses, *said("Web", 7, [9], customer="Lan 0901234567"), fingerprint="web", name="web.xlsx")
    (row,) = shop.behind.rows("nps", Filters().with_values("channel", ["Web"]))
    assert row[5] != "Lan 0901234567"
    assert len(row[5]) == 16


def test_sources_stand_with_their_answers(shop):  # noqa: F811
    found = shop.behind.provenance("nps", JULY)
    assert [n for _, n in found.sources] == [50]
    assert (found.first_on, found.last_on) == (date(2026, 7, 1), date(2026, 7, 28))


def test_no_answers_have_no_days(shop):  # noqa: F811
    found = shop.behind.provenance("csat", JULY)
    assert (found.sources, found.first_on) == ((), None)
