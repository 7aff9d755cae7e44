"""Phrases are found the same by the plain look-up and by the quick one that every comment goes through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.text import DEFAULT, SHIPPED, analyser, taxonomy_for
from cx_core.text.analyser import Analyser
from cx_core.text.batch import Batch, Cells, Lexicon, Runs
from cx_core.text.lexicon import node_of, put
from cx_core.text.match import THEMES, Found, find, find_both, settled
from tests.core.text.gold_file import in_teencode, read_gold, without_marks

WORDS = st.sampled_from("abc")
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), unique=True, max_size=12)


def quickly(words: list[str], trie: dict) -> tuple[Found, Found]:
    cells = Cells(lambda _: Lexicon(settled(trie), lambda run: [(run, 0, len(run))]))
    batch = Batch([" ".join(words)], Runs())
    (known,), (places,), _, _ = cells.find(batch, [0])
    # Where no phrase begins nobody looks, and nothing would be found there.
    assert find_both(known, places) == find_both(known, range(len(words)))
    return find_both(known, places)


@given(PHRASES, st.lists(WORDS, max_size=12))
def test_the_quick_look_up_finds_what_the_plain_one_finds(phrases: list[str], words: list[str]) -> None:
    trie: dict = {}
    for phrase in phrases:
        put(trie, phrase, phrase)
    found, named = quickly(words, trie)
    assert found == find(words, trie)
    assert all(entry.split(" ") == words[start:end] for start, end, entry in found)
    assert named == []


@given(PHRASES, PHRASES, st.lists(WORDS, max_size=12))
def test_phrases_that_do_something_and_phrases_of_themes_do_not_hinder_each_other(
    doing: list[str], naming: list[str], words: list[str]
) -> None:
    joined: dict = {}
    themes_alone: dict = {}
    for phrase in doing:
        put(joined, phrase, phrase)
    for phrase in naming:
        node_of(joined, phrase)[THEMES] = (phrase,)
        put(themes_alone, phrase, (phrase,))
    without_themes: dict = {}
    for phrase in doing:
        put(without_themes, phrase, phrase)
    assert quickly(words, joined) == (find(words, without_themes), find(words, themes_alone))


def test_longest_first_from_the_left() -> None:
    trie: dict = {}
    for phrase in ("a", "a b", "b c"):
        put(trie, phrase, phrase)
    assert [entry for _, _, entry in find(["a", "b", "c"], trie)] == ["a b"]
    assert [entry for _, _, entry in find(["b", "c", "a"], trie)] == ["b c", "a"]


def test_what_was_read_before_changes_no_reading() -> None:
    comments = [
        way for one in read_gold(1)[:120] for way in (one.text, without_marks(one.text), in_teencode(one), one.text)
    ]
    used = Analyser(taxonomy_for("retail"), SHIPPED)
    for comment in comments:
        used.read([comment])
    fresh = Analyser(taxonomy_for("retail"), SHIPPED)
    alone = [fresh.read([one])[0].analysis for one in reversed(comments)]
    assert [one.analysis for one in used.read(comments[::-1])] == alone


def test_runs_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    comments = [one.text for one in read_gold(1)[:60]]
    expected = [one.analysis for one in Analyser(DEFAULT).read(comments)]
    monkeypatch.setattr(analyser, "MOST_RUNS", 20)
    forgetful = Analyser(DEFAULT)
    assert [
        one.analysis for start in range(0, 60, 7) for one in forgetful.read(comments[start : start + 7])
    ] == expected


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("  Giao   nhanh,\n\tđẹp ", ["nhanh", "đẹp"]),
        # As many blanks too many as a line's end has too few.
        ("Giao \nnhanh ", ["nhanh"]),
        ("Giao\n  nhanh, \nđẹp  ", ["nhanh", "đẹp"]),
        ('"Đẹp" & "tốt" (tiện)', ["Đẹp", "tốt", "tiện"]),
        ("#đẹp, sp tốt!", ["đẹp", "tốt"]),
    ],
)
def test_evidence_stands_where_the_words_stand_whatever_lies_between_them(comment: str, words: list[str]) -> None:
    # Behind another comment: the places are its own.
    said = Analyser(DEFAULT).read(["Ngon lắm", comment])[1].analysis
    assert [comment[one.start : one.end] for clause in said.clauses for one in clause.evidence] == words
