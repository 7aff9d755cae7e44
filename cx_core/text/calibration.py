"""What a source has taught the analysis: a frozen value that is applied to its comments, and can say why."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from cx_core.model.problem import Refusal
from cx_core.text.analysis import LABELS, Label, Sentiment
from cx_core.text.star import likelihoods, with_star
from cx_core.text.terms import folded_ngrams
from cx_core.text.verdict import DEFAULT_BAND, Band

#: The features that the word lists give beside the comment's own words; scores from -1 to 1, of the last three 0 or 1.
LEXICON_FEATURES = ("words_score", "praise", "complaint", "last_clause", "no_feeling", "lukewarm", "praised_clause")
_SCORE, _LUKEWARM = LEXICON_FEATURES.index("words_score"), LEXICON_FEATURES.index("lukewarm")
#: Lexicon features weigh more than single words from the start: they need little evidence to be believed.
LEXICON_SCALE = 2.0

Kind = Literal["band", "model"]
Triple = tuple[float, float, float]
#: Every label as often as the others: what a model presupposes whose comments were weighed so.
ALIKE: Triple = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Agreement:
    """How well labels were met on comments that were not learnt from: shares from 0 to 1."""

    n: int
    accuracy: float
    macro_f1: float

    @property
    def quality(self) -> float:
        """The mean of accuracy and macro-F1: accuracy alone would give up the neutral comments, which are few."""
        return (self.accuracy + self.macro_f1) / 2


@dataclass(frozen=True)
class Calibration:
    """What was learnt from one source; never to be used on another.

    ``band`` alone moves the scores between which a comment is neutral. ``model`` adds a softmax regression over the
    comment's words and pairs of words without marks and the `LEXICON_FEATURES`: ``terms`` with a weight for each of
    `LABELS`, and ``usual``, how often it takes each label to be when nothing is known. ``neutral_kept``: how many times
    likelier than to the model a comment is neutral of which `seems_neutral` is true, 8 in what was kept before the
    lists had weights of their own. ``star_trust``: the power that a row's own score is taken to, see `with_star`.
    ``lexicon`` and ``calibrated`` are the cross-validated agreements that it was accepted on.
    """

    source: str
    kind: Kind
    band: Band
    lexicon: Agreement
    calibrated: Agreement
    terms: tuple[str, ...] = ()
    weights: tuple[Triple, ...] = ()
    features: tuple[Triple, ...] = ()
    intercept: Triple = (0.0, 0.0, 0.0)
    usual: Triple = ALIKE
    neutral_kept: float = 1.0
    star_trust: float = 1.0
    _table: dict[str, Triple] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._table.update(zip(self.terms, self.weights, strict=True))

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """Ten hexadecimal digits of the content."""
        return hashlib.sha256(json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:10]

    def sentiment(
        self, words: Sequence[str], plain: Sentiment, facts: Sequence[float], star: float | None
    ) -> Sentiment:
        """Return the verdict on a comment from its words, what the lists say, the `LEXICON_FEATURES`, its score."""
        if self.kind == "band":
            if star is not None:
                return with_star(likelihoods(plain, self.band), star)
            return Sentiment(self.band.label(plain.score), plain.score, plain.confidence)
        shares = self._shares(words, facts)
        if seems_neutral(facts):
            shares[LABELS.index("neutral")] *= self.neutral_kept
        return with_star(shares, star, self.usual, self.star_trust)

    def _shares(self, words: Sequence[str], facts: Sequence[float]) -> list[float]:
        scores = list(self.intercept)
        found = self._found(words)
        length = math.sqrt(sum(n * n for n in found.values())) or 1.0
        for term, n in found.items():
            for index, weight in enumerate(self._table[term]):
                scores[index] += weight * n / length
        for fact, row in zip(facts, self.features, strict=True):
            for index, weight in enumerate(row):
                scores[index] += LEXICON_SCALE * fact * weight
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def _found(self, words: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for term in folded_ngrams(words):
            if term in self._table:
                found[term] = found.get(term, 0) + 1
        return found

    def reasons(self, words: Sequence[str], facts: Sequence[float], label: Label, limit: int = 8) -> tuple[Reason, ...]:
        """Return what speaks most for a label and against the others, strongest first; nothing for a mere band."""
        if self.kind == "band":
            return ()
        mine = LABELS.index(label)
        found = self._found(words)
        length = math.sqrt(sum(n * n for n in found.values())) or 1.0
        parts = [(term, n / length, self._table[term]) for term, n in found.items()]
        parts += [
            (name, LEXICON_SCALE * fact, row)
            for name, fact, row in zip(LEXICON_FEATURES, facts, self.features, strict=True)
        ]
        if seems_neutral(facts):
            parts.append(("seems_neutral", 1.0, (0.0, math.log(self.neutral_kept), 0.0)))
        reasons = [
            Reason(term, presence * (row[mine] - max(weight for index, weight in enumerate(row) if index != mine)))
            for term, presence, row in parts
        ]
        return tuple(sorted((one for one in reasons if one.weight), key=lambda one: -abs(one.weight))[:limit])

    def telling_terms(self, limit: int = 12) -> tuple[tuple[Label, tuple[Reason, ...]], ...]:
        """Return, for each label, the words and pairs of words that speak most for it; nothing for a mere band."""
        if self.kind == "band":
            return ()
        return tuple((label, self._telling(index)[:limit]) for index, label in enumerate(LABELS))

    def _telling(self, mine: int) -> tuple[Reason, ...]:
        reasons = (
            Reason(term, row[mine] - max(weight for index, weight in enumerate(row) if index != mine))
            for term, row in self._table.items()
        )
        return tuple(sorted((one for one in reasons if one.weight > 0), key=lambda one: (-one.weight, one.term)))

    def to_dict(self) -> dict[str, Any]:
        """Return the calibration as plain values, for JSON."""
        return {
            "source": self.source,
            "kind": self.kind,
            "band": list(self.band),
            "lexicon": [self.lexicon.n, self.lexicon.accuracy, self.lexicon.macro_f1],
            "calibrated": [self.calibrated.n, self.calibrated.accuracy, self.calibrated.macro_f1],
            "terms": list(self.terms),
            "weights": [list(row) for row in self.weights],
            "features": [list(row) for row in self.features],
            "intercept": list(self.intercept),
            "usual": list(self.usual),
            "neutral_kept": self.neutral_kept,
            "star_trust": self.star_trust,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Calibration:
        """Read what `to_dict` wrote; refuses with ``calibration_unreadable`` what has another shape."""
        try:
            kind = document["kind"]
            if kind not in ("band", "model"):
                raise ValueError(kind)
            return cls(
                str(document["source"]),
                kind,
                Band(*map(float, document["band"])),
                Agreement(*document["lexicon"]),
                Agreement(*document["calibrated"]),
                tuple(map(str, document["terms"])),
                tuple(_triple(row) for row in document["weights"]),
                _features(document["features"]),
                _triple(document["intercept"]),
                _triple(document.get("usual", ALIKE)),
                float(document.get("neutral_kept", 1.0)),
                float(document.get("star_trust", 1.0)),
            )
        except (KeyError, TypeError, ValueError):
            raise Refusal("calibration_unreadable") from None


@dataclass(frozen=True)
class Reason:
    """A word, a pair of words or a lexicon feature that spoke for (above 0) or against a label."""

    term: str
    weight: float


def seems_neutral(facts: Sequence[float]) -> bool:
    """Tell of the `LEXICON_FEATURES` of a comment whether the word lists find no feeling on the whole, or its words
    call something neither good nor bad.

    >>> seems_neutral((0.0, 0.6, -0.6, -0.6, 0.0, 0.0)), seems_neutral((0.5, 0.5, 0.0, 0.5, 0.0, 0.0))
    (True, False)
    """
    return bool(facts[_LUKEWARM]) or DEFAULT_BAND.label(facts[_SCORE]) == "neutral"


def _features(rows: Sequence[Sequence[float]]) -> tuple[Triple, ...]:
    """Read the weights of the `LEXICON_FEATURES`; what was kept before there were the last ones has none for them."""
    missing = [(0.0, 0.0, 0.0)] * (len(LEXICON_FEATURES) - len(rows)) if rows else []
    return tuple(_triple(row) for row in (*rows, *missing))


def _triple(values: Sequence[float]) -> Triple:
    one, two, three = map(float, values)
    return one, two, three
