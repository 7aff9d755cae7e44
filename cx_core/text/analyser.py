"""The analysis of comments: everything compiled once for a taxonomy, then one pass over each comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from cx_core.text import kinds, lexicon
from cx_core.text.analysis import Analysis, Clause, Evidence
from cx_core.text.batch import Batch, Cells, Lexicon, Runs
from cx_core.text.boilerplate import LEFT, NOTHING, Boilerplate
from cx_core.text.calibration import Calibration
from cx_core.text.language import ONE_MARKED, Language, decide, votes_of
from cx_core.text.lexicon import Entry, Mode, Trie
from cx_core.text.lukewarm import is_lukewarm
from cx_core.text.match import THEMES, Word, find, find_both, settled
from cx_core.text.mentions import theme_mentions
from cx_core.text.normalise import readable, runs_of
from cx_core.text.readings import SHIPPED, Readings
from cx_core.text.rules import clauses
from cx_core.text.spelling import Spelling, bare_resolver, english_resolver, marked_resolver, written_out
from cx_core.text.star import likelihoods, with_star
from cx_core.text.taxonomy import Taxonomy
from cx_core.text.verdict import clause_label, sentiment_of, squash, total_of
from cx_core.text.walk import Part

#: Remembered runs of characters are let go when they are more than this.
MOST_RUNS = 150_000

#: The ways to read of `Cells`.
_MODES: tuple[Mode, ...] = ("marked", "bare", "english")

# Results are built as tuples are, past the checks of a named tuple's own constructor: several are made for every
# comment.
_make = tuple.__new__


class Compiled:
    """A taxonomy and our word lists in one mode: how tokens are spelled, and the joined trie they are looked up in.

    Phrases come to it until it is `settled`.
    """

    __slots__ = ("phrases", "spelling")

    def __init__(self, mode: Mode, taxonomy: Taxonomy, shares: Mapping[str, float]) -> None:
        self.phrases = lexicon.build(mode, shares)
        for theme in taxonomy.themes:
            for phrase in _phrases(theme.vi, theme.en, mode, shares):
                node = lexicon.node_of(self.phrases, phrase)
                node[THEMES] = tuple(dict.fromkeys((*node.get(THEMES, ()), theme.key)))
            for phrase, weight in theme.opinions:
                self._add_opinion(lexicon.spell(phrase, mode), theme.key, weight)
        if mode != "english":
            for phrase in lexicon.compounds():
                lexicon.node_of(self.phrases, lexicon.spell(phrase, mode)).setdefault(THEMES, ())
        if mode == "bare":
            self._guard(taxonomy)
        self.spelling = _spelling(mode, _words_of(self.phrases))

    def settled(self) -> Lexicon:
        """Return what runs are read with."""
        return Lexicon(settled(self.phrases), self.spelling.pieces)

    def _add_opinion(self, phrase: str, key: str, weight: float) -> None:
        entry = lexicon.get(self.phrases, phrase) or Entry(kinds.WORD, 0.0)
        lexicon.put(self.phrases, phrase, replace(entry, themed=(*entry.themed, (key, weight))))

    def _guard(self, taxonomy: Taxonomy) -> None:
        """Keep the syllables of a theme's name from counting as feelings of their own: "man" in "man hinh"."""
        marked = lexicon.build("marked")
        for phrase in (phrase for theme in taxonomy.themes for phrase in theme.vi if " " in phrase):
            feels = any(entry.value for _, _, entry in find(lexicon.spell(phrase, "marked").split(" "), marked))
            typed = lexicon.spell(phrase, "bare")
            if not feels and lexicon.get(self.phrases, typed) is None:
                lexicon.put(self.phrases, typed, Entry(kinds.WORD, 0.0))


def _spelling(mode: Mode, known: set[str]) -> Spelling:
    if mode == "english":
        words = lexicon.english_words()
        return Spelling(english_resolver(known, words), words.words_of_tag)
    return Spelling(marked_resolver(known) if mode == "marked" else bare_resolver(known))


def _phrases(vi: Iterable[str], en: Iterable[str], mode: Mode, shares: Mapping[str, float]) -> Iterable[str]:
    if mode != "english":
        for phrase in dict.fromkeys(form for word in vi for form in (word, written_out(word))):
            doubtful = mode == "bare" and shares.get(lexicon.canonical_phrase(phrase), 1.0) < lexicon.LIKELY
            if " " in phrase or not doubtful:
                yield lexicon.spell(phrase, mode)
    for phrase in en:
        yield from lexicon.inflected(phrase)


def _words_of(trie: Trie, words: set[str] | None = None) -> set[str]:
    words = set() if words is None else words
    for word, node in trie.items():
        if word and word != THEMES:
            words.add(word)
            if node:
                _words_of(node, words)
    return words


class Reading(NamedTuple):
    """A comment read by the word lists alone: what a calibration needs besides the result."""

    analysis: Analysis
    found: list[Word]
    parts: list[Part]

    @property
    def words(self) -> list[str]:
        """The words in one spelling."""
        return [word.text for word in self.found[:-1]]

    def facts(self) -> tuple[float, ...]:
        """Return the `LEXICON_FEATURES` of a calibration."""
        hits = [hit.value for part in self.parts for hit in part.hits]
        last = next((part.score for part in reversed(self.parts) if part.score), 0.0)
        praise = sum(value for value in hits if value > 0)
        complaint = sum(value for value in hits if value < 0)
        said = (self.analysis.words.score, squash(praise), squash(complaint), squash(last))
        praised = any(clause_label(squash(part.score)) == "positive" for part in self.parts)
        return *said, float(not hits), float(is_lukewarm(self.words)), float(praised)


