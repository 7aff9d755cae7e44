"""Things made by a second thread while the first one is busy elsewhere."""

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
