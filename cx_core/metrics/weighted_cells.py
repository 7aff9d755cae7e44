"""Weights for cells of equal answers: what a page can afford for a million answers, and any metric's weighted value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.distributions import CONFIDENCE, normal_quantile
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.intervals import POINTS
from cx_core.metrics.registry import metric
from cx_core.metrics.weighting import LEAST, MOST, Weights, rake
from cx_core.model.measure import Counts


def rake_cells(
    groups: Mapping[str, Sequence[str]],
    sizes: Sequence[int],
    targets: Mapping[str, Mapping[str, float]],
    limits: tuple[float, float] | None = (LEAST, MOST),
) -> Weights:
    """Weight cells of ``sizes`` answers each so that every field's shares match those of the customers.

    As `weighting.rake` on every single answer, since answers of one cell get one weight: ``values`` holds the weight of
    an answer of each cell, their mean over the answers is 1. Cells without answers have weight 0. Raises ValueError
    as `rake` does. Source: Deming & Stephan 1940; Kish 1992.

    >>> rake_cells({"sex": ["f", "m"]}, [3, 1], {"sex": {"f": 0.5, "m": 0.5}}).values.round(3).tolist()
    [0.667, 2.0]
    """
    n_each = np.asarray(sizes, dtype=np.int64)
    whose = np.repeat(np.arange(len(n_each)), n_each).tolist()
    answers = {field: [values[at] for at in whose] for field, values in groups.items()}
    found = rake(answers, targets, limits)
    values = np.zeros(len(n_each))
    values[whose] = found.values
    return Weights(values, found.effect, found.effective_n, found.rounds, found.is_close, found.standing)


def weighted_measure(
    metric_key: str, cells: Sequence[Counts], weights: Sequence[float], confidence: float = CONFIDENCE
) -> Estimate:
    """Return a metric's value over cells whose answers weigh ``weights`` each, in the unit of the metric.

    With x the class code (points), 1 for the top class (shares) or the score (means): m = Σwx / Σw,
    SE = sqrt(n/(n - 1) Σw²(x - m)²) / Σw. Points and shares stay within their limits. None without answers; no
    interval for one answer or when all agree. Source: Kish 1965.

    >>> weighted_measure("nps", [Counts(3, 3, 0, 0), Counts(1, 0, 0, 1)], [1.0, 1.0]).value
    50.0
    """
    unit = metric(metric_key).unit
    n = sum(one.n for one in cells)
    total = math.fsum(weight * one.n for one, weight in zip(cells, weights, strict=True))
    if not n or not total:
        return Estimate(None, reason="no_answers")
    moments = [_moments(unit, one) for one in cells]
    pairs = list(zip(cells, moments, weights, strict=True))
    mean = math.fsum(weight * sum_x for _, (sum_x, _), weight in pairs) / total
    spread = math.fsum(w * w * (squares - 2 * mean * sum_x + one.n * mean * mean) for one, (sum_x, squares), w in pairs)
    factor = POINTS if unit == "points" else 1.0
    if n < 2 or spread <= 1e-12 * n:
        return Estimate(factor * mean, n=n, method="weighted")
    half = normal_quantile(confidence) * math.sqrt(n / (n - 1) * spread) / total
    low, high = mean - half, mean + half
    if unit != "score":
        low, high = max(-1.0 if unit == "points" else 0.0, low), min(1.0, high)
    return Estimate(factor * mean, factor * low, factor * high, n, "weighted")


def _moments(unit: str, one: Counts) -> tuple[float, float]:
    """Return Σx and Σx² of a cell."""
    if unit == "points":
        return one.top - one.bottom, one.top + one.bottom
    if unit == "share":
        return one.top, one.top
    return one.total / HUNDREDTHS, one.squares / HUNDREDTHS**2
