"""The manager's questions on the command line: why a metric moved, who stays, what goes along with a score, alerts."""

from __future__ import annotations

import argparse
from dataclasses import asdict, is_dataclass
from datetime import date, timedelta
from typing import Any

from cx_core.cli import output
from cx_core.metrics.registry import SCORE_METRICS
from cx_core.metrics.trend import choose_grain
from cx_core.model.filters import Filters
from cx_core.model.period import Period
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.workspace import Workspace
from cx_core.workspace.customers import ValueModel
from cx_core.workspace.overview import NOW_DAYS


def add_commands(commands_of: Any, parents: list[argparse.ArgumentParser], metrics: list[str]) -> None:
    """Add the commands ``explain``, ``customers``, ``drivers``, ``alerts`` and ``surveys``."""
    why = commands_of.add_parser("explain", parents=parents, help="say why a metric moved")
    why.add_argument("metric", choices=metrics)
    why.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
    why.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    why.add_argument("--by", action="append", default=[], metavar="FIELD", help="default: channel, touchpoint")
    why.set_defaults(run=explain)

    who = commands_of.add_parser("customers", parents=parents, help="retention, repeat purchase, lifetime value")
    who.add_argument("--window", type=_days, default=90, metavar="DAYS", help="silent for longer is gone")
    who.add_argument("--margin", type=_share, default=1.0, help="0 to 1")
    who.add_argument("--discount", type=_share, default=0.1, help="a year, 0 to 1")
    who.set_defaults(run=customers)

    what = commands_of.add_parser("drivers", parents=parents, help="what goes along with a score")
    what.add_argument("metric", choices=[one.key for one in SCORE_METRICS])
    what.add_argument("--kind", choices=("scores", "touchpoints"), default="scores")
    what.set_defaults(run=drivers)

    watch = commands_of.add_parser("alerts", parents=parents, help="lines that left their usual level")
    watch.add_argument("metric", choices=metrics)
    watch.add_argument("--by", metavar="FIELD")
    watch.set_defaults(run=alerts)

    asked = commands_of.add_parser("surveys", parents=parents, help="kind and response rate of each source")
    asked.set_defaults(run=surveys)


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 3650:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to 3650")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share from 0 to 1")
    return value


def explain(options: argparse.Namespace) -> None:
    """Split the change between a span of days and the equally long one before it."""
    workspace = Workspace.open(options.workspace)
    until = options.until or workspace.measuring.data_through()
    if until is None:
        raise Refusal("no_days")
    since = options.since or until - timedelta(days=NOW_DAYS - 1)
    before = since - timedelta(days=1)
    fields = options.by or [one for one in ("channel", "touchpoint") if workspace.measuring.dictionary().table(one)]
    found = workspace.explaining.explain(
        options.metric, Filters(), (before - (until - since), before), (since, until), tuple(fields)
    )
    document = {
        "metric": found.metric,
        "before": {"since": found.span_before[0], "until": found.span_before[1], **_measured(found.before)},
        "after": {"since": found.span_after[0], "until": found.span_after[1], **_measured(found.after)},
        "change": found.comparison.difference,
        "low": found.comparison.low,
        "high": found.comparison.high,
        "verdict": found.comparison.verdict,
        "reason": found.comparison.reason,
        "splits": [
            {
                "field": split.field,
                "mix": split.parts.mix.value,
                "rate": split.parts.rate.value,
                "alarm": split.parts.alarm,
                "groups": [
                    {"group": part.segment, "mix": _ends(part.mix), "rate": _ends(part.rate)}
                    for part in split.parts.parts
                ],
            }
            for split in found.splits
        ],
        "themes": [
            {"theme": one.group, "n_before": one.n_before, "n_after": one.n_after, "change": _ends(one.change)}
            for one in workspace.theme_causes.carried(
                options.metric, Filters(), found.span_before, found.span_after, found.scale
            )
        ],
    }
    _print(document, options)


