"""Pictures are believed by their bytes, written anew within limits, and carry nothing else along."""

import io

import pytest
from PIL import Image

from cx_core.formats import pictures
from cx_core.model.problem import Refusal


def picture(kind="PNG", size=(40, 20), mode="RGB", **options):
    made = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else (255, 0, 0, 90)).save(made, kind, **options)
    return made.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "webp"), ("WEBP", "webp"), ("JPEG", "jpg")])
def test_a_picture_is_kept_small_under_the_name_of_its_bytes(kind, ending):
    kept = pictures.prepare(picture(kind, (3000, 1500)))
    assert (kept.width, kept.height) == (1280, 640)
    assert opened(kept.data).size == (1280, 640)
    assert opened(kept.thumb).size == (320, 160)
    assert kept.name.endswith(f".{ending}")
    assert pictures.prepare(picture(kind, (3000, 1500))).name == kept.name


def test_a_small_picture_is_not_made_larger():
    assert opened(pictures.prepare(picture()).data).size == (40, 20)


def test_transparency_stays():
    assert opened(pictures.prepare(picture(mode="RGBA")).data).mode == "RGBA"


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Máy ảnh của An"
    kept = pictures.prepare(picture("JPEG", (40, 20), exif=exif))
    assert opened(kept.data).size == (20, 40)
    assert not dict(opened(kept.data).getexif())
    assert "Máy ảnh".encode() not in kept.data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a\x01\x00\x01\x00",
        b"\x89PNG\r\n\x1a\nnothing",
        picture()[:60],
        b"%PDF-1.4",
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refusal) as refused:
        pictures.prepare(data)
    assert refused.value.kind == "image_unreadable"


def test_too_many_bytes_and_too_many_pixels_are_refused():
    bomb = picture(size=(8000, 6000))
    assert len(bomb) < 1_000_000, "small to send, large to unpack"
    for data in (bytes(8_000_001), bomb):
        with pytest.raises(Refusal) as refused:
            pictures.prepare(data)
        assert refused.value.kind == "image_too_large"


def test_a_picture_from_elsewhere_must_be_what_its_name_says():
    kept = pictures.prepare(picture())
    assert pictures.checked(kept.name, kept.data) == kept
    for name, data in (
        ("../../etc/passwd", kept.data),
        (kept.name.replace("webp", "png"), kept.data),
        (kept.name, pictures.prepare(picture("JPEG")).data),
        (kept.name, b"x"),
    ):
        with pytest.raises(Refusal):
            pictures.checked(name, data)
