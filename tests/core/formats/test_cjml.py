"""CJML 2.0: what is written can be read, and what others write is read as far as it makes sense."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from maps import LAN, MAPS, SHOP

from cx_core.formats import cjml
from cx_core.journeys import build
from cx_core.model.journey import Text
from cx_core.model.problem import Refusal


def subset(journey, language):
    """What CJML can carry of a map."""

    def one(text):
        words = text.in_language(language)
        return Text(vi=words) if language == "vi" else Text(en=words)

    return [
        (
            stage.id,
            one(stage.name),
            one(stage.customer_goal),
            [
                (
                    point.id,
                    one(point.name),
                    point.channel,
                    point.initiator,
                    one(point.customer_action),
                    Text() if journey.state == "to_be" else one(point.thought),
                    None if journey.state == "to_be" or point.perceived is None else round(point.perceived, 4) + 0.0,
                )
                for point in stage.touchpoints
            ],
        )
        for stage in journey.stages
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_subset_comes_back(language):
    read = cjml.read(cjml.write(SHOP, language, (LAN,)), language=language)
    assert subset(read.journey, language) == subset(SHOP, language)
    assert read.journey.title.in_language(language) == SHOP.title.in_language(language)
    assert read.problems == ()


@settings(max_examples=50, deadline=None)
@given(MAPS)
def test_the_subset_of_any_map_comes_back(journey):
    data = cjml.write(journey, "vi")
    ET.fromstring(data)
    assert subset(cjml.read(data).journey, "vi") == subset(journey, "vi")


def test_a_thought_without_a_score_is_carried_and_the_scenario_is_not_called_lost():
    point = build.touchpoint("z", thought=Text("Lâu quá"), customer_action=Text("Chờ"))
    journey = build.journey("x", [build.stage("y", [point])], scenario=Text("Mua hàng"))
    read = cjml.read(cjml.write(journey, "vi")).journey
    assert (read.touchpoints[0].thought, read.touchpoints[0].perceived) == (Text("Lâu quá"), None)
    assert (read.scenario, read.touchpoints[0].customer_action) == (Text("Mua hàng"), Text("Chờ"))
    assert cjml.loses(journey) == ()
    assert "formats.loses.details" in [one.key for one in cjml.loses(replace(journey, state="to_be"))]


def test_the_shape_of_the_document():
    """Names of elements as in the public sample: actors, touchpoints, initiator, receiver, channel."""
    root = ET.fromstring(cjml.write(SHOP, "en", (LAN,)))
    assert (root.tag, root.attrib) == ("CJML", {"version": "2.0"})
    journey = root.find("actualJourney")
    assert journey.findtext("journeyID") == "j1"
    assert [one.findtext("actorName") for one in journey.find("actors").iter("endUser")] == ["Chị Lan"]
    assert [one.get("actorID") for one in journey.find("actors").iter("serviceProvider")] == ["provider", "third-party"]
    point = journey.find("touchpoints")[0]
    assert point.tag == "actualCommunicationPoint"
    assert point.find("belongsTo").get("phaseIDref") == "s1"
    assert point.find("initiator/refersTo").get("actorIDref") == "user"
    assert point.findtext("initiator/initiatorLabel") == "Website"
    assert point.find("receiver/refersTo").get("actorIDref") == "provider"
    assert point.findtext("channel/channelName") == "Website"
    assert point.findtext("touchpointExperience/experienceRating") == "3.5"


def test_a_planned_journey_has_no_experience():
    planned = replace(SHOP, state="to_be")
    root = ET.fromstring(cjml.write(planned, "vi"))
    assert root.find("plannedJourney") is not None
    assert root.find(".//touchpointExperience") is None
    assert cjml.read(cjml.write(planned, "vi")).journey.state == "to_be"
    assert "formats.loses.perceived" in [message.key for message in cjml.loses(planned)]


FOREIGN = """<CJML version="2.0"><actualJourney><journeyID>AJ 1</journeyID>
<actors><endUser actorID="Anna"><actorName>Anna</actorName></endUser>
<serviceProvider actorID="Shop"><companyName>Shop</companyName></serviceProvider></actors>
<touchpoints>
<actualCommunicationPoint><touchpointID>T1</touchpointID>
<initiator><refersTo actorIDref="Bookis"/><initiatorLabel>Sends an offer</initiatorLabel></initiator>
<receiver><refersTo actorIDref="Anna"/><receiverLabel>Reads it</receiverLabel></receiver>
<channel><channelName>E-mail</channelName></channel></actualCommunicationPoint>
<actualAction><touchpointID>T2</touchpointID>
<initiator><refersTo actorIDref="Anna"/><initiatorLabel>Thinks it over</initiatorLabel></initiator></actualAction>
</touchpoints></actualJourney></CJML>"""


def test_a_dangling_reference_and_an_action_are_read():
    read = cjml.read(FOREIGN.encode(), language="en")
    assert [(t.name.en, t.channel, t.initiator) for t in read.journey.touchpoints] == [
        ("Sends an offer", "email", "company"),
        ("Thinks it over", "other", "customer"),
    ]
    assert [(problem.kind, problem.rows) for problem in read.problems] == [("map_actor_unknown", (6,))]


BROKEN = FOREIGN.replace("</serviceProvider></actors>", "</serviceProvider>").replace('actorID="Anna"', "actorID=Anna")


def test_what_is_not_well_formed_is_refused_with_its_line_or_mended():
    with pytest.raises(Refusal) as refused:
        cjml.read(BROKEN.encode())
    assert (refused.value.kind, refused.value.values["line"]) == ("journey_file_syntax", 2)
    read = cjml.read(BROKEN.encode(), tolerant=True, language="en")
    assert [t.name.en for t in read.journey.touchpoints] == ["Sends an offer", "Thinks it over"]
    assert read.problems[0].kind == "map_xml_broken"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><CJML><actualJourney/></CJML>', "journey_file_dtd"),
        ('<!doctype x SYSTEM "file:///etc/passwd"><CJML/>', "journey_file_dtd"),
        ("<html><body/></html>", "journey_file_foreign"),
        ("<CJML/>", "journey_file_foreign"),
        ("hello", "journey_file_syntax"),
    ],
)
def test_what_is_no_such_document_is_refused(text, kind):
    with pytest.raises(Refusal, match=kind):
        cjml.read(text.encode())


def test_deep_nesting_is_refused():
    text = "<CJML>" + "<a>" * 500 + "</a>" * 500 + "</CJML>"
    with pytest.raises(Refusal):
        cjml.read(text.encode(), tolerant=True)


def test_a_second_journey_and_a_wild_rating_are_said():
    data = cjml.write(build.journey("x", [build.stage("y", [build.touchpoint("z", perceived=1.0)])]), "vi").decode()
    body = data[data.index("  <actualJourney>") : data.index("</CJML>")]
    twice = data.replace("</CJML>", body + "</CJML>").replace(">4<", ">great<", 1)
    with pytest.raises(Refusal) as refused:
        cjml.read(twice.encode())
    assert {problem.kind for problem in refused.value.problems} == {"map_second_diagram", "map_score_bad"}
