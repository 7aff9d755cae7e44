"""Different scales on one axis, for the eye: axes become comparable, opinions do not."""

from __future__ import annotations

from dataclasses import dataclass

from cx_core.metrics.intervals import mean_interval, mean_score
from cx_core.model.feedback import Scale
from cx_core.model.measure import MIN_N_TESTED, Counts


def to_hundred(score: float, scale: Scale) -> float:
    """Return a score as per cent of the maximum possible, 0 (worst) to 100 (best).

    100 (x - min) / (max - min), taken from 100 where low is good. Never used to turn a 5- or 7-point answer into NPS.
    Source: Cohen et al., Multivariate Behavioral Research 34, 1999 (POMP).

    >>> to_hundred(4, Scale(1, 5)), to_hundred(2, Scale(1, 5, "low_is_good"))
    (75.0, 75.0)
    """
    share = 100.0 * (score - scale.minimum) / (scale.maximum - scale.minimum)
    return 100.0 - share if scale.direction == "low_is_good" else share


@dataclass(frozen=True)
class TouchpointScore:
    """The mean of a touchpoint's ratings on -100 to 100 with its interval.

    ``value`` is None without answers (the line breaks there, it is never drawn through), the interval also for one
    answer or when all agree. ``share_negative`` is the share of the bad class; ``is_grey`` under 30 answers.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    share_negative: float | None
    is_grey: bool


def touchpoint_score(counts: Counts) -> TouchpointScore:
    """Return the score of one touchpoint: 2 · `to_hundred` - 100 of the mean rating, with its t interval.

    ValueError for answers without a scale.

    >>> touchpoint_score(Counts(2, 1, 0, 1, 600, 260000, Scale(1, 5))).value
    0.0
    """
    mean, interval = mean_score(counts), mean_interval(counts)
    if mean is None:
        return TouchpointScore(None, None, None, 0, None, True)
    if counts.scale is None:
        raise ValueError("a rating without a scale has no place on an axis")
    scale = counts.scale
    ends = sorted(2 * to_hundred(end, scale) - 100 for end in (interval.low, interval.high)) if interval else []
    return TouchpointScore(
        2 * to_hundred(mean, scale) - 100,
        ends[0] if ends else None,
        ends[1] if ends else None,
        counts.n,
        counts.bottom / counts.n,
        counts.n < MIN_N_TESTED,
    )


def looks_like_one_to_ten(n_zeros: int, n: int) -> bool:
    """Tell whether a "0–10" question seems to have been asked from 1 to 10: 200 answers and never a 0.

    >>> looks_like_one_to_ten(0, 200), looks_like_one_to_ten(0, 50)
    (True, False)
    """
    return n_zeros == 0 and n >= 200
