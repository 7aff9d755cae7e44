"""What is written as JSON comes back as the same value."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.feedback import ROLES, Scale
from cx_core.model.inspection import Mapping, Question, Receipt
from cx_core.model.message import Message
from cx_core.model.problem import Problem, Refusal
from cx_core.store import codecs

words = st.text(max_size=12)
scales = st.builds(
    lambda low, span, direction: Scale(low, low + span, direction),
    st.integers(-5, 5),
    st.integers(1, 100),
    st.sampled_from(["high_is_good", "low_is_good"]),
)


def pairs(values):
    return st.dictionaries(words, values, max_size=4).map(lambda found: tuple(found.items()))


mappings = st.builds(
    Mapping,
    roles=pairs(st.sampled_from(ROLES)),
    scales=pairs(scales),
    date_orders=pairs(st.sampled_from(["day_first", "month_first", "year_first"])),
    answers=pairs(words),
    sheet=st.none() | words,
    timezone=st.none() | words,
    touchpoint=st.none() | words,
    channel=st.none() | words,
    stage=st.none() | words,
)
problems = st.builds(
    Problem,
    words,
    st.none() | words,
    st.lists(st.integers(1, 10**6), max_size=5).map(tuple),
    st.integers(0, 10**6),
    st.none() | words,
    st.booleans(),
)
several_words = st.lists(words, max_size=3).map(tuple)
questions = st.builds(Question, words, words, st.none() | words, several_words, several_words)
plain = st.none() | words | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.dates()
plain |= st.datetimes(timezones=st.just(UTC))
messages = st.builds(
    lambda key, values: Message.of(key, **values), words, st.dictionaries(st.sampled_from("abc"), plain)
)
refusals = st.builds(
    Refusal,
    words,
    st.dictionaries(words, plain | messages, max_size=4),
    st.lists(problems, max_size=2).map(tuple),
    st.lists(questions, max_size=2).map(tuple),
)


def through_text(document):
    return json.loads(json.dumps(document, ensure_ascii=False))


@given(mappings)
def test_mappings(mapping):
    """Pairs keep the file's order, so equality of tuples is equality of order too."""
    assert codecs.mapping_from_json(through_text(codecs.mapping_to_json(mapping))) == mapping


@given(refusals)
def test_refusals(refusal):
    again = codecs.refusal_from_json(through_text(codecs.refusal_to_json(refusal)))
    assert again == refusal
    assert [type(value) for value in again.values.values()] == [type(value) for value in refusal.values.values()]


@given(st.lists(problems, max_size=3).map(tuple), st.none() | words, st.integers(0, 10**6))
def test_receipts(found, batch_id, n):
    receipt = Receipt(batch_id, "Khảo sát.xlsx", n, n, 0, 0, found, {"answers": n}, batch_id)
    assert codecs.receipt_from_json(through_text(codecs.receipt_to_json(receipt))) == receipt


def test_a_mapping_written_by_hand_may_leave_parts_out():
    document = {"roles": {"Điểm": "nps"}, "scales": {"Điểm": {"min": 0, "max": 10}}}
    assert codecs.mapping_from_json(document) == Mapping(roles=(("Điểm", "nps"),), scales=(("Điểm", Scale(0, 10)),))
    assert codecs.mapping_from_json({}) == Mapping()


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "nps",
        {"roles": ["nps"]},
        {"roles": {"Điểm": "NPS score"}},
        {"roles": {"Điểm": None}},
        {"scales": {"Điểm": {"min": 0}}},
        {"scales": {"Điểm": {"min": 5, "max": 1}}},
        {"scales": {"Điểm": {"min": "a", "max": "b"}}},
        {"scales": {"Điểm": "1-5"}},
        {"scales": {"Điểm": {"min": 1, "max": 5, "direction": "up"}}},
        {"date_orders": {"Ngày": "dmy"}},
    ],
)
def test_a_mapping_of_another_shape_is_refused(document):
    with pytest.raises(Refusal, match="mapping_not_readable"):
        codecs.mapping_from_json(document)
