"""Pictures at touchpoints: added and removed with undo, gone when unused for long, along in the native format."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from cx_core.journeys import build
from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace


def photo(colour="red"):
    made = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / "one")
    made.maps.create(build.journey("Mua", [build.stage("Nhận", [build.touchpoint("Giao", id="t1")])], id="j1"), "An")
    return made


def place(workspace):
    journey = workspace.maps.journey("j1")
    return journey, journey.touchpoints[0]


def test_a_picture_is_added_shown_removed_and_brought_back(workspace):
    images = workspace.map_images
    images.add(*place(workspace), photo(), "An")
    (name,) = place(workspace)[1].images
    assert images.picture(name).startswith(b"RIFF")
    assert images.on_board((name, "0" * 32 + ".png"))[name].startswith("data:image/webp;base64,")
    images.remove(*place(workspace), name, "An")
    assert place(workspace)[1].images == ()
    workspace.maps.undo("j1", "An")
    assert place(workspace)[1].images == (name,)
    assert images.picture(name)


def test_what_stood_nowhere_for_a_month_is_deleted_and_what_is_shown_or_in_a_snapshot_stays(workspace):
    images = workspace.map_images
    for colour in ("red", "green", "blue"):
        images.add(*place(workspace), photo(colour), "An")
    red, green, blue = place(workspace)[1].images
    workspace.maps.library.take_snapshot("j1", "Bản đầu", "An")
    images.add(*place(workspace), photo("white"), "An")
    white = place(workspace)[1].images[3]
    for name in (red, white):
        images.remove(*place(workspace), name, "An")
    later = datetime.now(UTC) + timedelta(days=29)
    workspace.journeys.keep_images([], later)
    assert images.picture(white)
    workspace.journeys.keep_images([], later + timedelta(days=2))
    assert [images.picture(name) is not None for name in (red, green, blue, white)] == [True, True, True, False]


def test_a_refused_picture_leaves_nothing(workspace):
    with pytest.raises(Refusal):
        workspace.map_images.add(*place(workspace), b"no picture", "An")
    with pytest.raises(Refusal):
        workspace.map_images.add(*place(workspace), photo(), "An", "viewer")
    assert place(workspace)[1].images == ()
    with workspace.journeys.read() as connection:
        assert connection.execute("SELECT count(*) FROM map_images").fetchone()[0] == 0


def test_a_touchpoint_holds_six(workspace):
    for shade in range(6):
        workspace.map_images.add(*place(workspace), photo((shade * 40, 0, 0)), "An")
    with pytest.raises(Refusal) as refused:
        workspace.map_images.add(*place(workspace), photo("white"), "An")
    assert refused.value.kind == "image_too_many"


def test_the_native_format_takes_pictures_to_another_workspace(workspace, tmp_path):
    workspace.map_images.add(*place(workspace), photo(), "An")
    (name,) = place(workspace)[1].images
    _, document = workspace.maps.export("j1", "json", "vi")
    other = Workspace(tmp_path / "two")
    made = other.maps.import_document(document, "json", "Bình").journey
    assert made.touchpoints[0].images == (name,)
    assert other.map_images.picture(name) == workspace.map_images.picture(name)


def test_a_picture_that_is_not_what_its_name_says_refuses_the_file(workspace, tmp_path):
    workspace.map_images.add(*place(workspace), photo(), "An")
    document = json.loads(workspace.maps.export("j1", "json", "vi")[1])
    document["images"] = dict.fromkeys(document["images"], "AAAA")
    data = json.dumps(document).encode()
    other = Workspace(tmp_path / "two")
    with pytest.raises(Refusal) as refused:
        other.maps.import_document(data, "json", "Bình")
    assert refused.value.problems[0].kind == "map_image_bad"
    assert other.maps.journeys() == ()
    other.maps.import_document(data, "json", "Bình", tolerant=True)
