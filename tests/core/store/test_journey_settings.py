"""Settings and remembered mappings outlive the process."""

from datetime import UTC, datetime

from cx_core.store.settings import SettingsStore

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_settings(tmp_path):
    store = SettingsStore.open(tmp_path)
    assert store.get("timezone") is None
    assert store.get("timezone", "Asia/Ho_Chi_Minh") == "Asia/Ho_Chi_Minh"
    store.set("timezone", "UTC")
    store.set("goals", {"nps": 40})
    again = SettingsStore.open(tmp_path)
    assert again.get("timezone") == "UTC"
    assert again.get("goals") == {"nps": 40}


def test_a_value_set_once_stays(tmp_path):
    store = SettingsStore.open(tmp_path)
    assert store.set_once("secret", "first") == "first"
    assert store.set_once("secret", "second") == "first"


def test_mappings_by_fingerprint(tmp_path):
    store = SettingsStore.open(tmp_path)
    assert store.mapping("abc") is None
    store.remember_mapping("abc", '{"roles": []}', NOW)
    store.remember_mapping("abc", '{"roles": [1]}', NOW)
    assert store.mapping("abc") == '{"roles": [1]}'
    assert store.mapping("def") is None
