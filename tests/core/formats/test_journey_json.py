"""The native format loses nothing, and says line and reason of what it cannot read."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from maps import LAN, MAPS, PERSONAS, SHOP

from cx_core.formats import journey_json
from cx_core.formats.journey_schema import schema
from cx_core.model.problem import Refusal

ROOT = Path(__file__).parents[3]


def test_the_golden_document():
    golden = Path(__file__).parent / "golden" / "shop.json"
    assert journey_json.write(SHOP, "vi", (LAN,)) == golden.read_bytes()


def test_a_map_comes_back_whole():
    read = journey_json.read(journey_json.write(SHOP, "vi", (LAN,)))
    assert read.journey == SHOP
    assert read.personas == (LAN,)
    assert read.problems == ()


@settings(max_examples=60, deadline=None)
@given(MAPS, PERSONAS)
def test_any_map_comes_back_whole(journey, persona):
    journey = replace(journey, persona_ids=(persona.id,))
    read = journey_json.read(journey_json.write(journey, "en", (persona,)))
    assert (read.journey, read.personas) == (journey, (persona,))


@settings(max_examples=30, deadline=None)
@given(MAPS, PERSONAS)
def test_every_document_follows_the_published_schema(journey, persona):
    document = json.loads(journey_json.write(journey, "vi", (persona,)))
    jsonschema.Draft202012Validator(schema()).validate(document)


def test_the_published_schema_is_the_one_in_force():
    published = json.loads((ROOT / "docs" / "journey.schema.json").read_text("utf-8"))
    assert published == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


def document(**changes):
    touchpoint = {"id": "t1", "name": {"vi": "Zalo"}} | changes
    return {
        "format": "mach-journey",
        "version": 1,
        "journey": {
            "id": "j1",
            "title": {"vi": "Mua"},
            "stages": [{"id": "s1", "name": {"vi": "Tìm"}, "touchpoints": [touchpoint]}],
        },
    }


def written(content):
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


@pytest.mark.parametrize(
    ("changes", "kind", "path", "invalid_for_schema"),
    [
        ({"expected": 3}, "map_value_bad", "expected", True),
        ({"expected": True}, "map_value_bad", "expected", True),
        ({"channel": "telepathy"}, "map_value_bad", "channel", True),
        ({"colour": "red"}, "map_field_unknown", "colour", True),
        ({"name": {"vi": "x", "fr": "y"}}, "map_field_unknown", "name.fr", True),
        ({"name": "x"}, "map_value_bad", "name", True),
        ({"name": {"vi": "x" * 501}}, "map_text_too_long", "name", True),
        ({"id": "a b"}, "map_id_bad", "id", True),
        ({"pain_points": {}}, "map_value_bad", "pain_points", True),
        ({"pain_points": [7]}, "map_part_bad", "pain_points.0", True),
        (
            {"pain_points": [{"id": "p", "text": {"vi": "x"}, "severity": 9}]},
            "map_value_bad",
            "pain_points.0.severity",
            True,
        ),
        ({"version": 0}, "map_value_bad", "version", True),
        ({"name": {"vi": " "}}, "map_name_missing", "", False),
    ],
)
def test_what_breaks_the_schema_is_found_with_its_line(changes, kind, path, invalid_for_schema):
    data = written(document(**changes))
    where = "journey.stages.0.touchpoints.0" + (f".{path}" if path else "")
    problems = [problem for problem in journey_json.validate(data) if problem.kind == kind]
    assert [problem.column for problem in problems] == [where]
    line = problems[0].rows[0]
    if path:
        assert f'"{path.split(".")[-1]}"' in data.decode().split("\n")[line - 1] or "0" in path
    with pytest.raises(Refusal) as refused:
        journey_json.read(data)
    assert refused.value.kind == "journey_file_problems"
    assert refused.value.values["line"] <= line
    valid = jsonschema.Draft202012Validator(schema()).is_valid(json.loads(data))
    assert valid is not invalid_for_schema


def test_the_line_of_a_problem_is_exact():
    text = written(document(expected=9)).decode()
    line = next(number for number, one in enumerate(text.split("\n"), 1) if '"expected"' in one)
    assert journey_json.validate(text.encode())[0].rows == (line,)


def test_tolerant_reading_keeps_the_rest():
    read = journey_json.read(written(document(expected=9, channel="zalo")), tolerant=True)
    assert read.journey.touchpoints[0].expected is None
    assert read.journey.touchpoints[0].channel == "zalo"
    assert [problem.kind for problem in read.problems] == ["map_value_bad"]


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        (b"", "journey_file_empty", None),
        (b"\xff\xff\x00", "journey_file_not_text", None),
        (b"{\n\n nonsense}", "journey_file_syntax", 3),
        (b'{"format": "mach-journey",\n}', "journey_file_syntax", 2),
        (b'{"a": NaN}', "journey_file_syntax", 1),
        (b'{"a": 1, "a": 2}', "journey_file_syntax", 1),
        (b"[" * 100_000, "journey_file_syntax", 1),
        (b'{"format": "mach-journey", "version": 1', "journey_file_syntax", 1),
        (b"[]", "journey_file_foreign", None),
        (b'{"format": "other", "version": 1, "journey": {}}', "journey_file_foreign", None),
        (b'{"format": "mach-journey", "version": "1", "journey": {}}', "journey_file_foreign", None),
        (b'{"format": "mach-journey", "version": 2, "journey": {}}', "journey_file_newer", None),
        (b'{"format": "mach-journey", "version": 1, "journey": {}}', "journey_file_foreign", None),
        (b" " * 40_000_001, "journey_file_too_large", None),
    ],
)
def test_what_is_no_document_is_refused(data, kind, line):
    with pytest.raises(Refusal) as refused:
        journey_json.read(data)
    assert refused.value.kind == kind
    if line is not None:
        assert refused.value.values["line"] == line


def test_ids_that_stand_twice_are_made_new():
    twice = document()
    twice["journey"]["stages"].append(twice["journey"]["stages"][0])
    journey = journey_json.read(written(twice)).journey
    assert len({touchpoint.id for touchpoint in journey.touchpoints}) == 2


def test_personas_that_do_not_come_along_are_named():
    read = journey_json.read(journey_json.write(SHOP, "vi"))
    assert read.journey.persona_ids == ()
    assert [(problem.kind, problem.lost) for problem in read.problems] == [("map_persona_missing", False)]
