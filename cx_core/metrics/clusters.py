"""What it costs that one customer answered several times: the design effect of a cell."""

from __future__ import annotations

from typing import Literal

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.distributions import student_quantile
from cx_core.model.measure import ClusterSums, Counts

#: What is averaged over the answers: the class code (+1, 0, -1), the score, or "is in the top class" (1, 0).
Averaged = Literal["code", "score", "top"]


def design_effect(counts: Counts, averaged: Averaged) -> float:
    """Return by how much the variance of a mean grows because answers come from fewer customers; never below 1.

    The ratio of the cluster-robust variance G/(G-1) · Σ_g (Σ_{i in g} (x_i - m))² / n² to the plain one
    V/(n-1), times (t_{G-1} / t_{n-1})² for the few degrees of freedom of few customers (Cameron & Miller 2015).
    It is 1 when nobody answered twice or when ``counts`` carries no cluster sums. Where the variance cannot be
    estimated (all answers agree, or one customer only) a customer counts as one answer: Kish's Σ n_g² / n.

    >>> twice = ClusterSums(2, sum_nn=8, sum_xx=8, sum_nx=0, sum_ss=4000000, sum_ns=4000, sum_tt=4, sum_nt=4)
    >>> design_effect(Counts(4, 2, 0, 2, 2000, 2000000, clusters=twice), "code") > 10
    True
    """
    sums = counts.clusters
    if sums is None or counts.n < 2 or sums.n_customers >= counts.n:
        return 1.0
    total, squares, cross, within = _sums_of(counts, sums, averaged)
    n, n_customers = counts.n, sums.n_customers
    mean = total / n
    plain = (within / n - mean * mean) / (n - 1)
    between = max(0.0, squares - 2 * mean * cross + mean * mean * sums.sum_nn)
    if n_customers < 2 or plain <= 0:
        return max(1.0, sums.sum_nn / n)
    robust = n_customers / (n_customers - 1) * between / n**2
    few = student_quantile(n_customers - 1) / student_quantile(n - 1)
    return max(1.0, robust / plain * few * few)


def effective_n(counts: Counts, averaged: Averaged) -> float:
    """Return how many independent answers the cell is worth: n over its design effect; 0 for an empty cell.

    >>> effective_n(Counts(40, 20, 0, 20), "code")
    40.0
    """
    return counts.n / design_effect(counts, averaged)


def _sums_of(counts: Counts, sums: ClusterSums, averaged: Averaged) -> tuple[float, float, float, float]:
    """Return Σx, Σ x_g², Σ n_g·x_g and Σ x² of what is averaged."""
    if averaged == "code":
        return counts.top - counts.bottom, sums.sum_xx, sums.sum_nx, counts.top + counts.bottom
    if averaged == "top":
        return counts.top, sums.sum_tt, sums.sum_nt, counts.top
    square = HUNDREDTHS**2
    return counts.total / HUNDREDTHS, sums.sum_ss / square, sums.sum_ns / HUNDREDTHS, counts.squares / square
