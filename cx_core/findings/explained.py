"""Why a number moved, in ranked sentences: what is certain stands first, what goes the other way is not hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cx_core.findings.finding import Finding
from cx_core.findings.words import (
    change_messages,
    difference_message,
    dimension_message,
    evidence_message,
    metric_message,
    signed_message,
    sum_messages,
    value_message,
)
from cx_core.metrics.attribution import Carried
from cx_core.metrics.compare import Comparison
from cx_core.metrics.decomposition import Decomposition, Part
from cx_core.metrics.distributions import normal_p_value, normal_quantile
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.multiple import FALSE_DISCOVERY_RATE, adjusted_p_values
from cx_core.model.measure import MIN_N_TESTED, Measure
from cx_core.model.message import Message, MessageValue

#: A sentence a group at most, and no more sentences than one reads.
MAX_REASONS = 8
#: A part under this share of the practical floor is not worth a sentence.
_WORTH = 0.2

#: The field that stands for what comments speak of.
THEME = "theme"

Label = Callable[[str, str | None], str | None]


@dataclass(frozen=True)
class Split:
    """A change taken apart by one field, with each group's own tested change."""

    field: str
    parts: Decomposition
    moves: tuple[tuple[str | None, Comparison], ...] = ()


def explain_change(
    before: Measure,
    after: Measure,
    comparison: Comparison,
    splits: Iterable[Split],
    label: Label,
    themes: Sequence[Carried] = (),
) -> tuple[Finding, ...]:
    """Return the sentences of one change: the verdict, alarms, then the groups behind it, the surest first.

    A group is named when the interval of its rate or mix part lies on one side of 0. A rate is ``confirmed`` when the
    group's own change holds among all groups of its field, a mix when the total is announced; otherwise both are worth
    watching. Two groups can move for sure and cancel out in the total. Strength is the nearer end of the interval
    over the practical floor. Alarms are for changes that reach the floor: noise turns round by itself. ``label``
    gives a group's name for people, None for its own value.

    ``themes`` are what each theme carries of the change; a theme is ``confirmed`` when its part holds among all themes
    (Benjamini–Hochberg on p = 2(1 - Φ(|part|/SE))) and the total is announced.

    >>> still = Measure("nps", 0.0, n=0)
    >>> found = explain_change(still, still, Comparison("nps", None, reason="no_answers"), (), lambda *_: None)
    >>> [one.kind for one in found]
    ['verdict']
    """
    chosen = tuple(splits)
    found = [_verdict(before, after, comparison)]
    if abs(comparison.difference or 0.0) >= comparison.floor:
        found += [_alarm(split, comparison) for split in chosen if split.parts.alarm]
    reasons = [one for split in chosen for one in _reasons(split, comparison, label)]
    reasons += _theme_reasons(themes, comparison, label)
    reasons.sort(key=lambda one: (one.status != "confirmed", -one.strength))
    return (*found, *_without_repeats(reasons)[:MAX_REASONS])


def mix_share(split: Decomposition, comparison: Comparison) -> Message | None:
    """Say how much of a change comes from other customers and how much from other experiences; None without one.

    >>> mix_share(Decomposition("nps", None, Estimate(None), Estimate(None)), Comparison("nps", None)) is None
    True
    """
    if split.change is None:
        return None
    said = sum_messages(comparison.metric, mix=split.mix.value or 0.0, rate=split.rate.value or 0.0)
    return Message.of("explain.mix_and_rate", **said)


def _verdict(before: Measure, after: Measure, found: Comparison) -> Finding:
    values: dict[str, MessageValue] = {
        "metric": metric_message(found),
        **change_messages(found.metric, before.value, after.value),
    }
    if found.difference is None:
        return Finding("verdict", Message.of("explain.verdict.unknown", **values), 0.0, comparison=found)
    if found.announced:
        message = Message.of(f"finding.moved.{found.verdict}_total", **values)
    elif found.reason == "other_sources":
        message = Message.of(f"finding.sources.{'rose' if found.difference > 0 else 'fell'}_total", **values)
    else:
        message = Message.of("explain.verdict.not_enough_evidence", **values)
    return Finding(
        "verdict",
        message,
        0.0,
        "confirmed" if found.announced else "note",
        found.metric,
        comparison=found,
        evidence=evidence_message(found),
    )


