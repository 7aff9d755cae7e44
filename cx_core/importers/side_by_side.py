"""Columns worked on two at a time: Arrow lets go of Python's lock while it computes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
#: Fewer rows than this are done before a thread has started.
_MANY_ROWS = 50_000
_AT_ONCE = min(2, os.cpu_count() or 1)


def each_column(
    work: Callable[[_Item], _Result], items: Sequence[_Item], n_rows: int, size: Callable[[_Item], int]
) -> list[_Result]:
    """Return what ``work`` makes of each item, in order.

    What has the most bytes, by ``size``, is begun first: the words of a file are often half of it, and begun last they
    would keep one thread busy while the other has nothing left.

    >>> each_column(str.upper, ["a", "b"], n_rows=1_000_000, size=len)
    ['A', 'B']
    """
    if n_rows < _MANY_ROWS:
        return [work(item) for item in items]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        largest_first = sorted(range(len(items)), key=lambda at: -size(items[at]))
        coming = {at: pool.submit(work, items[at]) for at in largest_first}
        return [coming[at].result() for at in range(len(items))]


@contextmanager
def meanwhile(work: Callable[[], _Result], n_rows: int) -> Iterator[Callable[[], _Result]]:
    """Begin ``work`` and give the call that waits for its result."""
    if n_rows < _MANY_ROWS:
        yield work
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work).result
