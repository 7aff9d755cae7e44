"""Many comparisons at once: how many of the changes that look real are expected to be chance."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.metrics.compare import Comparison, judge
from cx_core.model.measure import MIN_N_TESTED

#: Among the changes announced in one scan, this share may be false on average.
FALSE_DISCOVERY_RATE = 0.10


def adjusted_p_values(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return the Benjamini–Hochberg adjusted p-values in the order given; None stays None and does not count.

    With m p-values sorted upwards, q(i) = min over j >= i of m p(j) / j, at most 1. Never below its p-value.
    Source: Benjamini & Hochberg, J. R. Statist. Soc. B 57, 1995.

    >>> adjusted_p_values([0.01, None, 0.04, 0.02])
    (0.03, None, 0.04, 0.03)
    """
    known = sorted((p_value, place) for place, p_value in enumerate(p_values) if p_value is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    smallest = 1.0
    for rank in range(len(known), 0, -1):
        p_value, place = known[rank - 1]
        smallest = min(smallest, len(known) * p_value / rank)
        adjusted[place] = max(smallest, p_value)
    return tuple(adjusted)


def confirm(
    comparisons: Sequence[Comparison], false_discovery_rate: float = FALSE_DISCOVERY_RATE
) -> tuple[Comparison, ...]:
    """Return the comparisons of one scan with verdicts that allow for their number, in the order given.

    One scan is one metric over one dimension. Comparisons with fewer than 30 answers on a side can never be announced
    and are left out of the count, which is decided by n alone and so costs no honesty.

    >>> confirm([])
    ()
    """
    tested = [found.p_value if _is_tested(found) else None for found in comparisons]
    adjusted = adjusted_p_values(tested)
    return tuple(
        judge(found, p_adjusted, false_discovery_rate) for found, p_adjusted in zip(comparisons, adjusted, strict=True)
    )


def _is_tested(found: Comparison) -> bool:
    return min(found.n_before, found.n_after) >= MIN_N_TESTED
