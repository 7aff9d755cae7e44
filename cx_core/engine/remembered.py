"""A database whose answers are remembered: the parts of a page ask many of the same questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from cx_core.engine.runner import Runner

#: Answers that are remembered, and the most rows one may have. A page has some thirty, most of a few rows.
MAX_ANSWERS = 600
MAX_ROWS = 3_000


class RememberedRunner:
    """Asks a database each question once, until the answers behind it change.

    Two parts of a page that count the same thing write the same text, since texts follow from questions alone. What is
    remembered belongs to a stamp, so nothing old is ever given; the answer not asked for longest goes first.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.name = runner.name
        self._known: OrderedDict[tuple[str, str], list[tuple[Any, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def stamp(self) -> str:
        """Return the database's stamp."""
        return self._runner.stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row; nobody may change them."""
        # The stamp is older than the answer: when answers come in between, the next question has another stamp.
        key = (self._runner.stamp(), sql)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        rows = self._runner.run(sql)
        if len(rows) <= MAX_ROWS:
            with self._lock:
                self._known[key] = rows
                while len(self._known) > MAX_ANSWERS:
                    self._known.popitem(last=False)
        return rows
