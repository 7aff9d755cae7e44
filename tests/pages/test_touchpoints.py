"""Touchpoints and segments: the ranking counted by hand, and two slices compared."""

from pathlib import Path

from components import state
from cx_core.i18n import catalogue
from cx_core.store.lenses import Hierarchy
from cx_core.workspace import Workspace
from tests.pages.test_pages import shown


def test_slices_are_compared_once_a_side_is_chosen(show, full: Path):
    test = show("touchpoints", "vi")
    assert catalogue("vi")["touchpoints.choose_side"] in shown(test)
    test.multiselect(key=f"{state.SLICE_FIRST}_values_0").set_value(["Cửa hàng"])
    test.multiselect(key=f"{state.SLICE_SECOND}_values_0").set_value(["Hotline"])
    test.run()
    assert not test.exception
    # 40 answers of 10 against 40 answers of 2: +100 and -100.
    text = shown(test)
    assert "Cửa hàng cao hơn Hotline 200 điểm" in text


def test_the_ranking_says_that_the_groups_differ(show, full: Path):
    assert "The groups really differ" in shown(show("touchpoints", "en"))


def test_weighting_is_off_until_true_shares_are_given(show, full: Path):
    test = show("touchpoints", "vi")
    assert catalogue("vi")["weights.off_note"] in shown(test)
    test.toggle(key=state.WEIGHTS_ON).set_value(True).run()
    test.multiselect(key=state.WEIGHTS_FIELDS).set_value(["channel"]).run()
    assert not test.exception
    # At first the true shares are those measured: both numbers agree, and the weights cost nothing.
    values = {one.label.replace("\\", ""): one.value for one in test.metric}
    assert values["NPS chưa cân"] == values["NPS đã cân"]
    assert values["Hệ số thiết kế (deff)"] == "1,00"


def test_channels_roll_up_into_groups_and_down_again(show, full: Path):
    workspace = Workspace.open(full)
    parents = (("Hotline", "Từ xa"), ("Zalo", "Từ xa"), ("Cửa hàng", "Gặp mặt"))
    workspace.lensing.save_hierarchy(Hierarchy("channel", "Nhóm kênh", parents), workspace.measuring.dictionary())
    test = show("touchpoints", "vi")
    test.selectbox(key=state.LEAGUE_BY).set_value("channel").run()
    test.button(key="league_up").click().run()
    assert not test.exception
    assert test.selectbox(key=state.LEAGUE_BY).value == "Nhóm kênh"
    assert "Nhóm kênh" in test.selectbox(key=state.HEAT_ROWS).options


def test_the_consistency_of_channels_has_a_card_of_its_own(show, full: Path):
    test = show("touchpoints", "vi")
    test.session_state["formula_consistency"] = True
    test.selectbox(key=state.LEAGUE_BY).set_value("channel").run()
    assert not test.exception
    words, texts = shown(test), catalogue("vi")
    for part in ("name", "definition", "denominator", "exclusions"):
        assert texts[f"formula.derived.consistency.{part}"] in words
    # All 120 lượt trả lời stand behind it, from one file.
    assert "khao_sat: 120 lượt trả lời" in words.replace("\\", "")
    assert texts["formula.derived.consistency.excel"] in [one.value for one in test.code]
    assert [one for one in test.get("download_button") if one.proto.id.endswith("formula_consistency_rows_csv")]
