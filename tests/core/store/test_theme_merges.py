"""Corrections of merged themes: they move along, and an undo gives each back while what was said since stays."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlite_utils
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.analysed import Analysed, Correction, ThemeMention
from cx_core.store.analysis_migrations import analysis_migrations
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from cx_core.store.responses_migrations import responses_migrations
from tests.core.store.answer_builders import ZONE, table, take

NOW = datetime(2026, 11, 21, tzinfo=UTC)
GONE, STAYS, OTHER = ("support", "returns"), "staff", "price"
READ = Analysed("vi", "negative", -0.6, (ThemeMention("support", "negative", ((0, 4),)),))
IDS = [1, 2, 3]

said = st.tuples(
    st.sampled_from(IDS),
    st.sampled_from([*GONE, STAYS, OTHER]),
    st.sampled_from(["positive", "neutral", "negative", None]),
)


@pytest.fixture
def answers(tmp_path):
    made = ResponseStore.open(tmp_path, ZONE)
    take(made, *({"verbatim": f"Nhờ mãi không ai giúp {n}"} for n in IDS))
    return made


@pytest.fixture
def store(answers, tmp_path):
    made = AnalysisStore.open(tmp_path)
    made.write("v1", [(one, READ) for one in IDS])
    return made


def corrections(answers):
    rows = table(answers, "SELECT feedback_id, theme, value, corrected_by, corrected_at FROM corrections")
    return {(row[0], row[1]): row[2:] for row in rows}


def counted(answers):
    return table(answers, "SELECT * FROM feedback_themes ORDER BY 1, 2, 3")


def correct_all(store, corrections, by, first):
    for minute, (one, theme, value) in enumerate(corrections):
        store.correct([one], Correction(theme, value), by, first + timedelta(minutes=minute))


@given(before=st.lists(said, max_size=8), since=st.lists(said, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_a_merge_gives_each_correction_back_but_for_what_was_said_since(answers, store, before, since):
    store.withdraw(IDS)
    correct_all(store, before, "Lan", NOW)
    at_first, counted_at_first = corrections(answers), counted(answers)
    store.merges.move(GONE, STAYS)
    assert not {theme for _, theme in corrections(answers)} & set(GONE)
    assert {one for one, _ in corrections(answers)} == {one for one, _ in at_first}

    # A theme that is gone is nobody's choice.
    since = [one for one in since if one[1] not in GONE]
    correct_all(store, since, "Hà", NOW + timedelta(days=1))
    said_since = {key: value for key, value in corrections(answers).items() if value[1] == "Hà"}
    store.merges.give_back()
    assert corrections(answers) == at_first | said_since
    if not since:
        assert counted(answers) == counted_at_first


def test_what_is_counted_follows_at_once_there_and_back(answers, store):
    store.correct([2], Correction("returns", "positive"), "Lan", NOW)
    store.merges.move(GONE, STAYS)
    assert (2, "staff", "positive") in counted(answers)
    store.merges.give_back()
    assert [row for row in counted(answers) if row[0] == 2] == [(2, "returns", "positive"), (2, "support", "negative")]


def test_what_was_taken_back_since_stays_away(answers, store):
    store.correct([1, 2], Correction("support", "positive"), "Lan", NOW)
    store.merges.move(GONE, STAYS)
    store.withdraw([1])
    store.merges.give_back()
    assert set(corrections(answers)) == {(2, "support")}


def test_after_another_change_nothing_goes_back(answers, store):
    store.correct([1], Correction("support", "positive"), "Lan", NOW)
    store.merges.move(GONE, STAYS)
    store.merges.forget()
    store.merges.give_back()
    assert set(corrections(answers)) == {(1, "staff")}


def test_rules_go_back_too_unless_they_speak_of_something_else_now(store):
    first, second = (store.rules.add([word], Correction("support", "negative"), "Lan", NOW) for word in ("mãi", "ai"))
    store.merges.move(GONE, STAYS)
    store.rules.change(second, ["ai"], Correction("price", "negative"))
    store.merges.give_back()
    assert {one.id: one.correction.theme for one in store.rules.every()} == {first: "support", second: "price"}


def test_a_workspace_from_before_keeps_its_corrections_and_can_merge(tmp_path):
    path = tmp_path / "responses.db"
    old = sqlite_utils.Database(path)
    responses_migrations.apply(old)
    analysis_migrations.apply(old, stop_before="m0003_moved_corrections")
    old.close()
    answers = ResponseStore.open(tmp_path, ZONE)
    take(answers, {"verbatim": "Nhờ mãi"})
    store = AnalysisStore.open(tmp_path)
    store.correct([1], Correction("support", "neutral"), "Lan", NOW)
    store.merges.move(GONE, STAYS)
    assert set(corrections(answers)) == {(1, "staff")}
