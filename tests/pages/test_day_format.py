"""A day is typed and read without doubt in either language: 03/08 is August in Vietnamese and anything in English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Show = Callable[..., AppTest]


@pytest.mark.parametrize(("language", "shape"), [("vi", "DD/MM/YYYY"), ("en", "YYYY-MM-DD")])
def test_days_are_typed_as_the_language_writes_them(show: Show, full: Path, language: str, shape: str) -> None:
    test = show("trends", language, span="custom", since="2026-03-01", until="2026-03-31")
    assert not test.exception
    assert {one.proto.format for one in test.date_input} == {shape}


def test_no_date_input_has_a_shape_of_its_own() -> None:
    sources = (Path(__file__).parents[2] / "components").glob("*.py")
    assert [file.name for file in sources if 'format="DD/MM/YYYY"' in file.read_text("utf-8")] == []