class Analyser:
    """Reads comments with one taxonomy, one set of readings and one source's boilerplate; see `analyser_for`."""

    def __init__(self, taxonomy: Taxonomy, readings: Readings = SHIPPED, boilerplate: Boilerplate = NOTHING) -> None:
        self.taxonomy = taxonomy
        self._readings = readings
        self._boilerplate = boilerplate
        self._spellings: dict[Mode, Spelling] = {}
        self._runs = Runs()
        self._cells = Cells(self._lexicon)
        # Pages of several people ask one analyser, and its columns must not grow while one of them is read.
        self._lock = Lock()

    def _lexicon(self, way: int) -> Lexicon:
        mode = _MODES[way]
        compiled = Compiled(mode, self.taxonomy, self._readings.shares)
        for sentence in self._boilerplate.sentences:
            self._weigh_down(sentence, mode, compiled)
        self._spellings[mode] = compiled.spelling
        return compiled.settled()

    def _weigh_down(self, sentence: str, mode: Mode, compiled: Compiled) -> None:
        typed = lexicon.spell(sentence, mode)
        words = typed.split(" ")
        known = lexicon.get(compiled.phrases, typed)
        if known is None:
            total, _ = total_of(clauses(find(words, compiled.phrases), (), len(words))[0])
            lexicon.put(compiled.phrases, typed, Entry(kinds.STOCK, LEFT * total))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read comments by their words alone, some hundreds at a time at best."""
        with self._lock:
            return list(self._read(texts))

    def _read(self, texts: Sequence[str]) -> Iterator[Reading]:
        """Read one comment after the other: whoever keeps none has all of one in reach when the next is read."""
        if not texts:
            return iter(())
        self._make_room()
        batch = Batch(texts, self._runs)
        languages, ways = zip(*map(_read_as, batch.votes), strict=True)
        return map(_reading, languages, *self._cells.find(batch, ways), batch.origins)

    def spelled(self, text: str) -> tuple[Mode, list[str]]:
        """Return the mode that a comment is read in, and its words in one spelling."""
        runs = runs_of(readable(text)[0])
        _, way = _read_as(votes_of(runs))
        with self._lock:
            self._cells.lexicon(way)
            spelling = self._spellings[_MODES[way]]
            words = [word for run in runs for word in spelling[run]]
            spelling.make_room()
        return _MODES[way], words

    def analyse(
        self, texts: Sequence[str], stars: Sequence[float | None], calibration: Calibration | None = None
    ) -> list[Analysis]:
        """Analyse comments with their scores; see `cx_core.text.analyse`."""
        with self._lock:
            return [
                _analysis(reading, star, calibration) for reading, star in zip(self._read(texts), stars, strict=True)
            ]

    def _make_room(self) -> None:
        """Let go of remembered runs when there are too many."""
        if len(self._runs) > MOST_RUNS:
            self._runs = Runs()
            self._cells.clear()


def _analysis(reading: Reading, star: float | None, calibration: Calibration | None) -> Analysis:
    analysis = reading.analysis
    if calibration is not None:
        verdict = calibration.sentiment(reading.words, analysis.words, reading.facts(), star)
    elif star is not None:
        verdict = with_star(likelihoods(analysis.words), star)
    else:
        return analysis
    return analysis._replace(sentiment=verdict)


def _read_as(votes: int) -> tuple[Language, int]:
    """Return the language of a comment and the place in `_MODES` of how it is read."""
    language, _ = decide(votes)
    if language == "en":
        return language, 2
    return language, 0 if language == "und" or votes >= ONE_MARKED else 1


def _reading(
    language: Language,
    words: list[Word],
    places: list[int],
    begins: list[int],
    ends: list[int],
    origin: Sequence[int] | None,
) -> Reading:
    events, themes = find_both(words, places)
    parts, sentences = clauses(events, themes, len(words) - 1)
    sentiment = sentiment_of(*total_of(parts))
    if not themes and not sentiment.confidence:
        return _make(Reading, (_make(Analysis, (language, sentiment, (), (), sentiment)), words, parts))
    if origin is not None:
        begins, ends = [origin[begin] for begin in begins[:-1]], [_end(origin, end) for end in ends[:-1]]
    said = _clauses(parts, begins, ends)
    mentions = theme_mentions(themes, parts, sentences, begins, ends) if themes else ()
    return _make(Reading, (_make(Analysis, (language, sentiment, said, mentions, sentiment)), words, parts))


def _end(origin: Sequence[int], end: int) -> int:
    """Return where the letter before ``end`` ends in the original: where the next one begins."""
    last = origin[end - 1]
    return next((place for place in origin[end:] if place > last), origin[-1])


def _clauses(parts: Iterable[Part], begins: Sequence[int], ends: Sequence[int]) -> tuple[Clause, ...]:
    said = []
    for part in parts:
        evidence = []
        for start, _, end, value, _ in part.hits:
            if value:
                evidence.append(_make(Evidence, (begins[start], ends[end - 1], value)))
        said.append(_make(Clause, (begins[part.start], ends[part.end - 1], squash(part.score), tuple(evidence))))
    return tuple(said)


@lru_cache(maxsize=8)
def analyser_for(taxonomy: Taxonomy, readings: Readings = SHIPPED, boilerplate: Boilerplate = NOTHING) -> Analyser:
    """Return the analyser of a taxonomy, of learnt readings and of a source's boilerplate; the last eight are kept."""
    return Analyser(taxonomy, readings, boilerplate)
