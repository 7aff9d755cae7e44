"""The stream of comments: evidence marked, corrected with a click, narrowed by theme, marked, put on the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.highlight import marked
from components.plain import plain
from cx_core.i18n import translate
from cx_core.model.analysed import Analysed, Correction, Evidence
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.pages.words import id_of, search, shown

Show = Callable[..., AppTest]
ROWS = """Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến
2026-06-01,Zalo,Tư vấn Zalo,2,Giao hàng quá chậm
2026-06-02,Zalo,Tư vấn Zalo,10,Nhân viên rất nhiệt tình
2026-06-03,Hotline,Gọi hotline,7,Cũng được
"""


@pytest.fixture
def spoken(full: Path, tmp_path: Path) -> Workspace:
    """The filled workspace with three comments more, all read."""
    file = tmp_path / "y_kien.csv"
    file.write_text(ROWS, encoding="utf-8")
    workspace = Workspace.open(full)
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()
    return workspace


def hear(workspace: Workspace, folder: Path, row: str) -> None:
    """Bring in one more answer, with its comment read."""
    file = folder / "them.csv"
    file.write_text(ROWS.split("\n", 1)[0] + f"\n{row}\n", "utf-8")
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()


def pick(test: AppTest, key: str, option: int) -> AppTest:
    """Press an option of a menu; AppTest knows menus only as unknown elements."""
    menu = next(one for one in test.get("menu_button") if one.proto.id.endswith(key))
    states = test._tree.get_widget_states()
    state = states.widgets.add()
    state.id = menu.proto.id
    state.string_trigger_value.data = menu.proto.options[option]
    test._run(states)
    assert not test.exception
    return test


@pytest.mark.parametrize("language", ["vi", "en"])
def test_evidence_is_marked_and_the_feeling_said(show: Show, spoken: Workspace, language: str) -> None:
    test = show("feedback", language, theme="delivery")
    assert ":orange-background[" in shown(test)
    labels = [one.content for group in test.get("button_group") for one in group.proto.options]
    assert any(translate("feedback.sentiment.negative", language) in label for label in labels)


def test_a_theme_narrows_the_stream(show: Show, spoken: Workspace) -> None:
    test = show("feedback", "vi", theme="delivery")
    text = shown(test)
    assert "Giao hàng" in text.replace("\\", "") or "chậm" in text
    assert translate("feedback.found", "vi", n=1) in text
    assert "Nhân viên" not in text


def test_nonsense_in_the_address_is_left_out(show: Show, spoken: Workspace) -> None:
    test = show("feedback", "vi", theme="no such theme", feeling="furious")
    assert not test.exception
    assert translate("feedback.found", "vi", n=123) in shown(test)


def test_a_feeling_is_corrected_with_a_click(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = search(show("feedback", "vi"), "giao hàng")
    test.segmented_control(key=f"feeling_{number}_negative").set_value("positive").run()
    assert spoken.analyses.of([number])[number].sentiment == "positive"
    pick(test, f"mark_{number}_0", -1)
    assert spoken.analyses.of([number])[number].sentiment == "negative"
    assert test.segmented_control(key=f"feeling_{number}_negative").value == "negative"


def test_a_theme_is_corrected_and_added_with_a_click(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = search(show("feedback", "vi"), "giao hàng")
    pick(test, f"theme_{number}_delivery_negative", 0)
    assert spoken.analyses.of([number])[number].mention("delivery").sentiment == "positive"
    test.button(key=f"not_{number}_delivery_positive").click().run()
    assert spoken.analyses.of([number])[number].mention("delivery") is None
    n_left = len(spoken.analyses.of([number])[number].mentions)
    test.selectbox(key=f"more_{number}_{n_left}").set_value("price").run()
    assert not test.exception
    assert spoken.analyses.of([number])[number].mention("price").sentiment == "negative"
    pick(test, f"mark_{number}_0", -1)
    assert spoken.analyses.of([number])[number].mention("delivery").sentiment == "negative"
    assert spoken.analyses.of([number])[number].mention("price") is None


def test_a_comment_is_kept_for_later(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Cũng được")
    test = search(show("feedback", "vi"), "cũng được")
    pick(test, f"mark_{number}_0", 2)
    assert spoken.analyses.marks([number]) == {number: {"later"}}


def test_many_are_corrected_by_a_rule(show: Show, spoken: Workspace) -> None:
    test = search(show("feedback", "vi"), "hàng")
    test.session_state["bulk"] = True
    test.run()
    test.selectbox(key="bulk_value").set_value("neutral")
    test.button(key="bulk_correct").click().run()
    assert not test.exception
    number = id_of(spoken, "Giao hàng quá chậm")
    assert spoken.analyses.of([number])[number].sentiment == "neutral"
    test.button(key="bulk_undo").click().run()
    assert not test.exception
    assert spoken.analyses.of([number])[number].sentiment == "negative"
    assert not any(one.key == "bulk_undo" for one in test.button)


def test_many_are_marked_and_the_marks_are_taken_back(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Cũng được")
    test = search(show("feedback", "vi"), "cũng được")
    test.session_state["bulk"] = True
    test.run()
    test.button(key="bulk_mark_on").click().run()
    assert spoken.analyses.marks([number]) == {number: {"quote"}}
    test.button(key="bulk_undo").click().run()
    assert spoken.analyses.marks([number]) == {}


def test_the_dialog_for_a_pain_point_opens(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = search(show("feedback", "vi"), "giao hàng")
    pick(test, f"mark_{number}_0", 3)
    assert test.button(key="pain_add").label == translate("feedback.pain.add", "vi")


def pain_form() -> None:
    from components.cached import workspace
    from components.pain_dialog import draw_pain, draw_put

    (summary,) = workspace().maps.journeys()
    comment = workspace().responses.verbatims(search="hàng quá chậm")[0]
    draw_put()
    draw_pain(comment, workspace().maps.journey(summary.id))


def test_a_comment_becomes_a_pain_point_with_itself_as_evidence(spoken: Workspace) -> None:
    (summary,) = spoken.maps.journeys()
    number = id_of(spoken, "Giao hàng quá chậm")

    def pains() -> list[str]:
        found = spoken.maps.journey(summary.id).pain_points
        return [pain.text.vi for pain in found if str(number) in pain.quote_ids]

    test = AppTest.from_function(pain_form, default_timeout=60)
    test.run()
    place = test.selectbox(key=f"pain_touchpoint_{summary.id}")
    if place.value is None:
        assert test.button(key="pain_add").disabled
        place.select_index(0).run()
    test.button(key="pain_add").click().run()
    assert not test.exception
    assert pains() == ["Giao hàng quá chậm"]
    test.button(key="pain_undo").click().run()
    assert not test.exception
    assert pains() == []


def test_comments_that_wait_are_said_to_wait(show: Show, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cx_core.model.analysed import AnalysisProgress
    from cx_core.workspace.analysing import Analysing

    started = []
    monkeypatch.setattr(Analysing, "progress", lambda self: AnalysisProgress(30, 120))
    monkeypatch.setattr(Analysing, "start", lambda self: started.append(1))
    test = show("feedback", "vi")
    assert not test.exception
    assert started


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b> ![a](http://a.example/x.png)",
        "a\n===\n    code\n# b",
        ":red[x] $a$ [x](y)",
        "1. a\n- b\n> c",
        "&amp; | a |",
    ],
)
def test_marked_words_stay_words(text: str) -> None:
    """Without the colours what is drawn is what `plain` makes of each line: none of it is markup."""
    drawn = marked(text, Analysed("vi", "negative", -1.0, (), (Evidence((0, 1), -1.0),)))
    first = drawn.split("  \n")[0]
    assert first.startswith("\u2060:orange-background[")
    assert drawn.count("  \n") == text.count("\n")
    for line, original in list(zip(drawn.split("  \n"), text.split("\n"), strict=True))[1:]:
        assert line == "\u2060" + plain(original)


def case_form() -> None:
    from components.cached import workspace
    from components.case_card import draw_case_form

    draw_case_form(workspace().cases()[0])


def test_a_case_is_handled_and_listed_until_it_is_closed(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    pick(search(show("feedback", "vi"), "giao hàng"), f"mark_{number}_0", 1)
    form = AppTest.from_function(case_form, default_timeout=60)
    form.run()
    form.text_input(key=f"case_owner_{number}").set_value("Minh")
    form.text_area(key=f"case_note_{number}").set_value("Đã gọi <b>xin lỗi</b>")
    form.button[0].click().run()
    assert not form.exception
    (case,) = spoken.cases()
    assert (case.owner, case.state, [step.value for step in case.notes]) == ("Minh", "open", ["Đã gọi <b>xin lỗi</b>"])

    test = show("feedback", "vi", list="cases")
    assert "Minh" in shown(test)
    test.selectbox(key="case_owner").set_value("").run()
    assert translate("cases.none_found", "vi") in shown(test)

    form.segmented_control(key=f"case_state_{number}").set_value("closed")
    form.button[0].click().run()
    assert spoken.cases()[0].state == "closed"
    assert translate("cases.found", "vi", n=0, late=0) in shown(show("feedback", "vi", list="cases"))


@pytest.mark.parametrize("which", ["stream", "cases"])
def test_the_dialog_of_a_case_opens(show: Show, spoken: Workspace, which: str) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    spoken.analyses.mark([number], "case", "Lan", spoken.now())
    test = search(show("feedback", "vi", list=which), "giao hàng")
    test.button(key=f"case_{number}" if which == "stream" else f"handle_{number}").click().run()
    assert not test.exception
    assert test.text_input(key=f"case_owner_{number}").label == translate("cases.owner", "vi")


def test_cases_are_taken_away_with_all_that_was_done(spoken: Workspace) -> None:
    from cx_core.model.case import CaseChange

    number = id_of(spoken, "Giao hàng quá chậm")
    spoken.analyses.mark([number], "case", "Lan", spoken.now())
    spoken.case_book.change([number], CaseChange("in_work", "Minh", note="Đã gọi"), "Hà", spoken.now())

    def rows() -> None:
        import streamlit as st

        from components.cached import workspace
        from components.case_list import case_columns, case_rows

        (row,) = case_rows(workspace().cases())
        st.text(len(row) - len(case_columns()))
        st.text(" | ".join(str(value) for value in row))

    test = AppTest.from_function(rows, default_timeout=60)
    test.run()
    assert test.text[0].value == "0"
    for words in ("Minh", "Giao hàng quá chậm", "Đã gọi", "Tư vấn Zalo"):
        assert words in test.text[1].value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("which", ["stream", "cases", "later", "rules"])
def test_every_list_draws_when_there_is_nothing_in_it(show: Show, full: Path, language: str, which: str) -> None:
    test = show("feedback", language, list=which)
    assert not test.exception
    assert not [key for key in ("feedback.", "cases.", "rules.") if f" {key}" in shown(test)]


def test_a_rule_is_tried_kept_rested_and_taken_back(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = show("feedback", "vi", list="rules")
    test.button(key="rule_new").click().run()
    test.text_area(key="rule_form_0_words").set_value("quá chậm").run()
    assert translate("rules.catches", "vi", n=1) in shown(test)
    test.selectbox(key="rule_form_0_value").set_value("neutral")
    test.button(key="rule_form_0_save").click().run()
    assert not test.exception
    (rule,) = spoken.analyses.rules.every()
    assert spoken.analyses.of([number])[number].sentiment == "neutral"
    test.toggle(key=f"rule_on_{rule.id}_True").set_value(False).run()
    assert spoken.analyses.of([number])[number].sentiment == "negative"
    test.button(key=f"rule_remove_{rule.id}").click().run()
    assert spoken.analyses.rules.every() == ()


def test_words_that_stand_apart_are_found_and_those_next_to_each_other_can_be_had_alone(
    show: Show, spoken: Workspace, tmp_path: Path
) -> None:
    hear(spoken, tmp_path, "2026-06-04,Zalo,Tư vấn Zalo,2,Hàng giao quá ư là chậm")
    test = show("feedback", "vi")
    found = shown(search(test, "quá chậm"))
    assert translate("feedback.found", "vi", n=2) in found
    assert translate("feedback.together", "vi", n=1) in found
    only = next(one for one in test.button if one.label == translate("feedback.only_together", "vi"))
    found = shown(only.click().run())
    assert test.text_input(key="feedback_search").value == '"quá chậm"'
    assert translate("feedback.found", "vi", n=1) in found
    assert translate("feedback.apart", "vi") in shown(search(test, "chậm hàng"))
    assert translate("feedback.apart", "vi") not in shown(search(test, "chậm tuyệtkhôngcó"))


def test_a_very_long_comment_is_shown_in_part_and_then_whole(show: Show, spoken: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "dai.csv"
    words = f"Dài dòng {'giao chậm ' * 120}hết chuyện"
    file.write_text(f"{ROWS.split(chr(10), 1)[0]}\n2026-06-09,Zalo,Tư vấn Zalo,2,{words}\n", encoding="utf-8")
    spoken.reading.import_file(ImportRequest(file, file.name, {}))
    number = id_of(spoken, words)
    test = search(show("feedback", "vi"), "dài dòng")
    assert "hết chuyện" not in shown(test)
    test.button(key=f"whole_{number}").click().run()
    assert "hết chuyện" in shown(test)
    test.button(key=f"whole_{number}").click().run()
    assert "hết chuyện" not in shown(test)


def test_a_search_becomes_a_rule(show: Show, spoken: Workspace) -> None:
    test = search(show("feedback", "vi"), "giao hàng")
    test.session_state["bulk"] = True
    test.run()
    test.button(key="bulk_rule").click().run()
    assert not test.exception
    assert test.text_area(key="rule_form_0_words").value == "giao hàng"


def test_only_comments_that_contradict_their_score(show: Show, spoken: Workspace, tmp_path: Path) -> None:
    hear(spoken, tmp_path, "2026-06-04,Zalo,Tư vấn Zalo,10,Hàng quá tệ và rất chậm")
    test = show("feedback", "vi")
    test.toggle(key="feedback_disagrees").set_value(True).run()
    assert not test.exception
    assert translate("feedback.found", "vi", n=1) in shown(test)


def test_only_comments_whose_reading_is_unsure_until_somebody_corrects_them(
    show: Show, spoken: Workspace, tmp_path: Path
) -> None:
    hear(spoken, tmp_path, "2026-06-04,Zalo,Tư vấn Zalo,7,Đẹp nhưng hơi đắt")
    number = id_of(spoken, "Đẹp nhưng hơi đắt")
    assert abs(spoken.analyses.of([number])[number].score) < 0.25
    test = show("feedback", "vi", unsure="1", q="hơi đắt")
    assert not test.exception
    assert f"**{translate('feedback.found', 'vi', n=1)}**" in shown(test)
    assert f"**{translate('feedback.found', 'vi', n=0)}**" in shown(search(test, "quá chậm"))
    spoken.analyses.correct([number], Correction(None, "positive"), "Lan", spoken.now())
    test = search(show("feedback", "vi"), "hơi đắt")
    assert f"**{translate('feedback.found', 'vi', n=1)}**" in shown(test)
    test.toggle(key="feedback_unsure").set_value(True).run()
    assert f"**{translate('feedback.found', 'vi', n=0)}**" in shown(test)


@pytest.mark.parametrize("page", ["feedback", "themes"])
def test_comments_without_any_score_are_shown(show: Show, tmp_path: Path, page: str) -> None:
    file = tmp_path / "chi_co_loi.csv"
    file.write_text("Ngày,Ý kiến\n2026-06-02,Giao hàng quá chậm\n2026-06-03,Nhân viên nhiệt tình\n", "utf-8")
    workspace = Workspace.open(tmp_path / "workspace")
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()
    test = show(page, "vi")
    assert not test.exception
    assert "Giao hàng" in shown(test).replace("\\", "") or "chậm" in shown(test)


def notice() -> None:
    from components.reading_notice import reading_notice

    reading_notice()


def test_the_notice_says_whether_comments_are_read_for_the_first_time_or_again(
    spoken: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cx_core.model.analysed import AnalysisProgress
    from cx_core.workspace.analysing import Analysing

    monkeypatch.setattr(Analysing, "start", lambda self: False)
    for n, key in ((123, "feedback.rereading"), (999, "feedback.reading")):
        monkeypatch.setattr(Analysing, "progress", lambda self, n=n: AnalysisProgress(30, n))
        test = AppTest.from_function(notice, default_timeout=60)
        test.context["locale"] = "vi-VN"
        test.run()
        assert not test.exception
        (bar,) = test.get("progress")
        assert bar.proto.text == translate(key, "vi", done=30, n=n)
