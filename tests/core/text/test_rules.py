"""Each rule as minimal pairs: two comments that differ in one word and feel otherwise, also without marks and in a hurry."""

from __future__ import annotations

import pytest

from cx_core.text import Boilerplate, analyse, taxonomy_for
from tests.core.text.gold_file import without_marks

#: rule, one comment, its feeling, the other, its feeling, and both as people type them in a hurry.
PAIRS = [
    ("negation", "Phòng sạch", "+", "Phòng không sạch", "-", "phòng sạch", "phòng ko sạch"),
    ("negation", "Tôi thích món này", "+", "Tôi chẳng thích món này", "-", "t thik món này", "t chả thik món này"),
    ("negation", "Bác sĩ bị trễ hẹn", "-", "Bác sĩ không bị trễ hẹn", "+", "bs bị trễ hẹn", "bs k bị trễ hẹn"),
    ("negation", "Áo bị rách", "-", "Áo không bị rách", "+", "áo bị rách", "áo hok bị rách"),
    ("negation", "Máy chạy ổn định", "+", "Máy chạy chưa ổn định", "-", "máy chạy ổn định", "máy chạy ch ổn định"),
    ("negation", "The room was clean", "+", "The room was not clean", "-", "the room was clean", "the room wasnt clean"),
    ("negation", "I would buy it again, great", "+", "Don't buy it", "-", "gr8, would buy again", "dont buy it"),
    ("contrast", "Phục vụ tệ nhưng ngon tuyệt vời", "+", "Ngon nhưng phục vụ quá tệ", "-", "phục vụ tệ nma ngon tuyệt vời", "ngon nma phục vụ quá tệ"),
    ("contrast", "Nhân viên vui vẻ", "+", "Nhân viên vui vẻ nhưng quên món suốt, bực mình", "-", "nv vui vẻ", "nv vui vẻ nhg quên món suốt, bực mình"),
    ("contrast", "Chậm tuy nhiên rất tận tình", "+", "Tận tình tuy nhiên rất chậm", "-", "chậm tuy nhiên rất tận tình", "tận tình tuy nhiên rất chậm"),
    ("contrast", "Slow but very friendly", "+", "Friendly but very slow", "-", "slow but rly friendly", "friendly but rly slow"),
    ("wish", "Quán mở cửa sớm, tốt", "+", "Mong quán mở cửa sớm hơn cho tốt", "-", "quán mở cửa sớm, tốt", "mog quán mở cửa sớm hơn cho tốt"),
    ("wish", "Nhân viên thân thiện", "+", "Nhân viên cần thân thiện hơn", "-", "nv thân thiện", "nv cần thân thiện hơn"),
    ("wish", "Ứng dụng nhanh và ổn định", "+", "Giá như ứng dụng nhanh và ổn định", "-", "ứd nhanh và ổn định", "giá như ứd nhanh và ổn định"),
    ("wish", "Rẻ nên tôi mua hai cái", "+", "Nên có thêm chỗ ngồi", "-", "rẻ nên t mua 2 cái", "nên có thêm chỗ ngồi"),
    ("wish", "Mong quán giữ vững phong độ", "+", "Mong quán cải thiện thái độ", "-", "mong quán giữ vững phong độ", "mong quán cải thiện thái độ"),
    ("adversative", "Đơn được giao sớm", "+", "Đơn bị giao trễ", "-", "đơn dc giao sớm", "đơn bị giao trễ"),
    ("adversative", "Không bị hỏng gì cả", "+", "Bị hỏng hết cả", "-", "k bị hỏng j cả", "bị hỏng hết cả"),
    ("measure", "Nước ngọt vừa, uống thích", "+", "Nước hơi ngọt", "-", "nước ngọt vừa, uống thik", "nước hơi ngọt"),
    ("measure", "Phòng cao ráo, thích", "+", "Trần thấp quá", "-", "phòng cao ráo, thik", "trần thấp qá"),
    ("measure", "Phòng rộng rãi", "+", "Phòng hơi nhỏ", "-", "phòng rộng rãi", "phòng hơi nhỏ"),
    ("not a negation", "Không gian thoáng", "+", "Không thoáng chút nào", "-", "không gian thoáng", "ko thoáng chút nào"),
    ("not a negation", "Không những đẹp mà còn bền", "+", "Không đẹp mà cũng không bền", "-", "k những đẹp mà còn bền", "k đẹp mà cx k bền"),
    ("not a negation", "Không thua kém khách sạn lớn, rất tốt", "+", "Kém khách sạn lớn nhiều", "-", "k thua kém ks lớn, rất tốt", "kém ks lớn nhiều"),
    ("not a negation", "Không chê vào đâu được", "+", "Không được gì", "-", "k chê vào đâu dc", "k dc j"),
    ("ambiguous bare", "Bạn bè khen đẹp", "+", "Bàn ghế dơ bẩn", "-", "bạn bè khen đẹp", "bàn ghế dơ bẩn"),
    ("ambiguous bare", "Mặc vào mát mẻ", "+", "Mất hàng rồi", "-", "mặc vào mát mẻ", "mất hàng r"),
    ("lack", "Nhân viên nhiệt tình", "+", "Nhân viên thiếu nhiệt tình", "-", "nv nhiệt tình", "nv thiếu nhiệt tình"),
    ("expectation", "Đẹp như quảng cáo", "+", "Tưởng đẹp, ai ngờ xấu", "-", "đẹp như qc", "tưởng đẹp, ai ngờ xấu"),
    ("comparison", "Tốt hơn chỗ cũ", "+", "Tệ hơn chỗ cũ", "-", "tốt hơn chỗ cũ", "tệ hơn chỗ cũ"),
    ("lateness", "Đặt sáng chiều có ngay", "+", "Đặt cả tuần mới giao", "-", "đặt sáng chiều có ngay", "đặt cả tuần ms giao"),
    ("emoji", "Hàng về rồi 😍", "+", "Hàng về rồi 😡", "-", "hàng về r 😍", "hàng về r 😡"),
    ("emoji", "Đã nhận :)", "+", "Đã nhận :(", "-", "đã nhận :)", "đã nhận :("),
    ("mixed English", "Shop rep inbox siêu nhanh, love", "+", "Shop seen xong không rep, bad", "-", "shop rep ib siêu nhanh, luv", "shop seen xong k rep, bad"),
    ("mixed English", "Staff rất nice", "+", "Staff rất rude", "-", "staff rất nice", "staff rất rude"),
]  # fmt: skip

