"""What the feedback adds to a map: gaps, priorities of pain points, suggested ones, quotes behind a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cx_core.journeys.gaps import Gap, gaps
from cx_core.journeys.priority import PainPriority, priorities
from cx_core.journeys.suggest import SuggestedPain, suggest
from cx_core.metrics.boxes import box_limits
from cx_core.metrics.gap import to_emotion
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.measure import MIN_N_SHOWN, Measure
from cx_core.model.period import Period
from cx_core.model.query import Query
from cx_core.store.quotes import read_quotes
from cx_core.store.responses import ResponseStore
from cx_core.workspace.maps import TOUCHPOINT_METRICS, Maps
from cx_core.workspace.measuring import Measuring
from cx_core.workspace.pain_shares import pain_shares
from cx_core.workspace.words import Words

#: Suggestions come from so many of the worst touchpoints, each from so many of its newest words.
WORST, WORDS_READ = 5, 60
PULSE_MONTHS = 12


@dataclass(frozen=True)
class Pulse:
    """A measure's last `PULSE_MONTHS` months, the oldest first; None where fewer than 10 answers are.

    ``newest`` is the last month with an answer.
    """

    values: tuple[float | None, ...]
    newest: Period


class MapInsight:
    """Reads the feedback of a map."""

    def __init__(self, maps: Maps, measuring: Measuring, responses: ResponseStore, words: Words) -> None:
        self._words = words
        self._maps = maps
        self._measuring = measuring
        self._responses = responses

    def gaps(self, journey: Journey, filters: Filters | None = None) -> tuple[Gap, ...]:
        """Return the gap between expectation and reality at every touchpoint."""
        return gaps(journey, self._maps.emotions(journey.id, filters))

    def priorities(self, journey: Journey, filters: Filters | None = None) -> dict[str, PainPriority]:
        """Return the priority of every pain point by its id, with its inputs."""
        measured = pain_shares(self._maps, self._words, journey, filters or Filters())
        return priorities(journey, self.gaps(journey, filters), measured)

    def pulses(self, journey_id: str, filters: Filters | None = None) -> dict[tuple[str, str], Pulse]:
        """Return the newest months of every touchpoint and stage that has answers, by its id and the metric.

        Days of the filters do not count: a pulse shows where today's number comes from.
        """
        chosen = replace(filters or Filters(), journey_id=journey_id).with_dates(None, None)
        found: dict[tuple[str, str], dict[Period, Measure]] = defaultdict(dict)
        for metric in TOUCHPOINT_METRICS:
            for field in ("touchpoint", "stage"):
                for cell in self._measuring.measure(Query(metric, (field,), every="month", filters=chosen)):
                    place = cell.value(field)
                    if place is not None and cell.period is not None and cell.measure.value is not None:
                        found[place, metric][cell.period] = cell.measure
        return {key: _pulse(months) for key, months in found.items()}

    def quotes(self, ids: Sequence[str]) -> tuple[Verbatim, ...]:
        """Return the words behind a card."""
        with self._responses.read() as connection:
            return read_quotes(connection, self._measuring.dictionary(), ids)

    def suggested_pains(self, journey: Journey, filters: Filters | None = None) -> tuple[SuggestedPain, ...]:
        """Return pain points that the worst measured touchpoints suggest, the worst first."""
        measures = self._maps.measures(journey.id, None, filters)
        ranked = [
            (emotion, touchpoint)
            for touchpoint in journey.touchpoints
            if touchpoint.id in measures
            and measures[touchpoint.id].display not in ("none", "hidden")
            and (emotion := to_emotion(measures[touchpoint.id])) is not None
        ]
        worst = [touchpoint for _, touchpoint in sorted(ranked, key=lambda one: one[0])[:WORST]]
        found = (self._suggest(journey, one, measures[one.id], filters) for one in worst)
        return tuple(one for one in found if one is not None)

    def _suggest(
        self, journey: Journey, touchpoint: Touchpoint, measure: Measure, filters: Filters | None
    ) -> SuggestedPain | None:
        chosen = self._maps.touchpoint_filters(journey.id, touchpoint.id, filters)
        words = self._measuring.verbatims(chosen, metric=measure.metric, limit=WORDS_READ)
        return suggest(touchpoint, measure, tuple(one for one in words if _is_dissatisfied(one, measure.metric)))


def _pulse(months: dict[Period, Measure]) -> Pulse:
    newest = max(months, key=lambda period: period.first)
    wanted = [newest]
    while len(wanted) < PULSE_MONTHS:
        wanted.insert(0, Period.containing(wanted[0].first - timedelta(days=1), "month"))
    values = (months.get(one) for one in wanted)
    return Pulse(tuple(one.value if one and one.n >= MIN_N_SHOWN else None for one in values), newest)


def _is_dissatisfied(one: Verbatim, metric: str) -> bool:
    score = one.score(metric)
    return score is not None and box_limits(metric, score.scale).holds_bottom(score.hundredths)
