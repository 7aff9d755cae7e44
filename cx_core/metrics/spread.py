"""How different groups really are, once the noise of their samples is taken away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cx_core.metrics.estimates import ValueAndError


@dataclass(frozen=True)
class Spread:
    """The true spread of several groups.

    ``tau`` is its standard deviation in the unit of the values, ``centre`` the mean of the groups with its ``error``,
    ``q`` Cochran's statistic on ``n_groups`` - 1 degrees of freedom and ``p_value`` the chance of as much spread
    among equal groups. All are None with ``reason`` ``too_few_groups`` for fewer than two groups.
    """

    tau: float | None
    centre: float | None
    error: float | None
    q: float | None
    p_value: float | None
    n_groups: int
    reason: str | None = None


def true_spread(groups: Sequence[ValueAndError]) -> Spread:
    """Return the spread between groups beyond sampling noise, by the method of moments.

    w = 1/se², Q = Σ w (x - x̄)², tau² = max(0, (Q - (k - 1)) / (Σw - Σw²/Σw)); the centre weighs by 1/(se² + tau²).
    Source: DerSimonian & Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7, 1986.

    >>> same = [ValueAndError(10.0, 5.0)] * 3
    >>> true_spread(same).tau
    0.0
    """
    k = len(groups)
    if k < 2:
        return Spread(None, None, None, None, None, k, "too_few_groups")
    weights = [1 / group.error**2 for group in groups]
    total = math.fsum(weights)
    mean = math.fsum(w * group.value for w, group in zip(weights, groups, strict=True)) / total
    q = math.fsum(w * (group.value - mean) ** 2 for w, group in zip(weights, groups, strict=True))
    scale = total - math.fsum(w * w for w in weights) / total
    tau_squared = max(0.0, (q - (k - 1)) / scale)
    random_weights = [1 / (group.error**2 + tau_squared) for group in groups]
    random_total = math.fsum(random_weights)
    centre = math.fsum(w * group.value for w, group in zip(random_weights, groups, strict=True)) / random_total
    return Spread(math.sqrt(tau_squared), centre, 1 / math.sqrt(random_total), q, _chance(q, k - 1), k)


def _chance(q: float, degrees: int) -> float:
    # Loaded here: no page needs it before somebody asks for a league or for consistency.
    from scipy.special import chdtrc

    return float(chdtrc(degrees, q))
