"""Every metric of the app: to add one, write its file, add its row here, its texts and a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics import ces, csat, detractors, nps, rating, sentiment
from cx_core.model.feedback import SCORE_ROLES, Scale
from cx_core.model.measure import Counts, Measure
from cx_core.model.message import Message

#: ``points`` run from -100 to 100, a ``share`` from 0 to 1, a ``score`` along the answers' own scale.
Unit = Literal["points", "share", "score"]


@dataclass(frozen=True)
class Metric:
    """One definition: how counts become a measure, and in which unit.

    ``fed_by`` is the column of answers that feeds it: a score role, mostly its own ``key``, or ``sentiment``, which is
    read out of the comments. ``counts_the_bad`` says that the class it counts is the one nobody wants. Its texts are
    ``metric.<key>.name``, ``short``, ``definition``, ``denominator`` and ``exclusions``.
    """

    key: str
    unit: Unit
    measure: Callable[[Counts], Measure]
    fed_by: str = ""
    counts_the_bad: bool = False

    @property
    def column(self) -> str:
        """The column of answers that feeds the metric."""
        return self.fed_by or self.key

    @property
    def name(self) -> Message:
        """The metric's name."""
        return Message.of(f"metric.{self.key}.name")

    def higher_is_better(self, scale: Scale | None) -> bool:
        """Tell whether a larger value is good news: most shares and points count the good, a mean runs as its scale."""
        if self.counts_the_bad:
            return False
        return self.unit != "score" or scale is None or scale.direction == "high_is_good"

    def limits(self, scale: Scale | None) -> tuple[float, float] | None:
        """Return the smallest and largest possible value; None for a score whose scale is unknown."""
        if self.unit == "points":
            return -100.0, 100.0
        if self.unit == "share":
            return 0.0, 1.0
        return (float(scale.minimum), float(scale.maximum)) if scale else None


ALL_METRICS: tuple[Metric, ...] = (
    Metric("nps", "points", nps.measure),
    Metric("csat", "share", csat.measure),
    Metric("ces", "score", ces.measure),
    Metric("rating", "score", rating.measure),
    Metric("detractors", "share", detractors.measure, fed_by="nps", counts_the_bad=True),
    Metric("sentiment", "points", sentiment.measure),
)
#: The metrics that are scores as customers gave them, one a score role.
SCORE_METRICS: tuple[Metric, ...] = tuple(one for one in ALL_METRICS if one.key in SCORE_ROLES)
_BY_KEY = {metric.key: metric for metric in ALL_METRICS}


def metric(key: str) -> Metric:
    """Return a metric by key; KeyError for an unknown one.

    >>> metric("csat").unit
    'share'
    """
    return _BY_KEY[key]


def score_role(metric_key: str) -> str | None:
    """Return the score that an answer must have to count for a metric; None where it is no score.

    >>> score_role("detractors"), score_role("csat"), score_role("sentiment")
    ('nps', 'csat', None)
    """
    column = _BY_KEY[metric_key].column
    return column if column in SCORE_ROLES else None


def measure(metric_key: str, counts: Counts) -> Measure:
    """Return the measure of one metric over one cell.

    >>> measure("nps", Counts()).reason
    'no_answers'
    """
    return _BY_KEY[metric_key].measure(counts)
