"""Segments from the builder to the filter: built, counted while being built, used, removed and brought back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from components import state
from cx_core.i18n import catalogue
from cx_core.model.journey import Persona
from cx_core.model.segment import Condition, Segment
from cx_core.workspace import Workspace
from tests.pages.test_pages import shown

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def saved(folder: Path, name: str, *conditions: Condition) -> Segment:
    return Workspace.open(folder).segments.save(Segment("", name, (conditions,)), NOW)


def open_segments(test) -> None:
    test.session_state["rare_tools"] = True
    test.run()
    test.button(key="segments").click().run()


def test_a_segment_is_built_and_counted(show, full: Path):
    test = show("touchpoints", "vi")
    open_segments(test)
    test.button(key="segment_new").click().run()
    assert catalogue("vi")["segments.unfinished"] in shown(test)
    test.multiselect(key="segment_1_values_0_channel").set_value(["Hotline"]).run()
    assert test.success[0].value.split(" ")[0] == "40"
    test.text_input(key="segment_1_name").set_value("Gọi điện").run()
    test.button(key="segment_1_save").click().run()
    assert not test.exception
    (kept,) = Workspace.open(full).segments.all()
    assert (kept.name, kept.blocks) == ("Gọi điện", ((Condition("channel", ("Hotline",)),),))


def test_a_segment_without_a_name_is_refused(show, full: Path):
    test = show("touchpoints", "vi")
    open_segments(test)
    test.button(key="segment_new").click().run()
    test.multiselect(key="segment_1_values_0_channel").set_value(["Hotline"]).run()
    test.button(key="segment_1_save").click().run()
    assert catalogue("vi")["refusal.segment_unnamed.what"] in shown(test)
    assert Workspace.open(full).segments.all() == ()


@pytest.mark.parametrize("page", ["trends", "touchpoints", "why", "drivers", "themes", "feedback"])
def test_every_page_can_be_filtered_by_it(show, full: Path, page: str):
    one = saved(full, "Gọi điện", Condition("channel", ("Hotline",)))
    test = show(page, "vi", saved_segment=one.id)
    assert not test.exception
    assert "Phân khúc đã lưu: Gọi điện" in shown(test).replace("\\", "")


def test_two_segments_are_compared_as_slices(show, full: Path):
    good = saved(full, "Cửa hàng vàng", Condition("channel", ("Cửa hàng",)))
    bad = saved(full, "Điểm thấp", Condition("score:nps", low=0, high=6))
    test = show("touchpoints", "vi")
    for side in (state.SLICE_FIRST, state.SLICE_SECOND):
        test.selectbox(key=f"{side}_field").set_value("saved_segment")
    test.run()
    place = test.selectbox(key=f"{state.SLICE_FIRST}_field").options.index("Phân khúc đã lưu")
    test.multiselect(key=f"{state.SLICE_FIRST}_values_{place}").set_value([good.id])
    test.multiselect(key=f"{state.SLICE_SECOND}_values_{place}").set_value([bad.id])
    test.run()
    assert not test.exception
    # 40 answers of 10 against 40 answers of 2: nobody is in both.
    assert "Cửa hàng vàng cao hơn Điểm thấp 200 điểm" in shown(test)


def test_a_persona_stands_for_a_segment(show, full: Path):
    one = saved(full, "Gọi điện", Condition("channel", ("Hotline",)))
    workspace = Workspace.open(full)
    persona = Persona("p1", "Lan", segment_filter=(("saved_segment", (one.id,)),))
    workspace.journeys.save_persona(persona, "Lan", NOW)
    test = show("personas", "vi")
    assert not test.exception
    assert "Phân khúc đã lưu: Gọi điện" in shown(test).replace("\\", "")
    # All forty call, and nobody would recommend.
    assert "40 lượt trả lời của nhóm này" in [one.value for one in test.caption]
    assert [one.value for one in test.markdown if one.value.startswith("**NPS −100**")]


def test_removed_and_brought_back(show, full: Path):
    one = saved(full, "Gọi điện", Condition("channel", ("Hotline",)))
    test = show("touchpoints", "vi")
    open_segments(test)
    test.button(key=f"segment_remove_{one.id}").click().run()
    assert Workspace.open(full).segments.all() == ()
    test.button(key="segment_restore").click().run()
    assert not test.exception
    assert Workspace.open(full).segments.all() == (one,)
