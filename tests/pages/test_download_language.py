"""A file is made after the run in which its button was drawn, in the language of that run."""

import pytest

from components import texts


@pytest.mark.parametrize("drawn_in", ["vi", "en"])
def test_a_file_speaks_the_language_its_button_was_drawn_in(monkeypatch: pytest.MonkeyPatch, drawn_in: str) -> None:
    monkeypatch.setattr(texts.i18n, "language_of", lambda chosen, locale: drawn_in)
    make = texts.in_this_language(texts.language)
    # Pressed: no session is known, so the language would be the usual one.
    other = {"vi": "en", "en": "vi"}[drawn_in]
    monkeypatch.setattr(texts.i18n, "language_of", lambda chosen, locale: other)
    assert make() == drawn_in
    assert texts.language() == other
