"""The engines over a real workspace folder: what is imported is counted, what is undone is gone, and all agree."""

from datetime import date

from cx_core.engine import Assignment, DuckDBRunner, Engine, HeldAnswers, SqliteRunner
from cx_core.model.filters import Filters
from cx_core.model.query import Query
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, take


def answer(day, score, **more):
    return {"responded_at": f"{day}T05:00:00Z", "nps": score, **more}


def engines_over(store):
    sqlite = SqliteRunner(store.read, store.stamp)
    duckdb = DuckDBRunner(store.ensure_snapshots, sqlite)
    assert duckdb.is_loaded()
    return Engine(sqlite), Engine(duckdb), Engine(sqlite, held=HeldAnswers(store.ensure_snapshots, store.stamp))


def test_an_import_and_its_undoing_are_seen_at_once(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    engines = engines_over(store)
    first = take(store, answer("2026-01-05", 10, channel="Zalo"), answer("2026-01-06", 0, channel="zalo"))
    second = take(store, answer("2026-02-01", 9, channel="Hotline"), fingerprint="desk", name="Hotline.xlsx")

    def months(engine):
        cells = engine.ask(Query("nps", ("channel",), "month"), store.dictionary())
        return [(cell.value("channel"), cell.period.label, cell.counts.n, cell.counts.top) for cell in cells]

    for engine in engines:
        assert months(engine) == [("Zalo", "2026-01", 2, 1), ("Hotline", "2026-02", 1, 1)]
    store.undo(first.batch_id)
    for engine in engines:
        assert months(engine) == [("Hotline", "2026-02", 1, 1)]
        assert engine.day_range(Filters(), store.dictionary()) == (date(2026, 2, 1), date(2026, 2, 1))
    store.undo(second.batch_id)
    for engine in engines:
        assert months(engine) == []
        assert engine.day_range(Filters(), store.dictionary()) is None


def test_places_stand_on_a_map_without_touching_an_answer(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(
        store,
        answer("2026-01-05", 10, channel="Zalo", touchpoint="Tư vấn", customer="0901234567"),
        answer("2026-01-06", 9, channel="Shop", touchpoint="Tu van", customer="0901234567"),
        answer("2026-01-07", 0, channel="Shop", touchpoint="Thu ngân", csat=4),
    )
    dictionary = store.dictionary()
    advice = {p.id: "t-advice" for p in dictionary.all_places() if p.touchpoint_label == "Tư vấn"}
    assignment = Assignment("j", advice, {"t-advice": "s"}, ("s",))
    query = Query("nps", ("touchpoint",), filters=Filters(journey_id="j"), clustered=True)
    for engine in engines_over(store):
        advised, rest = engine.ask(query, dictionary, assignment)
        assert (advised.value("touchpoint"), advised.counts.n, advised.counts.clusters.n_customers) == (
            "t-advice",
            2,
            1,
        )
        assert (rest.value("touchpoint"), rest.counts.n, rest.counts.bottom) == (None, 1, 1)
        [csat] = engine.ask(Query("csat", filters=Filters(journey_id="j")), dictionary, assignment)
        assert (csat.counts.n, csat.counts.top, csat.counts.scale.label) == (1, 1, "1–5")