def customers(options: argparse.Namespace) -> None:
    """Say whether customers stay and what they are worth."""
    found = Workspace.open(options.workspace).customers.value(
        ValueModel(options.window, options.margin, options.discount)
    )
    if found is None:
        raise Refusal("no_orders")
    document = {
        "through": found.through,
        "window_days": found.model.window,
        "n_customers": found.n_customers,
        "n_orders": found.n_orders,
        "retention": _ends(found.retention),
        "churn": _ends(found.churn),
        "repeat_purchase": _ends(found.repeat_rate),
        "historic_value": asdict(found.historic),
        "lifetime_value": asdict(found.simple),
        "revenue_at_risk": None if found.risk is None else {**asdict(found.risk), "share": found.risk.share},
        "outcomes": [
            {"answered": one.answered, "n": one.n, "returned": _ends(one.returned), "spent": _ends(one.spent)}
            for one in found.outcomes
        ],
    }
    _print(document, options)


def drivers(options: argparse.Namespace) -> None:
    """Say what goes along with a score."""
    found = Workspace.open(options.workspace).driving.drivers(options.metric, kind=options.kind)
    document = {
        "outcome": found.outcome,
        "kind": found.kind,
        "n": found.drivers.n,
        "explained": found.drivers.explained,
        "method": found.drivers.method,
        "reason": found.drivers.reason,
        "drivers": [asdict(one) for one in found.drivers.drivers],
    }
    _print(document, options)


def alerts(options: argparse.Namespace) -> None:
    """List the lines under watch with their latest alarm."""
    workspace = Workspace.open(options.workspace)
    cells = workspace.measuring.ask(Query(options.metric, every="day"))
    every = choose_grain({cell.period.first: cell.counts.n for cell in cells if cell.period})
    lines = workspace.alerting.lines(options.metric, every, Filters(), options.by)
    document = [
        {
            "line": "total" if line.is_total else line.value,
            "every": every,
            "centre": line.watch.baseline.centre,
            "reason": line.watch.baseline.reason,
            "alarms": [
                {
                    "period": _label(one.period),
                    "kind": one.alarm,
                    "value": one.value,
                    "n": one.n,
                    "is_worse": one.is_worse,
                }
                for one in line.watch.periods
                if one.alarm
            ],
        }
        for line in lines
    ]
    _print(document, options)


def surveys(options: argparse.Namespace) -> None:
    """Say of each source what kind of survey it is and how many of those asked answered; null where nobody knows."""
    workspace = Workspace.open(options.workspace)
    kinds = {one.source: one for one in workspace.measuring.survey_kinds()}
    document = [
        {
            **asdict(rate),
            "kind": kinds[rate.source].kind if rate.source in kinds else None,
            "kind_proposed": kinds[rate.source].proposed if rate.source in kinds else None,
        }
        for rate in workspace.responding.rates()
    ]
    _print(document, options)


def _measured(measure: Any) -> dict[str, Any]:
    return {"value": measure.value, "low": measure.low, "high": measure.high, "n": measure.n}


def _ends(one: Any) -> dict[str, Any]:
    return {"value": one.value, "low": one.low, "high": one.high, "n": one.n, "reason": one.reason}


def _label(period: Period | None) -> str | None:
    return period.label if period else None


def _print(document: Any, options: argparse.Namespace) -> None:
    """Print one JSON document, or the same as indented lines for a person."""
    if options.json:
        output.print_document(document)
        return
    for line in _lines(document):
        print(line)


def _lines(value: Any, name: str = "", depth: int = 0) -> list[str]:
    pad = "  " * depth
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        head = [f"{pad}{name}:"] if name else []
        return head + [line for key, one in value.items() for line in _lines(one, str(key), depth + bool(name))]
    if isinstance(value, list):
        return [line for place, one in enumerate(value) for line in _lines(one, f"{name} {place + 1}".strip(), depth)]
    return [f"{pad}{name}: {value if value is not None else '–'}"]
