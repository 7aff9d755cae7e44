"""Each operation is cleaned or refused before anything looks at the map."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.journeys.ids import is_id, new_id
from cx_core.journeys.operations import clean_text, inverse_of, normalise
from cx_core.model.operation import Operation
from cx_core.model.problem import Refusal


def op(verb, noun, version=None, target="x1", **fields):
    return Operation("op1", "x1" if noun == "journey" else "j1", verb, noun, target, "An", version, fields)


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (op("edit", "touchpoint", 1, colour="red"), "field_unknown"),
        (op("edit", "touchpoint", 1, position=1.0), "field_unknown"),
        (op("move", "touchpoint", 1, parent_id="s1", name_vi="x"), "field_unknown"),
        (op("remove", "touchpoint", 1, name_vi="x"), "field_unknown"),
        (op("edit", "touchpoint", 1), "operation_empty"),
        (op("edit", "touchpoint", None, name_vi="x"), "version_missing"),
        (op("edit", "touchpoint", 1, expected=2.5), "value_bad"),
        (op("edit", "touchpoint", 1, expected=float("nan")), "value_bad"),
        (op("edit", "touchpoint", 1, expected=True), "value_bad"),
        (op("edit", "touchpoint", 1, expected="2"), "value_bad"),
        (op("edit", "touchpoint", 1, channel="telepathy"), "value_bad"),
        (op("edit", "touchpoint", 1, channel=None), "value_bad"),
        (op("edit", "touchpoint", 1, name_vi="x" * 501), "text_too_long"),
        (op("edit", "touchpoint", 1, name_vi=["x"]), "value_bad"),
        (op("edit", "touchpoint", 1, aliases="zalo"), "value_bad"),
        (op("edit", "pain_point", 1, severity=6), "value_bad"),
        (op("edit", "pain_point", 1, severity=2.5), "value_bad"),
        (op("edit", "journey", 1, review_on="soon"), "value_bad"),
        (op("edit", "journey", 1, persona_ids=["a b"]), "value_bad"),
        (op("move", "journey", 1), "operation_unknown"),
        (op("burn", "stage", 1), "operation_unknown"),
        (op("add", "touchpoint", parent_id="s1"), "name_empty"),
        (op("add", "touchpoint", parent_id="s1", name_vi="  "), "name_empty"),
        (op("add", "touchpoint", name_vi="x"), "parent_bad"),
        (op("move", "touchpoint", 1, position=1.0), "parent_bad"),
        (op("move", "touchpoint", 1, parent_id="s1", position=float("inf")), "value_bad"),
        (op("move", "touchpoint", 1, parent_id="s1", after_id="a b"), "id_bad"),
        (op("edit", "stage", 1, target="<img>", name_vi="x"), "id_bad"),
    ],
)
def test_what_cannot_be_meant_is_refused(operation, kind):
    with pytest.raises(Refusal) as refused:
        normalise(operation)
    assert refused.value.kind == kind


def test_values_are_cleaned():
    fields = normalise(
        op(
            "edit",
            "touchpoint",
            1,
            name_vi="  " + unicodedata.normalize("NFD", "Giao hàng") + "\x00",
            thought_en="one\r\ntwo",
            owner="  Chị   Lan ",
            expected=-0.0,
            moment_of_truth=None,
            aliases=["Zalo OA", "zalo  oa", "", "Hotline"],
        )
    ).fields
    assert fields == {
        "name_vi": "Giao hàng",
        "thought_en": "one\ntwo",
        "owner": "Chị Lan",
        "expected": 0.0,
        "moment_of_truth": None,
        "aliases": ["Zalo OA", "Hotline"],
    }
    assert unicodedata.is_normalized("NFC", fields["name_vi"])


def test_an_addition_carries_every_field():
    fields = normalise(op("add", "pain_point", parent_id="t1", text_vi="Chờ lâu")).fields
    assert fields == {
        "text_vi": "Chờ lâu",
        "text_en": "",
        "severity": 3,
        "root_cause_vi": "",
        "root_cause_en": "",
        "evidence": "assumption",
        "kind": None,
        "frequency": None,
        "quote_ids": [],
        "themes": [],
        "phrases": [],
        "parent_id": "t1",
        "position": None,
    }


def test_a_stage_hangs_on_its_journey_without_saying_so():
    assert normalise(op("add", "stage", name_en="Buy")).fields["parent_id"] == "j1"


@pytest.mark.parametrize(
    ("operation", "verb", "fields"),
    [
        (op("add", "stage", name_vi="x"), "remove", {}),
        (op("remove", "stage", 1), "restore", {}),
        (op("restore", "stage", 1), "remove", {}),
        (op("edit", "stage", 1, name_vi="y"), "edit", {"name_vi": "x"}),
        (
            op("move", "stage", 1, position=3.0),
            "move",
            {"parent_id": "j1", "position": 1.0, "after_id": None},
        ),
    ],
)
def test_the_inverse(operation, verb, fields):
    before = {"name_vi": "x", "name_en": "X", "parent_id": "j1", "position": 1.0, "after_id": None}
    inverse = inverse_of(operation, before, version=2)
    assert (inverse.verb, inverse.version, inverse.fields) == (verb, 2, fields)
    assert inverse.op_id != operation.op_id


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text):
    once = clean_text("name_vi", text)
    assert clean_text("name_vi", once) == once


def test_ids_are_unique_sorted_by_time_and_valid():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(is_id(one) and len(one) == 26 for one in ids)
    assert ids[0][:6] <= ids[-1][:6]
