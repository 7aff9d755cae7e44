"""Every page, in both languages: with nothing, with answers, and when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.shell import PAGES
from cx_core.i18n import catalogue
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

ROOT = Path(__file__).parents[2]
NAMES = [entry.name for entry in PAGES]
Show = Callable[..., AppTest]


def shown(test: AppTest) -> str:
    """Return every text that the page shows."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "success", "error")
    return "\n".join(str(element.value) for kind in kinds for element in test.get(kind))


def keys_shown(test: AppTest) -> set[str]:
    """Return the texts that look like a key without a text: ``home.start.title``."""
    known = {key.split(".")[0] for key in catalogue("vi")}
    found = re.findall(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b", shown(test))
    return {key for key in found if key.split(".")[0] in known}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_nothing_invites(show: Show, name: str, language: str) -> None:
    test = show(name, language)
    assert not test.exception
    assert keys_shown(test) == set()
    assert test.title or test.markdown


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_answers_shows_them(show: Show, full: Path, name: str, language: str) -> None:
    test = show(name, language)
    assert not test.exception
    assert keys_shown(test) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_workspace_is_told_in_words(show: Show, full: Path, name: str) -> None:
    (full / "responses.db").write_bytes(b"this is no database" * 100)
    for log in full.glob("responses.db-*"):
        log.unlink()
    test = show(name, "en")
    assert not test.exception
    assert catalogue("en")["refusal.store_damaged.what"] in shown(test)


@pytest.mark.parametrize("name", NAMES)
def test_the_languages_differ(show: Show, full: Path, name: str) -> None:
    assert shown(show(name, "vi")) != shown(show(name, "en"))


def test_the_browsers_language_is_the_default() -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    test.context["locale"] = "en-GB"
    test.run()
    assert catalogue("en")["home.start.intro"] in shown(test)


def test_an_empty_home_offers_three_ways(show: Show) -> None:
    test = show("home", "en")
    labels = [button.label for button in test.button]
    for way in ("sample", "file", "map"):
        assert catalogue("en")[f"home.start.{way}_button"] in labels


def test_home_says_what_is_here_and_what_is_missing(show: Show, full: Path) -> None:
    test = show("home", "en")
    text = shown(test)
    # 40 promoters, 40 detractors, 40 passives: NPS 0, counted by hand.
    assert "Zalo" in text
    assert "Hotline" in text
    missing = next(line for line in text.splitlines() if "No data yet" in line)
    assert catalogue("en")["channel.email"] in missing
    assert catalogue("en")["channel.zalo"] not in missing


def test_home_calls_a_source_old_where_it_says_that_it_is_silent(show: Show, tmp_path: Path) -> None:
    """42 days after its last answer a source is silent, so its row says the same; a file of orders is no old answer."""
    opened = Workspace.open(tmp_path / "workspace")
    at = datetime.now(UTC) - timedelta(days=42)
    take(opened.responses, {"responded_at": at.isoformat(), "nps": 9}, fingerprint="answers", name="nhac.xlsx")
    order = {"responded_at": at.isoformat(), "customer": "a", "order": "o1", "revenue": 100}
    take(opened.responses, order, fingerprint="orders", name="don.xlsx")
    test = show("home", "vi")
    texts = catalogue("vi")
    [table] = [frame.value for frame in test.dataframe]
    states = dict(zip(table.iloc[:, 0], table.iloc[:, -1], strict=True))
    assert states == {"nhac": texts["home.stale_badge"], "don": texts["home.orders_badge"]}
    # Nothing to open yet, but a way to begin.
    assert texts["home.start.map_button"] in [link.proto.label for link in test.get("page_link")]
