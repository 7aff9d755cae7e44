"""Multinomial logistic regression on sparse features, small enough to need no package and no library's threads.

A library's threads wait for each other by spinning: on vectors as short as these they cost many times the processor
time of the sums themselves. So every sum here is NumPy's own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

# SciPy takes a third of a second to import, so it is imported where something is learnt.
if TYPE_CHECKING:
    from scipy import sparse

MAX_ITERATIONS = 120
#: A step that gains less than this share of the loss was the last one.
_LEAST_GAIN = 1e-6
#: So many steps are remembered to guess the curvature from.
_MEMORY = 8

_Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


def fit(
    features: sparse.csr_matrix, shares: np.ndarray, weights: np.ndarray, *, penalty: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients (n_classes x n_features) and intercepts of a softmax regression.

    Minimises sum_i w_i·sum_c s_ic·(-ln p(c | x_i)) + penalty/2·|coefficients|² by L-BFGS (Nocedal and Wright 2006,
    algorithm 7.5), started from the curvature of each coefficient alone; intercepts are not penalised. ``shares`` has a
    row for each row of the features, how likely it is to be of each class, 1 in all; ``weights`` one weight a row.
    Deterministic.
    """
    n_features, n_classes = features.shape[1], shares.shape[1]
    transposed = features.T.tocsr()

    def loss(table: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ table[:-1] + table[-1]
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1)
        missed = np.log(sums) - np.einsum("rc,rc->r", shares, scores)
        value = float(weights @ missed) + penalty / 2 * _dot(table[:-1], table[:-1])
        wrong = weights[:, None] * (powers / sums[:, None] - shares)
        gradient = np.empty_like(table)
        gradient[:-1] = transposed @ wrong + penalty * table[:-1]
        gradient[-1] = wrong.sum(axis=0)
        return value, gradient

    # p·(1 - p) where every class is as likely as the others.
    spread = (n_classes - 1) / n_classes**2
    squares = features.multiply(features).T @ weights
    curvature = np.append(penalty + spread * squares, max(spread * weights.sum(), penalty))[:, None]
    table = _least(loss, np.zeros((n_features + 1, n_classes)), 1 / curvature)
    return table[:-1].T, table[-1]


def _least(loss: _Loss, table: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return where a convex loss is least; ``scale`` is the inverse of its curvature along each row."""
    value, gradient = loss(table)
    pairs: deque[tuple[np.ndarray, np.ndarray, float]] = deque(maxlen=_MEMORY)
    for _ in range(MAX_ITERATIONS):
        step = _direction(gradient, pairs, scale)
        slope = _dot(step, gradient)
        size, (new_value, new_gradient) = 1.0, loss(table + step)
        while new_value > value + 1e-4 * size * slope and size > 1e-6:
            size /= 2
            new_value, new_gradient = loss(table + size * step)
        if new_value >= value:
            break
        moved, bent = size * step, new_gradient - gradient
        if (along := _dot(moved, bent)) > 0:
            pairs.append((moved, bent, along))
        is_last = value - new_value < _LEAST_GAIN * value
        table, value, gradient = table + moved, new_value, new_gradient
        if is_last:
            break
    return table


def _direction(
    gradient: np.ndarray, pairs: deque[tuple[np.ndarray, np.ndarray, float]], scale: np.ndarray
) -> np.ndarray:
    """Return the next step: the gradient downhill, bent by what the last steps told of the curvature."""
    step = -gradient
    shares = []
    for moved, bent, along in reversed(pairs):
        share = _dot(moved, step) / along
        shares.append(share)
        step -= share * bent
    step *= scale
    for (moved, bent, along), share in zip(pairs, reversed(shares), strict=True):
        step += (share - _dot(bent, step) / along) * moved
    return step


def _dot(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.einsum("ij,ij->", one, other))


def balanced(classes: np.ndarray, weights: np.ndarray, n_classes: int) -> np.ndarray:
    """Return the weights scaled so that every class that occurs weighs the same in all, the whole unchanged."""
    sums = np.bincount(classes, weights, minlength=n_classes)
    present = int((sums > 0).sum())
    factors = np.divide(weights.sum() / max(present, 1), sums, out=np.zeros(n_classes), where=sums > 0)
    return weights * factors[classes]