SIGNS = {"+": "positive", "-": "negative"}


def feels(comment: str) -> str:
    return analyse(comment).sentiment.label


def _cases() -> list[object]:
    found = []
    for rule, one, how_one, other, how_other, hurried_one, hurried_other in PAIRS:
        for way, first, second in (
            ("as written", one, other),
            ("without marks", without_marks(one), without_marks(other)),
            ("in a hurry", hurried_one, hurried_other),
        ):
            found.append(pytest.param(first, how_one, id=f"{rule}, {way}: {first}"))
            found.append(pytest.param(second, how_other, id=f"{rule}, {way}: {second}"))
    return found


@pytest.mark.parametrize(("comment", "sign"), _cases())
def test_minimal_pairs(comment: str, sign: str) -> None:
    assert feels(comment) == SIGNS[sign]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("Phòng đẹp", "Phòng rất đẹp"),
        ("Phòng đẹp", "Phòng đẹp lắm"),
        ("Phòng khá đẹp", "Phòng cực kỳ đẹp"),
        ("phong dep", "phong rat dep"),
        ("phòng đẹp", "phòng đẹp vãi"),
        ("Nice room", "Very nice room"),
        ("Somewhat nice room", "Extremely nice room"),
    ],
)
def test_boosters_move_a_feeling_away_from_neutral(weaker: str, stronger: str) -> None:
    assert 0 < analyse(weaker).sentiment.score < analyse(stronger).sentiment.score


@pytest.mark.parametrize(
    ("less", "more"),
    [("Giao chậm", "Giao rất chậm"), ("Giao hơi chậm", "Giao quá chậm"), ("giao cham", "giao qua cham")],
)
def test_boosters_make_a_complaint_worse(less: str, more: str) -> None:
    assert analyse(more).sentiment.score < analyse(less).sentiment.score < 0


@pytest.mark.parametrize("comment", ["Tôi mua hôm qua", "Mấy giờ mở cửa vậy", "Bình thường", "bt", "Chưa dùng nên chưa biết", "Where is the shop?"])  # fmt: skip
def test_facts_and_questions_are_neutral(comment: str) -> None:
    assert feels(comment) == "neutral"


def test_drawn_out_letters_are_one_word() -> None:
    assert analyse("Đẹpppp quáaaa").sentiment == analyse("Đẹp quá").sentiment


@pytest.mark.parametrize(
    ("one", "other"), [("hòa nhã", "hoà nhã"), ("kỹ lưỡng", "kĩ lưỡng"), ("khỏe", "khoẻ"), ("Đẹp", "Đẹp")]
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert analyse(one).sentiment == analyse(other).sentiment


def test_a_short_form_is_read_by_its_neighbours() -> None:
    assert feels("đẹp vãi") == "positive"
    assert feels("tệ vãi") == "negative"
    assert analyse("Giá 200k, đẹp").sentiment.label == "positive"  # k behind a number: a thousand


def test_a_sentence_that_everybody_has_counts_little() -> None:
    comment = "Chất lượng dịch vụ quá tuyệt. Chờ lâu, bực mình"
    known = Boilerplate(("chất lượng dịch vụ quá tuyệt",))
    assert analyse(comment).sentiment.score > analyse(comment, boilerplate=known).sentiment.score
    assert analyse(comment, boilerplate=known).sentiment.label == "negative"


def test_a_word_may_feel_otherwise_beside_its_theme() -> None:
    phones, food = taxonomy_for("phones"), taxonomy_for("food")
    assert analyse("Máy nóng", taxonomy=phones).sentiment.label == "negative"
    assert analyse("Canh nóng hổi", taxonomy=food).sentiment.label == "positive"


def test_each_theme_takes_the_feeling_of_its_own_clause() -> None:
    said = analyse("Đồ ăn ngon, nhân viên thì cáu kỉnh", taxonomy=taxonomy_for("food"))
    feelings = {one.key: one.sentiment for one in said.themes}
    assert feelings.pop("staff") == "negative"
    assert set(feelings.values()) == {"positive"}
    assert said.is_mixed
