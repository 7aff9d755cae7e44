"""The themes page: every number opens its words, themes are edited, and what hurts goes onto the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import catalogue, translate
from cx_core.text import DEFAULT, PACKS, pack
from cx_core.workspace import Workspace
from cx_core.workspace.analysing import Analysing
from cx_core.workspace.reading import ImportRequest

Show = Callable[..., AppTest]


@pytest.fixture
def spoken(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The filled workspace with twelve complaints about the delivery and six praises of the staff at the pay desk."""
    lines = ["Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"]
    lines += [f"2026-07-{n + 1:02d},Cửa hàng,Thanh toán,1,Giao hàng quá chậm lần {n}" for n in range(12)]
    lines += [f"2026-07-{n + 1:02d},Cửa hàng,Thanh toán,10,Nhân viên rất nhiệt tình lần {n}" for n in range(6)]
    file = tmp_path / "y_kien.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace.open(full)
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()
    monkeypatch.setattr(Analysing, "start", lambda self: False)
    return workspace


def shown(test: AppTest) -> str:
    kinds = ("markdown", "text", "caption", "subheader", "info", "success")
    return "\n".join(str(one.value) for kind in kinds for one in test.get(kind))


def edit(show: Show, step: str) -> AppTest:
    test = show("themes", "vi")
    test.session_state["part"] = "edit"
    test.session_state["taxonomy_step"] = step
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize("language", ["vi", "en"])
def test_themes_are_told_with_their_numbers_and_quotes(show: Show, spoken: Workspace, language: str) -> None:
    test = show("themes", language)
    assert not test.exception
    text = shown(test)
    assert translate("themes_page.read", language, n=138, positive="", negative="").split(":")[0] in text
    assert "Giao hàng quá chậm lần 11" in text
    assert not [key for key in catalogue(language) if key.startswith("themes_page.") and key in text]


def test_no_comments_are_not_comments_that_wait(
    show: Show, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Analysing, "start", lambda self: False)
    file = tmp_path / "it_loi.csv"
    rows = ["Ngày,Kênh,NPS (0-10),Ý kiến", "2026-07-01,Không lời,3,", "2026-07-02,Chưa đọc,8,Nhân viên vui vẻ"]
    file.write_text("\n".join(rows), encoding="utf-8")
    Workspace.open(full).reading.import_file(ImportRequest(file, file.name, {}))
    assert translate("themes_page.no_words", "vi") in shown(show("themes", "vi", channel="Không lời", kind="both"))
    assert translate("themes_page.nothing_read", "vi") in shown(show("themes", "vi", channel="Chưa đọc", kind="both"))


def test_a_theme_that_is_gone_keeps_its_name_until_its_comments_are_read_again(show: Show, spoken: Workspace) -> None:
    spoken.taxonomies.remove("delivery")
    name = translate("theme.delivery.name", "vi")
    assert name in show("themes", "vi").selectbox(key="theme_chosen").options
    stream = show("feedback", "vi", q="giao hàng")
    chips = [one.proto.label for one in stream.get("menu_button")]
    assert name in chips
    assert "delivery" not in chips
    spoken.analysing.run()
    assert name not in show("themes", "vi").selectbox(key="theme_chosen").options


def test_the_theme_looked_at_is_chosen(show: Show, spoken: Workspace) -> None:
    test = show("themes", "vi")
    test.selectbox(key="theme_chosen").set_value("staff").run()
    assert not test.exception
    assert "Nhân viên rất nhiệt tình lần 5" in shown(test)


def test_a_candidate_goes_onto_the_map(show: Show, spoken: Workspace, tmp_path: Path) -> None:
    (summary,) = spoken.maps.journeys()
    journey = spoken.maps.journey(summary.id)
    counts = spoken.responses.places_with_counts()
    places = [one for one in spoken.maps.places(journey.id, counts) if one.count.place.touchpoint_label == "Thanh toán"]
    spoken.maps.assign(journey.id, places, journey.touchpoints[0].id, "Lan")
    test = show("themes", "vi")
    button = next(one for one in test.button if one.label == translate("themes_page.pain.accept", "vi"))
    button.click().run()
    assert not test.exception
    pains = spoken.maps.journey(journey.id).touchpoints[0].pain_points
    assert any(len(pain.quote_ids) == 5 for pain in pains)
    # What is on the map is not offered again, also when newer comments speak of the same theme.
    there = translate("themes_page.pain.there", "vi", text="")
    assert there in shown(test)
    assert any(one.label == translate("themes_page.pain.open", "vi") for one in test.button)
    newer = tmp_path / "moi_hon.csv"
    lines = ["Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"]
    lines += [f"2026-08-{n + 1:02d},Cửa hàng,Thanh toán,1,Giao hàng quá chậm lần mới {n}" for n in range(9)]
    newer.write_text("\n".join(lines), encoding="utf-8")
    spoken.reading.import_file(ImportRequest(newer, newer.name, {}))
    spoken.analysing.run()
    assert there in shown(show("themes", "vi"))


def test_a_word_is_tried_and_added(show: Show, spoken: Workspace) -> None:
    test = edit(show, "words")
    test.text_input(key="trial_word").set_value("lần 3").run()
    assert translate("themes_page.edit.try.found", "vi", n=2, new=2, sample=138) in shown(test)
    test.button(key="trial_add").click().run()
    assert "lần 3" in spoken.taxonomies.current().theme(DEFAULT.keys[0]).vi


def test_a_word_that_the_theme_has_already_is_not_called_saved(show: Show, spoken: Workspace) -> None:
    test = edit(show, "words")
    test.text_input(key="trial_word").set_value(spoken.taxonomies.current().themes[0].vi[0]).run()
    test.button(key="trial_add").click().run()
    assert not test.exception
    assert [one.value for one in test.toast] == [translate("themes_page.edit.unchanged", "vi")]
    assert not spoken.taxonomies.can_take_back()


