"""The state of one walk over the phrases of a comment: the open clause, what governs it, the clauses so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cx_core.text import kinds
from cx_core.text.lexicon import Entry

#: A phrase found: first word, word after the last, what it does.
Event = tuple[int, int, Entry]
#: A theme found: first word, word after the last, the keys of the themes it names.
Mention = tuple[int, int, tuple[str, ...]]

#: How many words may stand between a negation and what it negates.
SCOPE = 4
#: What is left of a feeling when it is negated: "not bad" is less good than "good".
NEGATED_GOOD, NEGATED_BAD = -0.8, -0.6
#: A virtue that is wished for, supposed or expected in vain is a fault, more or less.
WISHED, SUPPOSED, EXPECTED = -0.5, -0.25, -0.6
#: A bare negation of so much asks nothing: "một tuần chưa thấy".
CERTAIN = -1.0
CONCEDED, ASKED, IN_THE_END = 0.5, 0.15, 0.6
#: Before any word.
FAR = -99

_new = tuple.__new__
CLAUSE_ENDS = frozenset({kinds.STOP, kinds.QUESTION, kinds.PAUSE, kinds.CUT, kinds.CONTRAST})
_STRENGTHENED = frozenset({kinds.WORD, kinds.DENIED, kinds.QUICK, kinds.HARD, kinds.LACK, kinds.MEASURE, kinds.TAIL})
_FEELINGS = _STRENGTHENED - {kinds.MEASURE} | {kinds.ADVERSE, kinds.BOOST, kinds.BOTH, kinds.TOO}
_VIRTUES = frozenset({kinds.WORD, kinds.QUICK, kinds.KEEP})


class Hit(NamedTuple):
    """One feeling in a clause: from the word that governs it over its own first word to its end, and its weight."""

    start: int
    word: int
    end: int
    value: float
    negated: bool


class Part:
    """A clause with a feeling: its words, its feelings, their sum, and how much it counts in the comment."""

    __slots__ = ("end", "hits", "score", "sentence", "start", "weight")

    def __init__(self, start: int, end: int, hits: list[Hit], score: float, sentence: int, weight: float) -> None:
        self.start = start
        self.end = end
        self.hits = hits
        self.score = score
        self.sentence = sentence
        self.weight = weight


class Walk:
    """The state of a walk; the rules change it phrase by phrase.

    The places ``…_at`` hold the word after the phrase that governs what follows, `FAR` when none does. ``lead`` is
    the first word of the phrases that govern the next feeling.
    """

    __slots__ = (
        "ask",
        "boost",
        "boost_at",
        "brief",
        "concede",
        "events",
        "expect",
        "grave",
        "hard_at",
        "hits",
        "index",
        "is_governed",
        "lack_at",
        "lead",
        "lessen",
        "lessen_at",
        "measure",
        "n_words",
        "neg_at",
        "neg_residue",
        "neg_start",
        "ordered",
        "ordered_at",
        "parts",
        "sentence",
        "sentences",
        "slight_at",
        "start",
        "supposed",
        "themes",
        "then",
        "too_at",
        "turned_at",
        "unit_at",
        "weight",
        "whole",
        "wholes",
        "wish",
    )  # fmt: skip

    def __init__(self, events: Sequence[Event], themes: Sequence[Mention], n_words: int) -> None:
        self.events = events
        self.themes = themes
        self.n_words = n_words
        self.parts: list[Part] = []
        self.ordered, self.ordered_at = 0.0, FAR
        #: The word after each sentence.
        self.sentences: list[int] = []
        #: The sentences whose complaints a contrast has put aside although they were grave.
        self.grave: tuple[int, ...] = ()
        #: The clauses that speak of the whole, and how much they count beside others.
        self.wholes: tuple[tuple[Part, float], ...] = ()
        self.index = self.start = self.sentence = 0
        self.wish = 0.0
        self.supposed = self.then = FAR
        #: The supposition ends with its clause: "if you like noodles, it is great".
        self.brief = False
        self.weight = 1.0
        self.open()

    def open(self) -> None:
        """Begin a clause: nothing governs its first feeling but the wish of its sentence."""
        self.hits: list[Hit] = []
        self.measure: tuple[int, int, float] | None = None
        self.neg_residue = self.lessen = self.whole = 0.0
        self.boost = 1.0
        self.boost_at = self.slight_at = self.too_at = self.hard_at = self.lack_at = self.lessen_at = FAR
        self.neg_at = self.neg_start = self.turned_at = self.lead = self.unit_at = FAR
        self.concede = self.ask = self.expect = self.is_governed = False

    def close(self, end: int) -> None:
        """End the clause before the word ``end``."""
        if self.neg_at != FAR:
            self.settle_negation(end)
        hits = self.hits
        if hits:
            score = 0.0
            for hit in hits:
                score += hit[3]
            if self.ask:
                score *= ASKED
            part = Part(self.start, end, hits, score, self.sentence, self.weight)
            self.parts.append(part)
            if self.whole:
                self.wholes += ((part, self.whole),)
        if self.is_governed:
            self.open()
        elif hits:
            self.hits = []
            self.measure = None

    def settle_negation(self, end: int) -> None:
        """Count a negation of no feeling as a small complaint ("không trả tiền"); at the very end it only asks."""
        if self.neg_at >= end and self.neg_residue > CERTAIN:
            self.ask = True
        elif not self.ask and self.neg_residue:
            self._settle(min(self.neg_at + 2, end))
        self.neg_at = FAR

    def _settle(self, end: int) -> None:
        """Add the complaint of a bare negation where it stands, before the feelings behind it."""
        place = len(self.hits)
        while place and self.hits[place - 1].start >= self.neg_start:
            place -= 1
        if place < len(self.hits):
            end = max(self.neg_start + 1, min(end, self.hits[place].start))
        hit: Hit = _new(Hit, (self.neg_start, self.neg_start, end, self.neg_residue, False))
        self.hits.insert(place, hit)

    def note(self, start: int, end: int, value: float) -> None:
        """Add a feeling as it is, whatever stands before it."""
        self.hits.append(_new(Hit, (start, start, end, value, False)))

    def feel(self, start: int, end: int, weight: float) -> None:
        """Add a feeling, changed by what governs it."""
        value, first = weight, start
        if not self.is_governed and not self.wish and self.supposed == FAR:
            self.hits.append(_new(Hit, (start, start, end, weight, False)))
            self.measure = None
            return
        if start - self.boost_at <= 1:
            value *= self.boost
            first = self.lead
            self.boost_at = FAR
        if self.slight_at == start:
            value *= 0.6 if value < 0 else 0.4
            first = self.lead
        if self.lack_at != FAR or self.lessen_at != FAR or self.hard_at != FAR:
            value, first = self._turned_by_word(value, start, first)
        negated = start - self.neg_at <= SCOPE or (self.turned_at == start and value > 0)
        if negated:
            value *= NEGATED_GOOD if value > 0 else NEGATED_BAD
            if self.neg_at != FAR:
                first = self.neg_start
            self.neg_at = FAR
        if self.wish or self.supposed != FAR or self.expect or self.concede:
            value = self._as_meant(value, start)
        self.hits.append(_new(Hit, (first, start, end, value, negated)))
        self.measure = None

    def _turned_by_word(self, value: float, start: int, first: int) -> tuple[float, int]:
        turned = value
        if start - self.lack_at <= 2 and value > 0:
            turned = -0.8 * value
        elif start == self.hard_at:
            turned = -0.7 * value
        elif (start - self.lessen_at <= 2 and value < 0) or (start - self.lessen_at <= 1 and self.lessen < 0):
            turned = -0.6 * value
        self.lack_at = self.lessen_at = self.hard_at = FAR
        return turned, first if turned == value else min(first, self.lead)

    def _as_meant(self, value: float, start: int) -> float:
        if value > 0:
            if self.wish:
                value *= WISHED
            elif self.then != FAR:
                # "nếu … thì tốt" regrets; "nếu cần mua thì ở đây rất tốt" praises.
                value *= SUPPOSED if start == self.then else IN_THE_END
            elif self.supposed != FAR:
                value *= SUPPOSED
        if self.expect:
            value *= EXPECTED
        return value * CONCEDED if self.concede else value

    def beside_theme(self, entry: Entry) -> float:
        """Return the weight of a phrase, which may be another where a theme is named in the same clause."""
        plain = 0.0 if entry.kind == kinds.MEASURE else entry.value
        if not entry.themed:
            return plain
        after = next(
            (event[0] for event in self.events[self.index + 1 :] if event[2].kind in CLAUSE_ENDS), self.n_words
        )
        weights = dict(entry.themed)
        named = (key for first, _, keys in self.themes if self.start <= first < after for key in keys)
        return next((weights[key] for key in named if key in weights), plain)

    # --- looking ahead

    def following(self, end: int, gap: int = 0) -> Entry | None:
        """Return the phrase that follows within ``gap`` words; None when none does."""
        if self.index + 1 < len(self.events):
            start, _, entry = self.events[self.index + 1]
            if start - end <= gap:
                return entry
        return None

    def strengthens_next(self, end: int) -> bool:
        """Tell whether what follows directly can be strengthened."""
        entry = self.following(end)
        return entry is not None and entry.kind in _STRENGTHENED

    def strengthens_after_next(self) -> bool:
        """Tell whether the next phrase but one follows the next directly and can be strengthened."""
        if self.index + 2 >= len(self.events):
            return False
        start, _, entry = self.events[self.index + 2]
        return start == self.events[self.index + 1][1] and entry.kind in _STRENGTHENED and entry.feels

    def feeling_near(self, end: int) -> bool:
        """Tell whether a feeling follows within two words."""
        entry = self.following(end, 2)
        return entry is not None and entry.kind in _FEELINGS and entry.feels

    def virtue_near(self, end: int) -> bool:
        """Tell whether a praise follows within two words."""
        entry = self.following(end, 2)
        return entry is not None and entry.kind in _VIRTUES and max(entry.value, entry.own) > 0
