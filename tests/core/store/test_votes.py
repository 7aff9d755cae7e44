"""Votes on what customers feel at a touchpoint: each stands on its own, and the map shows what they say together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from cx_core.journeys import build
from cx_core.journeys.ids import new_id
from cx_core.journeys.votes import tally, voted
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from cx_core.store.database import Database
from cx_core.store.journeys import JourneyStore
from cx_core.store.map_migrations import MAP_MIGRATIONS
from cx_core.store.workspace_migrations import WORKSPACE_MIGRATIONS

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
STEPS = [step.name for step in MAP_MIGRATIONS._migrations]


@pytest.fixture
def store(tmp_path):
    made = JourneyStore.open(tmp_path)
    point = build.touchpoint("Giao hàng", id="t1", perceived=1.5)
    made.create(build.journey("Mua", [build.stage("Nhận", [point], id="s1")], id="j1"), "An", NOW)
    return made


def edit(store, fields, actor="An", version=1):
    return store.apply(Operation(new_id(), "j1", "edit", "touchpoint", "t1", actor, version, fields), NOW)


def vote(store, voter, value, version=1):
    return edit(store, {f"votes.{voter}": value}, voter, version)


def place(store):
    return store.journey("j1").touchpoints[0]


def test_five_votes_give_their_median_and_their_middle_half():
    found = tally([2, 0, -2, 1, -1])
    assert (found.n, found.median, found.low, found.high) == (5, 0, -1, 1)
    assert tally([-2, 2]).median == 0
    assert [tally(votes).is_split for votes in ([-2, -2, 2, 2], [-1, 0, 0, 1], [-2])] == [True, False, False]


@given(st.lists(st.sampled_from([-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]), min_size=2, max_size=30))
def test_the_median_lies_in_the_middle_half_and_that_within_the_votes(votes):
    found = tally(votes)
    assert min(votes) <= found.low <= found.median <= found.high <= max(votes)
    assert tally(reversed(votes)) == found


def test_votes_stand_before_what_was_typed_and_give_way_to_it_again(store):
    vote(store, "lan", -1.0)
    vote(store, "minh", 0.0)
    assert (place(store).perceived, place(store).perceived_low, place(store).perceived_high) == (-0.5, -0.75, -0.25)
    edit(store, {"votes.lan": None, "votes.minh": None}, "An")
    assert (place(store).perceived, place(store).perceived_low, place(store).votes) == (1.5, None, ())


def test_a_vote_never_collides_with_anything(store):
    assert isinstance(edit(store, {"name_vi": "Giao tận nơi"}), Applied)
    assert isinstance(vote(store, "lan", -1.0, version=1), Applied), "the voter had not seen the new name yet"
    assert isinstance(edit(store, {"name_vi": "Giao tại nhà"}, version=2), Applied), "the vote changed no version"
    assert (place(store).name.vi, place(store).votes) == ("Giao tại nhà", (("lan", -1.0),))
    assert store.authors("j1", NOW) == {"t1": "An"}


def test_each_takes_back_only_the_own_vote_and_votes_keep_nobody_from_undoing(store):
    edit(store, {"name_vi": "Giao tận nơi"})
    vote(store, "lan", -1.0)
    vote(store, "minh", 2.0)
    assert isinstance(store.undo("j1", "lan", NOW), Applied)
    assert place(store).votes == (("minh", 2.0),)
    assert isinstance(store.undo("j1", "An", NOW), Applied)
    assert (place(store).name.vi, place(store).votes) == ("Giao hàng", (("minh", 2.0),))
    assert isinstance(store.redo("j1", "lan", NOW), Applied)
    assert place(store).votes == (("lan", -1.0), ("minh", 2.0))
    assert [one.name for one in store.history("j1", 1)] == ["vote_touchpoint"]


def test_votes_that_came_after_a_clearing_stay_when_it_is_taken_back(store):
    vote(store, "lan", -1.0)
    edit(store, {"votes.lan": None}, "An")
    vote(store, "minh", 2.0)
    store.undo("j1", "An", NOW)
    assert place(store).votes == (("lan", -1.0), ("minh", 2.0))


def test_a_vote_for_a_removed_touchpoint_is_told(store):
    store.apply(Operation(new_id(), "j1", "remove", "touchpoint", "t1", "An", 1), NOW)
    outcome = vote(store, "lan", 1.0)
    assert isinstance(outcome, Conflict)
    assert outcome.gone


@pytest.mark.parametrize(
    "fields", [{"votes.lan": 2.5}, {"votes.a b": 1.0}, {"votes": {f"v{n}": 0.0 for n in range(201)}}]
)
def test_what_is_no_vote_is_refused(store, fields):
    with pytest.raises(Refusal):
        edit(store, fields)
    assert store.journey("j1").revision == 1


def test_thirty_one_people_can_vote(store):
    for number in range(31):
        vote(store, f"v{number}", 1.0)
    assert len(place(store).votes) == 31


def test_an_earlier_state_comes_back_with_its_votes(store):
    vote(store, "lan", -1.0)
    before = store.journey("j1")
    vote(store, "minh", 2.0)
    store.restore(before, "An", NOW)
    assert place(store).votes == (("lan", -1.0),)


def test_a_new_map_shows_the_median_of_the_votes_it_comes_with(store):
    copy = build.with_new_ids(store.journey("j1"))
    stage = copy.stages[0]
    point = replace(stage.touchpoints[0], votes=(("lan", -2.0), ("minh", -1.0)))
    made = store.create(replace(copy, stages=(replace(stage, touchpoints=(point,)),)), "An", NOW)
    assert made.touchpoints[0].perceived == -1.5
    assert made.touchpoints[0].perceived == voted(point).perceived


@pytest.mark.parametrize("step", STEPS)
def test_maps_of_every_earlier_version_can_be_voted_on(tmp_path, step):
    database = tmp_path / "workspace.db"
    Database(database).migrate(WORKSPACE_MIGRATIONS)
    older = sqlite_utils.Database(database)
    MAP_MIGRATIONS.apply(older, stop_before=step)
    older.conn.execute(
        "INSERT INTO journeys (id, title_vi, revision, touched_at, version, created_at, updated_at, updated_by)"
        " VALUES ('j1', 'Mua', 1, :at, 1, :at, :at, 'An')",
        {"at": NOW.isoformat()},
    )
    older.conn.execute(
        "INSERT INTO stages (id, journey_id, position, name_vi, version, created_at, updated_at, updated_by)"
        " VALUES ('s1', 'j1', 1, 'Nhận', 1, :at, :at, 'An')",
        {"at": NOW.isoformat()},
    )
    older.conn.execute(
        "INSERT INTO touchpoints (id, journey_id, stage_id, position, name_vi, perceived, version, created_at,"
        " updated_at, updated_by) VALUES ('t1', 'j1', 's1', 1, 'Giao hàng', 1.5, 1, :at, :at, 'An')",
        {"at": NOW.isoformat()},
    )
    older.conn.commit()
    older.conn.close()
    store = JourneyStore.open(tmp_path)
    assert (place(store).perceived, place(store).votes) == (1.5, ())
    vote(store, "lan", -1.0)
    assert place(store).perceived == -1.0
