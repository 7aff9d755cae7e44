"""Multinomial logistic regression on sparse features, small enough to need no package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

# SciPy takes a third of a second to import, so it is imported where something is learnt.
if TYPE_CHECKING:
    from scipy import sparse

MAX_ITERATIONS = 120


def fit(
    features: sparse.csr_matrix, classes: np.ndarray, weights: np.ndarray, *, n_classes: int, penalty: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients (n_classes x n_features) and intercepts of a softmax regression.

    Minimises sum_i w_i·(-ln p(c_i | x_i)) + penalty/2·|coefficients|² by L-BFGS; intercepts are not penalised.
    ``classes`` holds 0..n_classes-1, ``weights`` one weight a row. Deterministic.
    """
    from scipy import optimize, sparse
    from scipy.special import logsumexp

    n_rows, n_features = features.shape
    truth = np.zeros((n_rows, n_classes))
    truth[np.arange(n_rows), classes] = 1.0
    transposed = sparse.csr_matrix(features.T)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(n_classes, n_features + 1)
        coefficients, intercepts = table[:, :-1], table[:, -1]
        scores = features @ coefficients.T + intercepts
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        value = -float(weights @ (truth * logs).sum(axis=1)) + penalty / 2 * float((coefficients**2).sum())
        wrong = (np.exp(logs) - truth) * weights[:, None]
        gradient = np.empty_like(table)
        gradient[:, :-1] = (transposed @ wrong).T + penalty * coefficients
        gradient[:, -1] = wrong.sum(axis=0)
        return value, gradient.ravel()

    start = np.zeros(n_classes * (n_features + 1))
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_ITERATIONS})
    table = found.x.reshape(n_classes, n_features + 1)
    return table[:, :-1], table[:, -1]


def balanced(classes: np.ndarray, weights: np.ndarray, n_classes: int) -> np.ndarray:
    """Return the weights scaled so that every class that occurs weighs the same in all, the whole unchanged."""
    sums = np.bincount(classes, weights, minlength=n_classes)
    present = int((sums > 0).sum())
    factors = np.divide(weights.sum() / max(present, 1), sums, out=np.zeros(n_classes), where=sums > 0)
    return weights * factors[classes]
