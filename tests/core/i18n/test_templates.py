"""Texts with their values: every template is filled as Python's own formatter would, whatever its values are called."""

from __future__ import annotations

import string
from datetime import date, datetime

import pytest

from cx_core.i18n import LANGUAGES, catalogue, say, translate
from cx_core.model.message import Message

VALUES = (1, 2, 1234567.891, -0.001, "x y", None, True, date(2026, 11, 5), datetime(2026, 11, 5, 7, 8))


class Slow(string.Formatter):
    """Fills a template field by field, each value written by a template that is this field alone."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        field = f"{{n:{format_spec}}}" if format_spec else "{n}"
        return translate(field, self._language, n=value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_filled_as_the_formatter_of_python_fills_it(language: str) -> None:
    for key, text in catalogue(language).items():
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for value in VALUES if names else ():
            values = dict.fromkeys(names, value)
            assert translate(key, language, **values) == Slow(language).vformat(text, (), values), key


def test_a_template_that_looks_into_its_values_is_filled_too() -> None:
    assert translate("{day.month} {n!r} {n:{width}}", "en", day=date(2026, 1, 2), n=5, width=3) == "1 5   5"


def test_a_value_may_have_any_name() -> None:
    refused = Message("refusal.answer_unknown.what", (("key", "scale"), ("value", "ten"), ("known", "five")))
    assert "scale" in say(refused, "en") and "ten" in say(refused, "en")
    assert translate("{key} {language}", "vi", key="a", language="b") == "a b"
