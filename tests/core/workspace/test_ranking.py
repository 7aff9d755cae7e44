"""Leagues and slices: who may be ranked, and which slices may be tested."""

from datetime import date

import pytest

from cx_core.model.filters import Filters
from tests.core.store.answer_builders import take
from tests.core.workspace.small_shop import said, shop  # noqa: F401

JULY = Filters(date(2026, 7, 1), date(2026, 7, 31))


def test_the_better_channel_stands_first_and_values_are_drawn_together(shop):  # noqa: F811
    found = shop.ranking.league("nps", "channel", JULY)
    assert [place.value for place in found.places] == ["Store", "Zalo"]
    first, last = (place.standing for place in found.places)
    assert first.shrunk.value < first.raw
    assert last.shrunk.value > last.raw
    assert found.consistency.value < 100
    assert found.places[1].against_rest.verdict == "fell"


def test_few_answers_are_listed_but_not_ranked(shop):  # noqa: F811
    take(shop.responses, *said("Web", 7, [10] * 12), fingerprint="web", name="web.xlsx")
    last = shop.ranking.league("nps", "channel", JULY).places[-1]
    assert (last.value, last.measure.n, last.standing) == ("Web", 12, None)


def test_slices_apart_are_tested(shop):  # noqa: F811
    zalo, store = (JULY.with_values("channel", [one]) for one in ("Zalo", "Store"))
    found = shop.ranking.compare_slices("nps", store, zalo)
    assert (found.overlap, found.n_shared) == ("apart", 0)
    # Store +20, Zalo -60.
    assert found.comparison.difference == pytest.approx(80)
    assert found.comparison.verdict == "rose"


def test_a_part_is_tested_against_the_rest_from_both_sides(shop):  # noqa: F811
    zalo = JULY.with_values("channel", ["Zalo"])
    inner, outer = shop.ranking.compare_slices("nps", zalo, JULY), shop.ranking.compare_slices("nps", JULY, zalo)
    assert (inner.overlap, outer.overlap) == ("first_inside", "second_inside")
    # Zalo -60, everyone -20.
    assert inner.comparison.difference == pytest.approx(-40)
    assert outer.comparison.difference == pytest.approx(40)
    assert (inner.comparison.verdict, outer.comparison.verdict) == ("fell", "rose")


def test_shared_answers_are_not_tested(shop):  # noqa: F811
    first = Filters(date(2026, 6, 1), date(2026, 7, 10))
    found = shop.ranking.compare_slices("nps", first, JULY)
    assert (found.overlap, found.comparison) == ("partly", None)
    assert found.n_shared > 0
    assert shop.ranking.compare_slices("nps", JULY, JULY).overlap == "same"
