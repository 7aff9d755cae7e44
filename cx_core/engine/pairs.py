"""Pairs of answers that one customer gave: what sums over customers need beside the single answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx_core.engine.column import LONGEST_TABLE, Marks
from cx_core.engine.columns import BLOCK, Columns
from cx_core.engine.packed import LARGEST_SUM
from cx_core.engine.tally import Integers, Numbers, Side, Tally, Worth, cell_numbers, tally

#: More pairs than this, or so many an answer beside a few, are not looked at one by one.
MOST_PAIRS, MOST_FOR_EACH, _FEW = 3_000_000, 2, 1_000
#: Nor are they where there are more combinations of two scores.
_MOST_SCORES = 255


@dataclass(frozen=True)
class Pairs:
    """Every two answers that one customer gave: their rows, the earlier one first, and the two scores as one number."""

    earlier: Marks
    later: Marks
    scores: Marks


def paired_sums(columns: Columns, metric: str, sides: Sequence[Side], worth: Worth) -> tuple[Integers, Integers] | None:
    """Return the cells and the sums of `cluster_sums`; None where adding up by customer is the quicker way."""
    numbers, pairs = cell_numbers(sides), _pairs(columns, metric)
    if numbers is None or pairs is None:
        return None
    # What is not told apart is one count, whatever it is asked by.
    key = ("paired", metric)
    known: tuple[Tally, Integers, Integers] | None = None if numbers.tables else columns.noted.get(key)
    if known is None:
        found = tally(columns, metric, sides)
        if len(found.cells) * len(found.scores) ** 2 > LONGEST_TABLE or _may_not_fit(found, len(pairs.later)):
            return None
        known = (found, *_counted(numbers, found, pairs, columns.n_rows))
        if not numbers.tables:
            columns.noted[key] = known
    found, both, n_again = known
    return found.cells, _sums(found, worth, both + both.transpose(0, 2, 1), n_again)


def _may_not_fit(found: Tally, n_pairs: int) -> bool:
    largest = float(np.abs(found.scores).max()) if len(found.scores) else 0.0
    return (float(found.n.sum()) + 2.0 * n_pairs) * max(largest, 1.0) ** 2 >= LARGEST_SUM


def _pairs(columns: Columns, metric: str) -> Pairs | None:
    """Return all pairs, found once for each filter and metric; None for too many."""
    key = ("pairs", metric)
    if key not in columns.noted:
        columns.noted[key] = _found(columns, metric)
    known: Pairs | None = columns.noted[key]
    return known


def _found(columns: Columns, metric: str) -> Pairs | None:
    numbers, given = columns[metric].coded
    if not 0 < len(numbers) <= _MOST_SCORES:
        return None
    customers = columns["customer"].marks
    rows = np.flatnonzero((given > 0) & (customers > 0)).astype(np.uint32)
    if not len(rows):
        return Pairs(*[np.zeros(0, np.uint32)] * 3)
    who = customers[rows]
    lengths = np.diff(np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1], [True]))))
    if float((lengths * (lengths - 1.0)).sum()) / 2 > min(MOST_PAIRS, MOST_FOR_EACH * len(rows) + _FEW):
        return None
    # How many answers of the same customer follow each: the answer one further on is in the pairs of all but the last.
    follow = np.repeat(np.cumsum(lengths), lengths) - np.arange(1, len(rows) + 1)
    at, parts = np.flatnonzero(follow), []
    for apart in range(1, int(lengths.max())):
        parts.append((rows[at], rows[at + apart]))
        at = at[follow[at] > apart]
    earlier, later = (np.concatenate(one) for one in zip(*parts, strict=True)) if parts else (rows[:0], rows[:0])
    scores = (given[earlier].astype(np.uint16) - 1) * len(numbers) + given[later] - 1
    return Pairs(earlier, later, scores)


def _counted(numbers: Numbers, found: Tally, pairs: Pairs, n_rows: int) -> tuple[Integers, Integers]:
    """Return how many pairs within each cell gave each two scores, and how many answers are not a customer's first."""
    n_cells, n_scores = found.n.shape
    place_of, n_twos = np.zeros(numbers.n, np.int64), n_scores**2
    place_of[found.cells] = np.arange(n_cells)
    both, again = np.zeros(n_cells * n_twos, np.int64), np.zeros(n_rows, bool)
    for start in range(0, len(pairs.later), BLOCK):
        piece = slice(start, start + BLOCK)
        later, twos = pairs.later[piece], pairs.scores[piece]
        if numbers.tables:
            cells = numbers.at(pairs.earlier[piece].astype(np.intp))
            same = np.flatnonzero(cells == numbers.at(later.astype(np.intp)))
            later, twos = later[same], place_of[cells[same]] * n_twos + twos[same]
        both += np.bincount(twos, minlength=len(both))
        again[later] = True
    rows = np.flatnonzero(again)
    at = place_of[numbers.at(rows)] if numbers.tables else np.zeros(len(rows), np.int64)
    return both.reshape(n_cells, n_scores, n_scores), np.bincount(at, minlength=n_cells)


def _sums(found: Tally, worth: Worth, both: Integers, n_again: Integers) -> Integers:
    n, n_scores = found.n, len(found.scores)
    scale = found.cells % worth.n_scales if worth.n_scales else np.zeros(len(found.cells), np.int64)
    top, bottom, score = (table.reshape(-1, n_scores)[scale] for table in (worth.top, worth.bottom, worth.score))
    one, gain = np.ones_like(score), top - bottom

    def summed(x: Integers) -> Integers:
        return np.asarray((n * x).sum(axis=1))

    def product(x: Integers, y: Integers) -> Integers:
        return summed(x * y) + np.einsum("cab,ca,cb->c", both, x, y)

    parts = [summed(one), summed(top), summed(bottom), summed(score), summed(score * score), summed(one) - n_again]
    parts += [
        product(one, one), product(gain, gain), product(one, gain),
        product(score, score), product(one, score), product(top, top), product(one, top),
    ]  # fmt: skip
    return np.stack(parts, axis=1)
