"""What is kept between reruns: bounded, made once, never kept after a failure; a run looks at the data once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.keeping import MAX_KEPT, Shelf


def test_a_value_is_made_once_and_given_again() -> None:
    made: list[str] = []
    shelf = Shelf()
    for _ in range(3):
        assert shelf.get("a", lambda: made.append("a") or "value") == "value"
    assert made == ["a"]


def test_the_value_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf(limit=2)
    for key in ("a", "b", "a", "c"):
        shelf.get(key, lambda key=key: key.upper())
    assert len(shelf) == 2
    assert shelf.get("a", lambda: "new") == "A"
    assert shelf.get("b", lambda: "new") == "new"


def test_a_page_of_every_session_has_an_end() -> None:
    shelf = Shelf()
    for number in range(MAX_KEPT + 10):
        shelf.get(str(number), lambda: "x")
    assert len(shelf) == MAX_KEPT <= 2_000


def test_a_failure_is_raised_and_not_kept() -> None:
    def fail() -> str:
        raise ValueError("no")

    shelf = Shelf()
    with pytest.raises(ValueError, match="no"):
        shelf.get("a", fail)
    assert shelf.get("a", lambda: "value") == "value"


def test_of_many_who_ask_at_a_time_one_makes_the_value() -> None:
    shelf, made, answers = Shelf(), [], []

    def slowly() -> str:
        made.append(1)
        time.sleep(0.05)
        return "value"

    threads = [threading.Thread(target=lambda: answers.append(shelf.get("a", slowly))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), answers) == (1, ["value"] * 8)


def _counting() -> None:
    import streamlit as st

    from components.keeping import notes_of_run

    notes = notes_of_run()
    notes["n"] = notes.get("n", 0) + 1
    notes_of_run()["n"] += 1
    st.text(str(notes["n"]))


def test_notes_last_for_one_run() -> None:
    test = AppTest.from_function(_counting)
    for _ in range(2):
        assert test.run().text[0].value == "2"


def test_without_a_run_nothing_is_noted() -> None:
    from components.keeping import notes_of_run

    notes_of_run()["n"] = 1
    assert notes_of_run() == {}


def _writing() -> None:
    import streamlit as st

    from components.cached import kept, workspace

    def levels() -> int:
        return len(kept(workspace().measuring.segment_fields))

    before = levels()
    workspace().lensing.lenses.set_survey_kind("Nguồn", "relational")
    first = workspace().lensing.stamp()
    st.text(f"{before} {levels()} {first}")


def test_what_a_run_writes_it_sees_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from components import cached

    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path / "workspace"))
    looks: list[str] = []
    real: Callable[[str, Callable[[], object]], object] = cached._seen

    def seen(name: str, look: Callable[[], object]) -> object:
        return real(name, lambda: looks.append(name) or look())

    monkeypatch.setattr(cached, "_seen", seen)
    test = AppTest.from_function(_writing).run()
    assert not test.exception
    # Once before the write and once after it.
    assert looks.count("lenses") == 2
