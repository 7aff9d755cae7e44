"""Themes edited by people: what a word would catch, merging with corrections, taking back, and a sheet there and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core.formats.taxonomy_xlsx import read_taxonomy, taxonomy_table
from cx_core.model.analysed import Correction
from cx_core.model.problem import Refusal
from cx_core.reports import table_xlsx
from cx_core.text import DEFAULT, Taxonomy, Theme, taxonomy_for
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "shop")
    words = ["Chỗ gửi xe chật", "gui xe kho qua", "Giao hàng chậm", "Tuyệt vời"]
    take(opened.responses, *[{"verbatim": one} for one in words])
    opened.analysing.run()
    return opened


def test_what_comes_with_the_program_is_in_force_until_people_edit(workspace: Workspace) -> None:
    assert workspace.taxonomies.current() == DEFAULT
    assert not workspace.taxonomies.can_take_back()


def test_a_preview_shows_what_a_word_would_catch_with_and_without_diacritics(workspace: Workspace) -> None:
    found = workspace.taxonomies.preview("gửi xe")
    assert (found.n_sample, found.n_caught, found.n_new) == (4, 2, 2)
    places = {one.text: [one.text[first:end] for first, end in one.spans] for one in found.examples}
    assert places == {"Chỗ gửi xe chật": ["gửi xe"], "gui xe kho qua": ["gui xe"]}
    assert workspace.taxonomies.preview("giao hàng", "delivery").n_new == 0
    assert workspace.taxonomies.preview("   ").n_caught == 0


def test_an_added_theme_is_found_once_the_comments_are_read_again(workspace: Workspace) -> None:
    key = workspace.taxonomies.add("Bãi gửi xe", ["gửi xe", "Chỗ  GỬI xe"], "vi")
    assert key == "bai_gui_xe"
    assert workspace.taxonomies.names("vi")[key] == "Bãi gửi xe"
    assert workspace.taxonomies.current().theme(key).vi == ("gửi xe", "chỗ gửi xe")
    workspace.analysing.run()
    assert {row.theme: row.n for row in workspace.themes.table("nps").rows}[key] == 2


def test_names_that_differ_by_marks_alone_get_keys_of_their_own(workspace: Workspace) -> None:
    assert [workspace.taxonomies.add(name, ["giá"], "vi") for name in ("Giá", "Già")] == ["gia", "gia_2"]
    with pytest.raises(Refusal) as refused:
        workspace.taxonomies.add("!!!", ["giá"], "vi")
    assert refused.value.kind == "theme_key_invalid"


def test_two_themes_never_have_one_name(workspace: Workspace) -> None:
    themes = workspace.taxonomies
    taken = themes.names("vi")["delivery"]
    before = themes.current()
    for change in (
        lambda: themes.add(f" {taken.upper()} ", ["giao"], "vi"),
        lambda: themes.split("quality", taken, ["hàng"], "vi"),
        lambda: themes.rename("quality", {"vi": taken, "en": "Goods"}),
        lambda: themes.rename("quality", {"vi": "", "en": " "}),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.kind in ("theme_name_taken", "theme_name_missing")
    assert themes.current() == before
    # Its own name is no other theme's.
    themes.rename("delivery", {"vi": taken, "en": "Shipping"})
    assert themes.names("en")["delivery"] == "Shipping"


def test_what_is_left_empty_is_asked_for(workspace: Workspace) -> None:
    before = workspace.taxonomies.current()
    with pytest.raises(Refusal) as unnamed:
        workspace.taxonomies.add(" ", ["giá"], "vi")
    with pytest.raises(Refusal) as alone:
        workspace.taxonomies.merge(["price"], "price")
    assert (unnamed.value.kind, alone.value.kind) == ("theme_name_missing", "themes_to_merge_missing")
    assert workspace.taxonomies.current() == before


def test_a_merge_takes_corrections_along(workspace: Workspace) -> None:
    workspace.analyses.correct([4], Correction("support", "positive"), "Lan", NOW)
    workspace.taxonomies.merge(["support"], "staff")
    workspace.analysing.run()
    assert workspace.analyses.of([4])[4].mention("staff") is not None
    assert "support" not in workspace.taxonomies.current().keys


def test_undoing_a_merge_gives_corrections_back_to_their_themes(workspace: Workspace) -> None:
    workspace.analyses.correct([4], Correction("support", "positive"), "Lan", NOW)
    workspace.taxonomies.merge(["support", "promotion"], "staff")
    workspace.analysing.run()
    assert {row.theme: row.n for row in workspace.themes.table("nps").rows}["staff"] == 1
    workspace.analyses.correct([3], Correction("staff", "negative"), "Lan", NOW)
    assert workspace.taxonomies.take_back()
    workspace.analysing.run()
    counted = {row.theme: row.n for row in workspace.themes.table("nps").rows}
    assert (counted["support"], counted["staff"]) == (1, 1)


def test_a_merge_that_is_not_the_last_change_keeps_its_corrections(workspace: Workspace) -> None:
    workspace.analyses.correct([4], Correction("support", "positive"), "Lan", NOW)
    workspace.taxonomies.merge(["support"], "staff")
    workspace.taxonomies.rename("price", {"vi": "Tiền"})
    assert workspace.taxonomies.take_back()
    assert workspace.analyses.of([4])[4].mention("staff") is not None


def test_a_rename_keeps_the_key(workspace: Workspace) -> None:
    workspace.taxonomies.rename("price", {"vi": "Tiền nong", "en": " "})
    assert workspace.taxonomies.names("vi")["price"] == "Tiền nong"


def test_a_split_moves_words_into_a_theme_of_their_own(workspace: Workspace) -> None:
    key = workspace.taxonomies.split("place", "Gửi xe", ["gửi xe", "chỗ gửi xe"], "vi")
    now = workspace.taxonomies.current()
    assert set(now.theme(key).vi) == {"gửi xe", "chỗ gửi xe"}
    assert not set(now.theme("place").vi) & {"gửi xe", "chỗ gửi xe"}


def test_the_last_change_can_be_taken_back(workspace: Workspace) -> None:
    workspace.taxonomies.remove("price")
    assert workspace.taxonomies.take_back()
    assert workspace.taxonomies.current().version == DEFAULT.version
    assert workspace.taxonomies.current().keys == DEFAULT.keys
    assert not workspace.taxonomies.take_back()


def test_words_are_set_and_packs_added(workspace: Workspace) -> None:
    workspace.taxonomies.set_words("price", ["Giá", "giá", ""], ["price+"])
    assert workspace.taxonomies.current().theme("price").vi == ("giá",)
    workspace.taxonomies.add_pack("phones")
    assert "battery" in workspace.taxonomies.current().keys
    workspace.taxonomies.reset()
    assert workspace.taxonomies.current().version == DEFAULT.version


@pytest.mark.parametrize("language", ["vi", "en"])
def test_themes_go_through_a_sheet_and_come_back_equal(language: str) -> None:
    themes = taxonomy_for("phones").with_theme(Theme("own", vi=("=1+1",), names=(("vi", "Của tôi"),)))
    columns, rows = taxonomy_table(themes, language)
    assert read_taxonomy(table_xlsx(columns, rows)) == themes


@pytest.mark.parametrize("rows", [[("a", "b; c", "d", "e = x")], [("Không phải mã!", "b", "c", "")]])
def test_a_sheet_that_says_nonsense_is_refused(rows: list[tuple[str, ...]]) -> None:
    data = table_xlsx(
        ["Theme key", "Vietnamese words", "English words", "Words with a feeling of their own (word = weight)"], rows
    )
    with pytest.raises(Refusal):
        read_taxonomy(data)


def test_a_foreign_workbook_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read_taxonomy(table_xlsx(["a", "b"], [(1, 2)]))
    assert refused.value.kind == "taxonomy_unreadable"
    assert Taxonomy().keys == ()
