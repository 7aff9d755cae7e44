"""What moves a score: the other scores of the same answer, or what customers met at each touchpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cx_core.engine.resolve import resolve_filters
from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.scaling import to_hundred
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.filters import Filters
from cx_core.store.responses import ResponseStore
from cx_core.store.scores import SCORE_COLUMNS, score_rows
from cx_core.workspace.measuring import Measuring

if TYPE_CHECKING:
    from cx_core.metrics.drivers import Drivers
    from cx_core.metrics.penalty_reward import PenaltyReward
    from cx_core.metrics.priorities import ImportanceMap, MomentOfTruth, Spot

#: ``scores``: other scores of the same answer. ``touchpoints``: a customer's mean score at each touchpoint.
Kind = Literal["scores", "touchpoints"]

_HUNDRED = Scale(0, 100)
_Row = dict[str, float]


@dataclass(frozen=True)
class Driving:
    """The drivers of one score, every score on 0 to 100 (good is high).

    ``performance`` has the mean of each driver with its interval. ``n_units`` counts answers, or customers for
    touchpoints. Association only.
    """

    outcome: str
    kind: Kind
    n_units: int
    drivers: Drivers
    performance: tuple[tuple[str, float, float, float], ...]
    importance: ImportanceMap
    moments: tuple[MomentOfTruth, ...]
    penalties: tuple[PenaltyReward, ...]


class DrivingForces:
    """Finds drivers."""

    def __init__(self, responses: ResponseStore, measuring: Measuring) -> None:
        self._responses = responses
        self._measuring = measuring

    def drivers(self, outcome: str, filters: Filters | None = None, kind: Kind = "scores") -> Driving:
        """Return the drivers of the score ``outcome`` over the included answers; 500 bootstrap samples, one seed."""
        import numpy as np

        from cx_core.metrics.drivers import key_drivers
        from cx_core.metrics.penalty_reward import penalty_reward
        from cx_core.metrics.priorities import importance_performance, moments_of_truth

        rows = self._rows(outcome, filters or Filters(), kind)
        names = sorted({name for row in rows for name in row} - {outcome})
        target = np.array([row[outcome] for row in rows], dtype=np.float64)
        table = {name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64) for name in names}
        found = key_drivers(target, table)
        performance = tuple((name, *_mean(table[name])) for name in names)
        return Driving(
            outcome,
            kind,
            len(rows),
            found,
            performance,
            importance_performance(_spots(found, performance)),
            moments_of_truth(found, {name: mean for name, mean, _, _ in performance}),
            penalty_reward(
                target, {one.name: table[one.name] for one in found.drivers if one.share is not None}, _HUNDRED
            ),
        )

    def _rows(self, outcome: str, filters: Filters, kind: Kind) -> list[_Row]:
        """Return a row a unit, from driver to score of 0 to 100; units without the outcome are left out."""
        # The scale of the filter bar is about one metric; here every scale is put on 0 to 100.
        chosen = filters.with_values("scale", ())
        dictionary = self._measuring.dictionary()
        assignment = self._measuring.assignment(chosen.journey_id)
        raw = score_rows(self._responses.read, resolve_filters(chosen, dictionary, assignment))
        answers = [dict(zip(SCORE_COLUMNS, row, strict=True)) for row in raw]
        scaled = [(answer, _scaled(answer, dictionary.scales)) for answer in answers]
        if kind == "scores":
            return [scores for _, scores in scaled if outcome in scores and len(scores) > 1]

        def place_name(place: int) -> str | None:
            return assignment.touchpoint(place) if assignment else dictionary.place(place).touchpoint_label

        return _by_customer(outcome, scaled, place_name)


def _scaled(answer: dict[str, int | None], scales: Mapping[int, Scale]) -> _Row:
    found: _Row = {}
    for role in SCORE_ROLES:
        score = answer[role]
        if score is not None:
            scale = NPS_SCALE if role == "nps" else scales[answer[f"{role}_scale"] or 0]
            found[role] = to_hundred(score / HUNDREDTHS, scale)
    return found


def _by_customer(
    outcome: str,
    answers: list[tuple[dict[str, int | None], _Row]],
    place_name: Callable[[int], str | None],
) -> list[_Row]:
    """Return a row a customer: the mean of the outcome, and the mean of the other scores at each touchpoint."""
    sums: dict[int, dict[str, list[float]]] = {}
    for answer, scores in answers:
        customer, place = answer["customer"], answer["place"]
        if customer is None or place is None:
            continue
        own = sums.setdefault(customer, {})
        if outcome in scores:
            own.setdefault(outcome, []).append(scores[outcome])
        others = [score for role, score in scores.items() if role != outcome]
        name = place_name(place)
        if name is not None and others:
            own.setdefault(name, []).extend(others)
    means = ({name: sum(values) / len(values) for name, values in own.items()} for own in sums.values())
    return [row for row in means if outcome in row and len(row) > 1]


def _mean(values: object) -> tuple[float, float, float]:
    """Return the mean of the known values with its t interval; the interval of a single value is the value."""
    import numpy as np

    from cx_core.metrics.distributions import student_quantile

    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    mean = float(known.mean())
    if len(known) < 2:
        return mean, mean, mean
    half = student_quantile(len(known) - 1) * float(known.std(ddof=1)) / len(known) ** 0.5
    return mean, mean - half, mean + half


def _spots(found: Drivers, performance: tuple[tuple[str, float, float, float], ...]) -> list[Spot]:
    from cx_core.metrics.priorities import Spot

    means = {name: (mean, low, high) for name, mean, low, high in performance}
    return [
        Spot(one.name, *means[one.name], one.share, one.low or 0.0, one.high or 0.0)
        for one in found.drivers
        if one.share is not None
    ]
