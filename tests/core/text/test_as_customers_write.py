"""What customers of any trade write: minimal pairs for the whole and its parts, for orders and for words of everyday."""

from __future__ import annotations

import pytest

from cx_core.text import analyse, lexicon, wordfiles
from tests.core.text.gold_file import without_marks

#: rule, a praise, a complaint, and both as people type them in a hurry.
PAIRS = [
    ("the whole outweighs a part", "Mọi thứ đều ổn, chỉ hơi ồn, hơi chật", "Mọi thứ đều tệ, chỉ gần biển, yên tĩnh",
     "mọi thứ đều ổn, chỉ hơi ồn, hơi chật", "mọi thứ đều tệ, chỉ gần biển, yên tĩnh"),
    ("the whole outweighs a part", "Mọi thứ đều ổn nhưng bàn hơi nhỏ", "Bàn ổn nhưng mọi thứ đều nhỏ quá",
     "mọi thứ đều ổn nhg bàn hơi nhỏ", "bàn ổn nhg mọi thứ đều nhỏ qá"),
    ("the rest", "Giao chậm, hộp móp, còn lại đều rất tốt", "Giao nhanh, hộp đẹp, còn lại đều rất tệ",
     "giao chậm, hộp móp, còn lại đều rất tốt", "giao nhanh, hộp đẹp, còn lại đều rất tệ"),
    ("all in all", "Nói chung hài lòng, tuy bãi xe chật, thang máy chậm", "Nói chung thất vọng, tuy bãi xe rộng, thang máy nhanh",
     "nói chung hl, tuy bãi xe chật, thang máy chậm", "nói chung thất vọng, tuy bãi xe rộng, thang máy nhanh"),
    ("but for", "Tất cả đều đẹp trừ cái bàn cũ", "Tất cả đều xấu trừ cái bàn đẹp",
     "tất cả đều đẹp trừ cái bàn cũ", "tất cả đều dơ trừ cái bàn đẹp"),
    ("grave complaints and a small virtue", "Hơi kém nhưng nhanh", "Rất kém, nhân viên thô lỗ nhưng nhanh",
     "hơi kém nma nhanh", "rất kém, nv thô lỗ nma nhanh"),
    ("grave complaints and a small virtue", "Hơi cũ nhưng giá rẻ", "Cực kỳ tệ nhưng giá rẻ",
     "hơi cũ nhg giá rẻ", "cực kỳ tệ nhg giá rẻ"),
    ("sure of it", "Hàng thật 100%", "Hàng fake 100%", "hàng thật 100%", "hàng fake 100%"),
    ("sure of it", "100% hài lòng", "100% lừa đảo", "100% hl", "100% lừa đảo"),
    ("below zero", "5 sao cho quán", "-5 sao cho quán", "5* cho quán", "-5* cho quán"),
    ("below zero", "10 điểm", "-10 điểm", "10đ", "-10đ"),
    ("fewer than ordered", "Đặt 2 cái mà được tặng 1, thích", "Đặt 2 cái mà giao có 1",
     "đặt 2 cái mà đc tặng 1, thik", "đặt 2 cái mà ship có 1"),
    ("fewer than ordered", "Mua 2 nhận 3, thích", "Mua 3 nhận 2", "mua 2 nhận 3, thik", "mua 3 nhận 2"),
    ("fewer than ordered", "Gọi 2 món, lên đủ 2 món ngon", "Gọi 3 món mà lên có 2 món",
     "gọi 2 món, lên đủ 2 món ngon", "gọi 3 món mà lên có 2 món"),
    ("another one than ordered", "Đặt size nào giao size đó, ưng", "Đặt size M giao size L",
     "đặt size nào giao size đó, ưng", "đặt size m ship size l"),
    ("a longer word behind what strengthens it", "Quả thật tốt", "Quá thất vọng", "quả thật tốt", "qá thất vọng"),
    ("a longer word behind what strengthens it", "Quá lời, thích", "Màn hình quá lỗi thời", "qá lời, thik", "màn hình qá lỗi thời"),
    ("charged for more", "Gọi 2 ly tính tiền 2 ly, trà ngon", "Gọi 1 ly tính 2 ly", "gọi 2 ly tính tiền 2 ly, trà ngon", "gọi 1 ly tính 2 ly"),
    ("then and now", "Hồi trước dở, bây giờ ngon", "Hồi trước ngon, bây giờ quá tệ",
     "hồi trước dở, bh ngon", "hồi trước ngon, bây h quá tệ"),
    ("then and now", "Lúc đầu máy chậm dạo này nhanh", "Lúc đầu máy nhanh dạo này chậm",
     "lúc đầu máy chậm dạo này nhanh", "lúc đầu máy nhanh dạo này chậm"),
    ("missing out", "Không mua là phí", "Ai mua là dại", "k mua là phí", "ai mua là dại"),
    ("the old one was better", "Bản mới tốt hơn", "Bản cũ tốt hơn", "bản mới tốt hơn", "bản cũ tốt hơn"),
    ("made-up praise", "Xem review thấy tốt, mua thấy tốt", "Toàn review ảo", "xem review thấy tốt, mua thấy tốt", "toàn review ảo"),
    ("hours that pass", "Đặt 8h mà 9h đã có, nhanh", "Đặt 8h mà 11h mới giao", "đặt 8h mà 9h đã có, nhanh", "đặt 8h mà 11h ms giao"),
    ("hours that pass", "Hẹn sáng là sáng có, đúng giờ", "Hẹn sáng mà chiều mới đến",
     "hẹn sáng là sáng có, đúng giờ", "hẹn sáng mà chiều ms đến"),
    ("waiting so long", "Chỉ mất 5 phút", "Chờ 3 tiếng", "chỉ mất 5 phút", "chờ 3 tiếng"),
    ("in so short a time", "Làm thẻ trong 10 phút là xong", "Làm thẻ một tuần chưa xong",
     "làm thẻ trong 10 phút là xong", "làm thẻ một tuần ch xong"),
    ("still not seen", "Một tháng chưa thấy lỗi", "Một tháng chưa thấy", "1 tháng ch thấy lỗi", "1 tháng ch thấy"),
    ("not even a week", "Xài ba tuần vẫn tốt", "Xài chưa được tuần đã hư", "xài 3 tuần vẫn tốt", "xài ch dc tuần đã hư"),
    ("nothing to blame", "Tầm giá này thì còn gì phải chê", "Tầm giá này thì bị chê", "tầm giá này thì còn gì phải chê", "tầm giá này thì bị chê"),
    ("denied with a shrug", "Xài cả năm có sao đâu", "Xài cả năm bị lỗi hoài", "xài cả năm có sao đâu", "xài cả năm bị lỗi"),
    ("all gone", "Bé ăn hết sạch, thích", "Mất sạch dữ liệu", "bé ăn hết sạch, thik", "mất sạch dữ liệu"),
    ("short forms in the lists", "Phí ship rẻ", "Phí ship cao", "phí ship rẻ", "phí ship cao"),
    ("short forms in the lists", "Da không bị dị ứng", "Da bị dị ứng", "da k bị dị ứng", "da bị dị ứng"),
    ("thin cloth", "Vải đẹp", "Vải mỏng", "vải đẹp", "vải mỏng"),
    ("one way and the other", "Nói sao làm vậy", "Nói một kiểu, tính tiền một kiểu", "nói sao làm v", "nói 1 kiểu, tính tiền một kiểu"),
    ("fees all the same", "Không tính phí", "Vẫn tính phí", "k tính phí", "vẫn tính phí"),
    ("broken already", "Dùng lâu vẫn bền", "Dùng hai hôm đã gãy", "dùng lâu vẫn bền", "dùng 2 hôm đã gãy"),
    ("on the skin", "Bôi mịn da", "Bôi xong nổi mụn", "bôi mịn da", "bôi xong nổi mụn"),
    ("a captivating lesson", "Thầy dạy cuốn cực", "Thầy dạy như ra lệnh", "thầy dạy cuốn cực", "thầy dạy như ra lệnh"),
]  # fmt: skip

