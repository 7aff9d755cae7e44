"""Many comments changed at once, and the way back: only what the change did, and only where nobody changed it since."""

from datetime import UTC, datetime, timedelta

import pytest

from cx_core.model.analysed import Analysed, Correction, ThemeMention
from cx_core.store import many_changes
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
READ = Analysed("vi", "negative", -0.6, (ThemeMention("delivery", "negative", ((0, 4),)),))
POSITIVE = Correction(None, "positive")


@pytest.fixture(params=[1, 2_000])
def store(request, tmp_path, monkeypatch):
    monkeypatch.setattr(many_changes, "CHUNK", request.param)
    take(ResponseStore.open(tmp_path, ZONE), *({"verbatim": f"Giao chậm {n}"} for n in range(3)))
    made = AnalysisStore.open(tmp_path)
    made.write("v1", [(number, READ) for number in (1, 2, 3)])
    return made


def feelings(store):
    return [one.sentiment for _, one in sorted(store.of([1, 2, 3]).items())]


def test_a_correction_of_many_is_taken_back_to_what_stood_before(store):
    store.correct([1], Correction(None, "neutral"), "Hà", NOW)
    changed = store.many.correct([1, 2, 99], POSITIVE, "Lan", LATER)
    assert (changed.n, feelings(store)) == (2, ["positive", "positive", "negative"])
    assert store.many.take_back(changed) == 2
    assert feelings(store) == ["neutral", "negative", "negative"]
    assert store.corrected_by_hand([1, 2, 3]) == {1}


def test_what_somebody_changed_since_stays(store):
    changed = store.many.correct([1, 2], POSITIVE, "Lan", NOW)
    store.correct([2], Correction(None, "neutral"), "Hà", LATER)
    assert store.many.take_back(changed) == 1
    assert feelings(store) == ["negative", "neutral", "negative"]


def test_a_theme_that_was_denied_comes_back_with_its_counts(store, tmp_path):
    def counted():
        return table(ResponseStore.open(tmp_path, ZONE), "SELECT feedback_id FROM feedback_themes ORDER BY 1")

    changed = store.many.correct([1, 3], Correction("delivery", None), "Lan", NOW)
    assert counted() == [(2,)]
    store.many.take_back(changed)
    assert counted() == [(1,), (2,), (3,)]


def test_marks_that_stood_before_stay_when_many_are_taken_back(store):
    store.mark([1], "quote", "Hà", NOW)
    changed = store.many.mark([1, 2, 3], "quote", "Lan", LATER, on=True)
    assert (changed.n, set(store.marks([1, 2, 3]))) == (2, {1, 2, 3})
    assert store.many.take_back(changed) == 2
    assert set(store.marks([1, 2, 3])) == {1}


def test_marks_taken_away_come_back_as_they_were_made(store, tmp_path):
    store.mark([1, 2], "later", "Hà", NOW)
    changed = store.many.mark([1, 2, 3], "later", "Lan", LATER, on=False)
    assert (changed.n, store.marks([1, 2, 3])) == (2, {})
    store.mark([2], "later", "Minh", LATER)
    assert store.many.take_back(changed) == 2
    rows = table(ResponseStore.open(tmp_path, ZONE), "SELECT feedback_id, marked_by FROM marks ORDER BY 1")
    assert rows == [(1, "Hà"), (2, "Minh")]


def test_comments_that_an_undo_took_away_do_not_come_back(store, tmp_path):
    store.mark([1], "later", "Hà", NOW)
    taken_away = store.many.mark([1], "later", "Lan", LATER, on=False)
    corrected = store.many.correct([1, 2], POSITIVE, "Lan", NOW)
    ResponseStore.open(tmp_path, ZONE).undo("1")
    assert (store.many.take_back(taken_away), store.many.take_back(corrected)) == (0, 0)
