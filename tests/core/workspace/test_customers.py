"""Ten customers counted on fingers: who stays, who is worth what, whose revenue is at risk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cx_core.workspace import Workspace
from cx_core.workspace.customers import ValueModel
from tests.core.store.answer_builders import take

START = datetime(2026, 1, 1, 5, tzinfo=UTC)


def on(day, customer, **more):
    when = START + timedelta(days=day)
    return {"responded_at": when.isoformat(), "customer": customer, "identity": f"{customer} {day} {more}", **more}


@pytest.fixture
def shop(tmp_path):
    """Ten customers buy for 100 on day 10; the first four again on day 110, day 179 is a stranger's first order."""
    workspace = Workspace.open(tmp_path / "shop")
    orders = [on(10, f"c{i}", order=f"a{i}", revenue=100) for i in range(10)]
    orders += [on(110, f"c{i}", order=f"b{i}", revenue=100) for i in range(4)]
    orders += [on(179, "new", order="n", revenue=1000)]
    take(workspace.responses, *orders, fingerprint="orders", name="orders.xlsx")
    answers = [on(20, f"c{i}", nps=10 if i < 5 else 2) for i in range(10)]
    take(workspace.responses, *answers, fingerprint="survey", name="survey.xlsx")
    return workspace


def test_retention_has_its_window_stated(shop):
    found = shop.customers.value(ValueModel(window=90))
    # Windows: days 0-89 (ten bought) and 90-179 (four of them, and one new).
    assert found.through == date(2026, 6, 29)
    assert (found.staying.n_start, found.staying.n_end, found.staying.n_new) == (10, 5, 1)
    assert (found.retention.value, round(found.churn.value, 9)) == (0.4, 0.6)
    assert (found.repeating.n_customers, found.repeating.n_too_new, found.repeat_rate.value) == (10, 1, 0.4)


def test_value_so_far_and_value_to_come(shop):
    found = shop.customers.value(ValueModel(window=90, margin=0.5, discount=0.0))
    assert (found.historic.median, found.historic.n_customers) == (100.0, 11)
    # 1400 of revenue in the window, half of it margin, five customers; 140 / (1 - 0.4).
    assert found.mean_margin == pytest.approx(140)
    assert found.simple.value == pytest.approx(140 / 0.6)
    assert found.simple.low < found.simple.value < found.simple.high


def test_outcomes_come_strictly_after_the_answer(shop):
    found = shop.customers.value(ValueModel(window=90))
    promoters, _, detractors = found.outcomes
    # Four of five promoters bought on day 110, exactly 90 days after they answered; no detractor did.
    assert (promoters.n, promoters.returned.value, detractors.n, detractors.returned.value) == (5, 0.8, 5, 0.0)


def test_revenue_at_risk_is_that_of_the_last_bad_answers(shop):
    risk = shop.customers.value(ValueModel()).risk
    # 5 detractors × 100 of 10 × 100 + 4 × 100 + 1000.
    assert (risk.revenue, risk.all_revenue, risk.n_customers, risk.n_silent) == (500.0, 2400.0, 5, 1)


def test_few_customers_get_no_forecast(shop):
    assert shop.customers.forecast(ValueModel()).reason == "too_few_customers"


def test_the_list_puts_bad_answers_with_much_revenue_first(shop):
    rows = shop.customers.rows()
    assert [row.answered for row in rows[:5]] == ["bottom"] * 5
    assert rows[5].revenue == 1000.0
    assert all(len(row.pseudonym) == 16 for row in rows)


def test_a_cohorts_cell_holds_who_came_back_and_what_was_said(shop):
    first, april = shop.customers.cohort_cell("2026-01", 0), shop.customers.cohort_cell("2026-01", 3)
    # Ten bought and answered in January; four of them bought in April, for 100 each, and nobody said a word.
    assert (first.size, len(first.buyers), len(first.said)) == (10, 10, 10)
    assert (april.month.label, april.size, april.said) == ("2026-04", 10, ())
    assert [(one.n_orders, one.revenue) for one in april.buyers] == [(1, 100.0)] * 4
    assert {one.pseudonym for one in april.buyers} < {one.pseudonym for one in first.buyers}


@pytest.mark.parametrize(
    ("cohort", "since"), [("2026-02", 1), ("2025-01", 0), ("2026-01", 6), ("2026-01", -1), ("x", 0)]
)
def test_a_cell_that_is_not_in_the_grid_is_none(shop, cohort, since):
    assert shop.customers.cohort_cell(cohort, since) is None


def test_nothing_bought_is_nothing_known(tmp_path):
    empty = Workspace.open(tmp_path / "empty").customers
    assert empty.value(ValueModel()) is None
    assert (empty.cohorts(), empty.rows(), empty.groups()) == ((), (), ())


def test_groups_hold_every_customer_once(shop):
    rows = {row.group: row for row in shop.customers.groups()}
    assert sum(row.n_customers for row in rows.values()) == 11
    assert sum(row.share for row in rows.values()) == pytest.approx(1)
    # Those who came back: 6 of 11 bought longer ago (third fifth), 7 of 11 less often (fourth): loyal. Six bought once,
    # long ago; one is new.
    assert (rows["loyal"].n_customers, rows["sleeping"].n_customers, rows["new"].n_customers) == (4, 6, 1)
    assert (rows["loyal"].n_top, rows["sleeping"].n_bottom) == (4, 5)
