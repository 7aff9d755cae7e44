"""The language of short comments: with marks, without them, mixed, and none."""

from __future__ import annotations

import pytest

from cx_core.text import language_of
from tests.core.text.gold_file import without_marks

VIETNAMESE = [
    "Giao hàng nhanh", "Tệ", "Ngon", "Phòng sạch, nhân viên dễ thương", "Không bao giờ quay lại", "Shop rep chậm",
    "Món lẩu hơi mặn", "Máy xài tốt", "Bác sĩ giải thích kỹ", "App hay bị văng", "Đặt hàng hôm qua chưa thấy gì",
]  # fmt: skip
ENGLISH = [
    "Fast delivery", "Terrible", "Loved it", "The room was clean and the staff were kind", "Never again",
    "App keeps crashing", "Too salty", "Works fine so far", "Would recommend to a friend", "not worth the money",
    "My order has not arrived yet", "Hung up on me then no answer", "Can I go in then?",
]  # fmt: skip
MIXED = [
    "Staff rất friendly and helpful", "Giao hàng nhanh, will buy again", "The food is so good nhưng giá hơi cao",
    "Phòng đẹp but the bathroom was dirty", "Bánh ngon mà service quá slow, not coming back",
    "Màn hình đẹp, pin yếu, battery life so bad",
]  # fmt: skip
NOTHING = ["", "👍👍", "10/10", "...", "123 456", ":)", "@@@"]


@pytest.mark.parametrize("comment", VIETNAMESE)
def test_vietnamese(comment: str) -> None:
    assert language_of(comment)[0] == "vi"


@pytest.mark.parametrize("comment", [without_marks(one) for one in VIETNAMESE if len(one) > 6])
def test_vietnamese_without_marks(comment: str) -> None:
    assert language_of(comment)[0] == "vi"


@pytest.mark.parametrize("comment", ENGLISH)
def test_english(comment: str) -> None:
    assert language_of(comment)[0] == "en"


@pytest.mark.parametrize("comment", MIXED)
def test_both(comment: str) -> None:
    assert language_of(comment)[0] == "mixed"


@pytest.mark.parametrize("comment", NOTHING)
def test_neither(comment: str) -> None:
    assert language_of(comment) == ("und", 0.0)


def test_loan_words_do_not_make_a_comment_mixed() -> None:
    assert language_of("Shop ship nhanh, check in ok, app xài mượt")[0] == "vi"


@pytest.mark.parametrize("comment", [*VIETNAMESE, *ENGLISH, *MIXED])
def test_confidence_is_a_share(comment: str) -> None:
    assert 0 < language_of(comment)[1] <= 1
