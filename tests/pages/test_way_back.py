"""The way back on the feedback page, and out of it as a file: from a correction that took a comment out of the list, from a removed rule, after
a reload; and on through more comments than one page holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import translate
from cx_core.model.analysed import Correction
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.pages.words import id_of, search, shown

Show = Callable[..., AppTest]
HEADER = "Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"
NOW = datetime(2026, 6, 9, tzinfo=UTC)


def spoken(full: Path, tmp_path: Path, lines: list[str]) -> Workspace:
    file = tmp_path / "y_kien.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    workspace = Workspace.open(full)
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()
    return workspace


@pytest.fixture
def one_complaint(full: Path, tmp_path: Path) -> Workspace:
    return spoken(full, tmp_path, ["2026-06-01,Zalo,Tư vấn Zalo,2,Giao hàng quá chậm"])


def buttons(test: AppTest) -> set[str]:
    return {str(one.key) for one in test.button}


def test_a_comment_that_left_the_list_by_its_correction_can_be_had_back(show: Show, one_complaint: Workspace) -> None:
    number = id_of(one_complaint, "Giao hàng quá chậm")
    test = search(show("feedback", "vi", feeling="negative"), "quá chậm")
    test.segmented_control(key=f"feeling_{number}_negative").set_value("positive").run()
    assert translate("feedback.found", "vi", n=0) in shown(test)
    test.button(key="bulk_undo").click().run()
    assert one_complaint.analyses.of([number])[number].sentiment == "negative"
    assert not one_complaint.analyses.corrected_by_hand([number])
    assert translate("feedback.found", "vi", n=1) in shown(test)
    assert "bulk_undo" not in buttons(test)


def test_changes_are_taken_back_the_last_first(show: Show, one_complaint: Workspace) -> None:
    number = id_of(one_complaint, "Giao hàng quá chậm")
    test = search(show("feedback", "vi", theme="delivery"), "quá chậm")
    test.segmented_control(key=f"feeling_{number}_negative").set_value("positive").run()
    test.button(key=f"not_{number}_delivery_negative").click().run()
    assert one_complaint.analyses.of([number])[number].mention("delivery") is None
    test.button(key="bulk_undo").click().run()
    assert one_complaint.analyses.of([number])[number].mention("delivery") is not None
    assert one_complaint.analyses.of([number])[number].sentiment == "positive"
    test.button(key="bulk_undo").click().run()
    assert one_complaint.analyses.of([number])[number].sentiment == "negative"


def test_where_a_corrected_comment_stays_in_sight_nothing_moves(show: Show, one_complaint: Workspace) -> None:
    number = id_of(one_complaint, "Giao hàng quá chậm")
    test = search(show("feedback", "vi"), "quá chậm")
    test.segmented_control(key=f"feeling_{number}_negative").set_value("positive").run()
    assert "bulk_undo" not in buttons(test)


@pytest.mark.parametrize("is_on", [True, False])
def test_a_removed_rule_comes_back_as_it_was(show: Show, one_complaint: Workspace, *, is_on: bool) -> None:
    number = id_of(one_complaint, "Giao hàng quá chậm")
    rules = one_complaint.analyses.rules
    rule_id = rules.add(("quá chậm",), Correction(None, "neutral"), "Lan", NOW)
    rules.switch(rule_id, on=is_on)
    before = rules.every()
    test = show("feedback", "vi", list="rules")
    test.button(key=f"rule_remove_{rule_id}").click().run()
    assert rules.every() == ()
    assert one_complaint.analyses.of([number])[number].sentiment == "negative"
    test.button(key="rule_undo").click().run()
    assert not test.exception
    assert rules.every() == before
    assert one_complaint.analyses.of([number])[number].sentiment == ("neutral" if is_on else "negative")
    assert "rule_undo" not in buttons(test)


def test_a_rule_without_words_is_refused_below_its_buttons(show: Show, one_complaint: Workspace) -> None:
    test = show("feedback", "vi", list="rules")
    test.button(key="rule_new").click().run()
    test.text_area(key="rule_form_0_words").set_value("!!!\n😡").run()
    test.button(key="rule_form_0_save").click().run()
    assert translate("refusal.rule_without_words.what", "vi") in shown(test)
    assert one_complaint.analyses.rules.every() == ()


def test_a_quote_that_nothing_closes_is_no_part_of_the_search(show: Show, one_complaint: Workspace) -> None:
    test = search(show("feedback", "vi"), '"quá chậm')
    assert translate("feedback.found", "vi", n=1) in shown(test)


def test_more_comments_than_a_page_holds_are_read_to_the_last(
    show: Show, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from components import feedback_view

    monkeypatch.setattr(feedback_view, "_PAGE", 2)
    monkeypatch.setattr(feedback_view, "_MOST", 4)
    spoken(full, tmp_path, [f"2026-06-{n + 1:02},Zalo,Tư vấn Zalo,2,Rạp xiếc thứ {n}" for n in range(7)])
    test = search(show("feedback", "vi"), "rạp xiếc")
    assert "Rạp xiếc thứ 6" in shown(test) and "Rạp xiếc thứ 4" not in shown(test)
    test.button(key="feedback_more").click().run()
    assert "Rạp xiếc thứ 3" in shown(test)
    test.button(key="feedback_next").click().run()
    assert "Rạp xiếc thứ 2" in shown(test) and "Rạp xiếc thứ 3" not in shown(test)
    assert translate("feedback.shown_from", "vi", first=5, last=6, all=7) in shown(test)
    test.button(key="feedback_more").click().run()
    assert "Rạp xiếc thứ 0" in shown(test)
    assert not {"feedback_more", "feedback_next"} & buttons(test)
    test.button(key="feedback_previous").click().run()
    assert "Rạp xiếc thứ 6" in shown(test)


def test_what_narrows_the_list_stands_in_the_address(show: Show, one_complaint: Workspace) -> None:
    test = search(show("feedback", "vi"), "quá chậm")
    test.multiselect(key="feedback_themes").set_value(["delivery", "price"]).run()
    test.segmented_control(key="feedback_class").set_value("bottom").run()
    address = {name: [one] if isinstance(one, str) else list(one) for name, one in test.query_params.items()}
    assert (address["q"], address["theme"], address["scored"]) == (["quá chậm"], ["delivery", "price"], ["bottom"])
    again = show("feedback", "vi", q="quá chậm", theme=["delivery", "price"], scored="bottom", marked="later")
    assert again.text_input(key="feedback_search").value == "quá chậm"
    assert again.multiselect(key="feedback_themes").value == ["delivery", "price"]
    assert again.segmented_control(key="feedback_class").value == "bottom"
    assert again.segmented_control(key="feedback_mark").value == "later"
    again.segmented_control(key="feedback_mark").set_value(None).run()
    assert "marked" not in again.query_params
    assert translate("feedback.found", "vi", n=1) in shown(search(again, "giao hang"))


def test_a_link_clears_what_it_does_not_name(show: Show, one_complaint: Workspace) -> None:
    test = search(show("feedback", "vi", theme="delivery", scored="bottom"), "quá chậm")
    for name in ("q", "scored"):
        del test.query_params[name]
    test.query_params["theme"] = "price"
    test.run()
    assert test.text_input(key="feedback_search").value == ""
    assert test.multiselect(key="feedback_themes").value == ["price"]
    assert test.segmented_control(key="feedback_class").value == "any"


def exported() -> None:
    import streamlit as st

    from components import feedback_view
    from cx_core.workspace.words import WordsQuery

    columns = [column.title for column in feedback_view._columns()]
    for row in feedback_view._rows(WordsQuery(search="giao hàng quá chậm")):
        st.text("|".join(f"{title}={value}" for title, value in zip(columns, row, strict=True)))


def test_the_file_says_what_was_read_and_what_was_corrected(one_complaint: Workspace) -> None:
    number = id_of(one_complaint, "Giao hàng quá chậm")
    for correction in (Correction("price", "positive"), Correction(None, "neutral")):
        one_complaint.analyses.correct([number], correction, "Lan", NOW)
    test = AppTest.from_function(exported, default_timeout=300)
    test.context["locale"] = "vi-VN"
    test.run()
    assert not test.exception
    (row,) = (one.value.split("|") for one in test.text)
    assert row[-6:] == [
        "Cảm xúc=Trung tính", "Chủ đề=Giao hàng, Giá cả", "Chủ đề được khen=Giá cả", "Chủ đề bị chê=Giao hàng",
        "Đánh dấu=", "Sửa tay=Đã sửa tay",
    ]  # fmt: skip
