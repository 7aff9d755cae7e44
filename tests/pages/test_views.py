"""Saved views and the wall screen."""

from pathlib import Path

from cx_core.i18n import catalogue
from cx_core.workspace import Workspace
from tests.pages.test_pages import shown


def test_a_view_is_kept_and_pinned_to_the_home_page(show, full: Path):
    test = show("trends", "vi")
    test.text_input(key="view_name").set_value("NPS hằng tuần")
    test.checkbox(key="view_pin").set_value(True)
    next(button for button in test.button if button.label == catalogue("vi")["views.add"]).click()
    test.run()
    assert not test.exception
    (view,) = Workspace.open(full).notes.views()
    assert (view.name, view.page, view.pinned) == ("NPS hằng tuần", "trends", True)
    home = show("home", "vi")
    assert "NPS hằng tuần" in [link.proto.label for link in home.get("page_link")]


def test_the_wall_shows_the_numbers_of_home(show, full: Path):
    wall, home = show("wall", "en"), show("home", "en")
    assert [one.value for one in wall.metric] == [one.value for one in home.metric]
    assert catalogue("en")["wall.words"] in shown(wall)
