"""Definitions that turn counts into measures, and the statistics that say how sure a measure is.

Every public statistic can be imported from here: ``from cx_core.metrics import wilson, lmg``. Its module is loaded when
it is first asked for, so that a first page does not load numpy. The few that are named like their module
(``compare``, ``rfm``, ``penalty_reward``) stay in it: ``from cx_core.metrics.compare import compare``.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

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

_ROOMS = tuple(sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py")))


def __getattr__(name: str) -> Any:
    """Return a public function of one of the modules here, loaded only now."""
    if not name.startswith("_") and name not in _ROOMS:
        for room in _ROOMS:
            module = import_module(f"{__name__}.{room}")
            found = vars(module).get(name)
            if getattr(found, "__module__", None) == module.__name__:
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
