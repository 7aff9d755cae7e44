"""Keywords, phrases, copies, new subjects, stock sentences and pain points, on comments few enough to count."""

from __future__ import annotations

import math

import pytest

from cx_core.text import (
    Voice,
    analyse,
    disagreement,
    find_boilerplate,
    keywords,
    near_duplicates,
    pain_candidates,
    phrases,
    suggest_themes,
)
from cx_core.text.keywords import from_counts
from cx_core.text.normalise import bare


def test_log_odds_by_hand() -> None:
    """Monroe, Colaresi and Quinn 2008, eq. 16 to 22, for one word.

    "chậm" stands in 8 of the 20 words inside and in 2 of the 30 outside; the prior weighs 50 words of which it has
    50 · 10 / 50 = 10. ln(18 / (20 + 50 - 18)) - ln(12 / (30 + 50 - 12)) = ln(18/52) - ln(12/68), over
    sqrt(1/18 + 1/12).
    """
    (slow, *_) = from_counts({"chậm": 8, "khác": 12}, {"chậm": 2, "khác": 28})
    expected = (math.log(18 / 52) - math.log(12 / 68)) / math.sqrt(1 / 18 + 1 / 12)
    assert (slow.term, slow.n_inside, slow.n_outside) == ("chậm", 8, 2)
    assert slow.z == pytest.approx(expected)
    assert slow.z == pytest.approx(1.8079, abs=0.001)


def test_a_word_that_both_sides_use_alike_tells_nothing() -> None:
    same = ["giao hàng nhanh"] * 5
    assert keywords(same, same) == ()


def test_a_part_of_a_phrase_is_left_out() -> None:
    terms = [one.term for one in keywords(["máy nóng ran"] * 6, ["máy êm"] * 6)]
    assert terms[0].endswith("nóng ran")
    assert "nóng" not in terms and "ran" not in terms


def test_two_words_that_always_stand_together_are_a_phrase() -> None:
    texts = ["cảm ứng loạn", "cảm ứng đơ", "màn cảm ứng", "cảm ứng tốt", "pin cảm ứng"]
    assert "cảm ứng" in {one.term for one in phrases(texts, least=5)}


def test_copies_are_found_whatever_their_case_marks_and_order() -> None:
    texts = [
        "Giao hàng nhanh, đóng gói đẹp",
        "Tệ",
        "giao hang nhanh dong goi dep!!",
        "Đóng gói đẹp, giao hàng nhanh",
        "Món ăn nguội, phục vụ chậm, sẽ không quay lại quán này nữa đâu nhé",
        "Món ăn nguội, phục vụ chậm, sẽ không quay lại quán này nữa đâu nha",
        "Phòng sạch, view đẹp",
    ]
    assert near_duplicates(texts) == ((0, 2, 3), (4, 5))
    assert near_duplicates([]) == ()


def test_subjects_of_comments_without_a_theme_come_with_their_comments() -> None:
    texts = [f"Sân thượng trồng hoa giấy {n}" for n in range(8)] + [f"Hồ cá koi lối vào {n}" for n in range(8)]
    found = suggest_themes(texts, n_themes=2)
    assert [one.n for one in found] == [8, 8]
    first = [{texts[place].split()[0] for place in one.members} for one in found]
    assert first in ([{"Sân"}, {"Hồ"}], [{"Hồ"}, {"Sân"}])
    assert suggest_themes(texts[:5]) == ()


def test_a_term_stands_in_a_subject_once_whatever_its_marks() -> None:
    texts = [f"{('Sân thượng', 'San thuong')[n % 2]} {('hoa giấy', 'hoa giay')[n // 2 % 2]}" for n in range(32)]
    texts += [f"Hồ cá koi lối vào {n}" for n in range(8)]
    for one in suggest_themes(texts, n_themes=2):
        assert len({bare(term) for term in one.terms}) == len(one.terms)
        assert not {"hoa giay", "san thuong"} & set(one.terms)


def test_a_sentence_that_many_tap_is_found() -> None:
    tapped = "Chất lượng phục vụ rất tốt"
    texts = [f"{tapped}. Ý kiến riêng số {n}" for n in range(25)] + ["Giao hàng nhanh gọn lẹ"] * 40
    assert find_boilerplate(texts).sentences == ("chất lượng phục vụ rất tốt",)


def voices(*told: tuple[str, int, bool | None]) -> list[Voice]:
    """Comments that are said so many times each, in the newer half or the older."""
    said = [(text, recent) for text, n, recent in told for _ in range(n)]
    return [Voice(place, text, analyse(text), recent) for place, (text, recent) in enumerate(said)]


def test_pain_points_stand_by_count_times_negativity_times_growth() -> None:
    found = pain_candidates(voices(("Giao hàng chậm", 4, None), ("Nhân viên thô lỗ", 3, None), ("Giá tốt", 9, None)))
    assert {(one.theme, one.n, one.growth) for one in found} == {("delivery", 4, 1.0), ("staff", 3, 1.0)}
    assert all(one.strength == pytest.approx(one.n * one.negativity * one.growth) for one in found)
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)


def test_what_grows_stands_before_what_fades() -> None:
    found = pain_candidates(
        voices(
            ("Giao hàng chậm", 6, False), ("Giao hàng chậm", 2, True),
            ("Ship lâu quá", 2, False), ("Giá đắt quá", 2, False), ("Giá đắt quá", 6, True),
        )
    )  # fmt: skip
    growth = {one.phrase: one.growth for one in found}
    assert growth["giá đắt quá"] > 1 > growth["giao hàng chậm"]
    assert found[0].phrase == "giá đắt quá"


def test_what_two_say_is_no_pain_point_yet() -> None:
    assert pain_candidates(voices(("Giao hàng chậm", 2, None))) == ()


@pytest.mark.parametrize(
    ("comment", "star", "kind"),
    [
        ("Hàng hỏng, quá thất vọng", 1.0, "complaint_with_good_score"),
        ("Tuyệt vời, rất hài lòng", 0.0, "praise_with_bad_score"),
        ("Tuyệt vời, rất hài lòng", 1.0, None),
        ("Hàng hỏng, quá thất vọng", None, None),
        ("Đã nhận hàng", 0.0, None),
    ],
)
def test_a_score_and_its_words_disagree(comment: str, star: float | None, kind: str | None) -> None:
    found = disagreement(analyse(comment), star)
    assert (found.kind if found else None) == kind


def test_telling_words_are_fit_to_be_read() -> None:
    late = ["Công ty giải thích vòng vo", "cong ty giai thich lâu", "CÔNG TY chưa giải thích"] * 3
    terms = [one.term for one in keywords(late, ["Giải quyết xong", "thích lắm", "ngon"] * 3)]
    assert "công ty" in terms  # as customers spell it, with and without marks as one
    assert not {"ti", "ty", "công ti", "cong ty", "công"} & set(terms)


def test_pieces_of_one_phrase_come_as_the_phrase() -> None:
    terms = [one.term for one in keywords(["chuyển máy lòng vòng mãi"] * 5, ["máy chạy tốt"] * 5)]
    assert "chuyển máy lòng vòng mãi" in terms
    assert not {"chuyển máy lòng", "máy lòng vòng", "lòng vòng mãi"} & set(terms)
