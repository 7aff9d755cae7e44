"""Definitions that turn counts into measures, and the statistics that say how sure a measure is."""

from cx_core.metrics.pooling import MeasuredCell, measure_cells, measure_pool
from cx_core.metrics.registry import ALL_METRICS, SCORE_METRICS, Metric, measure, metric, score_role

__all__ = [
    "ALL_METRICS",
    "SCORE_METRICS",
    "MeasuredCell",
    "Metric",
    "measure",
    "measure_cells",
    "measure_pool",
    "metric",
    "score_role",
]
