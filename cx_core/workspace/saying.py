"""What stands out in what customers say: new subjects, telling words, copies, complaints, contradicted scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from cx_core import text
from cx_core.feedback.privacy import without_masks
from cx_core.model.filters import Filters
from cx_core.model.imports import CodedFilter, Verbatim
from cx_core.model.message import Message
from cx_core.model.said import Said
from cx_core.store.analysis_lessons import Lesson
from cx_core.store.analysis_slices import Comment, CommentSlices
from cx_core.store.analysis_store import AnalysisStore
from cx_core.text import Agreement, Keyword, PainCandidate, Phrase, Reason, Taxonomy, Voice
from cx_core.text.learning import LEAST_CORRECTED, LEAST_SCORED
from cx_core.workspace.measuring import Measuring

#: Each question looks at this many of the newest comments at most, so that it is answered within seconds.
MOST_LOOKED_AT = 10_000
#: This many words are shown as the reason for a calibration.
_N_TERMS = 12
#: They are chosen among this many, and spelled as so many of the source's newest comments spell them.
_LOOKED_THROUGH, _SPELLED_BY = 60, 2_000

DisagreementKind = Literal["complaint_with_good_score", "praise_with_bad_score"]
_SIGNS: dict[DisagreementKind | None, int] = {None: 0, "complaint_with_good_score": 1, "praise_with_bad_score": -1}


@dataclass(frozen=True)
class DiscoveredTheme:
    """A subject that no theme catches: an offer of words for a new theme, never a truth.

    ``terms`` are its clearest words and phrases, ``ids`` the comments that speak of it, the clearest first.
    """

    terms: tuple[str, ...]
    ids: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many of the comments looked at speak of it."""
        return len(self.ids)


@dataclass(frozen=True)
class Discovery:
    """Subjects found among ``n_looked_at`` comments that speak of no theme, the most frequent first."""

    themes: tuple[DiscoveredTheme, ...]
    n_looked_at: int


@dataclass(frozen=True)
class TellingWords:
    """What a slice says more than the rest, the clearest first, and phrases it often uses; both counted in comments."""

    words: tuple[Keyword, ...]
    phrases: tuple[Phrase, ...]
    n_inside: int
    n_outside: int


