"""Is a line still about the same people? Where other sources answer, its level moves and no customer has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cx_core.metrics.compare import Comparison
from cx_core.metrics.decomposition import decompose
from cx_core.model.measure import Counts

#: The answers of each source; a source may stand several times, once for each scale.
BySource = Sequence[tuple[str | None, Counts]]

#: Two spans are about the same sources when these gave at least half of the answers in both.
CONTINUED = 0.5
#: A change of which the sources' weights carry at least half is theirs.
_CARRIED = 0.5


def shared_part(before: BySource, after: BySource) -> float | None:
    """Return how much of two spans comes from the same sources: Σ min(w0, w1), w a source's share of the answers.

    From 0 (no source in common) to 1 (equal weights); None where a span has no answers by source. One minus it is the
    total variation distance of the two mixes.

    >>> shared_part([("form", Counts(30)), ("zalo", Counts(10))], [("form", Counts(5)), ("zalo", Counts(5))])
    0.75
    """
    first, second = _totals(before), _totals(after)
    n_first, n_second = sum(first.values()), sum(second.values())
    if not n_first or not n_second:
        return None
    return sum(min(n / n_first, second.get(source, 0) / n_second) for source, n in first.items())


def is_continued(before: BySource, after: BySource) -> bool:
    """Tell whether a line may be drawn from one span to the other: at least half of both comes from the same sources.

    Where the sources are not known, nothing speaks against it.

    >>> is_continued([("old form", Counts(40))], [("new form", Counts(40))]), is_continued([], [])
    (False, True)
    """
    shared = shared_part(before, after)
    return shared is None or shared >= CONTINUED


def held_against_sources(found: Comparison, before: BySource, after: BySource) -> Comparison:
    """Return the comparison; not announced, reason ``other_sources``, where the change is the sources' and nobody's.

    That is where the mix part of the exact decomposition by source (`decomposition.decompose`) carries at least half of
    the difference; without a source in common it carries all. A change inside the same sources stays what it is.

    >>> from cx_core.metrics.compare import compare
    >>> glad, cross = Counts(200, 160, 20, 20), Counts(200, 60, 40, 100)
    >>> found = compare("nps", glad, cross)
    >>> found.verdict, held_against_sources(found, [("form", glad)], [("zalo", cross)]).reason
    ('fell', 'other_sources')
    >>> held_against_sources(found, [("form", glad)], [("form", cross)]).verdict
    'fell'
    """
    if not found.difference or not before or not after:
        return found
    mix = decompose(found.metric, _by_source(before), _by_source(after)).mix.value
    if mix is None or mix / found.difference < _CARRIED:
        return found
    return replace(found, verdict="not_enough_evidence", reason="other_sources")


def _totals(parts: BySource) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for source, counts in parts:
        found[source] = found.get(source, 0) + counts.n
    return found


def _by_source(parts: Iterable[tuple[str | None, Counts]]) -> dict[str | None, Counts]:
    """Return one count a source and scale; `decompose` says itself where there are several scales."""
    found: dict[str | None, Counts] = {}
    for source, counts in parts:
        key = source if source not in found else f"{source}\x1f{counts.scale}"
        found[key] = counts
    return found
