"""What each source teaches the reading: when there is enough to learn from, and again when there is much more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cx_core import text
from cx_core.store.analysis_lessons import Lesson, SourceFacts
from cx_core.store.analysis_store import AnalysisStore, WaitingWords
from cx_core.text import NOTHING, SHIPPED, Boilerplate, Label, Readings, Taxonomy
from cx_core.text.learning import LEAST_CORRECTED, LEAST_SCORED
from cx_core.workspace.knowledge import star_of

#: A source is asked again when it has grown by this factor, or has so many more corrections: each lesson makes its
#: comments be read again.
_GROWN, _MORE_CORRECTED = 1.5, 25
#: The outcome while a calibration has not been tried yet.
PENDING = "pending"
#: At most so many comments are learnt from.
_MOST = 20_000


def is_due(source: SourceFacts) -> bool:
    """Tell whether a source could teach something new.

    >>> [is_due(SourceFacts(1, "Form", 300, 300, 0, "", "not_better", n_learnt)) for n_learnt in (250, 150)]
    [False, True]
    """
    if not source.n_comments:
        return False
    if source.outcome in (None, PENDING) or source.n_comments < source.n_learnt / _GROWN:
        return True
    return (
        source.n_comments >= _GROWN * source.n_learnt
        or source.n_learnt < LEAST_SCORED <= source.n_comments
        or _has_more_corrections(source)
    )


def _has_more_corrections(source: SourceFacts) -> bool:
    change = abs(source.n_corrected - source.n_corrected_learnt)
    crossed = source.n_corrected_learnt < LEAST_CORRECTED <= source.n_corrected
    return crossed or (change >= _MORE_CORRECTED and source.n_corrected >= LEAST_CORRECTED)


def first_lesson(source: SourceFacts, analyses: AnalysisStore, now: datetime) -> Lesson:
    """Return what a new source teaches within a moment: its boilerplate and its readings; the calibration follows."""
    outcome = PENDING if _is_enough(source) else "too_few"
    texts = [one.text for one in _comments(source, analyses)]
    return replace(_nothing(source, now, outcome), boilerplate=_boilerplate(texts), readings=_readings(texts))


def teach(source: SourceFacts, analyses: AnalysisStore, taxonomy: Taxonomy, now: datetime) -> Lesson:
    """Return what a source teaches now: its boilerplate, its readings and, where it is better, a calibration.

    A source with neither 200 scored comments nor 50 corrections teaches no calibration, one with fewer than 200
    comments nothing at all.
    """
    comments = _comments(source, analyses)
    texts = [one.text for one in comments]
    boilerplate, readings = _boilerplate(texts), _readings(texts)
    lesson = replace(_nothing(source, now, "too_few"), boilerplate=boilerplate, readings=readings)
    if not _is_enough(source):
        return lesson
    corrected = [
        (one, words, label) for one, where, words, label in analyses.corrections() if where == source.source_id
    ]
    known = {one for one, _, _ in corrected}
    scored = [(one.text, star_of(one.scores)) for one in comments if one.id not in known]
    labels: list[tuple[str, Label]] = [(words, label) for _, words, label in corrected]
    schooling = text.learn_calibration(
        [(words, star) for words, star in scored if star is not None],
        labels,
        source=source.name,
        taxonomy=taxonomy,
        readings=readings,
        boilerplate=boilerplate,
    )
    return replace(
        lesson,
        outcome=schooling.outcome,
        lexicon=schooling.lexicon,
        calibrated=schooling.calibrated,
        calibration=schooling.calibration,
    )


def _is_enough(source: SourceFacts) -> bool:
    return source.n_scored >= LEAST_SCORED or source.n_corrected >= LEAST_CORRECTED


def _comments(source: SourceFacts, analyses: AnalysisStore) -> Sequence[WaitingWords]:
    if _is_enough(source) or source.n_comments >= LEAST_SCORED:
        return analyses.of_source(source.source_id, _MOST)
    return ()


def _nothing(source: SourceFacts, now: datetime, outcome: str) -> Lesson:
    return Lesson(source.source_id, now, source.n_comments, source.n_scored, source.n_corrected, outcome)


def _boilerplate(texts: Sequence[str]) -> Boilerplate:
    return text.find_boilerplate(texts) if len(texts) >= LEAST_SCORED else NOTHING


def _readings(texts: Sequence[str]) -> Readings:
    return text.learn_readings(texts) if len(texts) >= LEAST_SCORED else SHIPPED