@dataclass(frozen=True)
class DuplicateGroup:
    """Comments that say the same in almost the same words, by their ids, the newest first."""

    ids: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many comments are alike."""
        return len(self.ids)


@dataclass(frozen=True)
class SourceCalibration:
    """What a source taught the reading and why it is in force or not.

    ``outcome`` is ``accepted``, ``too_few``, ``one_label``, ``not_better`` or ``pending``; ``kind`` is ``band`` or
    ``model`` when accepted, else None. ``lexicon`` and ``calibrated`` are the agreements with the source's own scores
    and corrections on comments that were not learnt from, None when nothing was checked. ``reasons`` are, for each
    feeling, the words that speak most for it. ``version`` names the calibration in force.
    """

    source: str
    outcome: str
    kind: str | None
    n_scored: int
    n_corrected: int
    learnt_at: datetime
    lexicon: Agreement | None = None
    calibrated: Agreement | None = None
    reasons: tuple[tuple[str, tuple[Reason, ...]], ...] = ()
    n_boilerplate: int = 0
    version: str | None = None

    @property
    def message(self) -> Message:
        """Why it is so, as a sentence to be put into words."""
        values: dict[str, int | float] = {"n_scored": self.n_scored, "n_corrected": self.n_corrected}
        if self.outcome == "too_few":
            values |= {"least_scored": LEAST_SCORED, "least_corrected": LEAST_CORRECTED}
        if self.lexicon is not None and self.calibrated is not None:
            before, after = round(100 * self.lexicon.accuracy, 1), round(100 * self.calibrated.accuracy, 1)
            values |= {"before": before, "after": after, "n": self.lexicon.n}
        return Message.of(f"text.calibration.{self.outcome}", **values)


@dataclass(frozen=True)
class Disagreeing:
    """A comment whose words contradict its score; ``strength`` from 0 to 1."""

    verbatim: Verbatim
    kind: DisagreementKind
    strength: float
    message: Message = field(compare=False)


class Saying:
    """Questions about the words themselves, under the filters of every page. Each looks at the newest comments."""

    def __init__(
        self, slices: CommentSlices, analyses: AnalysisStore, measuring: Measuring, taxonomy: Callable[[], Taxonomy]
    ) -> None:
        self._slices = slices
        self._analyses = analyses
        self._measuring = measuring
        self._taxonomy = taxonomy

    def discovered_themes(self, filters: Filters | None = None, n_themes: int = 8) -> Discovery:
        """Return subjects of the comments that no theme catches, offered as words for the taxonomy.

        Fewer than fifteen such comments give none. Words of a mere feeling ("tốt", "ok") are no subject and not looked
        at. See `cx_core.text.suggest_themes`.
        """
        comments = self._comments(filters, Said(), without_theme=True)
        found = text.suggest_themes(self._without_feelings([one[1] for one in comments]), n_themes=n_themes)
        themes = tuple(DiscoveredTheme(one.terms, tuple(comments[place][0] for place in one.members)) for one in found)
        return Discovery(themes, len(comments))

    def telling_words(
        self, filters: Filters | None = None, said: Said = Said(), against: Filters | None = None, limit: int = 30
    ) -> TellingWords:
        """Return the words and phrases that set a slice apart from the rest.

        The slice is what ``filters`` and ``said`` admit, the rest is what ``against`` admits (None: every comment)
        without the slice. Log-odds with a prior: `cx_core.text.keywords`.

        >>> from cx_core.model.said import Said
        >>> Said(themes=("delivery",), sentiment="negative").is_empty  # complaints of the delivery against all others
        False
        """
        inside = self._comments(filters, said)
        taken = {one[0] for one in inside}
        outside = [one for one in self._comments(against, Said(), limit=2 * MOST_LOOKED_AT) if one[0] not in taken]
        words = text.keywords([one[1] for one in inside], [one[1] for one in outside], limit=limit)
        phrases = text.phrases([one[1] for one in inside], limit=limit)
        return TellingWords(words, phrases, len(inside), len(outside))

    def near_duplicates(
        self, filters: Filters | None = None, said: Said = Said(), limit: int = 20
    ) -> tuple[DuplicateGroup, ...]:
        """Return groups of comments in almost the same words, the largest first: copies, campaigns, formulas."""
        comments = self._comments(filters, said)
        groups = text.near_duplicates([one[1] for one in comments])[:limit]
        return tuple(DuplicateGroup(tuple(comments[place][0] for place in group)) for group in groups)

    def verbatims(self, ids: Sequence[int]) -> tuple[Verbatim, ...]:
        """Return comments by id, in that order; those that were taken back are left out."""
        shown = self._slices.verbatims(ids)
        return tuple(shown[one] for one in ids if one in shown)

    def pain_candidates(
        self, filters: Filters | None = None, said: Said = Said(), limit: int = 30
    ) -> tuple[PainCandidate, ...]:
        """Return what customers complain of, as theme and phrase, by count × negativity × growth.

        Growth compares the newer half of the days looked at with the older. ``examples`` are ids of comments, the worst
        first. Comments are taken in full, also those that praise something else.
        """
        comments = self._comments(filters, said)
        days = sorted(one[2] for one in comments if one[2] is not None)
        middle = days[len(days) // 2] if days else 0
        read = text.analyse_many([one[1] for one in comments], taxonomy=self._taxonomy())
        voices = [
            Voice(one[0], one[1], said_of, None if one[2] is None else one[2] >= middle)
            for one, said_of in zip(comments, read, strict=True)
        ]
        return text.pain_candidates(voices, limit=limit)

    def calibration_report(self) -> tuple[SourceCalibration, ...]:
        """Return what each source taught the reading; a source that was not asked yet is not among them."""
        return tuple(
            _calibration(source, lesson, self._reasons(source, lesson))
            for source, lesson in self._analyses.lessons.every()
        )

    def disagreements(
        self,
        filters: Filters | None = None,
        kind: DisagreementKind | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Disagreeing, ...]:
        """Return the comments whose words contradict their score, the strongest first; ``kind`` None: both kinds."""
        found = self._slices.disagreements(self._included(filters, Said()), _SIGNS[kind], limit, offset)
        shown = self._slices.verbatims(one for one, _ in found)
        return tuple(_disagreeing(shown[one], strength) for one, strength in found if one in shown)

    def n_disagreements(self, filters: Filters | None = None, kind: DisagreementKind | None = None) -> int:
        """Return how many comments `disagreements` finds in all."""
        return self._slices.n_disagreements(self._included(filters, Said()), _SIGNS[kind])

    def why(self, feedback_id: int) -> tuple[Reason, ...]:
        """Return what a calibrated reading went by for one comment, strongest first; empty where words alone count."""
        found = self._slices.texts_of([feedback_id]).get(feedback_id)
        lesson = self._analyses.lessons.of(found[1]) if found else None
        if found is None or lesson is None or lesson.calibration is None:
            return ()
        return text.why(found[0], lesson.calibration, taxonomy=self._taxonomy(), boilerplate=lesson.boilerplate)

    def _comments(
        self, filters: Filters | None, said: Said, *, without_theme: bool = False, limit: int = MOST_LOOKED_AT
    ) -> tuple[Comment, ...]:
        found = self._slices.comments(self._included(filters, said), limit, without_theme=without_theme)
        return tuple((one, without_masks(words), day) for one, words, day in found)

    def _without_feelings(self, comments: Sequence[str]) -> list[str]:
        """Return comments with a comma for each word that carries a feeling: what is left is what they speak of."""
        found = []
        for words, read in zip(comments, text.analyse_many(comments, taxonomy=self._taxonomy()), strict=True):
            for start, end, _ in sorted((one for clause in read.clauses for one in clause.evidence), reverse=True):
                words = f"{words[:start]},{words[end:]}"
            found.append(words)
        return found

    def _reasons(self, source: str, lesson: Lesson) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """Return what speaks most for each feeling, with marks and without numbers, signs and words that are masks."""
        kept = lesson.calibration.telling_terms(_LOOKED_THROUGH) if lesson.calibration else ()
        if not kept:
            return ()
        readable = [(label, [one for one in reasons if _is_readable(one.term)]) for label, reasons in kept]
        known = self._comments(Filters().with_values("source", [source]), Said(), limit=_SPELLED_BY)
        marked = text.with_usual_marks(
            {one.term for _, reasons in readable for one in reasons}, [one[1] for one in known]
        )
        return tuple((label, _distinct(reasons, marked)) for label, reasons in readable)

    def _included(self, filters: Filters | None, said: Said) -> CodedFilter:
        chosen = (filters or Filters()).with_values("scale", ())
        return replace(self._measuring.included(chosen), said=said)


def _is_readable(term: str) -> bool:
    """Tell whether a term can be shown as a reason: words of two letters or more, or a sign of feeling."""
    return all((len(word) > 1 and word.isalpha()) or word > "\u2190" for word in term.split(" ")) and term.strip() != ""


def _distinct(reasons: Sequence[Reason], marked: Mapping[str, str]) -> tuple[Reason, ...]:
    """Return the first reasons with their marks, without those that are part of another one that is shown."""
    shown = [replace(one, term=marked[one.term]) for one in reasons]
    whole = [one for one in shown if not any(_holds(other.term, one.term) for other in shown)]
    return tuple(whole[:_N_TERMS])


def _holds(longer: str, term: str) -> bool:
    return longer != term and f" {term} " in f" {longer} "


def _disagreeing(verbatim: Verbatim, strength: float) -> Disagreeing:
    kind: DisagreementKind = "complaint_with_good_score" if strength > 0 else "praise_with_bad_score"
    return Disagreeing(verbatim, kind, abs(strength), Message.of(f"text.disagreement.{kind}"))


def _calibration(source: str, lesson: Lesson, reasons: tuple[tuple[str, tuple[Reason, ...]], ...]) -> SourceCalibration:
    kept = lesson.calibration
    return SourceCalibration(
        source,
        lesson.outcome,
        kept.kind if kept else None,
        lesson.n_scored,
        lesson.n_corrected,
        lesson.learnt_at,
        lesson.lexicon,
        lesson.calibrated,
        reasons,
        len(lesson.boilerplate.sentences),
        kept.version if kept else None,
    )
