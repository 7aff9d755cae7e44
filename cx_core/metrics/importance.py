"""Shares of R²: how much of the outcome's variation each driver accounts for, fairly among correlated drivers.

All functions take correlation matrices, one or a stack of them (the bootstrap), and give shares that sum to R².
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A driver that the others explain to this degree adds nothing: it is a copy of them.
_COPY = 1e-10
#: Up to this many drivers all 2^p models are fitted; above, Johnson's weights come close for p³.
MAX_EXACT = 12


def lmg(correlations: Floats) -> Floats:
    """Return the LMG shares: the mean gain in R² of a driver over all orders of entering, the Shapley value of R².

    ``correlations`` is (..., p + 1, p + 1), the outcome last; the result is (..., p), never negative, and sums to
    R². Perfect copies share equally. p is at most 12: all 2^p models are fitted. Shares carry no direction: print r
    beside them. Sources: Lindeman, Merenda & Gold 1980; Grömping, J. Statistical Software 17(1), 2006.

    >>> both = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.5], [0.6, 0.5, 1.0]])
    >>> lmg(both).round(6).tolist()
    [0.36, 0.25]
    """
    n_drivers = correlations.shape[-1] - 1
    if n_drivers > MAX_EXACT:
        raise ValueError(f"{n_drivers} drivers are too many for all orders, at most {MAX_EXACT}")
    explained = _explained_by_subset(correlations)
    subsets = np.arange(1 << n_drivers)
    sizes = np.array([int(subset).bit_count() for subset in subsets])
    weights = np.array([_order_weight(size, n_drivers) for size in range(n_drivers)])
    shares = []
    for driver in range(n_drivers):
        without = subsets[(subsets >> driver) & 1 == 0]
        gains = explained[..., without | (1 << driver)] - explained[..., without]
        shares.append(gains @ weights[sizes[without]])
    return np.stack(shares, axis=-1) if shares else np.zeros((*correlations.shape[:-2], 0))


def johnson(correlations: Floats) -> Floats:
    """Return Johnson's relative weights, close to LMG (under 4 share points at n >= 100) and quick for many drivers.

    L = R_xx^(1/2), weights = L² (L⁻¹ r_xy)², squares elementwise; they sum to R². ``correlations`` as in `lmg`.
    Sources: Johnson, Multivariate Behavioral Research 35, 2000; the same numbers as Genizi 1993.

    >>> both = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.5], [0.6, 0.5, 1.0]])
    >>> johnson(both).round(6).tolist()
    [0.36, 0.25]
    """
    inner, outcome = correlations[..., :-1, :-1], correlations[..., :-1, -1]
    values, vectors = np.linalg.eigh(inner)
    values = np.clip(values, 0.0, None)
    roots = np.sqrt(values)
    inverse = np.divide(1.0, roots, out=np.zeros_like(roots), where=values > _COPY)
    turned = np.swapaxes(vectors, -1, -2)
    half = (vectors * roots[..., None, :]) @ turned
    coefficients = ((vectors * inverse[..., None, :]) @ turned @ outcome[..., None])[..., 0]
    weights: Floats = (half**2 @ (coefficients**2)[..., None])[..., 0]
    return weights


def explained_variance(correlations: Floats) -> float:
    """Return R² of the outcome (the last variable) on all others; copies among the drivers do no harm.

    >>> round(explained_variance(np.array([[1.0, 0.6], [0.6, 1.0]])), 6)
    0.36
    """
    inner, outcome = correlations[:-1, :-1], correlations[:-1, -1]
    return float(outcome @ np.linalg.pinv(inner, hermitian=True) @ outcome)


def inflation(correlations: Floats) -> tuple[float | None, ...]:
    """Return the variance inflation factor of each variable, 1 / (1 - R² on the others); None for a perfect copy.

    >>> inflation(np.array([[1.0, 0.5], [0.5, 1.0]]))
    (1.3333333333333333, 1.3333333333333333)
    """
    factors: list[float | None] = []
    for place in range(len(correlations)):
        order = [other for other in range(len(correlations)) if other != place] + [place]
        left = 1 - explained_variance(correlations[np.ix_(order, order)]) if len(order) > 1 else 1.0
        factors.append(1 / left if left > _COPY else None)
    return tuple(factors)


def _order_weight(size: int, n_drivers: int) -> float:
    """Return the share of orders in which exactly a given set of ``size`` drivers comes before a given driver."""
    return math.factorial(size) * math.factorial(n_drivers - size - 1) / math.factorial(n_drivers)


def _explained_by_subset(correlations: Floats) -> Floats:
    """Return R² for every subset of drivers, (..., 2^p), subsets as bit masks."""
    n_drivers = correlations.shape[-1] - 1
    explained = np.zeros((*correlations.shape[:-2], 1 << n_drivers))
    for subset, left in _sweep(correlations.astype(np.float64), tuple(range(n_drivers)), 0):
        explained[..., subset] = 1.0 - left
    return explained


def _sweep(matrix: Floats, drivers: tuple[int, ...], subset: int) -> Iterator[tuple[int, Floats]]:
    """Yield each subset with what it leaves unexplained of the outcome.

    ``matrix`` holds what the drivers of ``subset`` leave of the remaining ones and of the outcome. Entering a driver
    takes its part out of the rest (one step of elimination), so that every model costs one step, not a fresh fit.
    """
    yield subset, matrix[..., -1, -1]
    for place, driver in enumerate(drivers):
        pivot = matrix[..., place, place]
        rest = matrix[..., place + 1 :, place + 1 :]
        column = matrix[..., place + 1 :, place]
        # A copy of drivers already in the model has no pivot left and adds nothing.
        scale = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > _COPY)
        swept = rest - column[..., :, None] * column[..., None, :] * scale[..., None, None]
        yield from _sweep(swept, drivers[place + 1 :], subset | (1 << driver))
