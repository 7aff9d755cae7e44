"""How a whole journey was lived: service quality gaps, and the peak and the end that are remembered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cx_core.metrics.distributions import CONFIDENCE, student_quantile
from cx_core.metrics.estimates import Estimate


@dataclass(frozen=True)
class ServiceGap:
    """Perceived minus expected for one dimension, in scale points; negative: customers get less than they expect.

    ``perceived`` stands alone beside it, since expectations are nearly always at the top of the scale.
    """

    dimension: str
    gap: Estimate
    perceived: float | None


@dataclass(frozen=True)
class ServiceQuality:
    """SERVQUAL: the gap of every dimension, their plain mean and their mean weighted by stated importance."""

    gaps: tuple[ServiceGap, ...]
    mean: float | None
    weighted: float | None


def service_quality(
    answers: Mapping[str, Sequence[tuple[float | None, float | None]]], importance: Mapping[str, float] | None = None
) -> ServiceQuality:
    """Return the gap of each dimension from pairs (perceived, expected), one a respondent.

    gap = mean(P - E) over respondents with both, paired t interval (two respondents at least); ``importance``
    splits 100 points over the dimensions. A dimension without pairs has None and is left out of the means. Source:
    Parasuraman, Zeithaml & Berry, Journal of Retailing 64, 1988.

    >>> quality = service_quality({"reliability": [(4.0, 5.0), (5.0, 5.0)], "empathy": [(3.0, 5.0), (4.0, 5.0)]})
    >>> quality.mean
    -1.0
    """
    gaps = []
    for dimension, pairs in answers.items():
        perceived = [p for p, _ in pairs if p is not None]
        differences = [p - e for p, e in pairs if p is not None and e is not None]
        alone = math.fsum(perceived) / len(perceived) if perceived else None
        gaps.append(ServiceGap(dimension, _paired_mean(differences), alone))
    known = {one.dimension: one.gap.value for one in gaps if one.gap.value is not None}
    mean = math.fsum(known.values()) / len(known) if known else None
    return ServiceQuality(tuple(gaps), mean, _weighted(known, importance or {}))


def _weighted(gaps: Mapping[str, float], importance: Mapping[str, float]) -> float | None:
    points = math.fsum(importance.get(dimension, 0.0) for dimension in gaps)
    if points <= 0:
        return None
    return math.fsum(importance.get(dimension, 0.0) * gap for dimension, gap in gaps.items()) / points


def _paired_mean(values: Sequence[float]) -> Estimate:
    n = len(values)
    if not n:
        return Estimate(None, reason="no_answers")
    mean = math.fsum(values) / n
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1) if n > 1 else 0.0
    if variance <= 0:
        return Estimate(mean, n=n, method="paired")
    half = student_quantile(n - 1, CONFIDENCE) * math.sqrt(variance / n)
    return Estimate(mean, mean - half, mean + half, n, "paired")


@dataclass(frozen=True)
class PeakEnd:
    """What customers are likely to remember, beside the plain mean of all their touchpoints.

    ``remembered`` is the mean over customers of (peak + end) / 2, ``plain`` of their plain means, both on the axis
    of the values. None for no customer with two touchpoints or more; ``n`` counts those.
    """

    remembered: float | None
    plain: float | None
    n: int


def peak_end(journeys: Iterable[Sequence[float]], midpoint: float = 0.0) -> PeakEnd:
    """Return the peak-end value of some customers' journeys, each the values of its touchpoints in order.

    Peak = the value farthest from ``midpoint``, the worse of two equally far. Customers with fewer than two
    touchpoints are left out. Source: Kahneman et al., Psychological Science 4, 1993.

    >>> peak_end([[1.0, -2.0, 2.0, 0.5]])
    PeakEnd(remembered=-0.75, plain=0.375, n=1)
    """
    remembered, plain = [], []
    for values in journeys:
        if len(values) < 2:
            continue
        peak = min(values, key=lambda value: (-abs(value - midpoint), value))
        remembered.append((peak + values[-1]) / 2)
        plain.append(math.fsum(values) / len(values))
    if not remembered:
        return PeakEnd(None, None, 0)
    n = len(remembered)
    return PeakEnd(math.fsum(remembered) / n, math.fsum(plain) / n, n)
