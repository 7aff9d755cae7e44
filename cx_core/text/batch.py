"""Comments by the hundred as columns of numbers: what each run of characters is, what each of its words is.

Every run of characters that came by has a number, and every word of it a cell. A comment is then a slice of numbers,
and what is asked of all words of all comments (where do they stand, does a phrase begin there) is one step of NumPy
instead of a step of Python for each word.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cx_core.text.language import vote_of
from cx_core.text.match import Word, pairs_of, place_of_pair
from cx_core.text.normalise import readable, runs_of

Numbers = NDArray[np.int64]

#: The run behind the last of every comment; its one word says nothing and continues no phrase.
_END = ""
#: A word and where it begins and ends in its run, as `Spelling.pieces` has them.
_Piece = tuple[str, int, int]


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
        counts = np.fromiter(map(len, self.runs_of_each), np.int64, len(texts))
        self._bounds = np.concatenate(([0], np.cumsum(counts)))
        self._numbers = np.fromiter(
            map(runs.__getitem__, chain.from_iterable(self.runs_of_each)), np.int64, int(self._bounds[-1])
        )
        self.votes: list[int] = _sums(_column(runs.votes)[self._numbers], self._bounds).tolist()
        self._begins = self._begins_of_runs()

    def _begins_of_runs(self) -> Numbers:
        """Return where each run begins in its comment: one space behind the one before, else looked for."""
        steps = _column(self.runs.lengths)[self._numbers] + 1
        begins = np.cumsum(steps) - steps
        begins -= np.repeat(begins[self._bounds[:-1]], np.diff(self._bounds))
        for row, (lowered, end) in enumerate(zip(self.lowered, begins[self._bounds[1:] - 1].tolist(), strict=True)):
            if end != len(lowered) + 1 or "\n" in lowered:
                begins[self._bounds[row] : self._bounds[row + 1]] = list(_found(self.runs_of_each[row], lowered))
        return begins

    def of(self, rows: Sequence[int]) -> tuple[Numbers, Numbers, Numbers]:
        """Return the numbers of the runs of some comments, where each begins, and how many each comment has."""
        counts = np.diff(self._bounds)
        if len(rows) == len(self.lowered):
            return self._numbers, self._begins, counts
        chosen = np.zeros(len(counts), dtype=bool)
        chosen[list(rows)] = True
        kept = np.repeat(chosen, counts)
        return self._numbers[kept], self._begins[kept], counts[chosen]


class Found(NamedTuple):
    """The words of a comment and one at its end, and where they begin and end in the text.

    ``places`` are the indexes of words at which a phrase may begin; at the others none does.
    """

    words: list[Word]
    places: list[int]
    begins: list[int]
    ends: list[int]


class Cells:
    """The words of runs, one cell for each, as ``words`` knows them and ``pieces`` spells them."""

    def __init__(self, words: Mapping[str, Word], pieces: Callable[[str], Sequence[_Piece]]) -> None:
        self._known = words
        self._pieces = pieces
        self._pairs = pairs_of(words.values())
        self.clear()

    def clear(self) -> None:
        """Forget all runs."""
        #: By the number of a run: its first cell, -1 as long as nobody asked, and how many it has.
        self._firsts, self._counts = array("q"), array("q")
        self._words: list[Word] = []
        self._numbers, self._speaks = array("q"), array("b")
        self._starts, self._lengths = array("q"), array("q")

    def words_of(self, run: str) -> list[Word]:
        """Return the words of a run."""
        return [self._known.get(word) or Word(word) for word, _, _ in self._pieces(run)]

    def find(self, batch: Batch, rows: Sequence[int]) -> Iterator[Found]:
        """Yield what stands in each of some comments of a batch; ``rows`` go up."""
        numbers, begins_of_runs, n_runs = batch.of(rows)
        self._learn(numbers, batch.runs)
        counts = _column(self._counts)[numbers]
        bounds = np.concatenate(([0], np.cumsum(counts)))
        cells = np.repeat(_column(self._firsts)[numbers] - bounds[:-1], counts) + np.arange(bounds[-1])
        begins = np.repeat(begins_of_runs, counts) + _column(self._starts)[cells]
        ends = begins + _column(self._lengths)[cells]
        bounds = bounds[np.concatenate(([0], np.cumsum(n_runs)))]
        places = np.flatnonzero(self._may_begin(cells))
        cuts = np.searchsorted(places, bounds).tolist()
        places -= np.repeat(bounds[:-1], np.diff(bounds))[places]
        words = list(map(self._words.__getitem__, cells.tolist()))
        return _apart(words, places.tolist(), begins.tolist(), ends.tolist(), bounds.tolist(), cuts)

    def _may_begin(self, cells: Numbers) -> NDArray[np.bool_]:
        """Tell of each cell whether its word is a phrase, or begins one with the word of the next cell."""
        found = np.frombuffer(self._speaks, np.bool_)[cells]
        words = _column(self._numbers)[cells]
        found[:-1] |= self._pairs[place_of_pair(words[:-1], words[1:])] & (words[:-1] > 0)
        return found

    def _learn(self, numbers: Numbers, runs: Runs) -> None:
        """Spell the runs that nobody asked for before."""
        missing = len(runs.texts) - len(self._firsts)
        self._firsts.extend([-1] * missing)
        self._counts.extend([0] * missing)
        firsts = _column(self._firsts)[numbers]
        for number in dict.fromkeys(numbers[firsts < 0].tolist()):
            self._spell(number, runs.texts[number])

    def _spell(self, number: int, run: str) -> None:
        self._firsts[number] = len(self._words)
        pieces = self._pieces(run) if run else [("", 0, 0)]
        self._counts[number] = len(pieces)
        for text, start, end in pieces:
            word = self._known.get(text) or Word(text)
            self._words.append(word)
            self._numbers.append(word.number)
            self._speaks.append(word.entry is not None or word.themes is not None)
            self._starts.append(start)
            self._lengths.append(end - start)


def _apart(
    words: list[Word],
    places: list[int],
    begins: list[int],
    ends: list[int],
    bounds: Sequence[int],
    cuts: Sequence[int],
) -> Iterator[Found]:
    for at, (start, end) in enumerate(pairwise(bounds)):
        yield Found(words[start:end], places[cuts[at] : cuts[at + 1]], begins[start:end], ends[start:end])


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


def _sums(values: Numbers, bounds: Numbers) -> Numbers:
    through = np.concatenate(([0], np.cumsum(values)))
    sums: Numbers = through[bounds[1:]] - through[bounds[:-1]]
    return sums