NEUTRAL = [
    "Đặt 2 cái giao 1 ngày",
    "Đặt 2 cái giao 2 cái",
    "Mua 2 lần nhận 1 lần",
    "Vải 100% cotton",
    "Dùng 2 ngày hết sạch",
    "Gọi 2 ly tính tiền 2 ly",
    "Mua 3 thanh toán 3",
    "Áo này mặc ở nhà",
    "Mình xài mac air",
]


def _cases() -> list[object]:
    found: list[object] = []
    for rule, praise, complaint, hurried_praise, hurried_complaint in PAIRS:
        for text, hurried, sign in ((praise, hurried_praise, 1), (complaint, hurried_complaint, -1)):
            for way, written in (("as written", text), ("bare", without_marks(text)), ("hurried", hurried)):
                found.append(pytest.param(written, sign, id=f"{rule}, {way}: {text}"))
    return found


@pytest.mark.parametrize(("comment", "sign"), _cases())
def test_minimal_pairs(comment: str, sign: int) -> None:
    assert analyse(comment).sentiment.score * sign > 0


@pytest.mark.parametrize("comment", [*NEUTRAL, *map(without_marks, NEUTRAL)])
def test_what_only_looks_like_it(comment: str) -> None:
    assert analyse(comment).sentiment.label == "neutral"


def test_a_fake_is_no_praise_of_trust() -> None:
    themes = {theme.key: theme.score for theme in analyse("hàng fake 100%").themes}
    assert all(score < 0 for score in themes.values())


def test_an_unmarked_mac_says_nothing_of_a_price() -> None:
    assert analyse("ao mac rat mat").sentiment.label == "positive"
    assert analyse("gia mac qua").sentiment.label == "negative"


def test_numbers_stand_for_a_hash() -> None:
    assert [number for _, number in wordfiles.counted("nhận #, đủ")][-2:] == [wordfiles.SMALL_NUMBERS - 1, 0]
    assert lexicon.vietnamese()["giao có 1"].value == 1
