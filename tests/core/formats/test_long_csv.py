"""One line a value, out and in."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from maps import LAN, MAPS, PERSONAS, SHOP, bare

from cx_core.formats import long_csv
from cx_core.journeys import build
from cx_core.model.problem import Refusal


def test_the_lines_by_hand():
    one = build.journey("Mua", [build.stage("Tìm", [build.touchpoint("=Web", expected=-1.0, id="t")], id="s")], id="j")
    lines = long_csv.write(one, "en").decode("utf-8-sig").split("\r\n")
    assert (
        lines[0] == "part,stage no.,stage,touchpoint no.,touchpoint,pain point no.,opportunity no.,persona no.,"
        "field,language,value"
    )
    assert "map,,,,,,,,title,vi,Mua" in lines
    assert "stage,1,Tìm,,,,,,name,vi,Tìm" in lines
    assert "touchpoint,1,Tìm,1,'=Web,,,,name,vi,'=Web" in lines
    assert "touchpoint,1,Tìm,1,'=Web,,,,expected,,-1.0" in lines


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_map_and_its_personas_come_back_whole(language):
    data = long_csv.write(SHOP, language, (LAN,))
    read = long_csv.read(data)
    assert bare(read.journey) == bare(SHOP)
    assert read.personas == (LAN,)
    assert read.problems == ()


def test_the_lines_of_a_persona():
    lines = long_csv.write(SHOP, "en", (LAN,)).decode("utf-8-sig").split("\r\n")
    for line in (
        "persona,,,,,,,1,name,,Chị Lan",
        "persona,,,,,,,1,role,en,Accountant",
        "map,,,,,,,,persona_ids,,lan",
    ):
        assert line in lines


def test_a_persona_that_is_not_along_is_not_spoken_of():
    read = long_csv.read(long_csv.write(SHOP, "vi"))
    assert bare(read.journey) == bare(replace(SHOP, persona_ids=()))
    assert (read.personas, read.problems) == ((), ())


def test_personas_written_by_hand():
    text = "phần;chân dung số;mục;ngôn ngữ;giá trị\nChân dung khách hàng;1;name;;Anh Ba\nchân dung khách hàng;1;goals;vi;Nhanh\n"
    assert [(one.name, one.goals.vi) for one in long_csv.read(text.encode()).personas] == [("Anh Ba", "Nhanh")]


@settings(max_examples=60, deadline=None)
@given(MAPS, PERSONAS)
def test_any_map_comes_back_whole(journey, persona):
    journey = replace(journey, persona_ids=(persona.id,))
    read = long_csv.read(long_csv.write(journey, "vi", (persona,)))
    assert bare(read.journey) == bare(journey)
    assert read.personas == (persona,)


def test_a_table_made_by_hand_in_another_program():
    text = "phần;giai đoạn số;điểm chạm số;mục;giá trị\nđiểm chạm;1;1;name;Zalo\nĐiểm chạm;1;1;channel;Zalo\n"
    journey = long_csv.read(text.encode()).journey
    assert [(t.name.vi, t.channel) for t in journey.touchpoints] == [("Zalo", "zalo")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("touchpoint,1,,1,,,channel,,telepathy", "map_value_bad"),
        ("touchpoint,1,,1,,,colour,,red", "map_field_unknown"),
        ("button,1,,1,,,name,vi,x", "map_part_bad"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(line, kind):
    head = "part,stage_no,stage,touchpoint_no,touchpoint,pain_no,field,language,value"
    text = f"{head}\nstage,1,,,,,name,vi,S\n{line}\ntouchpoint,1,,1,,,name,vi,Web\n"
    with pytest.raises(Refusal) as refused:
        long_csv.read(text.encode())
    assert [(problem.kind, problem.rows) for problem in refused.value.problems] == [(kind, (3,))]
    assert long_csv.read(text.encode(), tolerant=True).journey.touchpoints[0].name.vi == "Web"


def test_a_file_of_feedback_is_no_map():
    with pytest.raises(Refusal, match="journey_file_foreign"):
        long_csv.read(b"date,score,verbatim,stage\n2026-01-01,9,good,buy\n")
