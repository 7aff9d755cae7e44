"""What is kept between reruns, for every session of the server: bounded, and made once however many ask at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx

#: Answers and charts that are kept. A page has some forty, so thirty states of the filters come back at once.
MAX_KEPT = 1500
#: The attribute of Streamlit's context of a run under which what holds for this run stands.
_NOTES = "_mach_notes"


class Shelf:
    """Values by key, the ones not asked for longest thrown away first.

    They are given out as they are, not as copies: nobody may change one. Of several threads that miss the same key one
    makes the value and the others wait for it.
    """

    def __init__(self, limit: int = MAX_KEPT) -> None:
        self._limit = limit
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: str, make: Callable[[], Any]) -> Any:
        """Return the value of ``key``, made where it is missing; whatever ``make`` raises is raised and not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            turn = self._making.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                value = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            self._put(key, value)
            return value

    def _put(self, key: str, value: Any) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._limit:
                self._values.popitem(last=False)


def notes_of_run() -> dict[str, Any]:
    """Return what was noted during this run of the script, to add to; outside of a run an empty dictionary each time.

    A run begins with each click, also where only a fragment is run again.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return {}
    # Streamlit gives a run new cursors; a thread may carry out several runs with one context.
    known = getattr(context, _NOTES, None)
    if known is None or known[0] is not context.cursors:
        known = (context.cursors, {})
        setattr(context, _NOTES, known)
    notes: dict[str, Any] = known[1]
    return notes
