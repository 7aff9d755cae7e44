"""Numbers about the whole workspace that `measure` offers beside the metrics: of customers, sources and channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cx_core.metrics.estimates import Estimate
from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace
from cx_core.workspace.customers import CustomerValue, ValueModel

Row = dict[str, Any]


def number_rows(name: str, workspace: Workspace) -> list[Row]:
    """Return the rows of a number in the form of `measure`: one, or one a source. Raises `Refusal` without orders."""
    return [{"metric": name, **row} for row in NUMBERS[name](workspace)]


def _of_customers(read: Callable[[CustomerValue], Row]) -> Callable[[Workspace], list[Row]]:
    def rows(workspace: Workspace) -> list[Row]:
        found = workspace.customers.value(ValueModel())
        if found is None:
            raise Refusal("no_orders")
        return [read(found)]

    return rows


def _estimated(one: Estimate) -> Row:
    return _row(one.value, one.low, one.high, one.n, one.reason)


def _row(
    value: float | None, low: float | None = None, high: float | None = None, n: int = 0, reason: str | None = None
) -> Row:
    return {"group": {}, "period": None, "value": value, "low": low, "high": high, "n": n, "reason": reason}


def _at_risk(found: CustomerValue) -> Row:
    if found.risk is None:
        return _row(None, reason="no_answers")
    return _row(found.risk.revenue, n=found.risk.n_all_customers) | {"share": found.risk.share}


def _response_rates(workspace: Workspace) -> list[Row]:
    return [
        _row(one.rate, n=one.n_asked or 0, reason=one.reason) | {"group": {"source": one.source}}
        for one in workspace.responding.rates()
    ]


def _consistency(workspace: Workspace) -> list[Row]:
    found = workspace.ranking.league("nps", "channel").consistency
    return [_row(None, reason="no_answers") if found is None else _row(found.value, n=found.n, reason=found.reason)]


#: Every number by its name. Those of customers are of the usual window of 90 days; `customers` takes others.
NUMBERS: dict[str, Callable[[Workspace], list[Row]]] = {
    "retention": _of_customers(lambda found: _estimated(found.retention)),
    "churn": _of_customers(lambda found: _estimated(found.churn)),
    "repeat_purchase": _of_customers(lambda found: _estimated(found.repeat_rate)),
    "historic_value": _of_customers(lambda found: _row(found.historic.median, n=found.historic.n_customers)),
    "lifetime_value": _of_customers(
        lambda found: _row(found.simple.value, found.simple.low, found.simple.high, found.staying.n_end)
    ),
    "revenue_at_risk": _of_customers(_at_risk),
    "response_rate": _response_rates,
    "consistency": _consistency,
}
