"""Scores: what a cell says, what a column is, and when a person must be asked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.feedback.labels import leaning, read_labels
from cx_core.feedback.question_words import read_wording
from cx_core.feedback.scales import judge_scores
from cx_core.feedback.score_text import read_score


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("9", 900), ("4.5", 450), ("4,5", 450), ("9/10", 900), ("4,5/5", 450), ("4,5 sao", 450), ("8 điểm", 800),
        ("8đ", 800), ("Điểm: 7", 700), ("★★★★☆", 400), ("⭐⭐⭐⭐⭐", 500), ("⭐️⭐️", 200), ("😡", 100), ("😐", 300), ("😍😍", 500),
        ("👍🏽", 400), ("4 - Very impressive", 400), ("10 (Extremely likely)", 1000), ("5 stars", 500), ("80%", 8000), ("7.0", 700),
        (" 6 ", 600), ("3 trên 5", 300), ("2 out of 5", 200),
    ],
)  # fmt: skip
def test_a_cell_gives_its_score_in_hundredths(text: str, value: int) -> None:
    assert read_score(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NA",
        "n/a",
        "N/A",
        "-",
        "–",
        "Offered",
        "Unoffered",
        "Not Offered",
        "không áp dụng",
        "Unfamiliar (N/A)",
        "null",
        "NaN",
    ],
)
def test_a_cell_that_says_nothing_is_missing_and_never_zero(text: str) -> None:
    read = read_score(text)
    assert (read.form, read.value) == ("missing", None)


@pytest.mark.parametrize(
    "text", ["tốt", "không", "Có", "9 10", "1.234.567", "ba", "10h", "=1+1", "12/2026/1", "x" * 500]
)
def test_words_are_not_taken_for_numbers(text: str) -> None:
    assert read_score(text).form == "words"


@given(st.integers(0, 100), st.sampled_from(["{}", "{}/100", " {} ", "{} điểm", "{},0", "{}.00"]))
def test_a_whole_score_survives_every_spelling(score: int, form: str) -> None:
    assert read_score(form.format(score)).value == score * 100


@pytest.mark.parametrize(
    ("header", "values", "role", "scale", "direction"),
    [
        ("Bạn sẵn sàng giới thiệu chúng tôi? (0-10)", "0 5 9 10", "nps", (0, 10), "high_is_good"),
        ("How likely are you to recommend us?", "3 7 9 10", "nps", (0, 10), "high_is_good"),
        ("NPS", "1 9 10", "nps", (0, 10), "high_is_good"),
        ("Mức độ hài lòng", "1 2 5", "csat", (1, 5), "high_is_good"),
        ("Overall satisfaction (1-7)", "1 3 5", "csat", (1, 7), "high_is_good"),
        ("Hài lòng (thang điểm 10)", "7/10 8 9điểm", "csat", (1, 10), "high_is_good"),
        ("Điểm", "1 3 5", "csat", (1, 5), "high_is_good"),
        ("Số sao", "1 5 4", "rating", (1, 5), "high_is_good"),
        ("Cảm nhận", "😡 😐 😍", "rating", (1, 5), "high_is_good"),
        ("Việc giải quyết có dễ dàng không? (1-7)", "1 4 7", "ces", (1, 7), "high_is_good"),
        ("How much effort did you put in? (1-5)", "1 2 5", "ces", (1, 5), "low_is_good"),
        ("Anh/chị mất bao nhiêu công sức? (1 = rất ít, 5 = rất nhiều)", "1 2 5", "ces", (1, 5), "low_is_good"),
        (
            "The company made it easy (1 = strongly disagree, 7 = strongly agree)",
            "1 6 7",
            "ces",
            (1, 7),
            "high_is_good",
        ),
        ("Độ khó khăn (1 = rất khó, 7 = rất dễ)", "1 6 7", "ces", (1, 7), "high_is_good"),
        ("Satisfaction Score", "Good Bad Offered", "csat", (1, 2), "high_is_good"),
        ("Bạn có hài lòng?", "Rất_hài_lòng Không_hài_lòng Bình_thường", "csat", (1, 5), "high_is_good"),
        ("Recommend on Facebook", "positive negative", "rating", (1, 2), "high_is_good"),
        ("Would you recommend us? (1-5)", "1 5 3", "rating", (1, 5), "high_is_good"),
    ],
)
def test_words_and_values_together_prove_a_score(
    header: str, values: str, role: str, scale: tuple[int, int], direction: str
) -> None:
    column = judge_scores(header, Counter(value.replace("_", " ") for value in values.split()))
    assert column is not None
    assert (column.role, column.scale_choices, column.direction) == (role, (scale,), direction)


@pytest.mark.parametrize(
    ("header", "values", "first_choice"),
    [
        ("Điểm (1-10)", "1 5 10", "csat"),
        ("Điểm", "1 5 10", "csat"),
        ("Điểm", "0 5 10", "nps"),
        ("Would you recommend us?", "1 5 10", "nps"),
        ("Bạn có giới thiệu chúng tôi không? (1-10)", "2 9 10", "nps"),
        ("Q3", "1 4 7", "ces"),
        ("Q3", "Đồng_ý Không_đồng_ý Trung_lập", "csat"),
    ],
)
def test_what_could_be_several_scores_is_asked(header: str, values: str, first_choice: str) -> None:
    """Ten points are never NPS without a question: tools that guessed showed every 1–10 rating as NPS for years."""
    column = judge_scores(header, Counter(value.replace("_", " ") for value in values.split()))
    assert column is not None
    assert column.role is None
    assert column.roles[0] == first_choice
    assert "ignore" in column.roles


@pytest.mark.parametrize(
    ("header", "values", "choices"),
    [
        ("CES", "1 3 5", ((1, 7), (1, 5))),
        ("Mức độ hài lòng", "1 3 4", ((1, 5), (1, 4))),
        ("Mức độ hài lòng", "2 6", ((1, 7), (1, 10))),
    ],
)
def test_a_scale_that_nothing_proves_is_asked(header: str, values: str, choices: tuple[tuple[int, int], ...]) -> None:
    column = judge_scores(header, Counter(values.split()))
    assert column is not None
    assert column.scale_choices == choices


def test_an_effort_score_without_words_for_its_direction_is_asked() -> None:
    column = judge_scores("CES (1-7)", Counter("1234567"))
    assert column is not None
    assert column.direction is None


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("STT", "1 2 3"), ("Số lượng", "1 2 5"), ("Tuổi", "20 35 40"), ("Thời gian chờ (phút)", "1 2 9"), ("Mã cửa hàng", "1 2 3"),
        ("Năm", "2024 2025"), ("Doanh thu", "5 10 7"), ("Góp ý", "tốt dở ổn"), ("Cửa hàng", "1 2 3"), ("thumbsUpCount", "0 1 5"),
    ],
)  # fmt: skip
def test_other_numbers_are_no_scores(header: str, values: str) -> None:
    assert judge_scores(header, Counter(values.split())) is None


def test_codes_for_no_answer_do_not_stretch_the_scale() -> None:
    column = judge_scores("Mức độ hài lòng", Counter({"1": 5, "5": 9, "99": 3}))
    assert column is not None
    assert column.scale_choices == ((1, 5),)


def test_stray_values_do_not_stretch_a_stated_scale() -> None:
    column = judge_scores("Giới thiệu (0-10)", Counter({"0": 30, "9": 60, "10": 60, "11": 1, "100": 1}))
    assert column is not None
    assert (column.role, column.scale_choices) == ("nps", ((0, 10),))


@pytest.mark.parametrize(
    ("label", "point"),
    [
        ("Rất không hài lòng", 1), ("Không hài lòng", 2), ("Chưa hài lòng", 2), ("Bình thường", 3), ("Hài lòng", 4),
        ("Rất hài lòng", 5), ("Cực kì hài lòng", 5), ("RAT HAI LONG", 5), ("5 - Rất hài lòng", 5), ("Very satisfied", 5),
        ("hài lòng.", 4), ("Hài lòng lắm", None), ("", None),
    ],
)  # fmt: skip
def test_labels_are_read_whole_never_by_a_part(label: str, point: int | None) -> None:
    scale = read_labels(["Rất hài lòng", "Không hài lòng", "Hài lòng"])
    assert scale is not None
    assert scale.point(label) == point


def test_seven_points_are_seen_by_the_labels_between() -> None:
    scale = read_labels(["Hoàn toàn đồng ý", "Hơi đồng ý", "Không đồng ý", "Hoàn toàn không đồng ý"])
    assert scale is not None
    assert (scale.scale.minimum, scale.scale.maximum) == (1, 7)
    assert [scale.point(text) for text in ("Hoàn toàn không đồng ý", "Hơi đồng ý", "Hoàn toàn đồng ý")] == [1, 5, 7]


@pytest.mark.parametrize("values", [[], ["tốt lắm", "dở quá", "tốt"], ["Có", "Không"], ["a", "b"], ["Hà Nội", "Huế"]])
def test_words_that_are_no_labels_give_no_scale(values: list[str]) -> None:
    assert read_labels(values) is None


@pytest.mark.parametrize(("text", "side"), [("rất khó", -1), ("Very satisfied", 1), ("bình thường", 0), ("mưa", 0)])
def test_a_label_leans_to_its_end(text: str, side: int) -> None:
    assert leaning(text) == side


@pytest.mark.parametrize(
    ("header", "ends"),
    [("(0-10)", (0, 10)), ("từ 1 đến 5", (1, 5)), ("1 to 7", (1, 7)), ("0 – 10", (0, 10)), ("thang điểm 10", (None, 10)), ("5-point scale", (1, 5)), ("năm 2025-2026", (None, None)), ("24/7", (None, None))],
)  # fmt: skip
def test_a_header_states_its_scale(header: str, ends: tuple[int | None, int | None]) -> None:
    wording = read_wording(header)
    assert (wording.minimum, wording.maximum) == ends


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 50), max_size=12), st.text(max_size=40))
def test_no_column_breaks_the_judgement(counts: dict[str, int], header: str) -> None:
    column = judge_scores(header, counts)
    assert column is None or column.scale_choices
