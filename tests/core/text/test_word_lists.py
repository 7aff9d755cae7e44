"""The word lists themselves: every phrase once, and no phrase that praises here and complains there."""

from __future__ import annotations

from collections import Counter

import pytest

from cx_core.text import kinds, lexicon, wordfiles

LISTS = ("sentiment_vi.tsv", "sentiment_en.tsv")


@pytest.mark.parametrize("name", LISTS)
def test_a_phrase_stands_once_in_a_list(name: str) -> None:
    counts = Counter(phrase for _, phrase in wordfiles.weighted(name))
    assert [phrase for phrase, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("name", LISTS)
def test_weights_keep_to_their_scale(name: str) -> None:
    assert {weight for weight, _ in wordfiles.weighted(name) if not -3 <= weight <= 3} == set()


def test_no_form_of_an_english_phrase_feels_the_other_way() -> None:
    signs: dict[str, set[bool]] = {}
    for weight, phrase in wordfiles.weighted("sentiment_en.tsv"):
        for form in lexicon.inflected(phrase):
            if weight:
                signs.setdefault(form.replace("-", " "), set()).add(weight > 0)
    assert [form for form, both in signs.items() if len(both) > 1] == []


def test_words_of_their_own_are_derived_from_none() -> None:
    words = lexicon.english_words()
    assert all(words.known_as(word) == word for word in wordfiles.words("english_own.txt"))


def test_an_english_phrase_that_denies_is_known_as_such() -> None:
    assert lexicon.english()["never worked"].kind == kinds.DENIED
    assert lexicon.english()["works"].kind == kinds.WORD


def test_a_noun_is_no_slip_of_its_adjective() -> None:
    words = lexicon.english_words()
    assert [words.known_as(word) for word in ("butter", "leather", "seating", "treated")] == [
        "butter",
        "leather",
        "seating",
        "treated",
    ]
    assert words.known_as("excelent") == "excellent"
