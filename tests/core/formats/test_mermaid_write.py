"""The diagram that is written: exact text, escaped so that Mermaid shows it as it is.

Escapes follow the exporter's rules that were verified against Mermaid 12.3.0 by rendering them back.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from maps import LAN, MAPS, PERSONAS, SHOP, bare

from cx_core.formats import mermaid
from cx_core.formats.mermaid_text import escape, shield, unescape
from cx_core.journeys import build
from cx_core.journeys.operations import clean_text

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_golden_diagram(language):
    golden = GOLDEN / f"shop.{language}.mmd"
    assert mermaid.write(SHOP, language, (LAN,)) == golden.read_bytes()


def test_what_people_see_of_a_diagram():
    """The lines without payloads, typed by hand from the exporter's rules."""
    visible = [line for line in mermaid.write(SHOP, "vi", (LAN,)).decode().split("\n") if "cxm:" not in line]
    assert visible == [
        "journey",
        "    title Mua hàng#58; từ A đến Z",
        "    section Tìm hiểu",
        "      Trang web: 3.5: Chị Lan",
        "      Tư vấn Zalo #35;1: 1: Chị Lan",
        "    section Nhận hàng",
        "      %% no score",
        "      Giao hàng: 3: Chị Lan",
        "    section Sau mua",
        "",
    ]


def test_without_personas_the_customer_acts():
    one = build.journey("x", [build.stage("y", [build.touchpoint("z", perceived=2.0)])])
    assert b"z: 5: Customer\n" in mermaid.write(one, "en")
    assert "z: 5: Khách hàng\n".encode() in mermaid.write(one, "vi")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a: b", "a#58; b"),
        ("a; b", "a#59; b"),
        ("Task #1", "Task #35;1"),
        ("#58;", "#35;58#59;"),
        ("<b>", "#lt;b#gt;"),
        ("%% note", "#37;#37; note"),
        ("100%% sure", "100%% sure"),
        ("a %%{init}%%", "a #37;#37;{init}%%"),
        ("two\nlines", "two<br>lines"),
        ("journey", "#106;ourney"),
        ("Journey on", "#74;ourney on"),
        ("section 1", "#115;ection 1"),
        ("TITLE x", "#84;ITLE x"),
        ("titled", "titled"),
        ("sections", "sections"),
        ("my journey", "my journey"),
        ("accDescr {", "#97;ccDescr {"),
        ("Lan, Hoa", "Lan, Hoa"),
        ("  Giao hàng  ", "Giao hàng"),
    ],
)
def test_escaping_of_a_task(text, escaped):
    assert escape(text, starts_statement=True) == escaped


def test_a_person_may_have_a_comma():
    assert escape("Lan, Hoa", is_person=True) == "Lan#44; Hoa"


def test_no_payload_can_open_a_directive():
    tricky = build.journey("%%{", [build.stage("%%{init: x}%%", [build.touchpoint("a %%{ b")])])
    assert b"%%{" not in mermaid.write(tricky, "vi")


@settings(max_examples=40, deadline=None)
@given(MAPS, PERSONAS)
def test_any_map_comes_back_whole(journey, persona):
    for people in ((), (persona,)):
        journey = replace(journey, persona_ids=tuple(one.id for one in people))
        for language in ("vi", "en"):
            read = mermaid.read(mermaid.write(journey, language, people))
            assert bare(read.journey) == bare(journey)
            assert read.personas == people
            assert read.problems == ()


@given(MAPS)
@settings(max_examples=40, deadline=None)
def test_without_our_comments_names_order_and_faces_remain(journey):
    lines = mermaid.write(journey, "vi").decode().split("\n")
    diagram = "\n".join(line for line in lines if "cxm:" not in line)
    read = mermaid.read(diagram.encode()).journey

    def seen(text):
        return unescape(shield(escape(text.in_language("vi"))))

    assert [(seen(p.name), p.perceived is None) for p in journey.touchpoints] == [
        (p.name.vi, p.perceived is None) for p in read.touchpoints
    ]
    for mine, theirs in zip(journey.touchpoints, read.touchpoints, strict=True):
        assert mine.perceived is None or abs(mine.perceived - theirs.perceived) < 0.0001
    assert read.title.vi == seen(journey.title)


@pytest.mark.parametrize("text", ["a: b; c #1 <br> %% {", "section", "#35;", "x%%", "1.\n2."])
def test_escaping_is_undone(text):
    assert unescape(shield(escape(text, starts_statement=True))) == clean_text("name", text)


def test_what_the_drawing_does_not_show_is_listed():
    assert [message.key.rpartition(".")[2] for message in mermaid.loses(SHOP)] == [
        "second_language", "about", "channels", "pain_points", "expectations", "moments", "details", "without_score",
    ]  # fmt: skip
    assert mermaid.loses(build.journey("x")) == ()
