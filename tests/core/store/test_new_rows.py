"""Which identities of a file stand in it twice."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.store.new_rows import _said_before

#: Identities as they are made, 32 hexadecimal digits: few heads and tails, so that many are equal in part.
DIGITS = st.tuples(st.sampled_from("abc"), st.sampled_from("012")).map(lambda pair: pair[0] * 16 + pair[1] * 16)


def plainly(identities):
    return [one in identities[:at] for at, one in enumerate(identities)]


@given(st.lists(DIGITS | st.text("ab1", max_size=20)), st.integers(0, 3))
def test_what_stands_further_up_is_told(identities, first):
    whole = pa.array(identities, pa.large_string())
    assert _said_before(whole).tolist() == plainly(identities)
    assert _said_before(whole.slice(first)).tolist() == plainly(identities[first:])


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_equal_heads_are_no_equal_identities(kind):
    assert _said_before(pa.array(["a" * 16 + "1" * 16, "a" * 16 + "2" * 16], kind)).tolist() == [False, False]
    assert _said_before(pa.array(["a" * 16 + "1" * 16] * 2, kind)).tolist() == [False, True]
