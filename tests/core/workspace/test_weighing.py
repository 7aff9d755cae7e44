"""Weighting on a shop of two channels, counted by hand."""

from datetime import date

import pytest

from cx_core.model.filters import Filters
from cx_core.model.problem import Refusal
from cx_core.workspace.weighing import targets_from_rows
from tests.core.workspace.small_shop import shop  # noqa: F401

JULY = Filters().with_dates(date(2026, 7, 1), date(2026, 7, 31))


def test_the_customers_true_shares(shop):  # noqa: F811
    # July: Zalo -60 and the store +20, 50 answers each. True shares 20 and 80: -12 + 16.
    found = shop.weighing.weigh("nps", JULY, {"channel": {"Zalo": 0.2, "Store": 0.8}})
    assert (found.plain.value, found.weighted.value) == (-20.0, pytest.approx(4.0))
    # Weights 0.4 and 1.6, both within 0.3 and 3: deff = (0.16 + 2.56) / 2.
    assert (found.effect, found.effective_n) == (pytest.approx(1.36), pytest.approx(100 / 1.36))
    assert (found.standing, found.is_close) == ("fine", True)


def test_what_was_measured_weighs_nothing(shop):  # noqa: F811
    shares = dict(shop.weighing.shares("nps", "channel", JULY))
    assert shares == {"Zalo": 0.5, "Store": 0.5}
    found = shop.weighing.weigh("nps", JULY, {"channel": shares})
    assert (found.weighted.value, found.effect) == (pytest.approx(-20.0), pytest.approx(1.0))


@pytest.mark.parametrize(
    ("shares", "kind"),
    [
        ({"Zalo": 0.5, "Store": 0.4}, "weights_sum"),
        ({"Zalo": 1.0}, "weights_missing"),
        ({"Zalo": 0.5, "Store": 0.3, "Fax": 0.2}, "weights_empty"),
    ],
)
def test_senseless_shares_are_refused(shop, shares, kind):  # noqa: F811
    with pytest.raises(Refusal) as refused:
        shop.weighing.weigh("nps", JULY, {"channel": shares})
    assert refused.value.kind == kind


def test_no_answers_have_no_weights(shop):  # noqa: F811
    assert shop.weighing.weigh("csat", JULY, {"channel": {"Zalo": 1.0}}).weighted.value is None


def test_a_table_of_shares():
    known = {"vang": "Vàng", "bac": "Bạc"}
    assert targets_from_rows([["Vàng", "0,4"], ["BẠC", "0.6"], ["Đồng", "0.1"]], known) == {"Vàng": 0.4, "Bạc": 0.6}
    with pytest.raises(Refusal):
        targets_from_rows([["Hạng", "Tỷ lệ"]], known)
