"""Every template is a sound map in both languages that feedback can find its way into."""

import re
import unicodedata
from pathlib import Path

import pytest

from cx_core.journeys import build
from cx_core.journeys.matching import match_places
from cx_core.journeys.templates import ALL_TEMPLATES, template
from cx_core.model.folding import fold
from cx_core.model.imports import Place
from cx_core.model.journey import CHANNELS

TRADES = [one for one in ALL_TEMPLATES if one.key != "empty"]


def test_the_list_and_the_files_agree():
    folder = Path(build.__file__).parent / "templates"
    assert {one.key for one in ALL_TEMPLATES} == {file.stem for file in folder.glob("*.toml")}
    assert {one.key for one in ALL_TEMPLATES} == {
        "empty", "online_shop", "retail_chain", "cafe", "bank", "insurance", "telecom", "clinic", "travel", "education",
        "saas", "home_services",
    }  # fmt: skip


@pytest.mark.parametrize("one", ALL_TEMPLATES, ids=lambda one: one.key)
def test_a_template_is_a_sound_map_in_both_languages(one):
    journey = one.journey()
    assert build.checked(journey) == journey
    assert (len(journey.stages), len(journey.touchpoints)) == (one.n_stages, one.n_touchpoints)
    texts = [journey.title, *(stage.name for stage in journey.stages)]
    texts += [text for point in journey.touchpoints for text in (point.name, point.customer_action)]
    assert all(text.vi and text.en for text in texts)


@pytest.mark.parametrize("one", TRADES, ids=lambda one: one.key)
def test_a_trade_has_what_a_workshop_needs(one):
    journey = one.journey()
    assert 8 <= one.n_touchpoints <= 15
    assert journey.scenario
    assert journey.goal
    assert all(stage.customer_goal for stage in journey.stages)
    assert 4 <= one.n_stages <= 7
    questions = one.questions()
    assert {"csat", "ces", "nps"} == {question.metric for question in questions.values()}
    assert set(questions) == {point.name for point in journey.touchpoints}, "a touchpoint without a question to ask"
    assert all(question.text.vi.endswith("?") and question.text.en.endswith("?") for question in questions.values())
    assert any(point.moment_of_truth for point in journey.touchpoints)


#: Where customers of every trade meet a company in Vietnam: in person, on the phone, and on at least two of these.
ONLINE = {"zalo", "facebook", "tiktok", "shopee", "lazada", "tiki", "marketplace", "web", "app", "sms", "chat", "email"}


@pytest.mark.parametrize("one", TRADES, ids=lambda one: one.key)
def test_a_trade_stands_on_its_usual_channels(one):
    channels = {point.channel for point in one.journey().touchpoints}
    assert channels <= set(CHANNELS)
    assert len(channels) >= 5
    assert len(channels & ONLINE) >= 2
    if one.key != "saas":
        assert channels & {"zalo", "facebook", "sms"}, "hardly a Vietnamese business writes to its customers elsewhere"


@pytest.mark.parametrize("one", TRADES, ids=lambda one: one.key)
def test_a_question_asks_for_what_its_metric_measures(one):
    """Ease is asked for with ease, recommendation with recommendation; each is polite, ends and differs in two tongues."""
    for question in one.questions().values():
        vietnamese, english = question.text.vi, question.text.en
        assert ("giới thiệu" in vietnamese and "recommend" in english) == (question.metric == "nps")
        if question.metric == "ces":
            assert "dễ" in vietnamese
            assert "easy" in english
        assert question.metric == "ces" or re.search(r"\b[Bb]ạn\b", vietnamese)
        assert unicodedata.is_normalized("NFC", vietnamese)
        assert vietnamese != english


@pytest.mark.parametrize("one", ALL_TEMPLATES, ids=lambda one: one.key)
def test_vietnamese_is_written_with_its_marks_and_english_without(one):
    """A Vietnamese text of four words or more without a single mark was typed in haste."""
    texts = [text for stage in one.journey().stages for text in (stage.name, stage.customer_goal)]
    texts += [text for point in one.journey().touchpoints for text in (point.name, point.customer_action)]
    texts += [question.text for question in one.questions().values()]
    for text in texts:
        if len(text.vi.split()) >= 4:
            assert fold(text.vi) != text.vi.casefold(), text.vi
        assert not set("ăâđêôơưĂÂĐÊÔƠƯ") & set(text.en), text.en
        assert text.vi == " ".join(text.vi.split())
        assert text.vi[:1] == text.vi[:1].upper()


@pytest.mark.parametrize("one", TRADES, ids=lambda one: one.key)
def test_a_template_claims_nothing_about_anybodys_customers(one):
    journey = one.journey()
    assert journey.pain_points == ()
    assert all(point.expected is None and point.perceived is None for point in journey.touchpoints)
    assert {point.evidence for point in journey.touchpoints} == {"assumption"}


@pytest.mark.parametrize("one", TRADES, ids=lambda one: one.key)
def test_each_touchpoint_is_found_by_its_name(one):
    journey = one.journey()
    names = [fold(point.name.vi) for point in journey.touchpoints]
    assert len(set(names)) == len(names)
    places = [Place(at, touchpoint_label=point.name.vi) for at, point in enumerate(journey.touchpoints)]
    found = match_places(journey, places)
    assert [found[at].touchpoint_id for at in range(len(places))] == [point.id for point in journey.touchpoints]


def test_two_maps_of_one_template_share_no_id():
    assert template("cafe").journey().id != template("cafe").journey().id


def test_there_is_no_such_template():
    with pytest.raises(KeyError):
        template("circus")
