"""What holds for every sequence of operations, and for several writers at once."""

import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core.journeys import build
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from cx_core.store.journeys import JourneyStore

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def new_store(folder):
    store = JourneyStore.open(Path(folder))
    stages = [
        build.stage(f"S{n}", [build.touchpoint(f"T{n}{m}", id=f"t{n}{m}") for m in range(2)], id=f"s{n}")
        for n in range(2)
    ]
    store.create(build.journey("Mua", stages, id="j1"), "An", NOW)
    return store


def content(journey):
    """The map without what counts its changes, positions as an order."""
    return replace(
        build.place(journey),
        revision=0,
        version=0,
        stages=tuple(
            replace(
                stage,
                version=0,
                touchpoints=tuple(
                    replace(point, version=0, pain_points=tuple(replace(pain, version=0) for pain in point.pain_points))
                    for point in stage.touchpoints
                ),
            )
            for stage in build.place(journey).stages
        ),
    )


STAGE_IDS = st.sampled_from(["s0", "s1", "s2"])
TOUCHPOINT_IDS = st.sampled_from(["t00", "t01", "t10", "t11", "t9"])
NAMES = st.sampled_from(["Giao hàng", "Đổi trả", "x", "Tư vấn qua Zalo"])
POSITIONS = st.one_of(st.none(), st.sampled_from([1.0, 1.0000001, 1.5, 2.0]), st.floats(-3, 3))
OPERATIONS = st.one_of(
    st.tuples(st.just("edit"), st.just("touchpoint"), TOUCHPOINT_IDS, st.fixed_dictionaries({"name_vi": NAMES})),
    st.tuples(
        st.just("edit"),
        st.just("touchpoint"),
        TOUCHPOINT_IDS,
        st.fixed_dictionaries(
            {"expected": st.one_of(st.none(), st.floats(-2, 2)), "aliases": st.lists(NAMES, max_size=2)}
        ),
    ),
    st.tuples(
        st.just("move"),
        st.just("touchpoint"),
        TOUCHPOINT_IDS,
        st.fixed_dictionaries({"parent_id": STAGE_IDS, "position": POSITIONS}),
    ),
    st.tuples(st.just("move"), st.just("stage"), STAGE_IDS, st.fixed_dictionaries({"position": POSITIONS})),
    st.tuples(st.sampled_from(["remove", "restore"]), st.just("touchpoint"), TOUCHPOINT_IDS, st.just({})),
    st.tuples(st.sampled_from(["remove", "restore"]), st.just("stage"), STAGE_IDS, st.just({})),
    st.tuples(
        st.just("add"),
        st.just("touchpoint"),
        TOUCHPOINT_IDS,
        st.fixed_dictionaries({"parent_id": STAGE_IDS, "position": POSITIONS, "name_vi": NAMES}),
    ),
    st.tuples(st.just("add"), st.just("stage"), STAGE_IDS, st.fixed_dictionaries({"name_vi": NAMES})),
    st.tuples(
        st.just("add"),
        st.just("pain_point"),
        st.sampled_from(["p1", "p2"]),
        st.fixed_dictionaries({"parent_id": TOUCHPOINT_IDS, "text_vi": NAMES}),
    ),
)


def current_version(store, noun, target):
    table = {"stage": "stages", "touchpoint": "touchpoints", "pain_point": "pain_points"}[noun]
    with store.read() as connection:
        row = connection.execute(f"SELECT version FROM {table} WHERE id = ?", (target,)).fetchone()
    return row[0] if row else 1


def send(store, number, step, actor="An"):
    verb, noun, target, fields = step
    version = None if verb == "add" else current_version(store, noun, target)
    operation = Operation(f"op{number}", "j1", verb, noun, target, actor, version, dict(fields))
    try:
        return operation, store.apply(operation, NOW)
    except Refusal:
        return operation, None


@settings(max_examples=60, deadline=None)
@given(st.lists(OPERATIONS, max_size=6), OPERATIONS)
def test_an_operation_and_its_inverse_leave_the_map_as_it_was(before, last):
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(folder)
        for number, step in enumerate(before):
            send(store, number, step)
        was = content(store.journey("j1"))
        _, done = send(store, "last", last)
        if isinstance(done, Applied):
            assert isinstance(store.apply(done.inverse, NOW), Applied)
        assert content(store.journey("j1")) == was


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(OPERATIONS, st.booleans(), st.sampled_from(["An", "Bình"])), max_size=10))
def test_any_sequence_keeps_the_map_sound(steps):
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(folder)
        n_applied = 0
        for number, (step, repeat, actor) in enumerate(steps):
            operation, done = send(store, number, step, actor)
            if not isinstance(done, Applied):
                continue
            n_applied += 1
            if repeat:
                assert store.apply(operation, NOW) == replace(done, repeated=True)
        journey = store.journey("j1")
        assert journey.revision == 1 + n_applied
        ids = [part.id for part in (*journey.stages, *journey.touchpoints, *journey.pain_points)]
        assert len(ids) == len(set(ids))
        for stage in journey.stages:
            assert all(point.stage_id == stage.id for point in stage.touchpoints)
            positions = [point.position for point in stage.touchpoints]
            assert positions == sorted(set(positions))
        assert len(store.history("j1")) == 1 + n_applied


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(OPERATIONS, st.sampled_from(["An", "Bình"])), max_size=8))
def test_undoing_everything_in_turn_leads_back_to_the_beginning(steps):
    """The last to change takes back first, so nothing anybody wants back has been changed since."""
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(folder)
        was = content(store.journey("j1"))
        actors = []
        for number, (step, actor) in enumerate(steps):
            if isinstance(send(store, number, step, actor)[1], Applied):
                actors.append(actor)
        for actor in reversed(actors):
            assert isinstance(store.undo("j1", actor, NOW), Applied)
        assert content(store.journey("j1")) == was
        assert store.undo("j1", "An", NOW) is None


def test_two_writers_lose_nothing(tmp_path):
    """Each sends 30 edits to the same touchpoint, reading anew after a conflict: 60 edits, version 61."""
    store = new_store(tmp_path)
    conflicts = []

    def work(actor):
        for number in range(30):
            while True:
                version = store.journey("j1").touchpoint("t00").version
                operation = Operation(
                    f"{actor}{number}", "j1", "edit", "touchpoint", "t00", actor, version, {"owner": f"{actor}{number}"}
                )
                done = store.apply(operation, NOW)
                if isinstance(done, Applied):
                    break
                assert isinstance(done, Conflict)
                conflicts.append(done)

    threads = [threading.Thread(target=work, args=(actor,)) for actor in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journey = store.journey("j1")
    assert journey.touchpoint("t00").version == 61
    assert journey.revision == 61
    history = store.history("j1", limit=100)
    assert len(history) == 61
    assert [entry.revision for entry in history] == list(range(61, 0, -1))
