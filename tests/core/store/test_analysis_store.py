"""Analyses come in by chunks, corrections win over them, and all of it goes with the answer."""

from datetime import UTC, datetime

import pytest

from cx_core.model.analysed import Analysed, Correction, Evidence, ThemeMention
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SLOW = Analysed("vi", "negative", -0.6, (ThemeMention("delivery", "negative", ((0, 4),)),), (Evidence((5, 9), -0.6),))
FINE = Analysed("vi", "positive", 0.5, (ThemeMention("staff", "positive", ((0, 9),)),))


@pytest.fixture
def answers(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


@pytest.fixture
def store(tmp_path, answers):
    take(answers, {"verbatim": "Giao chậm", "nps": 2}, {"nps": 9}, {"verbatim": "Nhân viên tốt", "csat": 5})
    return AnalysisStore.open(tmp_path)


def themes(answers):
    return table(answers, "SELECT feedback_id, theme, sentiment FROM feedback_themes ORDER BY 1, 2")


def test_only_words_wait_each_with_its_scores(store):
    first, second = store.waiting({1: "v1"}, 0, 10)
    assert (first.id, first.text, first.scores[0].value, first.version) == (1, "Giao chậm", 2.0, None)
    assert (second.id, second.scores[0].metric, second.scores[0].scale.maximum) == (3, "csat", 5)
    assert store.waiting({1: "v1"}, 1, 10) == (second,)
    assert (store.progress({1: "v1"}).n_done, store.progress({1: "v1"}).n_words) == (0, 2)


def test_what_is_written_is_read_again_and_waits_no_more(store, answers):
    store.write("v1", [(1, SLOW)])
    assert store.of([1, 3]) == {1: SLOW}
    assert [one.id for one in store.waiting({1: "v1"}, 0, 10)] == [3]
    assert themes(answers) == [(1, "delivery", "negative")]
    assert store.progress({1: "v1"}).fraction == 0.5


def test_a_new_version_waits_again_and_what_still_holds_is_only_confirmed(store):
    store.write("v1", [(1, SLOW), (3, FINE)])
    assert [one.version for one in store.waiting({1: "v2"}, 0, 10)] == ["v1", "v1"]
    store.write("v2", [(1, FINE)], unchanged=[3])
    assert store.progress({1: "v2"}).is_complete
    assert store.of([1])[1] == FINE


def test_a_correction_wins_now_and_after_every_later_reading(store, answers):
    store.write("v1", [(1, SLOW)])
    assert store.correct([1], Correction(None, "positive"), "Lan", NOW) == 1
    store.correct([1], Correction("delivery", None), "Lan", NOW)
    store.correct([1], Correction("price", "negative"), "Lan", NOW)
    assert store.of([1])[1].sentiment == "positive"
    assert themes(answers) == [(1, "price", "negative")]
    store.write("v2", [(1, SLOW)])
    assert store.of([1])[1].sentiment == "positive"
    assert themes(answers) == [(1, "price", "negative")]
    assert store.corrections() == ((1, 1, "Giao chậm", "positive"),)


def test_a_correction_taken_back_brings_the_reading_back(store, answers):
    store.write("v1", [(1, SLOW)])
    store.correct([1], Correction("delivery", "positive"), "Lan", NOW)
    assert themes(answers) == [(1, "delivery", "positive")]
    store.correct([1], Correction(None, "positive"), "Lan", NOW)
    assert store.corrected_by_hand([1, 3]) == {1}
    store.withdraw([1])
    assert store.corrected_by_hand([1, 3]) == frozenset()
    assert themes(answers) == [(1, "delivery", "negative")]
    assert store.of([1])[1] == SLOW


def test_a_correction_of_words_that_still_wait_is_kept_for_their_reading(store):
    store.correct([3], Correction(None, "negative"), "Lan", NOW)
    store.write("v1", [(3, FINE)])
    assert store.of([3])[3].sentiment == "negative"


def test_many_comments_are_corrected_at_once(store):
    store.write("v1", [(1, SLOW), (3, FINE)])
    assert store.correct([1, 3, 99], Correction(None, "neutral"), "Lan", NOW) == 2
    assert {one.sentiment for one in store.of([1, 3]).values()} == {"neutral"}


def test_marks_come_and_go(store):
    store.mark([1, 3], "later", "Lan", NOW)
    store.mark([1], "quote", "Lan", NOW)
    assert store.marks([1, 2, 3]) == {1: {"later", "quote"}, 3: {"later"}}
    store.mark([1], "later", "Lan", NOW, on=False)
    assert store.marks([1]) == {1: {"quote"}}


def test_an_undo_takes_everything_with_it_and_leaves_nothing_for_a_late_chunk(store, answers):
    store.write("v1", [(1, SLOW)])
    store.correct([1], Correction(None, "positive"), "Lan", NOW)
    store.mark([1], "quote", "Lan", NOW)
    answers.undo("1")
    store.write("v1", [(3, FINE)])
    for name in ("analyses", "feedback_themes", "corrections", "marks"):
        assert table(answers, f"SELECT count(*) FROM {name}") == [(0,)]
    assert store.progress({1: "v1"}).fraction == 1.0


def test_the_stamp_moves_with_every_change(store):
    stamps = [store.stamp()]
    store.write("v1", [(1, SLOW)])
    stamps.append(store.stamp())
    store.correct([1], Correction(None, "positive"), "Lan", NOW)
    stamps.append(store.stamp())
    store.mark([1], "quote", "Lan", NOW)
    stamps.append(store.stamp())
    assert len(set(stamps)) == 4


def test_the_words_themselves_and_the_raw_rows_stay_as_they_are(store, answers):
    kept = ("SELECT verbatim FROM feedback ORDER BY id", "SELECT * FROM raw_blocks ORDER BY id")
    before = [table(answers, sql) for sql in kept]
    store.write("v1", [(1, SLOW), (3, FINE)])
    store.correct([1], Correction(None, "positive"), "Lan", NOW)
    assert [table(answers, sql) for sql in kept] == before
