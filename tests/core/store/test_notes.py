"""Notes of events and saved views are kept, replaced by name, and forgotten."""

from datetime import UTC, date, datetime

import pytest

from cx_core.model.problem import Refusal
from cx_core.store.database import Database
from cx_core.store.measuring_migrations import MEASURING_MIGRATIONS
from cx_core.store.notes import Notes
from cx_core.store.settings import WORKSPACE_FILE, SettingsStore

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_an_event_is_kept_and_forgotten(tmp_path):
    notes = Notes.open(tmp_path)
    event = notes.add_event(date(2026, 9, 1), date(2026, 9, 3), "  Đổi   đơn vị giao hàng ", NOW)
    assert Notes.open(tmp_path).events() == (event,)
    assert event.title == "Đổi đơn vị giao hàng"
    notes.remove_event(event.id)
    notes.remove_event(event.id)
    assert notes.events() == ()


@pytest.mark.parametrize(("days", "title", "kind"), [((1, 2), " ", "event_untitled"), ((2, 1), "x", "event_backwards")])
def test_a_senseless_event_is_refused(tmp_path, days, title, kind):
    with pytest.raises(Refusal) as refused:
        Notes.open(tmp_path).add_event(date(2026, 9, days[0]), date(2026, 9, days[1]), title, NOW)
    assert refused.value.kind == kind


def test_a_view_of_the_same_name_is_replaced_and_pinned_ones_come_first(tmp_path):
    notes = Notes.open(tmp_path)
    notes.save_view("B", "trends", (("metric", ("csat",)),), NOW)
    notes.save_view("A", "why", (), NOW)
    kept = notes.save_view("B", "trends", (("channel", ("Zalo", "Web")),), NOW, pinned=True)
    assert [(view.name, view.pinned) for view in notes.views()] == [("B", True), ("A", False)]
    assert notes.views()[0].address == (("channel", ("Zalo", "Web")),)
    notes.pin_view(kept.id, False)
    assert [view.name for view in notes.views()] == ["A", "B"]
    notes.remove_view(kept.id)
    assert [view.name for view in notes.views()] == ["A"]


def test_an_older_workspace_gets_the_tables_and_keeps_its_settings(tmp_path):
    SettingsStore.open(tmp_path).set("timezone", "Asia/Ho_Chi_Minh")
    Notes.open(tmp_path)
    Database(tmp_path / WORKSPACE_FILE).migrate(MEASURING_MIGRATIONS)
    assert SettingsStore.open(tmp_path).get("timezone") == "Asia/Ho_Chi_Minh"
    assert Notes.open(tmp_path).events() == ()
