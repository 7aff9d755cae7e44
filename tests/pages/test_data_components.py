"""The components of the data pages, each alone on a page, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

LANGUAGES = ("vi", "en")


def run(script: Callable[..., None], language: str = "vi", **kwargs: Any) -> AppTest:
    test = AppTest.from_function(script, kwargs=kwargs, default_timeout=60)
    test.context["locale"] = {"vi": "vi-VN", "en": "en-US"}[language]
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "text", "info")
    return "\n".join(str(element.value) for kind in kinds for element in test.get(kind))


def cards() -> None:
    from components.measure_card import Card, measure_cards
    from cx_core.metrics import measure
    from cx_core.metrics.compare import compare
    from cx_core.model.feedback import Scale
    from cx_core.model.measure import Counts

    def counts(promoters: int, passives: int, detractors: int) -> Counts:
        total = 1000 * promoters + 700 * passives
        squares = 1000**2 * promoters + 700**2 * passives
        n = promoters + passives + detractors
        return Counts(n, promoters, passives, detractors, total, squares, Scale(0, 10))

    many, worse, few = counts(60, 20, 20), counts(20, 20, 60), counts(10, 5, 5)
    measure_cards(
        [
            Card(measure("nps", many), compare("nps", worse, many), "against August"),
            Card(measure("nps", worse), compare("nps", many, worse)),
            Card(measure("nps", many), compare("nps", counts(58, 20, 22), many)),
            Card(measure("nps", few), compare("nps", many, few)),
            Card(measure("nps", counts(5, 2, 2))),
            Card(measure("nps", Counts()), title="*Giao hàng*"),
        ],
        key="row",
    )


@pytest.mark.parametrize(
    ("language", "rose", "fell", "unsure", "little", "hidden"),
    [
        ("vi", "Tăng 80 điểm", "Giảm 80 điểm", "Chưa đủ bằng chứng", "Ít dữ liệu", "Ẩn điểm: mới có 9 lượt trả lời"),
        (
            "en",
            "Rose by 80 points",
            "Fell by 80 points",
            "Not enough evidence",
            "Little data",
            "Score hidden: 9 answers",
        ),
    ],
)
def test_a_card_says_its_verdict_in_words(language, rose, fell, unsure, little, hidden):
    test = run(cards, language)
    values = [metric.value for metric in test.metric]
    assert values == ["+40", "−40", "+40", "+25", "–", "–"]
    assert [metric.delta for metric in test.metric] == [rose, fell, unsure, "", "", ""]
    said = [caption.value for caption in test.caption]
    assert "against August" in said[0]
    assert little in said[3]
    assert said[4].startswith(hidden)
    # The score of nine answers, (5 - 2)/9 = +33, is nowhere.
    assert "33" not in texts(test)


def test_not_enough_evidence_says_what_could_have_been_seen():
    said = run(cards, "en").caption[2].value
    assert "Difference +4 points." in said
    assert "can only show a change of" in said


def test_a_title_from_a_map_is_not_markdown():
    assert run(cards).metric[5].label == r"\*Giao hàng\*"


def test_a_card_explains_its_formula():
    help_text = run(cards, "en").metric[0].help
    assert "detractors" in help_text


def share_and_mean() -> None:
    from components.measure_card import measure_card
    from cx_core.metrics import measure
    from cx_core.model.feedback import Scale
    from cx_core.model.measure import Counts

    # 40 answers on 1 to 5: thirty 5s, ten 1s. Mean 4, 75 % satisfied.
    five = Counts(40, 30, 0, 10, 16000, 30 * 500**2 + 10 * 100**2, Scale(1, 5))
    measure_card(measure("csat", five))
    # 40 answers to "how much effort", where 1 is good.
    effort = Counts(40, 30, 0, 10, 8000, 30 * 100**2 + 10 * 500**2, Scale(1, 5, "low_is_good"))
    measure_card(measure("ces", effort))


def test_a_share_has_its_mean_beside_it_and_a_mean_its_share():
    test = run(share_and_mean, "vi")
    assert [metric.value for metric in test.metric] == ["75%", "2,00"]
    assert "Điểm trung bình 4,00 trên thang 1–5" in test.caption[0].value
    assert "75% ở nhóm tốt" in test.caption[1].value
    assert test.metric[1].label == "CES 1.0 (công sức)"


def chart(points: str) -> None:
    from datetime import date

    import streamlit as st

    from components.cached import draw, look
    from components.chart_frame import chart_frame
    from cx_core.charts.periods import TrendPoint
    from cx_core.charts.score_trend import score_trend
    from cx_core.model.measure import Measure
    from cx_core.model.period import Period

    month = Period.containing(date(2026, 1, 1), "month")
    found = {
        "none": [],
        "some": [
            TrendPoint(month, Measure("nps", 20.0, 10.0, 30.0, 1284)),
            TrendPoint(month.next(), Measure("nps", 5.0, n=9)),
        ],
    }[points]
    picked = chart_frame(draw(score_trend, tuple(found), metric="nps", look=look()), "trend", selectable=True)
    st.text(f"picked {picked}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_comes_with_its_table_its_note_and_its_files(language):
    test = run(chart, language, points="some")
    assert test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")
    assert not test.dataframe, "the table is drawn once it is asked for"
    test.session_state["trend_table"] = True
    test.run()
    cells = test.dataframe[0].value
    # Columns are numbered, so that no title becomes a name; the second month is hidden.
    assert list(cells.columns) == ["c0", "c1", "c2", "c3", "c4", "c5"]
    assert list(cells["c1"]) == ["+20", "–"]
    assert list(cells["c4"]) == [{"vi": "1.284", "en": "1,284"}[language], "9"]
    assert "picked None" in texts(test)
    assert len(test.get("download_button")) == 2


@pytest.mark.parametrize(("language", "reason"), [("vi", "Chưa có lượt trả lời nào."), ("en", "No answers yet.")])
def test_a_chart_without_data_says_why(language, reason):
    test = run(chart, language, points="none")
    assert reason in texts(test)
    assert not test.dataframe


def table() -> None:
    from components.chart_frame import table_frame
    from cx_core.model.table import Column

    rows = tuple((f"![x](http://evil.example/{n}.png)", n) for n in range(250))
    table_frame("Bảng", (Column("a.b[c]"), Column("n", "whole")), rows, key="t")


def test_a_table_shows_a_page_and_says_that_there_is_more():
    test = run(table)
    assert len(test.dataframe[0].value) == 200
    assert "200 trong 250" in texts(test)
    assert "evil.example" not in texts(test)


def problems() -> None:
    from components.problem_list import problem_list, refusal_box
    from cx_core.model.problem import Problem, Refusal

    problem_list([])
    found = (
        Problem("duplicate_of_stored", rows=(3, 41, 1284), count=3, lost=True),
        Problem("duplicate_in_file", rows=tuple(range(2, 22)), count=50, lost=True),
        Problem("segment_slots_full", column="**Ghi** :red[chú]", count=1, lost=False),
        Problem("never_heard_of", count=2),
    )
    refusal_box(Refusal("store_busy", problems=found))


@pytest.mark.parametrize(
    ("language", "rows", "more", "none"),
    [
        ("vi", "(dòng 3, 41, 1284)", "(dòng 2, 3, 4, 5, 6, 7, 8, 9 và 42 dòng khác)", "Không có vấn đề nào."),
        ("en", "(rows 3, 41, 1284)", "(rows 2, 3, 4, 5, 6, 7, 8, 9 and 42 more)", "No problems."),
    ],
)
def test_problems_name_their_rows_as_the_sheet_does(language, rows, more, none):
    test = run(problems, language)
    lines = [element.value for element in test.text]
    assert any(rows in line for line in lines)
    assert any(more in line for line in lines)
    assert none in texts(test)
    assert any("never_heard_of" in line for line in lines)


def test_the_name_of_a_column_is_never_markdown():
    test = run(problems)
    assert any("**Ghi** :red[chú]" in element.value for element in test.text)
    assert not any("Ghi" in str(element.value) for kind in ("markdown", "caption") for element in test.get(kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_happened_and_what_to_do(language):
    from cx_core.i18n import catalogue

    lines = [element.value for element in run(problems, language).text]
    assert lines[0] == catalogue(language)["refusal.store_busy.what"]
    assert lines[1] == catalogue(language)["refusal.store_busy.next"]


HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/a.png) **đậm** :red[đỏ] $x$ =1+1"


def words(text: str) -> None:
    from datetime import date

    from components.verbatim_list import verbatim_list
    from cx_core.model.feedback import Scale
    from cx_core.model.imports import GivenScore, Place, Verbatim

    verbatim_list([])
    scores = (GivenScore("nps", 0), GivenScore("csat", 450, Scale(1, 5)))
    said = Verbatim(1, text, date(2026, 11, 20), scores, Place(1, "*Zalo*", "Giao hàng"), "Khảo sát")
    verbatim_list([said, Verbatim(2, "Tốt")], total=12)


@pytest.mark.parametrize(
    ("language", "day", "no_day", "csat", "rest"),
    [
        ("vi", "20/11/2026", "không rõ ngày", "CSAT 4,5/5", "2 trong 12"),
        ("en", "20 Nov 2026", "date unknown", "CSAT 4.5/5", "2 of 12"),
    ],
)
def test_words_stand_as_they_were_written(language, day, no_day, csat, rest):
    test = run(words, language, text=HOSTILE)
    assert [element.value for element in test.text] == [HOSTILE, "Tốt"]
    captions = [element.value for element in test.caption]
    assert captions[1] == f"{day} · \\*Zalo\\* · Giao hàng · Khảo sát"
    assert captions[2] == no_day
    assert rest in captions[3]
    marks = "\n".join(str(element.value) for element in test.markdown)
    # A 0 is a detractor's score and not a missing one.
    assert "NPS 0/10" in marks
    assert csat in marks
    assert "evil.example" not in marks


def empty() -> None:
    from components.empty_state import Action, empty_state

    empty_state("Chưa có gì", title="Trống", actions=(Action("go", "Bắt đầu", "pages/x.py", primary=True),))


def test_an_empty_state_offers_a_way_out():
    test = run(empty)
    assert "Chưa có gì" in texts(test)
    assert [button.label for button in test.button] == ["Bắt đầu"]


def header() -> None:
    import streamlit as st

    from components.header import header

    with header("Xu hướng", "phụ đề"):
        st.button("Xuất")
    st.text("dưới")


def test_a_header_holds_title_and_actions():
    test = run(header)
    assert (test.title[0].value, test.button[0].label, test.caption[0].value) == ("Xu hướng", "Xuất", "phụ đề")
