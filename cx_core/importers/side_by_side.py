"""Columns worked on two at a time: Arrow lets go of Python's lock while it computes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
#: Fewer rows than this are done before a thread has started.
_MANY_ROWS = 50_000
_AT_ONCE = min(2, os.cpu_count() or 1)


def each_column(work: Callable[[_Item], _Result], items: Iterable[_Item], n_rows: int) -> list[_Result]:
    """Return what ``work`` makes of each item, in order.

    >>> each_column(str.upper, ["a", "b"], n_rows=1_000_000)
    ['A', 'B']
    """
    if n_rows < _MANY_ROWS:
        return [work(item) for item in items]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, items))


@contextmanager
def meanwhile(work: Callable[[], _Result], n_rows: int) -> Iterator[Callable[[], _Result]]:
    """Begin ``work`` and give the call that waits for its result."""
    if n_rows < _MANY_ROWS:
        yield work
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work).result
