"""Who still buys, and how much: BG/NBD and Gamma-Gamma, for shops without contracts and with 500 customers or more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIN_CUSTOMERS = 500
_NO_DROP_OUT = 1e-6


@dataclass(frozen=True)
class BuyingModel:
    """Fitted BG/NBD: buying rates vary as Gamma(r, alpha), drop-out chances after a purchase as Beta(a, b).

    ``log_likelihood`` is of the data it was fitted to, ``n_customers`` their number.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    n_customers: int


def fit_buying(repeats: Floats, last: Floats, age: Floats) -> BuyingModel | None:
    """Fit BG/NBD by maximum likelihood; None for fewer than 500 customers.

    For each customer ``repeats`` is the number of purchases after the first, ``last`` the time from the first to
    the last purchase (0 without repeats), ``age`` the time from the first purchase to the end of the data, all in
    one unit. Source: Fader, Hardie & Lee, "Counting your customers the easy way", Marketing Science 24, 2005.

    >>> fit_buying(np.zeros(3), np.zeros(3), np.ones(3)) is None
    True
    """
    if len(repeats) < MIN_CUSTOMERS:
        return None
    scale = float(np.mean(age)) or 1.0

    def loss(logs: Floats) -> float:
        r, alpha, a, b = np.exp(logs)
        return -float(_buying_likelihood(r, alpha, a, b, repeats, last / scale, age / scale).mean())

    r, alpha, a, b = _minimum(loss, 4)
    likelihood = float(_buying_likelihood(r, alpha * scale, a, b, repeats, last, age).sum())
    return BuyingModel(r, alpha * scale, a, b, likelihood, len(repeats))


def still_buying(model: BuyingModel, repeats: Floats, last: Floats, age: Floats) -> Floats:
    """Return the probability, 0 to 1, that each customer still buys.

    1 / (1 + a / (b + x - 1) · ((alpha + T) / (alpha + t_x))^(r + x)) for x > 0 repeats. Without repeats it is 1 by
    construction of the model, however long the silence: print that beside it. Arguments as in `fit_buying`.

    >>> model = BuyingModel(0.243, 4.414, 0.793, 2.426, 0.0, 0)
    >>> still_buying(model, np.array([0.0]), np.array([0.0]), np.array([38.86])).tolist()
    [1.0]
    """
    growth = (model.r + repeats) * np.log((model.alpha + age) / (model.alpha + last))
    odds = model.a / np.where(repeats > 0, model.b + repeats - 1, 1.0) * np.exp(growth)
    return np.where(repeats > 0, 1 / (1 + odds), 1.0)


def expected_purchases(model: BuyingModel, ahead: float, repeats: Floats, last: Floats, age: Floats) -> Floats:
    """Return the expected number of purchases of each customer in the next ``ahead`` units of time.

    P(alive) · (a + b + x - 1)/(a - 1) · [1 - ((alpha + T)/(alpha + T + t))^(r + x) · F], with Gauss's
    F = 2F1(r + x, b + x; a + b + x - 1; t/(alpha + T + t)). Source: Fader, Hardie & Lee 2005, equation 10. Where the
    fitted chance of dropping out, a/(a + b), is below one in a million the formula loses all its digits; its limit
    without drop-out is used, t (r + x)/(alpha + T).

    >>> model = BuyingModel(0.243, 4.414, 0.793, 2.426, 0.0, 0)
    >>> expected_purchases(model, 39.0, np.array([2.0]), np.array([30.43]), np.array([38.86])).round(2).tolist()
    [1.23]
    """
    from scipy.special import hyp2f1

    if model.a < _NO_DROP_OUT * (model.a + model.b):
        steady: Floats = ahead * (model.r + repeats) / (model.alpha + age)
        return steady
    # The formula has a removable gap at a = 1.
    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6
    later = model.alpha + age + ahead
    shrink = ((model.alpha + age) / later) ** (model.r + repeats)
    series = hyp2f1(model.r + repeats, model.b + repeats, a + model.b + repeats - 1, ahead / later)
    first = (a + model.b + repeats - 1) / (a - 1)
    expected: Floats = first * (1 - shrink * series) * still_buying(model, repeats, last, age)
    return expected


@dataclass(frozen=True)
class SpendModel:
    """Fitted Gamma-Gamma: the mean spend per purchase varies over customers; p, q, v its parameters."""

    p: float
    q: float
    v: float
    log_likelihood: float
    n_customers: int


def fit_spend(repeats: Floats, mean_spend: Floats) -> SpendModel | None:
    """Fit Gamma-Gamma to customers with repeats and a positive mean spend; None for fewer than 500 of them.

    It assumes that spend does not depend on how often one buys: check their correlation. Source: Fader & Hardie, "The
    Gamma-Gamma model of monetary value", 2013.

    >>> fit_spend(np.ones(3), np.ones(3)) is None
    True
    """
    usable = (repeats > 0) & (mean_spend > 0)
    x, spend = repeats[usable], mean_spend[usable]
    if len(x) < MIN_CUSTOMERS:
        return None
    scale = float(spend.mean())

    def loss(logs: Floats) -> float:
        p, q, v = np.exp(logs)
        return -float(_spend_likelihood(p, q, v, x, spend / scale).mean())

    p, q, v = _minimum(loss, 3)
    likelihood = float(_spend_likelihood(p, q, v * scale, x, spend).sum())
    return SpendModel(p, q, v * scale, likelihood, len(x))


def expected_spend(model: SpendModel, repeats: Floats, mean_spend: Floats) -> Floats:
    """Return the expected spend per purchase of each customer: their own mean drawn towards everybody's.

    (v + x·m) p / (p x + q - 1) for x repeats with mean m. Without repeats everybody's mean, p v / (q - 1). q must be
    over 1, else the mean does not exist and the result is NaN.

    >>> expected_spend(SpendModel(6.25, 3.74, 15.44, 0.0, 0), np.array([0.0]), np.array([0.0])).round(1).tolist()
    [35.2]
    """
    if model.q <= 1:
        return np.full(len(repeats), np.nan)
    known = np.where(repeats > 0, mean_spend, 0.0)
    expected: Floats = (model.v + repeats * known) * model.p / (model.p * repeats + model.q - 1)
    return expected


def _buying_likelihood(r: float, alpha: float, a: float, b: float, x: Floats, last: Floats, age: Floats) -> Floats:
    from scipy.special import betaln, gammaln

    start = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    safe = np.where(x > 0, x, 1.0)
    leaves = betaln(a + 1, b + safe - 1) - betaln(a, b) - (r + x) * np.log(alpha + last)
    both: Floats = start + np.where(x > 0, np.logaddexp(stays, leaves), stays)
    return both


def _spend_likelihood(p: float, q: float, v: float, x: Floats, spend: Floats) -> Floats:
    from scipy.special import gammaln

    likelihood: Floats = (
        gammaln(p * x + q)
        - gammaln(p * x)
        - gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * np.log(spend)
        + p * x * np.log(x)
        - (p * x + q) * np.log(v + x * spend)
    )
    return likelihood


def _minimum(loss: Callable[[Floats], float], n_parameters: int) -> list[float]:
    from scipy.optimize import minimize

    start = np.zeros(n_parameters)
    rough = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-8, "fatol": 1e-12})
    fine = minimize(loss, rough.x, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-8, "fatol": 1e-12})
    return [float(value) for value in np.exp(fine.x)]
