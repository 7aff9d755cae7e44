"""Is a part of the experience taken for granted, or does it delight? Penalty and reward, and Kano's coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cx_core.metrics.distributions import student_quantile
from cx_core.metrics.estimates import Estimate
from cx_core.model.feedback import Scale

Floats = NDArray[np.float64]
Kind = Literal["basic", "excitement", "performance"]

MIN_IN_CELL = 30


@dataclass(frozen=True)
class PenaltyReward:
    """What low and high ratings of one attribute do to the outcome, in the outcome's unit.

    ``penalty`` (usually negative) and ``reward`` are coefficients with intervals; ``kind`` is ``basic`` when the
    penalty weighs more, ``excitement`` when the reward does, ``performance`` when their intervals overlap. All are
    empty with ``reason`` ``too_few_answers`` when fewer than 30 answers are low or high.
    """

    name: str
    penalty: Estimate
    reward: Estimate
    kind: Kind | None
    n_low: int
    n_high: int
    reason: str | None = None


def penalty_reward(
    outcome: Floats, ratings: Mapping[str, Floats], scale: Scale | None = None
) -> tuple[PenaltyReward, ...]:
    """Regress the outcome on "low" and "high" of every attribute at once (penalty-reward contrast analysis).

    Low is about the worst two fifths of the scale (1–2 of 5), high the best fifth (5 of 5); ``scale`` defaults to 1–5.
    Answers that lack a value are left out. Attributes with fewer than 30 low or high answers stay out of the model.
    For ratings only: Kano's own method needs paired questions (`kano`). Sources: Brandt 1987; Matzler & Sauerwein
    2002.

    >>> penalty_reward(np.arange(3.0), {"staff": np.array([1.0, 3.0, 5.0])})[0].reason
    'too_few_answers'
    """
    on = scale or Scale(1, 5)
    names = tuple(ratings)
    if not names:
        return ()
    table = np.column_stack([np.asarray(ratings[name], dtype=float) for name in names])
    y = np.asarray(outcome, dtype=float)
    complete = np.isfinite(y) & np.isfinite(table).all(axis=1)
    y, table = y[complete], table[complete]
    if on.direction == "low_is_good":
        table = on.minimum + on.maximum - table
    length = on.maximum - on.minimum
    low, high = table <= on.minimum + 0.4 * length - 0.5, table >= on.maximum - 0.2 * length + 0.5
    n_low, n_high = low.sum(axis=0), high.sum(axis=0)
    enough = (n_low >= MIN_IN_CELL) & (n_high >= MIN_IN_CELL)
    kept = [place for place in range(len(names)) if enough[place]]
    fitted = _fit(y, low[:, kept], high[:, kept])
    found = []
    for place, name in enumerate(names):
        counts = int(n_low[place]), int(n_high[place])
        if place not in kept or fitted is None:
            found.append(PenaltyReward(name, Estimate(None), Estimate(None), None, *counts, "too_few_answers"))
            continue
        penalty, reward = fitted[kept.index(place)]
        found.append(PenaltyReward(name, penalty, reward, _kind(penalty, reward), *counts))
    return tuple(found)


def _fit(y: Floats, low: NDArray[np.bool_], high: NDArray[np.bool_]) -> list[tuple[Estimate, Estimate]] | None:
    n_drivers = low.shape[1]
    degrees = len(y) - 2 * n_drivers - 1
    if not n_drivers or degrees < 1:
        return None
    design = np.column_stack([np.ones(len(y)), low, high]).astype(float)
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ y
    left = y - design @ coefficients
    errors = np.sqrt(np.clip(np.diag(inverse), 0, None) * (left @ left) / degrees)
    t = student_quantile(degrees)
    both = [
        Estimate(float(b), float(b - t * e), float(b + t * e), len(y), "least_squares")
        for b, e in zip(coefficients[1:], errors[1:], strict=True)
    ]
    return list(zip(both[:n_drivers], both[n_drivers:], strict=True))


def _kind(penalty: Estimate, reward: Estimate) -> Kind:
    loss = -(penalty.value or 0.0), -(penalty.high or 0.0), -(penalty.low or 0.0)
    gain = reward.value or 0.0, reward.low or 0.0, reward.high or 0.0
    if loss[1] > gain[2]:
        return "basic"
    return "excitement" if gain[1] > loss[2] else "performance"


@dataclass(frozen=True)
class Kano:
    """Kano's coefficients: ``better`` 0 to 1 with the feature, ``worse`` -1 to 0 without; None without answers."""

    better: float | None
    worse: float | None
    n: int


def kano(attractive: int, one_dimensional: int, must_be: int, indifferent: int) -> Kano:
    """Return better = (A + O) / (A + O + M + I) and worse = -(O + M) / (A + O + M + I) of classified answers.

    Reverse and questionable answers are not counted. Source: Berger et al., Center for Quality of Management
    Journal 2, 1993.

    >>> kano(20, 30, 40, 10)
    Kano(better=0.5, worse=-0.7, n=100)
    """
    n = attractive + one_dimensional + must_be + indifferent
    if not n:
        return Kano(None, None, 0)
    return Kano((attractive + one_dimensional) / n, -(one_dimensional + must_be) / n, n)
