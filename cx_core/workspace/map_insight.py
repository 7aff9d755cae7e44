"""What the feedback adds to a map: gaps, priorities of pain points, suggested ones, quotes behind a card."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.journeys.gaps import Gap, MeasuredEmotion, gaps
from cx_core.journeys.priority import PainPriority, priorities
from cx_core.journeys.suggest import SuggestedPain, suggest
from cx_core.metrics.boxes import box_limits
from cx_core.metrics.gap import emotion_interval, to_emotion
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.measure import Measure
from cx_core.store.quotes import read_quotes
from cx_core.store.responses import ResponseStore
from cx_core.workspace.maps import Maps
from cx_core.workspace.measuring import Measuring

#: Suggestions come from so many of the worst touchpoints, each from so many of its newest words.
WORST, WORDS_READ = 5, 60


class MapInsight:
    """Reads the feedback of a map."""

    def __init__(self, maps: Maps, measuring: Measuring, responses: ResponseStore) -> None:
        self._maps = maps
        self._measuring = measuring
        self._responses = responses

    def gaps(self, journey: Journey, filters: Filters | None = None) -> tuple[Gap, ...]:
        """Return the gap between expectation and reality at every touchpoint."""
        return gaps(journey, self._emotions(self._maps.measures(journey.id, None, filters)))

    def priorities(self, journey: Journey, filters: Filters | None = None) -> dict[str, PainPriority]:
        """Return the priority of every pain point by its id, with its inputs."""
        return priorities(journey, self.gaps(journey, filters))

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

    @staticmethod
    def _emotions(measures: dict[str, Measure]) -> dict[str, MeasuredEmotion]:
        found = {}
        for place, measure in measures.items():
            low, high = emotion_interval(measure) or (None, None)
            found[place] = MeasuredEmotion(to_emotion(measure), low, high, measure.n, measure.metric)
        return found


def _is_dissatisfied(one: Verbatim, metric: str) -> bool:
    score = one.score(metric)
    return score is not None and box_limits(metric, score.scale).holds_bottom(score.hundredths)
