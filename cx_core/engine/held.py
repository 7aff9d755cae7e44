"""Answers held in memory and counted there: for every workspace but the largest the quickest engine of all.

A database reads, checks and plans each question anew, which for a hundred thousand answers takes ten times as long as
counting them; here a question is counted at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cx_core.engine.coded import CodedQuery
from cx_core.model.imports import CodedFilter

# NumPy and the reader of Parquet are imported where the first question is asked.
if TYPE_CHECKING:
    from cx_core.engine.column_files import Held
    from cx_core.engine.columns import Columns

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

#: More answers than this would be missed in memory: 12 million take 300 MB, and 1.2 GB for the seconds of loading.
MAX_HELD = 12_000_000
#: Snapshots that cannot be read are tried again after this long, or as soon as the stamp moves.
RETRY_SECONDS = 30.0
#: Answers that are remembered, and the most rows one may have. A page has some thirty, most of a few rows.
MAX_ANSWERS, MAX_ROWS = 600, 3_000
#: Answers can change while they are loaded; then they are loaded again, at most this often for one question.
_MAX_LOADS = 3


class HeldAnswers:
    """Counts the answers of snapshot files in memory; None where it cannot, and a database has to.

    ``snapshots`` and ``stamp`` are as in `DuckDBRunner`. Holds 25 MB for a million answers, and nothing for more than
    ``most``. Each question is counted once until the stamp moves; then the files that are new are read. Safe to use
    from several threads.
    """

    def __init__(
        self,
        snapshots: Callable[[], Sequence[Path] | None],
        stamp: Callable[[], str],
        most: int = MAX_HELD,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._snapshots = snapshots
        self._stamp = stamp
        self._most = most
        self._clock = clock
        self._loading = threading.Lock()
        self._held: tuple[str, Held] | None = None
        self._not_held: tuple[str, float] | None = None
        self._remembering = threading.Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def count(self, coded: CodedQuery) -> list[tuple[Any, ...]] | None:
        """Return the rows of `counts_sql`, without the one that counts nothing."""
        from cx_core.engine import kernel

        return self._ask("count", coded, lambda columns: kernel.count(columns, coded))

    def distribute(self, coded: CodedQuery) -> list[tuple[Any, ...]] | None:
        """Return the rows of `distribution_sql`."""
        from cx_core.engine import kernel

        return self._ask("distribute", coded, lambda columns: kernel.distribute(columns, coded))

    def span(self, included: CodedFilter, metric: str | None) -> tuple[Any, ...] | None:
        """Return the row of `range_sql`."""
        from cx_core.engine import kernel

        return self._ask("span", (included, metric), lambda columns: kernel.span(columns, included, metric))

    def days(self) -> tuple[int, ...] | None:
        """Return every day that has an answer."""
        from cx_core.engine import kernel

        return self._ask("days", None, kernel.days)

    def forget(self) -> None:
        """Forget what has been counted, not the columns: the next question is counted anew."""
        with self._remembering:
            self._known.clear()
            if self._held is not None:
                self._held[1].columns.forget()

    def _ask(self, kind: str, asked: Hashable, ask: Callable[[Columns], _Answer]) -> _Answer | None:
        from cx_core.engine.column import NotHeld

        held = self._current()
        if held is None:
            return None
        key = (held[0], kind, asked)
        with self._remembering:
            if key in self._known:
                self._known.move_to_end(key)
                return cast(_Answer, self._known[key])
        try:
            answer = ask(held[1])
        except NotHeld:
            return None
        if not isinstance(answer, list) or len(answer) <= MAX_ROWS:
            with self._remembering:
                self._known[key] = answer
                while len(self._known) > MAX_ANSWERS:
                    self._known.popitem(last=False)
        return answer

    def _current(self) -> tuple[str, Columns] | None:
        held, stamp = self._held, self._stamp()
        if held is None or held[0] != stamp:
            with self._loading:
                held = self._load()
        return None if held is None else (held[0], held[1].columns)

    def _load(self) -> tuple[str, Held] | None:
        for _ in range(_MAX_LOADS):
            stamp = self._stamp()
            if self._held is not None and self._held[0] == stamp:
                return self._held
            if self._not_held is not None and self._not_held[0] == stamp and self._clock() < self._not_held[1]:
                return None
            read = self._read()
            self._held = None if read is None else (stamp, read)
            with self._remembering:
                self._known.clear()
            if read is None:
                self._not_held = (stamp, self._clock() + RETRY_SECONDS)
                return None
            if self._stamp() == stamp:
                return self._held
        # Old answers would be wrong answers.
        self._held = None
        return None

    def _read(self) -> Held | None:
        import pyarrow

        from cx_core.engine.column_files import hold, n_rows_of

        try:
            files = self._snapshots()
            if files is None or n_rows_of(files) > self._most:
                return None
            return hold(files, None if self._held is None else self._held[1])
        except (pyarrow.ArrowException, OSError) as error:
            _log.warning("snapshots cannot be held, asking a database instead: %s", type(error).__name__)
            return None
