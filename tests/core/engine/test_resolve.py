"""Names that do not exist are refused with those that do; nothing is guessed."""

import pytest

from cx_core.engine import Assignment, Engine, OutdatedDictionary
from cx_core.model.filters import Filters
from cx_core.model.imports import Dictionary
from cx_core.model.journey import Journey, Stage, Text, Touchpoint
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from tests.core.engine.small_data import Table, nps, sqlite_of


def test_an_unknown_field_is_refused_with_the_closest_that_exist():
    table = Table([nps(9, channel="Zalo")])
    with pytest.raises(Refusal) as refused:
        Engine(sqlite_of(table)).ask(Query("nps", ("chanel",)), table.dictionary)
    assert refused.value.kind == "unknown_field"
    assert refused.value.values["name"] == "chanel"
    assert refused.value.values["known"].startswith("channel, ")


def test_an_unknown_value_is_refused_with_the_closest_that_exist():
    table = Table([nps(9, channel="Zalo"), nps(9, channel="Hotline")])
    filters = Filters().with_values("channel", ["Hot line"])
    with pytest.raises(Refusal) as refused:
        Engine(sqlite_of(table)).day_range(filters, table.dictionary)
    assert (refused.value.kind, refused.value.values["field"]) == ("unknown_value", "channel")
    assert refused.value.values["known"] == "Hotline, Zalo"


def test_an_unknown_metric_is_refused():
    table = Table([nps(9)])
    with pytest.raises(Refusal) as refused:
        Engine(sqlite_of(table)).ask(Query("npss"), table.dictionary)
    assert (refused.value.kind, refused.value.values["known"].split(", ")[0]) == ("unknown_metric", "nps")


def test_a_metric_is_checked_before_it_is_part_of_a_question():
    table = Table([nps(9)])
    engine = Engine(sqlite_of(table))
    for ask in (engine.day_range, engine.n_answers):
        with pytest.raises(Refusal, match="unknown_metric"):
            ask(Filters(), table.dictionary, None, "nps IS NULL OR 1 = 1; DROP TABLE answers --")


def test_an_unknown_grain_is_an_error_not_a_quarter():
    table = Table([nps(9)])
    with pytest.raises(ValueError, match="year"):
        Engine(sqlite_of(table)).ask(Query("nps", every="year"), table.dictionary)


def test_codes_newer_than_the_dictionary_are_not_guessed(engine_of):
    table = Table([nps(9, channel="Zalo")])
    with pytest.raises(OutdatedDictionary):
        engine_of(table).ask(Query("nps", ("channel",)), Dictionary({"channel": {99: "Hotline"}}))


def test_an_assignment_knows_every_stage_of_its_map():
    stages = (
        Stage("s1", "j", Text("Mua"), touchpoints=(Touchpoint("t1", "s1", Text("Quầy")),)),
        Stage("s2", "j", Text("Nhận")),
    )
    assignment = Assignment.of(Journey("j", Text("Hành trình"), stages=stages), {5: "t1", 6: "gone"})
    assert [assignment.value("stage", place) for place in (5, 6, 7)] == ["s1", None, None]
    assert (assignment.ids("touchpoint"), assignment.ids("stage")) == (("t1",), ("s1", "s2"))
