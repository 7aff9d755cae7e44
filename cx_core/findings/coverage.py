"""What the data do not say: sources gone quiet, channels nobody hears, answers without a place on the map."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from cx_core.findings.finding import Finding, ranked
from cx_core.model.folding import fold
from cx_core.model.imports import SourceFreshness
from cx_core.model.message import Message

#: A source is called stale when its last answer is older than this many days.
QUIET_DAYS = 30
#: Answers without a touchpoint are mentioned from this share on.
MIN_SHARE_UNASSIGNED = 0.05


def about_sources(sources: Iterable[SourceFreshness], today: date, quiet_days: int = QUIET_DAYS) -> tuple[Finding, ...]:
    """Return a note for every source that has gone quiet or whose answers carry no date; the longest silence first.

    A source without answers (orders only) is left out.

    >>> about_sources([], date(2026, 3, 1))
    ()
    """
    findings = []
    for source in sources:
        if not source.n_answers:
            continue
        if source.last_on is None:
            message = Message.of("finding.undated_source", source=source.source, n=source.n_answers)
            findings.append(Finding("undated_source", message, 1.0))
            continue
        silent = (today - source.last_on).days
        if silent > quiet_days:
            message = Message.of("finding.stale_source", source=source.source, n=silent, last_on=source.last_on)
            findings.append(Finding("stale_source", message, silent / max(1, quiet_days)))
    return ranked(findings)


def about_channels(on_the_map: Iterable[str], heard: Iterable[str]) -> Finding | None:
    """Return a note naming the channels of the map from which no answer has come; None when all are heard.

    Both are names as people write them, compared folded; ``on_the_map`` keeps its order.

    >>> about_channels(["Zalo", "Cửa hàng"], ["cua hang"]).message.value("channels")
    'Zalo'
    """
    known = {fold(name) for name in heard}
    missing = [name for name in dict.fromkeys(on_the_map) if fold(name) not in known]
    if not missing:
        return None
    message = Message.of("finding.missing_channels", n=len(missing), channels=", ".join(missing))
    return Finding("missing_channels", message, float(len(missing)))


def about_unassigned(n_unassigned: int, n_answers: int) -> Finding | None:
    """Return a note on answers that belong to no touchpoint of the map; None while they are under 5 %.

    >>> about_unassigned(30, 100).message.value("share")
    30
    """
    if not n_answers or n_unassigned / n_answers < MIN_SHARE_UNASSIGNED:
        return None
    share = n_unassigned / n_answers
    message = Message.of("finding.unassigned", n=n_unassigned, all=n_answers, share=round(100 * share))
    return Finding("unassigned", message, share)


def about_unmeasured(touchpoints: Collection[str], measured: Collection[str]) -> Finding | None:
    """Return a note on touchpoints (ids) of the map without a single answer; None when every one has some.

    >>> about_unmeasured(["t1", "t2", "t3"], ["t2"]).message.value("n")
    2
    """
    silent = [one for one in touchpoints if one not in set(measured)]
    if not silent:
        return None
    message = Message.of("finding.unmeasured_touchpoints", n=len(silent), all=len(touchpoints))
    return Finding("unmeasured_touchpoints", message, len(silent) / len(touchpoints))
