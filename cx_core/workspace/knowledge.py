"""What the comments of one source are read with, and the reading of a chunk of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cx_core import text
from cx_core.model.analysed import Analysed, Evidence, Span, ThemeMention
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import GivenScore
from cx_core.store.analysis_lessons import Lesson
from cx_core.store.analysis_store import WaitingWords
from cx_core.text import NOTHING, SHIPPED, Analysis, Boilerplate, Calibration, Readings, Taxonomy

#: The most that one feeling weighs in the analysis; evidence is told from -1 to 1.
_FULL_WEIGHT = 4.0
#: Of several scores in a row the first of these is nearest to how the words were meant.
_NEAREST_SCORES = ("rating", "csat", "nps", "ces")
#: Short comments come again and again ("ok", "giao hàng nhanh"); this many of at most this length are remembered.
_REMEMBERED, _SHORT = 20_000, 60


@dataclass(frozen=True)
class Knowledge:
    """Everything that the reading of a source's comments depends on."""

    taxonomy: Taxonomy
    boilerplate: Boilerplate = NOTHING
    readings: Readings = SHIPPED
    calibration: Calibration | None = None
    _seen: dict[tuple[str, float | None], Analysed] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, taxonomy: Taxonomy, lesson: Lesson | None) -> Knowledge:
        """Return what a source is read with; None: it has taught nothing."""
        if lesson is None:
            return cls(taxonomy)
        return cls(taxonomy, lesson.boilerplate, lesson.readings, lesson.calibration)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_seen": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def read(self, comments: Sequence[WaitingWords]) -> list[Analysed]:
        """Read comments of the source, in order.

        The row's own score has a say in the verdict only where the source's calibration was accepted; everywhere it
        tells where words and score disagree.
        """
        pairs = [(one.text, star_of(one.scores)) for one in comments]
        fresh = list(dict.fromkeys(pair for pair in pairs if pair not in self._seen))
        found = text.analyse_many(
            [words for words, _ in fresh],
            taxonomy=self.taxonomy,
            stars=[star for _, star in fresh] if self.calibration is not None else None,
            calibration=self.calibration,
            readings=self.readings,
            boilerplate=self.boilerplate,
        )
        read = {pair: as_analysed(one, pair[1]) for pair, one in zip(fresh, found, strict=True)}
        answer = [read[pair] if pair in read else self._seen[pair] for pair in pairs]
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen.update((pair, one) for pair, one in read.items() if len(pair[0]) <= _SHORT)
        return answer


def versions_of(taxonomy: Taxonomy, lessons: dict[int, str]) -> dict[int, str]:
    """Return, for each source, the version that its comments are read with now, from the versions of the lessons."""
    return {source: _digest(base_of(source, lesson), taxonomy.version) for source, lesson in lessons.items()}


def base_of(source_id: int, lesson_version: str) -> str:
    """Return what stands for everything that a source is read with but the themes."""
    return _digest(text.words_version(), str(source_id), lesson_version)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def star_of(scores: Iterable[GivenScore]) -> float | None:
    """Return the row's own score as a share of its scale, 0 the bad end; None without a score.

    >>> star_of((GivenScore("nps", 1000),)), star_of(())
    (1.0, None)
    """
    given = {one.metric: one for one in scores}
    nearest = next((given[metric] for metric in (*_NEAREST_SCORES, *SCORE_ROLES) if metric in given), None)
    return None if nearest is None else text.share_of_scale(nearest.value, nearest.scale)


def as_analysed(found: Analysis, star: float | None = None) -> Analysed:
    """Return an analysis as it is kept: without clauses, the weight of each piece of evidence from -1 to 1.

    >>> as_analysed(text.analyse("Giao hàng rất chậm")).mention("delivery").sentiment
    'negative'
    """
    evidence = [
        Evidence((one.start, one.end), max(-1.0, min(1.0, one.score / _FULL_WEIGHT)))
        for clause in found.clauses
        for one in clause.evidence
    ]
    mentions = [ThemeMention(one.key, one.sentiment, _distinct(one.spans)) for one in found.themes]
    return Analysed(
        found.language,
        found.sentiment.label,
        found.sentiment.score,
        tuple(mentions),
        tuple(dict.fromkeys(evidence)),
        disagreement=_disagreement(found, star),
    )


def _disagreement(found: Analysis, star: float | None) -> float | None:
    torn = text.disagreement(found, star)
    if torn is None:
        return None
    return torn.strength if torn.kind == "complaint_with_good_score" else -torn.strength


def _distinct(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((first, end) for first, end in spans))