@pytest.mark.parametrize("step", ["words", "add", "rename", "merge", "split", "files"])
def test_every_step_of_the_editor_draws(show: Show, spoken: Workspace, step: str) -> None:
    edit(show, step)


def test_a_theme_is_removed_and_taken_back(show: Show, spoken: Workspace) -> None:
    test = edit(show, "split")
    test.button(key=f"remove_{DEFAULT.keys[0]}").click().run()
    assert DEFAULT.keys[0] not in spoken.taxonomies.current().keys
    test.button(key="taxonomy_back").click().run()
    assert spoken.taxonomies.current().keys == DEFAULT.keys


def test_the_words_that_come_with_the_program_are_put_back_and_that_is_taken_back(
    show: Show, spoken: Workspace
) -> None:
    assert edit(show, "words").button(key="taxonomy_reset").disabled
    spoken.taxonomies.set_words("delivery", ["ship"], ["ship"])
    test = edit(show, "words")
    test.button(key="taxonomy_reset").click().run()
    assert not test.exception
    assert spoken.taxonomies.is_as_shipped()
    test.button(key="taxonomy_back").click().run()
    assert spoken.taxonomies.current().theme("delivery").vi == ("ship",)


def test_a_refused_change_is_told_in_words(show: Show, spoken: Workspace) -> None:
    test = edit(show, "add")
    test.text_input(key="add_name").set_value("???")
    next(one for one in test.button if one.label == translate("action.add", "vi")).click().run()
    assert not test.exception
    assert translate("refusal.theme_key_invalid.what", "vi", theme="???") in shown(test) + str(
        [one.value for one in test.error]
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_theme_and_pack_has_a_name(language: str) -> None:
    keys = {*DEFAULT.keys, *(key for one in PACKS for key in pack(one).keys)}
    texts = catalogue(language)
    assert not [key for key in keys if f"theme.{key}.name" not in texts]
    assert not [one for one in PACKS if f"theme.pack.{one}" not in texts]


def panel() -> None:
    from components.cached import workspace
    from components.touchpoint_themes import draw_touchpoint_themes

    (summary,) = workspace().maps.journeys()
    journey = workspace().maps.journey(summary.id)
    touchpoint = journey.touchpoints[0]
    filters = workspace().maps.touchpoint_filters(journey.id, touchpoint.id)
    draw_touchpoint_themes(journey, touchpoint, filters, "facilitator")


def test_a_touchpoint_shows_its_themes_and_offers_its_pain_points(spoken: Workspace) -> None:
    (summary,) = spoken.maps.journeys()
    journey = spoken.maps.journey(summary.id)
    counts = spoken.responses.places_with_counts()
    places = [one for one in spoken.maps.places(journey.id, counts) if one.count.place.touchpoint_label == "Thanh toán"]
    spoken.maps.assign(journey.id, places, journey.touchpoints[0].id, "Lan")
    test = AppTest.from_function(panel, default_timeout=60)
    test.context["locale"] = "vi-VN"
    test.run()
    assert not test.exception
    labels = [box.label for box in test.expander]
    # Twelve comments speak of the delivery at the pay desk, and all of them complain.
    assert any(label.endswith("12 lời khách · 100% chê") for label in labels)
    assert translate("themes_page.pain.accept", "vi") in [button.label for button in test.button]


def stand_out(show: Show, language: str, *opened: str) -> AppTest:
    test = show("themes", language)
    test.session_state["part"] = "saying"
    for name in opened:
        test.session_state[f"saying_{name}"] = True
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_stands_out_is_drawn_in_every_part(show: Show, spoken: Workspace, language: str) -> None:
    # Opening the parts needs a second run, in which the test's harness speaks Vietnamese only.
    parts = ("telling", "discovered", "copies", "calibration") if language == "vi" else ()
    text = shown(stand_out(show, language, *parts) if parts else show("themes", language, part="saying"))
    assert translate("saying.disagreements.title", language) in text
    assert not [key for key in catalogue(language) if key.startswith(("saying.", "text.")) and key in text]
    if parts:
        assert translate("saying.discovered.looked", language, n=120) in text


def test_telling_words_of_complaints_lead_to_their_comments(show: Show, spoken: Workspace) -> None:
    test = stand_out(show, "vi", "telling")
    words = test.get("button_group")
    assert any("chậm" in one.proto.SerializeToString().decode("utf-8", "ignore") for one in words)


def test_an_offered_theme_opens_the_editor_and_changes_nothing_before_it_is_saved(
    show: Show, spoken: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cx_core.workspace.saying import DiscoveredTheme, Discovery, Saying

    offered = Discovery((DiscoveredTheme(("gửi xe", "bãi xe"), tuple(range(1, 21))),), 60)
    monkeypatch.setattr(Saying, "discovered_themes", lambda self, filters=None: offered)
    monkeypatch.setattr(Saying.discovered_themes, "__qualname__", "offered")
    test = stand_out(show, "vi", "discovered")
    before = spoken.taxonomies.current().keys
    test.button(key="discovered_accept_0").click().run()
    assert not test.exception
    assert test.text_input(key="add_name").value == "Gửi xe"
    assert test.text_area(key="add_words").value == "gửi xe\nbãi xe"
    assert spoken.taxonomies.current().keys == before
    next(one for one in test.button if one.label == translate("action.add", "vi")).click().run()
    assert spoken.taxonomies.current().theme("gui_xe").vi == ("gửi xe", "bãi xe")
