"""Build the counts of a few answers typed in a test, and Hypothesis strategies for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hypothesis import strategies as st

from cx_core.metrics.boxes import box_limits
from cx_core.model.feedback import NPS_SCALE, Scale
from cx_core.model.measure import ClusterSums, Counts


def counts_of(scores: Iterable[float], metric: str = "nps", scale: Scale = NPS_SCALE) -> Counts:
    """Return the counts of scores typed by hand, one customer each."""
    hundredths = [round(100 * score) for score in scores]
    if not hundredths:
        return Counts()
    box = box_limits(metric, scale)
    top = sum(box.holds_top(score) for score in hundredths)
    bottom = sum(box.holds_bottom(score) for score in hundredths)
    n = len(hundredths)
    return Counts(n, top, n - top - bottom, bottom, sum(hundredths), sum(s * s for s in hundredths), scale)


def counts_by_customer(answers: Iterable[tuple[str, float]], metric: str = "nps", scale: Scale = NPS_SCALE) -> Counts:
    """Return the counts of pairs (customer, score) with their cluster sums."""
    answers = list(answers)
    plain, box = counts_of([score for _, score in answers], metric, scale), box_limits(metric, scale)
    n_g, x_g, s_g, t_g = (defaultdict(int) for _ in range(4))
    for customer, score in answers:
        hundredths = round(100 * score)
        n_g[customer] += 1
        x_g[customer] += box.holds_top(hundredths) - box.holds_bottom(hundredths)
        s_g[customer] += hundredths
        t_g[customer] += box.holds_top(hundredths)
    sums = ClusterSums(
        n_customers=len(n_g),
        sum_nn=sum(n * n for n in n_g.values()),
        sum_xx=sum(x * x for x in x_g.values()),
        sum_nx=sum(n_g[c] * x_g[c] for c in n_g),
        sum_ss=sum(s * s for s in s_g.values()),
        sum_ns=sum(n_g[c] * s_g[c] for c in n_g),
        sum_tt=sum(t * t for t in t_g.values()),
        sum_nt=sum(n_g[c] * t_g[c] for c in n_g),
    )
    return Counts(plain.n, plain.top, plain.middle, plain.bottom, plain.total, plain.squares, plain.scale, sums)


def nps_counts(promoters: int, passives: int, detractors: int) -> Counts:
    """Return NPS counts of answers of 10, 8 and 3."""
    return counts_of([10] * promoters + [8] * passives + [3] * detractors)


nps_scores = st.lists(st.integers(0, 10), min_size=1, max_size=60)
trinomials = st.tuples(*[st.integers(0, 300)] * 3).filter(lambda counts: sum(counts) > 0)
