"""What moved: every metric over every dimension, and only what survives being one of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cx_core.findings.finding import Finding, Status, ranked
from cx_core.findings.words import (
    change_messages,
    dimension_message,
    evidence_message,
    kind_message,
    metric_message,
)
from cx_core.metrics import measure_pool
from cx_core.metrics.compare import Comparison, compare
from cx_core.metrics.continuity import held_against_sources
from cx_core.metrics.distributions import normal_quantile
from cx_core.metrics.multiple import confirm
from cx_core.metrics.registry import metric
from cx_core.model.measure import MIN_N_TESTED, Counts, Measure
from cx_core.model.message import Message, MessageValue

#: The list of unconfirmed changes stays short, or it becomes the list of everything.
MAX_WATCHED = 5
#: The family of texts of each status; a note is about a change that other sources carry.
_SAID: dict[Status, str] = {"confirmed": "moved", "watch": "watch", "note": "sources"}


@dataclass(frozen=True)
class Change:
    """One group's answers in two periods. ``group`` is empty for all answers together.

    ``label`` is the group's name for people (a touchpoint's name, not its id); without it the group's own
    value is shown. ``before`` and ``after`` hold different answers, on one scale each. ``survey_kind`` is the kind of
    survey where several are measured apart, else None. ``sources_before`` and ``sources_after`` hold the same answers
    by source, where there are several.
    """

    metric: str
    group: tuple[tuple[str, str | None], ...]
    before: Counts
    after: Counts
    label: str | None = None
    survey_kind: str | None = None
    sources_before: tuple[tuple[str | None, Counts], ...] = ()
    sources_after: tuple[tuple[str | None, Counts], ...] = ()

    @property
    def scan(self) -> tuple[str, str | None, tuple[str, ...]]:
        """What it was looked at together with: one metric, of one kind of survey, over one set of dimensions."""
        return self.metric, self.survey_kind, tuple(field for field, _ in self.group)


def what_moved(changes: Iterable[Change], max_watched: int = MAX_WATCHED) -> tuple[Finding, ...]:
    """Return what moved between two periods, confirmed changes first, then at most ``max_watched`` to keep an eye on.

    Each scan (one metric over one dimension) is confirmed by Benjamini–Hochberg at 10 % under the announce rule
    (`multiple.confirm`). A confirmed change is ranked by the nearer end of its interval over the practical floor:
    by what is certain about it. A change that reaches the floor with 30 answers on both sides but is not confirmed
    is worth watching, ranked by its size shrunk towards 0 by its error, d · φ² / (φ² + SE²), φ the floor.

    A change that other sources carry (`continuity.held_against_sources`) is neither: it is a note about the data, told
    of the total, and of a group only where the total has none.

    >>> fall = Change("nps", (("channel", "zalo"),), Counts(100, 60, 20, 20), Counts(100, 35, 30, 35))
    >>> [(one.status, one.message.key) for one in what_moved([fall])]
    [('confirmed', 'finding.moved.fell_group')]
    """
    confirmed: list[Finding] = []
    watched: list[Finding] = []
    of_sources: list[Finding] = []
    for change, found in _compared(changes):
        if found.announced:
            confirmed.append(_confirmed_finding(change, found))
        elif found.reason == "other_sources":
            of_sources.append(_finding(change, found, "note", abs(found.difference or 0.0) / (found.floor or 1.0)))
        elif _is_worth_watching(found):
            watched.append(_watched_finding(change, found))
    totals = {(one.metric, one.survey_kind) for one in of_sources if not one.group}
    notes = [one for one in of_sources if not one.group or (one.metric, one.survey_kind) not in totals]
    return (*ranked(confirmed), *ranked(watched)[:max_watched], *ranked(notes))


def scan_table(changes: Iterable[Change]) -> tuple[tuple[Change, Measure, Measure, Comparison], ...]:
    """Return every group that was looked at, with both measures and the comparison that allows for the many looks.

    >>> [(found.verdict, round(after.value)) for _, _, after, found in scan_table(
    ...     [Change("nps", (), Counts(100, 60, 20, 20), Counts(100, 35, 30, 35))])]
    [('fell', 0)]
    """
    return tuple(
        (change, measure_pool(change.metric, [change.before]), measure_pool(change.metric, [change.after]), found)
        for change, found in _compared(changes)
    )


def _compared(changes: Iterable[Change]) -> list[tuple[Change, Comparison]]:
    """Return each change with its comparison, confirmed among those of its scan."""
    scans: dict[tuple[str, str | None, tuple[str, ...]], list[Change]] = {}
    for change in changes:
        scans.setdefault(change.scan, []).append(change)
    return [pair for scan in scans.values() for pair in _confirmed(scan)]


def _confirmed(scan: Sequence[Change]) -> zip[tuple[Change, Comparison]]:
    compared = confirm([compare(change.metric, change.before, change.after) for change in scan])
    held = (_against_sources(change, found) for change, found in zip(scan, compared, strict=True))
    return zip(scan, held, strict=True)


def _against_sources(change: Change, found: Comparison) -> Comparison:
    """Hold against its sources what would be said of a change; what says nothing keeps its own reason."""
    if not found.announced and not _is_worth_watching(found):
        return found
    return held_against_sources(found, change.sources_before, change.sources_after)


def _is_worth_watching(found: Comparison) -> bool:
    return (
        found.difference is not None
        and found.low is not None
        and abs(found.difference) >= found.floor
        and min(found.n_before, found.n_after) >= MIN_N_TESTED
    )


def _confirmed_finding(change: Change, found: Comparison) -> Finding:
    ends = [abs(end) for end in (found.low, found.high) if end is not None]
    strength = min(ends, default=0.0) / (found.floor or 1.0)
    return _finding(change, found, "confirmed", strength)


def _watched_finding(change: Change, found: Comparison) -> Finding:
    low, high, difference = found.low or 0.0, found.high or 0.0, found.difference or 0.0
    error = (high - low) / 2 / normal_quantile()
    floor = found.floor or 1.0
    shrunk = difference * floor**2 / (floor**2 + error**2)
    return _finding(change, found, "watch", abs(shrunk) / floor)


def _finding(change: Change, found: Comparison, status: Status, strength: float) -> Finding:
    difference = found.difference or 0.0
    key = f"{'rose' if difference > 0 else 'fell'}_{'group' if change.group else 'total'}"
    before, after = (metric(change.metric).measure(counts) for counts in (change.before, change.after))
    values: dict[str, MessageValue] = {
        "metric": kind_message(metric_message(found), change.survey_kind),
        **change_messages(change.metric, before.value, after.value),
    }
    if change.group:
        field, value = change.group[-1]
        values["dimension"] = dimension_message(field)
        values["group"] = change.label or value or Message.of("finding.no_value")
    return Finding(
        kind="moved",
        message=Message.of(f"finding.{_SAID[status]}.{key}", **values),
        strength=strength,
        status=status,
        metric=change.metric,
        group=change.group,
        comparison=found,
        survey_kind=change.survey_kind,
        evidence=evidence_message(found),
    )