def _alarm(split: Split, found: Comparison) -> Finding:
    message = Message.of(f"explain.alarm.{split.parts.alarm}", dimension=dimension_message(split.field))
    return Finding("alarm", message, 0.0, "confirmed", found.metric, evidence=mix_share(split.parts, found))


def _reasons(split: Split, total: Comparison, label: Label) -> list[Finding]:
    moves = dict(split.moves)
    found = []
    for part in split.parts.parts:
        own = moves.get(part.segment)
        if own is not None and min(own.n_before, own.n_after) >= MIN_N_TESTED and _is_worth(part.rate, total):
            found.append(_reason(split.field, part, part.rate, "rate", total, own, label))
        if _is_worth(part.mix, total) and part.mix.n >= MIN_N_TESTED:
            found.append(_reason(split.field, part, part.mix, "mix", total, None, label))
    return found


def _is_worth(one: Estimate, total: Comparison) -> bool:
    return one.is_clear and abs(one.value or 0.0) >= _WORTH * (total.floor or 1.0)


def _reason(
    field: str, part: Part, one: Estimate, kind: str, total: Comparison, own: Comparison | None, label: Label
) -> Finding:
    ends = [abs(end) for end in (one.low, one.high) if end is not None]
    helps = (one.value or 0.0) * (total.difference or 0.0) > 0
    name = label(field, part.segment) or part.segment or Message.of("finding.no_value")
    values: dict[str, MessageValue] = {
        "metric": metric_message(total),
        "dimension": dimension_message(field),
        "group": name,
        "part": signed_message(total.metric, one.value or 0.0),
        "change": signed_message(total.metric, total.difference or 0.0),
        "before": value_message(total.metric, part.value_before),
        "after": value_message(total.metric, part.value_after),
        "share_before": round(100 * part.share_before),
        "share_after": round(100 * part.share_after),
    }
    # That other sources carry the total makes their mix no less sure.
    is_sure = own.announced if own else total.announced or total.reason == "other_sources"
    return Finding(
        kind,
        Message.of(f"explain.{kind}.{'with' if helps else 'against'}", **values),
        min(ends, default=0.0) / (total.floor or 1.0),
        "confirmed" if is_sure else "watch",
        total.metric,
        ((field, part.segment),),
        own,
        Message.of(
            "explain.evidence",
            low=difference_message(total.metric, one.low),
            high=difference_message(total.metric, one.high),
            n=one.n,
        ),
    )


def _theme_reasons(themes: Sequence[Carried], total: Comparison, label: Label) -> list[Finding]:
    """Return a sentence for each theme whose part is clear; answers that speak of no theme explain nothing."""
    named = [one for one in themes if one.group is not None]
    adjusted = adjusted_p_values([_p_value(one.change) for one in named])
    return [
        _theme_reason(one, total, p_value is not None and p_value <= FALSE_DISCOVERY_RATE, label)
        for one, p_value in zip(named, adjusted, strict=True)
        if _is_worth(one.change, total) and one.change.n >= MIN_N_TESTED
    ]


def _p_value(one: Estimate) -> float | None:
    if one.value is None or one.low is None or one.high is None or one.high <= one.low:
        return None
    return normal_p_value(one.value / ((one.high - one.low) / 2 / normal_quantile()))


def _theme_reason(one: Carried, total: Comparison, holds: bool, label: Label) -> Finding:
    change = one.change
    helps = (change.value or 0.0) * (total.difference or 0.0) > 0
    ends = [abs(end) for end in (change.low, change.high) if end is not None]
    values: dict[str, MessageValue] = {
        "theme": label(THEME, one.group) or one.group or "",
        "part": signed_message(total.metric, change.value or 0.0),
        "change": signed_message(total.metric, total.difference or 0.0),
        "n_before": one.n_before,
        "n_after": one.n_after,
    }
    return Finding(
        "theme",
        Message.of(f"explain.theme.{'with' if helps else 'against'}", **values),
        min(ends, default=0.0) / (total.floor or 1.0),
        "confirmed" if holds and total.announced else "watch",
        total.metric,
        ((THEME, one.group),),
        evidence=Message.of(
            "explain.evidence",
            low=difference_message(total.metric, change.low),
            high=difference_message(total.metric, change.high),
            n=change.n,
        ),
    )


def _without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one sentence a group: a group with both a mix and a rate part is told by the surer one."""
    kept: dict[object, Finding] = {}
    for one in findings:
        kept.setdefault(one.group, one)
    return list(kept.values())
