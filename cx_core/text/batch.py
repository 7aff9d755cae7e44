"""Comments by the hundred as columns of numbers: what each run of characters is, what each of its words is.

Every run of characters that came by has a number, and every word of it a cell. A comment is then a slice of numbers,
and what is asked of all words of all comments (where do they stand, does a phrase begin there) is one step of NumPy
instead of a step of Python for each word.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cx_core.text.language import vote_of
from cx_core.text.match import Pairs, Word
from cx_core.text.normalise import readable, runs_of
from cx_core.text.spelling import Piece

Numbers = NDArray[np.int64]

#: The run behind the last of every comment; its one word says nothing and continues no phrase.
_END = ""
#: A run may be read as Vietnamese with marks, without, and as English.
N_WAYS = 3


class Runs(dict[str, int]):
    """The number of each run that came by, with its length and its votes for a language."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.votes = array("q")
        self.lengths = array("q")

    def __missing__(self, run: str) -> int:
        number = self[run] = len(self.texts)
        self.texts.append(run)
        self.votes.append(vote_of(run))
        self.lengths.append(len(run))
        return number


class Batch:
    """Comments as numbers of their runs, each with `_END` behind it.

    ``votes`` are those of each comment, for `decide`.
    """

    def __init__(self, texts: Sequence[str], runs: Runs) -> None:
        self.runs = runs
        readable_texts = list(map(readable, texts))
        self.lowered = [lowered for lowered, _ in readable_texts]
        self.origins = [origin for _, origin in readable_texts]
        self.runs_of_each = list(map(runs_of, self.lowered))
        for each in self.runs_of_each:
            each.append(_END)
        #: How many runs each comment has.
        self.counts = np.fromiter(map(len, self.runs_of_each), np.int64, len(texts))
        self.bounds = _bounds(self.counts)
        self.numbers = np.fromiter(
            map(runs.__getitem__, chain.from_iterable(self.runs_of_each)), np.int64, int(self.bounds[-1])
        )
        votes = _bounds(_column(runs.votes)[self.numbers])[self.bounds]
        self.votes: list[int] = (votes[1:] - votes[:-1]).tolist()
        self.begins = self._begins_of_runs()

    def _begins_of_runs(self) -> Numbers:
        """Return where each run begins in its comment: one space behind the one before, else looked for."""
        begins = _bounds(_column(self.runs.lengths)[self.numbers] + 1)[:-1]
        begins -= np.repeat(begins[self.bounds[:-1]], self.counts)
        for row, (lowered, end) in enumerate(zip(self.lowered, begins[self.bounds[1:] - 1].tolist(), strict=True)):
            if end != len(lowered) + 1 or "\n" in lowered:
                begins[self.bounds[row] : self.bounds[row + 1]] = list(_found(self.runs_of_each[row], lowered))
        return begins


class Found(NamedTuple):
    """The words of each comment and one at its end, and where they begin and end in its text.

    ``places`` are the indexes of words at which a phrase may begin; at the others none does.
    """

    words: Iterator[list[Word]]
    places: Iterator[list[int]]
    begins: Iterator[list[int]]
    ends: Iterator[list[int]]


class Lexicon(NamedTuple):
    """One way to read runs: the words of phrases, and what words a run stands for."""

    words: Mapping[str, Word]
    pieces: Callable[[str], Sequence[Piece]]


class Cells:
    """The words of runs in all ways of reading, one cell for each; ``lexicon`` makes the ways when first needed."""

    def __init__(self, lexicon: Callable[[int], Lexicon]) -> None:
        self._make = lexicon
        self._lexicons: dict[int, Lexicon] = {}
        self._pairs = Pairs()
        self.clear()

    def clear(self) -> None:
        """Forget all runs."""
        #: By `N_WAYS` times the number of a run plus the way: its first cell, -1 as long as nobody asked, and how many.
        self._firsts, self._counts = array("q"), array("q")
        self._words: list[Word] = []
        self._numbers, self._speaks = array("q"), array("b")
        self._starts, self._lengths = array("q"), array("q")

    def lexicon(self, way: int) -> Lexicon:
        """Return one of the `N_WAYS` ways to read."""
        found = self._lexicons.get(way)
        if found is None:
            found = self._lexicons[way] = self._make(way)
            self._pairs.learn(found.words.values())
        return found

    def find(self, batch: Batch, ways: Sequence[int]) -> Found:
        """Return what stands in the comments of a batch, each read in a way of its own."""
        keys = batch.numbers * N_WAYS + np.repeat(np.array(ways, dtype=np.int64), batch.counts)
        self._learn(keys, batch.runs)
        counts = _column(self._counts)[keys]
        bounds = _bounds(counts)
        cells = np.repeat(_column(self._firsts)[keys] - bounds[:-1], counts) + np.arange(bounds[-1])
        begins = np.repeat(batch.begins, counts) + _column(self._starts)[cells]
        ends = begins + _column(self._lengths)[cells]
        bounds = bounds[batch.bounds]
        places = np.flatnonzero(self._may_begin(cells))
        cuts = np.searchsorted(places, bounds).tolist()
        places -= np.repeat(bounds[:-1], np.diff(bounds))[places]
        words = list(map(self._words.__getitem__, cells.tolist()))
        one_by_one = list(map(slice, bounds[:-1].tolist(), bounds[1:].tolist()))
        return Found(
            map(words.__getitem__, one_by_one),
            map(places.tolist().__getitem__, map(slice, cuts, cuts[1:])),
            map(begins.tolist().__getitem__, one_by_one),
            map(ends.tolist().__getitem__, one_by_one),
        )

    def _may_begin(self, cells: Numbers) -> NDArray[np.bool_]:
        """Tell of each cell whether its word is a phrase, or may begin one with the word of the next cell."""
        found = np.frombuffer(self._speaks, np.bool_)[cells]
        words = _column(self._numbers)[cells]
        found[:-1] |= self._pairs.may_hold(words[:-1], words[1:])
        return found

    def _learn(self, keys: Numbers, runs: Runs) -> None:
        """Spell the runs that nobody asked for before."""
        missing = N_WAYS * len(runs.texts) - len(self._firsts)
        self._firsts.extend([-1] * missing)
        self._counts.extend([0] * missing)
        firsts = _column(self._firsts)[keys]
        for key in dict.fromkeys(keys[firsts < 0].tolist()):
            number, way = divmod(key, N_WAYS)
            self._firsts[key] = len(self._words)
            self._counts[key] = self._spell(runs.texts[number], self.lexicon(way))

    def _spell(self, run: str, lexicon: Lexicon) -> int:
        """Make the cells of a run; return how many they are."""
        pieces = lexicon.pieces(run) if run else [("", 0, 0)]
        for text, start, end in pieces:
            word = lexicon.words.get(text) or Word(text)
            self._words.append(word)
            self._numbers.append(word.number)
            self._speaks.append(word.entry is not None or word.themes is not None)
            self._starts.append(start)
            self._lengths.append(end - start)
        return len(pieces)


def _found(runs: Sequence[str], lowered: str) -> Iterator[int]:
    """Yield where runs stand in a comment."""
    at = 0
    for run in runs:
        at = lowered.find(run, at)
        yield at
        at += len(run)


def _column(values: array[int]) -> Numbers:
    """Return an array as NumPy sees it, without a copy; the array must not grow as long as this is held."""
    return np.frombuffer(values, np.int64)


def _bounds(counts: Numbers) -> Numbers:
    """Return where each begins when so many of each stand one behind the other, and where the last ends."""
    bounds = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds
