"""A dictionary finds codes and columns however a person writes them."""

import pickle

import pytest

from cx_core.model.feedback import Scale
from cx_core.model.imports import ANSWER_COLUMNS, SEGMENT_COLUMNS, Dictionary, GivenScore, Place, PlaceCodes, Verbatim

DICTIONARY = Dictionary(
    labels={
        "channel": {1: "Cửa hàng", 2: "Zalo"},
        "touchpoint": {3: "Thu ngân"},
        "segment:Hạng thẻ": {4: "Vàng", 5: "Bạc"},
        "segment:Channel": {6: "vàng"},
    },
    places={1: PlaceCodes(1, 3, None), 2: PlaceCodes()},
    scales={1: Scale(1, 5), 2: Scale(1, 5, "low_is_good")},
    sources={1: "Khảo sát"},
    segment_fields={1: "Hạng thẻ", 3: "Channel"},
)


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("channel", "channel"),
        ("source", "source_id"),
        ("segment", "segment_1"),
        ("Hạng thẻ", "segment_1"),
        ("hang the", "segment_1"),
        ("segment:HẠNG THẺ", "segment_1"),
        ("Channel", "channel"),
        ("Segment: channel", "segment_3"),
        ("segment:channel", "segment_3"),
        ("segment_1", None),
        ("nps", None),
        ("", None),
    ],
)
def test_a_field_as_a_person_writes_it_has_its_column(field, column):
    assert DICTIONARY.column(field) == column


@pytest.mark.parametrize(
    ("field", "label", "code"),
    [
        ("channel", "CUA HANG", 1),
        ("hạng thẻ", "vang", 4),
        ("segment", "Vàng", 4),
        ("segment:Channel", "Vàng", 6),
        ("source", "khao sat", 1),
        ("channel", "Vàng", None),
        ("stage", "Mua", None),
        ("không có", "Vàng", None),
    ],
)
def test_a_label_has_its_code_in_its_own_field(field, label, code):
    assert DICTIONARY.code(field, label) == code


def test_codes_have_labels_in_their_own_field_only():
    assert DICTIONARY.label("channel", 2) == "Zalo"
    assert DICTIONARY.label("channel", 4) is None
    assert DICTIONARY.label("channel", None) is None


def test_places_come_back_in_words():
    assert DICTIONARY.all_places() == (Place(1, "Cửa hàng", "Thu ngân", None), Place(2))
    with pytest.raises(KeyError):
        DICTIONARY.place(9)


def test_a_scale_is_found_with_its_direction():
    assert DICTIONARY.scale_id(Scale(1, 5, "low_is_good")) == 2
    assert DICTIONARY.scale_id(Scale(1, 7)) is None


def test_every_field_that_it_names_can_be_asked_for():
    """A segment column called like a fixed field is asked for with ``segment:`` in front."""
    assert DICTIONARY.fields == ("channel", "touchpoint", "stage", "source", "Hạng thẻ", "segment:Channel")
    assert all(DICTIONARY.column(field) in ANSWER_COLUMNS for field in DICTIONARY.fields)
    assert set(SEGMENT_COLUMNS) <= set(ANSWER_COLUMNS)


def test_an_empty_dictionary_knows_nothing():
    assert Dictionary().column("segment") is None
    assert Dictionary().code("channel", "Zalo") is None
    assert dict(Dictionary().table("channel")) == {}


def test_it_can_be_kept_in_a_cache():
    DICTIONARY.code("channel", "zalo")
    assert pickle.loads(pickle.dumps(DICTIONARY)) == DICTIONARY


def test_a_verbatim_gives_its_score_and_zero_is_one():
    words = Verbatim(1, "chậm", scores=(GivenScore("nps", 0),))
    assert words.score("nps").value == 0.0
    assert words.score("csat") is None
