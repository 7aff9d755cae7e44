"""Things made by a second thread while the first one is busy elsewhere, never many more than were asked for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Ahead(Generic[_Item]):
    """What `ahead` gives: take what is ready, or wait for the rest. What making an item raises is raised here."""

    def __init__(self, items: Iterator[_Item], most: int) -> None:
        self._items = items
        self._most = most
        self._made: deque[_Item] = deque()
        self._failed: BaseException | None = None
        self._over = False
        self._changed = threading.Condition()

    def ready(self) -> list[_Item]:
        """Return what has been made since it was last asked for, without waiting."""
        with self._changed:
            if self._failed:
                raise self._failed
            return self._take()

    def rest(self) -> Iterator[_Item]:
        """Yield all that is still to come."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._made or self._over)
                if self._failed:
                    raise self._failed
                items = self._take()
            if not items:
                return
            yield from items

    def _take(self) -> list[_Item]:
        items = list(self._made)
        self._made.clear()
        self._changed.notify_all()
        return items

    def make(self) -> None:
        """Make the items, in order; what the second thread does."""
        try:
            for item in self._items:
                with self._changed:
                    self._changed.wait_for(lambda: len(self._made) < self._most or self._over)
                    if self._over:
                        return
                    self._made.append(item)
                    self._changed.notify_all()
        except BaseException as error:
            self._failed = error
        finally:
            self.stop()

    def stop(self) -> None:
        """End the making after the item that is being made."""
        with self._changed:
            self._over = True
            self._changed.notify_all()


@contextmanager
def ahead(items: Iterator[_Item], most: int) -> Iterator[Ahead[_Item]]:
    """Have items made in a second thread for the length of the block, at most ``most`` of them waiting to be taken.

    >>> with ahead(iter("abc"), 2) as made:
    ...     list(made.rest())
    ['a', 'b', 'c']
    """
    made = Ahead(items, most)
    thread = threading.Thread(target=made.make, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join()
