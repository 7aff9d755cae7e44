"""What is looked for in what people type: marks or none, short forms, exact marks first."""

import re

import pytest

from cx_core.store import verbatims
from cx_core.store.responses import ResponseStore
from cx_core.store.word_search import Wanted, meaning_pattern
from cx_core.text.normalise import readable
from tests.core.store.answer_builders import ZONE, take

COMMENTS = (
    "Bạn bán hàng vui tính",
    "Cái bàn bị xước",
    "SP k đẹp",
    "sản phẩm không đẹp",
    "san pham khong dep",
    "Sản phẩm đẹp",
    "NV ko nhiệt tình",
    "giá 200k đẹp",
    "Công ty làm kĩ",
)


@pytest.fixture(params=[False, True], ids=["walked", "indexed"])
def store(request, tmp_path):
    made = ResponseStore.open(tmp_path, ZONE)
    take(made, *({"verbatim": text} for text in COMMENTS))
    if request.param:
        assert made.index_words()
    return made


def found(store, search, **more):
    return [one.text for one in store.verbatims(search=search, **more)]


@pytest.mark.parametrize("search", ["không đẹp", "khong dep", "ko đẹp", "k dep", "KHÔNG ĐẸP"])
def test_short_forms_are_found_by_what_they_mean_and_the_other_way_round(store, search):
    assert set(found(store, search)) == {"SP k đẹp", "sản phẩm không đẹp", "san pham khong dep"}
    assert store.n_verbatims(search=search) == 3


def test_a_short_form_of_two_words_is_found(store):
    assert set(found(store, "sản phẩm k")) == {"SP k đẹp", "sản phẩm không đẹp", "san pham khong dep"}
    assert found(store, "nhân viên") == ["NV ko nhiệt tình"]


@pytest.mark.parametrize("search", ["công ti", "cong ty", "làm kỹ", "lam ki"])
def test_two_spellings_of_one_word_are_found(store, search):
    assert found(store, search) == ["Công ty làm kĩ"]


def test_words_may_stand_apart_and_in_any_order(store):
    every = {"SP k đẹp", "sản phẩm không đẹp", "san pham khong dep", "Sản phẩm đẹp"}
    assert set(found(store, "đẹp sp")) == every
    assert store.n_verbatims(search="đẹp sp") == 4
    assert set(found(store, "đẹp không")) == every - {"Sản phẩm đẹp"}
    assert found(store, "đẹp xước") == []


def test_words_next_to_each_other_come_before_words_apart(store):
    assert found(store, "sản phẩm đẹp") == ["Sản phẩm đẹp", "sản phẩm không đẹp", "san pham khong dep", "SP k đẹp"]
    assert found(store, "san pham dep")[0] == "Sản phẩm đẹp"


@pytest.mark.parametrize("search", ['"sp đẹp"', "“Sản phẩm đẹp”", " «san pham dep» "])
def test_words_in_quotes_stand_next_to_each_other(store, search):
    assert found(store, search) == ["Sản phẩm đẹp"]
    assert store.n_verbatims(search=search) == 1


def test_a_part_in_quotes_stands_together_and_the_rest_anywhere(store):
    assert found(store, '"bán hàng" tính') == ["Bạn bán hàng vui tính"]
    assert found(store, '"hàng bán" tính') == []


def test_a_denial_and_the_syllables_of_a_word_stay_together(store):
    take(store, {"verbatim": "Không chờ lâu, hài lòng lắm"}, {"verbatim": "tôi không hài lòng"}, fingerprint="more")
    assert found(store, "không hài lòng") == found(store, "k hai long") == ["tôi không hài lòng"]
    assert found(store, "lòng hài") == ["tôi không hài lòng", "Không chờ lâu, hài lòng lắm"]


@pytest.mark.parametrize("search", ["sản ph*", "không đẹp!"])
def test_a_beginning_and_signs_keep_words_together(store, search):
    assert Wanted.of(search).parts == ()
    assert set(found(store, search)) <= {one for one in COMMENTS if "ph" in one}


def test_exact_marks_come_first_and_the_rest_stays_newest_first(store):
    newest_first = found(store, "ban")
    assert newest_first == ["Cái bàn bị xước", "Bạn bán hàng vui tính"]
    assert found(store, "bạn") == ["Bạn bán hàng vui tính", "Cái bàn bị xước"]
    assert found(store, "không đẹp")[0] == "sản phẩm không đẹp"


@pytest.mark.parametrize("among", [1, 2, 200])
def test_pages_hold_every_comment_once_however_far_exact_marks_are_looked_for(store, among, monkeypatch):
    monkeypatch.setattr(verbatims, "EXACT_AMONG", among)
    pages = [one for offset in range(5) for one in found(store, "đẹp", limit=1, offset=offset)]
    assert sorted(pages) == sorted(one for one in COMMENTS if "đẹp" in one or "dep" in one)


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("bàn", ["Cái bàn bị xước"]),
        ("ban", ["Bạn bán hàng vui tính", "Cái bàn bị xước"]),
        ("không đẹp", ["SP k đẹp", "sản phẩm không đẹp", "san pham khong dep"]),
        ("sản ph*", ["sản phẩm không đẹp", "san pham khong dep", "Sản phẩm đẹp"]),
        ("(đẹp", [one for one in COMMENTS if "đẹp" in one or "dep" in one]),
    ],
)
def test_a_rules_words_mean_the_marks_that_were_typed(words, caught):
    assert [one for one in COMMENTS if re.search(meaning_pattern(words), readable(one)[0])] == caught


@pytest.mark.parametrize("words", ["", "  ", "*", "%"])
def test_no_words_mean_nothing(words):
    assert meaning_pattern(words) == ""
