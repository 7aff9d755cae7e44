"""The sample company's maps: readable whole, in both languages, and the files' labels find their touchpoints."""

from __future__ import annotations

import tomllib

import pytest

from cx_core.formats import journey_json
from cx_core.journeys.matching import match_places
from cx_core.model.imports import Place
from cx_core.model.journey import Journey
from sample_data.make_sample import FOLDER


def read(name: str) -> journey_json.ReadJourney:
    return journey_json.read((FOLDER / "journeys" / name).read_bytes())


@pytest.fixture(scope="module")
def finished() -> Journey:
    return read("mua_hang.json").journey


@pytest.mark.parametrize("name", ["mua_hang.json", "doi_tra.json"])
def test_a_map_is_read_whole(name: str) -> None:
    document = read(name)
    assert document.problems == ()
    assert {persona.id for persona in document.personas} == set(document.journey.persona_ids)
    assert journey_json.validate((FOLDER / "journeys" / name).read_bytes()) == ()


def test_the_finished_map_is_finished(finished: Journey) -> None:
    assert (len(finished.stages), len(finished.touchpoints), len(finished.pain_points)) == (5, 14, 19)
    assert sum(touchpoint.moment_of_truth is not None for touchpoint in finished.touchpoints) == 5
    assert {pain.severity for pain in finished.pain_points} == {2, 3, 4, 5}
    for touchpoint in finished.touchpoints:
        assert touchpoint.expected is not None
        assert touchpoint.perceived is not None
        assert touchpoint.channel != "other"
        assert touchpoint.customer_action
        assert touchpoint.thought


def test_the_other_map_is_half_finished() -> None:
    journey = read("doi_tra.json").journey
    assert journey.status == "draft"
    assert journey.stages[-1].touchpoints == ()
    assert any(touchpoint.expected is None for touchpoint in journey.touchpoints)


@pytest.mark.parametrize("name", ["mua_hang.json", "doi_tra.json"])
def test_every_text_stands_in_both_languages(name: str) -> None:
    document = read(name)
    journey = document.journey
    texts = [journey.title, journey.scenario, journey.goal]
    texts += [text for stage in journey.stages for text in (stage.name, stage.customer_goal)]
    for touchpoint in journey.touchpoints:
        texts += [touchpoint.name, touchpoint.customer_action, touchpoint.thought, touchpoint.expectation]
        texts += [touchpoint.service_standard]
    texts += [text for pain in journey.pain_points for text in (pain.text, pain.root_cause)]
    texts += [text for one in document.personas for text in (one.role, one.goals, one.frustrations, one.quote)]
    assert [text for text in texts if bool(text.vi) != bool(text.en)] == []


@pytest.mark.parametrize(
    ("channel", "label", "touchpoint"),
    [
        ("Facebook", "Xem quảng cáo, bài viết", "tp-quang-cao"),
        ("Zalo", "Tư vấn qua Zalo", "tp-zalo"),
        ("Cửa hàng", "Mua tại cửa hàng", "tp-cua-hang"),
        ("Website", "Đặt hàng trên website", "tp-website"),
        ("Website", "Thanh toán online", "tp-thanh-toan"),
        ("Giao hàng", "Giao hàng", "tp-giao-hang"),
        ("Giao hàng", "Lắp đặt tại nhà", "tp-lap-dat"),
        ("Hotline", "Gọi hotline", "tp-hotline"),
        ("Hotline", "Đổi trả, bảo hành", "tp-doi-tra"),
        ("Cửa hàng", "Tư vấn tại quầy", "tp-cua-hang"),
        ("Cửa hàng", "Thu ngân", "tp-thu-ngan"),
        ("Giao hàng", "Giao hàng tận nơi", "tp-giao-hang"),
        ("Giao hàng", "Lắp đặt", "tp-lap-dat"),
        ("Phone call", None, "tp-hotline"),
        ("Zalo", None, "tp-zalo"),
        ("Web chat", None, "tp-chat"),
        ("Sàn TMĐT", None, "tp-san"),
        ("Cửa hàng", "Tích điểm, đổi quà", None),
        ("Zalo", "Tích điểm, đổi quà", None),
    ],
)
def test_labels_of_the_files_find_their_touchpoint(
    finished: Journey, channel: str, label: str | None, touchpoint: str | None
) -> None:
    assert match_places(finished, [Place(1, channel, label)])[1].touchpoint_id == touchpoint


def test_the_list_of_what_is_loaded_names_what_is_there() -> None:
    contents = tomllib.loads((FOLDER / "sample.toml").read_text("utf-8"))
    named = {entry["name"] for entry in contents["file"]} | set(contents["maps"])
    there = {
        path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in (".xlsx", ".csv", ".json")
    }
    assert named == there
