"""A computed value with what stands behind it: never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cx_core.model.feedback import Scale

#: How much of a measure may be shown, by the answers behind it (statistics: the display rule by n).
Display = Literal["none", "hidden", "grey", "shown", "full"]

MIN_N_SHOWN = 10
MIN_N_TESTED = 30
MIN_N_RANKED = 100


@dataclass(frozen=True)
class Counts:
    """Additive whole-number counts of one metric's valid answers in one cell.

    ``top``, ``middle`` and ``bottom`` are the three classes of the metric (NPS: promoters, passives,
    detractors). ``total`` and ``squares`` are the sum of the scores and of their squares in hundredths
    (a score of 4.5 is 450), so that pooling stays exact. ``scale`` is the one scale of the answers;
    None when there are none.

    Pool with ``+``: counts are added, scores are never averaged.

    >>> a, b = Counts(2, 1, 0, 1, 1100, 1010000), Counts(1, 1, 0, 0, 1000, 1000000)
    >>> (a + b).n, (a + b).top
    (3, 2)
    """

    n: int = 0
    top: int = 0
    middle: int = 0
    bottom: int = 0
    total: int = 0
    squares: int = 0
    scale: Scale | None = None
    clusters: ClusterSums | None = None

    def __add__(self, other: Counts) -> Counts:
        """Pool two cells of one metric on one scale. Cluster sums are dropped: customers may be in both."""
        if self.scale and other.scale and self.scale != other.scale:
            raise ValueError(f"scales {self.scale.label} and {other.scale.label} are not pooled")
        return Counts(
            self.n + other.n, self.top + other.top, self.middle + other.middle, self.bottom + other.bottom,
            self.total + other.total, self.squares + other.squares, self.scale or other.scale,
        )  # fmt: skip


@dataclass(frozen=True)
class ClusterSums:
    """Sums over customers, for an interval that knows that one customer answered several times.

    With n_g answers of customer g, x_g the sum of their class codes (+1 top, 0 middle, -1 bottom) and
    s_g the sum of their scores in hundredths: ``sum_nn`` = Σ n_g², ``sum_xx`` = Σ x_g², ``sum_nx`` = Σ n_g·x_g,
    ``sum_ss`` = Σ s_g², ``sum_ns`` = Σ n_g·s_g, and for the share of the top class with t_g top answers
    ``sum_tt`` = Σ t_g², ``sum_nt`` = Σ n_g·t_g. An answer without a customer is a customer of its own.
    """

    n_customers: int
    sum_nn: int
    sum_xx: int
    sum_nx: int
    sum_ss: int
    sum_ns: int
    sum_tt: int
    sum_nt: int


@dataclass(frozen=True)
class Measure:
    """A metric's value over some answers, with its interval, its n and its method.

    ``value`` is None when it is undefined, and ``reason`` then says why (``no_answers``,
    ``mixed_scales``, ``too_few_customers``); a true 0 is 0. ``low`` and ``high`` are the ends of the 95 % interval in
    the unit of ``value``, None where no interval exists. NPS is in points (-100 to 100), shares are 0 to 1, means
    are on the scale of the answers. ``mean`` stands beside a share. Nothing is rounded.
    """

    metric: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    top: int = 0
    middle: int = 0
    bottom: int = 0
    method: str | None = None
    reason: str | None = None
    scale: Scale | None = None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    share_top: float | None = None
    net: float | None = None
    counts: Counts | None = None

    @property
    def display(self) -> Display:
        """How it may be shown: under 10 answers hidden, under 30 grey, from 100 also ranked."""
        if self.value is None:
            return "none"
        if self.n < MIN_N_SHOWN:
            return "hidden"
        if self.n < MIN_N_TESTED:
            return "grey"
        return "full" if self.n >= MIN_N_RANKED else "shown"
