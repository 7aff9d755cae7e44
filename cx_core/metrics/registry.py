"""Every metric of the app: to add one, write its file, add its row here, its texts and a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics import ces, csat, nps, rating
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts, Measure
from cx_core.model.message import Message

#: ``points`` run from -100 to 100, a ``share`` from 0 to 1, a ``score`` along the answers' own scale.
Unit = Literal["points", "share", "score"]


@dataclass(frozen=True)
class Metric:
    """One definition: how counts become a measure, and in which unit.

    ``key`` is also the score role that feeds it. Its texts are ``metric.<key>.name``, ``short``, ``definition``,
    ``denominator`` and ``exclusions``.
    """

    key: str
    unit: Unit
    measure: Callable[[Counts], Measure]

    @property
    def name(self) -> Message:
        """The metric's name."""
        return Message.of(f"metric.{self.key}.name")

    def higher_is_better(self, scale: Scale | None) -> bool:
        """Tell whether a larger value is good news. Only a mean can be bad news: shares and points count the good."""
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
)
_BY_KEY = {metric.key: metric for metric in ALL_METRICS}


def metric(key: str) -> Metric:
    """Return a metric by key; KeyError for an unknown one.

    >>> metric("csat").unit
    'share'
    """
    return _BY_KEY[key]


def measure(metric_key: str, counts: Counts) -> Measure:
    """Return the measure of one metric over one cell.

    >>> measure("nps", Counts()).reason
    'no_answers'
    """
    return _BY_KEY[metric_key].measure(counts)
