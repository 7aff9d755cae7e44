"""A standing rule corrects by words: now, in later imports, until it is taken back; a hand always wins."""

from datetime import UTC, datetime

import pytest

from cx_core.model.analysed import Analysed, Correction, ThemeMention
from cx_core.model.problem import Refusal
from cx_core.model.rule import phrases_of
from cx_core.store import word_rules
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PLAIN = Analysed("vi", "neutral", 0.0, (ThemeMention("delivery", "neutral", ((0, 4),)),))
BAD = Correction(None, "negative")


@pytest.fixture
def answers(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"verbatim": "Giao sai màu"}, {"verbatim": "giao nham roi"}, {"verbatim": "Giao đúng hẹn"})
    return store


@pytest.fixture
def store(tmp_path, answers):
    made = AnalysisStore.open(tmp_path)
    made.write("v1", [(one, PLAIN) for one in (1, 2, 3)])
    return made


def feelings(store):
    return {key: one.sentiment for key, one in store.of([1, 2, 3, 4, 5]).items()}


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_a_rule_corrects_what_it_catches_and_nothing_else(store, answers, monkeypatch, chunk):
    monkeypatch.setattr(word_rules, "CHUNK", chunk)
    words = phrases_of("giao sai, giao nhầm")
    assert store.rules.count(words) == 2
    assert set(store.rules.examples(words, 5)) == {"Giao sai màu", "giao nham roi"}
    store.rules.add(words, BAD, "Lan", NOW)
    assert feelings(store) == {1: "negative", 2: "negative", 3: "neutral"}
    assert table(answers, "SELECT feedback_id FROM analyses WHERE sentiment = 'negative'") == [(1,), (2,)]
    (rule,) = store.rules.every()
    assert (rule.words, rule.correction, rule.n, rule.made_by) == (words, BAD, 2, "Lan")


def test_a_later_import_falls_under_it_too(store, answers):
    store.rules.add(["giao sai"], Correction("returns", "negative"), "Lan", NOW)
    take(answers, {"verbatim": "Lại giao sai"}, {"verbatim": "Ổn"}, fingerprint="another", name="b.xlsx")
    store.write("v1", [(4, PLAIN), (5, PLAIN)])
    assert store.of([4])[4].mention("returns").sentiment == "negative"
    assert store.of([5])[5].mention("returns") is None
    assert store.rules.every()[0].n == 2


def test_a_hand_wins_over_every_rule_and_a_later_rule_over_an_earlier_one(store):
    store.correct([1], Correction(None, "positive"), "Hà", NOW)
    store.rules.add(["giao"], BAD, "Lan", NOW)
    store.rules.add(["đúng hẹn"], Correction(None, "positive"), "Lan", NOW)
    assert feelings(store) == {1: "positive", 2: "negative", 3: "positive"}
    assert store.corrected_by_hand([1, 2, 3]) == {1}


def test_a_rule_rests_works_again_says_something_else_and_is_taken_back(store, answers):
    rule_id = store.rules.add(["giao sai"], BAD, "Lan", NOW)
    store.rules.switch(rule_id, on=False)
    assert feelings(store)[1] == "neutral"
    store.write("v2", [(1, PLAIN)])
    assert feelings(store)[1] == "neutral"
    store.rules.switch(rule_id, on=True)
    assert feelings(store)[1] == "negative"
    store.rules.change(rule_id, ["giao nhầm"], Correction("delivery", None))
    assert feelings(store)[1] == "neutral"
    assert store.of([2])[2].mentions == ()
    store.rules.remove(rule_id)
    assert store.of([1, 2, 3]) == dict.fromkeys((1, 2, 3), PLAIN)
    assert store.rules.every() == ()
    assert table(answers, "SELECT count(*) FROM rule_hits") == [(0,)]


def test_a_theme_that_was_merged_takes_its_rules_along(store):
    store.rules.add(["giao sai"], Correction("mistakes", "negative"), "Lan", NOW)
    store.merges.move(["mistakes"], "delivery")
    assert store.rules.every()[0].correction == Correction("delivery", "negative")


def test_the_stamp_moves_with_a_rule(store):
    before = store.stamp()
    store.rules.add(["giao"], BAD, "Lan", NOW)
    assert store.stamp() != before


@pytest.mark.parametrize(
    ("words", "kind"),
    [([], "rule_without_words"), (["*", "%"], "rule_without_words"), (["a" * 121], "rule_too_long")],
)
def test_a_rule_that_is_none_is_refused_and_nothing_is_kept(store, words, kind):
    with pytest.raises(Refusal) as refused:
        store.rules.add(words, BAD, "Lan", NOW)
    assert refused.value.kind == kind
    assert store.rules.every() == ()
