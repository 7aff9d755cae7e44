"""Which parts of the experience go with the overall score: key drivers, with intervals and honest gaps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx_core.metrics.distributions import normal_quantile
from cx_core.metrics.importance import MAX_EXACT, explained_variance, inflation, johnson, lmg

Floats = NDArray[np.float64]

MIN_N, ANSWERS_PER_DRIVER = 100, 20
MAX_DROPPED, MIN_COVERAGE = 0.30, 0.60
COLLINEAR, MOVES_TOGETHER = 5.0, 0.7
RESAMPLES = 500
#: From more answers than this equal ones are resampled by their count, unless so many of them are distinct.
_MANY, _MOST_DISTINCT = 50_000, 20_000
#: The inverse hyperbolic tangent of a perfect correlation has no end.
_NEARLY_ONE = 0.999999


@dataclass(frozen=True)
class Driver:
    """What one driver has to do with the outcome.

    ``rho`` is Spearman's over its ``n_pairs`` answers with both values, None without spread. ``share`` is its part
    of R², 0 to 1, with a bootstrap interval, None with ``reason`` (``no_spread``, ``low_coverage``) where it could
    not enter the model. ``r`` (Pearson, in the model's sample) gives the direction. ``best_rank`` and
    ``worst_rank`` count the drivers whose intervals lie clearly above and clearly below; ``rank`` is None unless
    they agree. ``moves_with`` names drivers so alike that they are not ranked against each other; ``vif`` is None
    for a perfect copy.
    """

    name: str
    rho: float | None
    n_pairs: int
    coverage: float
    share: float | None = None
    low: float | None = None
    high: float | None = None
    r: float | None = None
    vif: float | None = None
    best_rank: int | None = None
    worst_rank: int | None = None
    moves_with: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def rank(self) -> int | None:
        """The place in the order; None where intervals overlap."""
        return self.best_rank if self.best_rank == self.worst_rank and not self.moves_with else None


@dataclass(frozen=True)
class Drivers:
    """All drivers, the largest share first. ``explained`` is R² of the model on ``n`` complete answers.

    ``method`` is ``lmg`` or ``johnson``. ``explained`` is None with ``reason`` where no model was fitted:
    ``too_few_answers`` (under 100, or under 20 a driver), ``no_spread`` (the outcome is constant), ``no_drivers``.
    """

    drivers: tuple[Driver, ...]
    explained: float | None
    n: int
    n_all: int
    method: str | None = None
    reason: str | None = None


def key_drivers(outcome: Floats, drivers: Mapping[str, Floats], resamples: int = RESAMPLES, seed: int = 0) -> Drivers:
    """Return the drivers of an outcome with their shares of R².

    ``outcome`` and every driver are arrays of one value an answer, NaN where it is missing; use the 0–10 score, not
    the -1/0/1 code, which finds the top driver less often. Answers that lack a value are left out (n is printed);
    if that drops more than 30 % of them, drivers with under 60 % coverage leave first. A touchpoint that a customer
    never met is not missing: analyse each journey by itself. Up to 12 drivers LMG, above Johnson's weights;
    percentile bootstrap of the shares with a fixed ``seed``. Association, not cause. Sources: see `importance`.

    >>> key_drivers(np.arange(5.0), {"staff": np.arange(5.0)}).reason
    'too_few_answers'
    """
    names = tuple(drivers)
    table = np.column_stack([np.asarray(drivers[name], dtype=float) for name in names]) if names else None
    y = np.asarray(outcome, dtype=float)
    if table is None:
        return Drivers((), None, 0, int(np.isfinite(y).sum()), reason="no_drivers")
    asked = np.isfinite(y)
    y, table = y[asked], table[asked]
    plain = {name: _plain(name, y, table[:, place]) for place, name in enumerate(names)}
    used, rows = _complete(table)
    x, y_used = table[rows][:, used], y[rows]
    spread = np.array([np.ptp(column) > 0 for column in x.T], dtype=bool) if len(x) else np.zeros(len(used), bool)
    kept = [place for place, has_spread in zip(used, spread, strict=True) if has_spread]
    reason = _refusal(y_used, len(kept))
    if reason:
        found = tuple(sorted(plain.values(), key=lambda one: -abs(one.rho or 0.0)))
        return Drivers(found, None, len(y_used), len(y), reason=reason)
    data = np.column_stack([table[rows][:, kept], y_used])
    fitted = _fit(data, [names[place] for place in kept], plain, resamples, seed)
    left_out = [
        _without_share(plain[name], "low_coverage" if place not in used else "no_spread")
        for place, name in enumerate(names)
        if place not in kept
    ]
    method = "lmg" if len(kept) <= MAX_EXACT else "johnson"
    return Drivers((*fitted, *left_out), explained_variance(_correlations(data)), len(data), len(y), method)


def spearman(one: Floats, two: Floats) -> float | None:
    """Return Spearman's rank correlation, ties averaged; None for fewer than three pairs or a constant side.

    ρ = Pearson's r of the ranks. NaN on either side drops the pair. Source: Spearman 1904.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    both = np.isfinite(one) & np.isfinite(two)
    if both.sum() < 3 or np.ptp(one[both]) == 0 or np.ptp(two[both]) == 0:
        return None
    return float(np.corrcoef(_ranks(one[both]), _ranks(two[both]))[0, 1])


def spearman_interval(rho: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a rank correlation over n pairs; None for fewer than five or without ρ.

    tanh(atanh(ρ) ± z sqrt((1 + ρ²/2) / (n - 3))). Source: Bonett & Wright, Psychometrika 65, 2000.

    >>> [round(end, 3) for end in spearman_interval(0.0, 28)]
    [-0.373, 0.373]
    """
    if rho is None or n < 5:
        return None
    inside = min(max(rho, -_NEARLY_ONE), _NEARLY_ONE)
    half = normal_quantile() * math.sqrt((1 + inside**2 / 2) / (n - 3))
    middle = math.atanh(inside)
    return min(rho, math.tanh(middle - half)), max(rho, math.tanh(middle + half))


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Floats = (last - (counts - 1) / 2)[place]
    return middle


def _plain(name: str, y: Floats, x: Floats) -> Driver:
    n_pairs = int(np.isfinite(x).sum())
    return Driver(name, spearman(x, y), n_pairs, n_pairs / len(y) if len(y) else 0.0)


def _complete(table: Floats) -> tuple[list[int], NDArray[np.bool_]]:
    """Return the drivers to use and the answers that have all of them."""
    known = np.isfinite(table)
    used = list(range(table.shape[1]))
    rows = known.all(axis=1)
    if len(table) and 1 - rows.mean() > MAX_DROPPED:
        used = [place for place in used if known[:, place].mean() >= MIN_COVERAGE]
        rows = known[:, used].all(axis=1)
    return used, np.asarray(rows, dtype=bool)


def _refusal(y: Floats, n_drivers: int) -> str | None:
    if len(y) < max(MIN_N, ANSWERS_PER_DRIVER * n_drivers):
        return "too_few_answers"
    if np.ptp(y) == 0:
        return "no_spread"
    return None if n_drivers else "no_drivers"


def _fit(data: Floats, names: list[str], plain: Mapping[str, Driver], resamples: int, seed: int) -> tuple[Driver, ...]:
    correlations = _correlations(data)
    share_of = lmg if len(names) <= MAX_EXACT else johnson
    shares = share_of(correlations)
    lows, highs = _bootstrap(data, shares, resamples, seed)
    factors = inflation(correlations[:-1, :-1])
    collinear = [factor is None or factor > COLLINEAR for factor in factors]
    found = []
    for place, name in enumerate(names):
        above = sum(bool(low > highs[place]) for low in lows)
        below = sum(bool(high < lows[place]) for high in highs)
        together = tuple(
            other
            for there, other in enumerate(names)
            if there != place
            and collinear[place]
            and collinear[there]
            and abs(correlations[place, there]) >= MOVES_TOGETHER
        )
        base = plain[name]
        found.append(
            Driver(
                name,
                base.rho,
                base.n_pairs,
                base.coverage,
                float(shares[place]),
                float(lows[place]),
                float(highs[place]),
                float(correlations[place, -1]),
                factors[place],
                above + 1,
                len(names) - below,
                together,
            )
        )
    return tuple(sorted(found, key=lambda one: -(one.share or 0.0)))


def _bootstrap(data: Floats, shares: Floats, resamples: int, seed: int) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    counted = _equal_rows(data) if len(data) > _MANY else None
    if counted is None:
        drawn = (data[random.integers(0, len(data), len(data))] for _ in range(resamples))
        # A resample in which a driver happens to be constant has no correlations; it is drawn again by being skipped.
        correlated = [_correlations(one) for one in drawn if (np.ptp(one, axis=0) > 0).all()]
    else:
        correlated = _drawn_by_count(*counted, resamples, random)
    if not correlated:
        return shares, shares
    share_of = lmg if len(shares) <= MAX_EXACT else johnson
    drawn_shares = share_of(np.stack(correlated))
    ends = np.asarray(np.quantile(drawn_shares, [0.025, 0.975], axis=0))
    return np.minimum(ends[0], shares), np.maximum(ends[1], shares)


def _equal_rows(data: Floats) -> tuple[Floats, Floats] | None:
    """Return the distinct rows and how often each occurs; None where most are distinct."""
    place = np.zeros(len(data), np.int64)
    for column in data.T:
        values, codes = np.unique(column, return_inverse=True)
        # Numbered anew after each column, so that numbers never outgrow the rows.
        _, place = np.unique(place * len(values) + codes, return_inverse=True)
    n = np.bincount(place)
    if len(n) > _MOST_DISTINCT:
        return None
    rows = np.zeros((len(n), data.shape[1]))
    rows[place] = data
    return rows, n.astype(np.float64)


def _drawn_by_count(rows: Floats, n: Floats, resamples: int, random: np.random.Generator) -> list[Floats]:
    """Return the correlations of resamples: how often each distinct row is drawn is multinomial."""
    share = n / n.sum()
    # Round their means, so that products of large numbers do not swallow small differences.
    rows = rows - share @ rows
    found = []
    for weights in random.multinomial(int(n.sum()), share, size=resamples) / n.sum():
        means = weights @ rows
        covariance = (rows * weights[:, None]).T @ rows - np.outer(means, means)
        spread = np.sqrt(np.clip(np.diag(covariance), 0, None))
        if (spread > 0).all():
            found.append(np.asarray(covariance / np.outer(spread, spread), dtype=np.float64))
    return found


def _correlations(data: Floats) -> Floats:
    return np.asarray(np.corrcoef(data, rowvar=False), dtype=np.float64)


def _without_share(driver: Driver, reason: str) -> Driver:
    return Driver(driver.name, driver.rho, driver.n_pairs, driver.coverage, reason=reason)
