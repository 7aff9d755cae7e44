"""The stream of comments: evidence marked, corrected with a click, narrowed by theme, marked, put on the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.highlight import marked
from components.plain import plain
from cx_core.i18n import translate
from cx_core.model.analysed import Analysed, Evidence
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

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


def id_of(workspace: Workspace, words: str) -> int:
    with workspace.responses.read() as connection:
        return int(connection.execute("SELECT id FROM feedback WHERE verbatim = ?", (words,)).fetchone()[0])


def find(test: AppTest, words: str) -> AppTest:
    test.text_input(key="feedback_search").set_value(words).run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    return "\n".join(str(one.value) for kind in ("markdown", "text", "caption") for one in test.get(kind))


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
    labels = [one.proto.label for one in test.get("menu_button")]
    assert translate("feedback.sentiment.negative", language) in labels


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
    test = find(show("feedback", "vi"), "giao hàng")
    pick(test, f"feeling_{number}_negative", 0)
    assert spoken.analyses.of([number])[number].sentiment == "positive"
    pick(test, f"feeling_{number}_positive", 2)
    assert spoken.analyses.of([number])[number].sentiment == "negative"


def test_a_theme_is_corrected_and_added_with_a_click(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = find(show("feedback", "vi"), "giao hàng")
    pick(test, f"theme_{number}_delivery_negative", 2)
    assert spoken.analyses.of([number])[number].mention("delivery") is None
    n_left = len(spoken.analyses.of([number])[number].mentions)
    pick(test, f"more_{number}_{n_left}", 0)
    assert len(spoken.analyses.of([number])[number].mentions) == n_left + 1


def test_a_comment_is_kept_for_later(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Cũng được")
    test = find(show("feedback", "vi"), "cũng được")
    pick(test, f"mark_{number}_0", 2)
    assert spoken.analyses.marks([number]) == {number: {"later"}}


def test_many_are_corrected_by_a_rule(show: Show, spoken: Workspace) -> None:
    test = find(show("feedback", "vi"), "hàng")
    test.session_state["bulk"] = True
    test.run()
    test.selectbox(key="bulk_value").set_value("neutral")
    test.button(key="bulk_correct").click().run()
    assert not test.exception
    number = id_of(spoken, "Giao hàng quá chậm")
    assert spoken.analyses.of([number])[number].sentiment == "neutral"


def test_the_dialog_for_a_pain_point_opens(show: Show, spoken: Workspace) -> None:
    number = id_of(spoken, "Giao hàng quá chậm")
    test = find(show("feedback", "vi"), "giao hàng")
    pick(test, f"mark_{number}_0", 3)
    assert test.button(key="pain_add").label == translate("feedback.pain.add", "vi")


def pain_form() -> None:
    from components.cached import workspace
    from components.stream import draw_pain

    (summary,) = workspace().maps.journeys()
    comment = workspace().responses.verbatims(search="hàng quá chậm")[0]
    draw_pain(comment, workspace().maps.journey(summary.id))


def test_a_comment_becomes_a_pain_point_with_itself_as_evidence(spoken: Workspace) -> None:
    test = AppTest.from_function(pain_form, default_timeout=60)
    test.run()
    test.button(key="pain_add").click().run()
    assert not test.exception
    (summary,) = spoken.maps.journeys()
    pains = spoken.maps.journey(summary.id).pain_points
    number = id_of(spoken, "Giao hàng quá chậm")
    assert [pain.text.vi for pain in pains if str(number) in pain.quote_ids] == ["Giao hàng quá chậm"]


def test_comments_that_wait_are_said_to_wait(show: Show, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cx_core.workspace.analysing import Analysing

    started = []
    monkeypatch.setattr(Analysing, "version", lambda self: "another")
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
