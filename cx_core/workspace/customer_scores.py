"""What customers said at each touchpoint, over the columns in memory: `by_customer`, without a look at each answer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.scaling import to_hundred
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.imports import CodedFilter
from cx_core.store.snapshot_columns import NONE, HeldColumns, filter_tests, filtered_columns, score_columns

Floats = NDArray[np.float64]


def needed_columns(included: CodedFilter) -> list[str]:
    """Return the columns that `customer_scores` looks at."""
    scores = [name for role in SCORE_ROLES for name in score_columns(role)]
    return ["customer", "place", *scores, *filtered_columns(included)]


def customer_scores(
    held: HeldColumns,
    included: CodedFilter,
    outcome: str,
    scales: Mapping[int, Scale],
    touchpoints: Mapping[int, str | None],
) -> tuple[Floats, dict[str, Floats]]:
    """Return the mean of the outcome of each customer, and the mean of the other scores at each touchpoint.

    One value a customer, from 0 to 100, NaN where there is none; customers without the outcome or without anything
    beside it are left out. ``touchpoints`` names places, None where one is not on the map.
    """
    columns = held.columns
    admitted = columns["customer"] != NONE
    for name, test in filter_tests(included):
        admitted &= test(columns[name])
    at = np.flatnonzero(admitted)
    customers, who = np.unique(columns["customer"][at], return_inverse=True)
    named = sorted({name for name in touchpoints.values() if name is not None})
    where = _codes(touchpoints, named)[columns["place"][at]]
    target = _Means(len(customers))
    met = _Means(len(customers) * len(named))
    for role in SCORE_ROLES:
        given = np.flatnonzero(columns[role][at] != NONE)
        values = _hundreds(columns, role, at[given], scales)
        if role == outcome:
            target.add(who[given], values)
        else:
            known = where[given] >= 0
            met.add(who[given][known] * len(named) + where[given][known], values[known])
    table = met.means().reshape(len(customers), len(named))
    rows = np.isfinite(target.means()) & np.isfinite(table).any(axis=1)
    found = {name: table[rows, one] for one, name in enumerate(named)}
    return target.means()[rows], {name: values for name, values in found.items() if np.isfinite(values).any()}


class _Means:
    """Sums and counts of many units at once."""

    def __init__(self, n_units: int) -> None:
        self._sums, self._counts = np.zeros(n_units), np.zeros(n_units)

    def add(self, units: NDArray[np.int64], values: Floats) -> None:
        self._sums += np.bincount(units, values, minlength=len(self._sums))
        self._counts += np.bincount(units, minlength=len(self._counts))

    def means(self) -> Floats:
        """Return the mean of each unit, NaN for one without values."""
        means: Floats = np.where(self._counts > 0, self._sums / np.maximum(self._counts, 1), np.nan)
        return means


def _codes(touchpoints: Mapping[int, str | None], named: list[str]) -> NDArray[np.int64]:
    """Return for each place which of the names it has, -1 for none."""
    code = {name: one for one, name in enumerate(named)}
    codes = np.full(max(touchpoints, default=0) + 1, -1, np.int64)
    for place, name in touchpoints.items():
        codes[place] = -1 if name is None else code[name]
    return codes


def _hundreds(
    columns: Mapping[str, NDArray[np.int32]], role: str, at: NDArray[np.int64], scales: Mapping[int, Scale]
) -> Floats:
    """Return one role's scores from 0 to 100; each that occurs is reckoned once."""
    scale = np.zeros(len(at), np.int64) if role == "nps" else columns[f"{role}_scale"][at].astype(np.int64)
    kinds, which = np.unique((scale << 32) + columns[role][at], return_inverse=True)
    values = [
        to_hundred((kind & 0xFFFF_FFFF) / HUNDREDTHS, NPS_SCALE if role == "nps" else scales[kind >> 32])
        for kind in kinds.tolist()
    ]
    return np.array(values, np.float64)[which]
