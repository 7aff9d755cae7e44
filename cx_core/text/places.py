"""Where the words of a comment stand in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import add

#: Where the words of a run of characters stand in it: half-open spans; how far it is from the beginning of each word to
#: that of the next, behind one space; how long each is. The words of one short form share a span.
Spans = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]

#: The way through a run that is no way from word to word: no comment is so long.
_NO_WAY = (1 << 40,)


def spans_in(run: str, spans: Sequence[tuple[int, int]]) -> Spans:
    """Return the spans of the words of a run for `places_of`.

    >>> spans_in("đẹp!", [(0, 3), (3, 4)])
    (((0, 3), (3, 4)), (3, 2), (3, 1))
    """
    lengths = tuple([end - start for start, end in spans])
    if not spans or spans[0][0] or run == "\n":
        return tuple(spans), _NO_WAY, lengths
    starts = [start for start, _ in spans]
    ways = tuple([after - start for start, after in zip(starts, [*starts[1:], len(run) + 1], strict=True)])
    return tuple(spans), ways, lengths


def places_of(
    lowered: str, runs: Sequence[str], spans: Iterable[Spans], origin: Sequence[int] | None
) -> tuple[list[int], list[int]]:
    """Return where each word of a comment begins and where it ends in the original text, as two lists.

    ``spans`` are those of each of the runs, at least one. ``origin`` is as `readable` returns it.
    """
    found, ways, lengths = zip(*spans, strict=True)
    # One step in C for each word where a single space stands between the runs and each begins with a word.
    begins = list(accumulate(chain.from_iterable(ways), initial=0))
    if begins.pop() == len(lowered) + 1:
        ends = list(map(add, begins, chain.from_iterable(lengths)))
    else:
        begins, ends = _searched(lowered, runs, found)
    if origin is None:
        return begins, ends
    return [origin[begin] for begin in begins], [_end(origin, end) for end in ends]


def _searched(
    lowered: str, runs: Sequence[str], spans: Iterable[Sequence[tuple[int, int]]]
) -> tuple[list[int], list[int]]:
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for run, within in zip(runs, spans, strict=True):
        at = lowered.find(run, at)
        for first, last in within:
            begins.append(at + first)
            ends.append(at + last)
        at += len(run)
    return begins, ends


def _end(origin: Sequence[int], end: int) -> int:
    """Return where the letter before ``end`` ends in the original: where the next one begins."""
    last = origin[end - 1]
    return next((place for place in origin[end:] if place > last), origin[-1])
