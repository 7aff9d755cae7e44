"""What moves a score: the other scores of the same response, or what customers met at each touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cx_core.engine.resolve import resolve_filters
from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.scaling import to_hundred
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.filters import Filters
from cx_core.store.responses import ResponseStore
from cx_core.store.scores import SCORE_COLUMNS, imports_with_parts, score_counts, score_rows
from cx_core.workspace.driver_rows import Row, Scored, by_customer, by_response
from cx_core.workspace.measuring import Measuring

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cx_core.metrics.drivers import Drivers
    from cx_core.metrics.penalty_reward import PenaltyReward
    from cx_core.metrics.priorities import ImportanceMap, MomentOfTruth, Spot

#: ``scores``: other scores of the same response, a grid's rows among them. ``touchpoints``: a customer's mean score at
#: each touchpoint.
Kind = Literal["scores", "touchpoints"]

_HUNDRED = Scale(0, 100)
#: From more answers than this, equal ones are counted and not looked at one by one.
MANY = 50_000


@dataclass(frozen=True)
class Driving:
    """The drivers of one score, every score on 0 to 100 (good is high).

    ``performance`` has the mean of each driver with its interval. ``n_units`` counts responses, or customers for
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
        from cx_core.metrics.drivers import key_drivers
        from cx_core.metrics.penalty_reward import penalty_reward
        from cx_core.metrics.priorities import importance_performance, moments_of_truth

        target, table = self._table(outcome, filters or Filters(), kind)
        found = key_drivers(target, table)
        performance = tuple((name, *_mean(table[name])) for name in table)
        return Driving(
            outcome,
            kind,
            len(target),
            found,
            performance,
            importance_performance(_spots(found, performance)),
            moments_of_truth(found, {name: mean for name, mean, _, _ in performance}),
            penalty_reward(
                target, {one.name: table[one.name] for one in found.drivers if one.share is not None}, _HUNDRED
            ),
        )

    def touchpoint_of(self, label: str, journey_id: str | None = None) -> str | None:
        """Return what filters call the touchpoint that files name so: on a map its id, None when it is not on it."""
        assignment = self._measuring.assignment(journey_id)
        if assignment is None:
            return label
        dictionary = self._measuring.dictionary()
        named = (one for one in dictionary.places if dictionary.place(one).touchpoint_label == label)
        return next((found for one in named if (found := assignment.touchpoint(one)) is not None), None)

    def _table(
        self, outcome: str, filters: Filters, kind: Kind
    ) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
        """Return the outcome of each unit, and by name what stands beside it, NaN where nothing does."""
        import numpy as np

        known = self._by_columns(outcome, filters) if kind == "touchpoints" else None
        if known is not None:
            return known
        rows, times = self._rows(outcome, filters, kind)
        names = sorted({name for row in rows for name in row} - {outcome})

        def column(name: str) -> NDArray[np.float64]:
            return np.repeat(np.array([row.get(name, np.nan) for row in rows], dtype=np.float64), times)

        return column(outcome), {name: column(name) for name in names}

    def _by_columns(
        self, outcome: str, filters: Filters
    ) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]] | None:
        """Return customers' scores by touchpoint as the columns in memory tell them; None where they cannot."""
        from cx_core.workspace.customer_scores import customer_scores, needed_columns

        chosen, dictionary = filters.with_values("scale", ()), self._measuring.dictionary()
        assignment = self._measuring.assignment(chosen.journey_id)
        included = resolve_filters(chosen, dictionary, assignment)
        held = None
        if not included.rules:
            held = self._responses.columns.held(self._responses.stamp(), needed_columns(included))
        if held is None:
            return None
        named = {
            place: assignment.touchpoint(place) if assignment else dictionary.place(place).touchpoint_label
            for place in dictionary.places
        }
        return customer_scores(held, included, outcome, dictionary.scales, named)

    def _rows(self, outcome: str, filters: Filters, kind: Kind) -> tuple[list[Row], list[int]]:
        """Return rows from driver to score of 0 to 100 and how many units each stands for.

        Units without the outcome are left out. Of many responses those that are one answer each are counted by equal
        scores, so that no answer is looked at by itself.
        """
        # The scale of the filter bar is about one metric; here every scale is put on 0 to 100.
        chosen = filters.with_values("scale", ())
        dictionary = self._measuring.dictionary()
        assignment = self._measuring.assignment(chosen.journey_id)
        included, read = resolve_filters(chosen, dictionary, assignment), self._responses.read
        parted = None
        if kind == "scores" and self._measuring.n_answers(chosen) > MANY:
            parted = imports_with_parts(read)
        raw = score_rows(read, included, parted)
        answers = [_scored(dict(zip(SCORE_COLUMNS, row, strict=True)), dictionary.scales) for row in raw]

        def label(place: int) -> str | None:
            return dictionary.place(place).touchpoint_label

        if kind == "scores":
            rows = by_response(outcome, answers, label)
        else:
            rows = by_customer(outcome, answers, assignment.touchpoint if assignment else label)
        times = [1] * len(rows)
        for n, scores in () if parted is None else score_counts(read, included, parted):
            row = _hundreds(scores, dictionary.scales)
            if outcome in row and len(row) > 1:
                rows.append(row)
                times.append(n)
        return rows, times


def _hundreds(answer: Mapping[str, int | None], scales: Mapping[int, Scale]) -> Row:
    found: Row = {}
    for role in SCORE_ROLES:
        score = answer[role]
        if score is not None:
            scale = NPS_SCALE if role == "nps" else scales[answer[f"{role}_scale"] or 0]
            found[role] = to_hundred(score / HUNDREDTHS, scale)
    return found


def _scored(answer: Mapping[str, int | None], scales: Mapping[int, Scale]) -> Scored:
    found = _hundreds(answer, scales)
    response = (answer["import_id"] or 0, answer["row_no"] or 0, answer["customer"])
    return Scored(response, answer["customer"], answer["place"], found)


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
