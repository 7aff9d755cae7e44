"""Things made by a second thread while the first one is busy elsewhere."""

import os
import sys
import threading

import pytest

from cx_core.store.ahead import ahead


def test_all_items_come_in_order():
    with ahead(iter(range(200)), 3) as made:
        first = made.ready()
        assert [*first, *made.rest()] == list(range(200))


def test_what_making_raises_is_raised_to_whoever_takes():
    def items():
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"), ahead(items(), 3) as made:
        list(made.rest())


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a place of their own with Linux's scheduler")
def test_the_helping_thread_stands_behind_and_its_own_alone():
    def place():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    was = place()
    with ahead((place() for _ in range(1)), 1) as made:
        assert list(made.rest()) == [min(19, was + 3)]
    assert place() == was
