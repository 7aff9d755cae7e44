"""The picture: as large as the drawing, readable in Vietnamese, made without a network."""

import io
import socket
import unicodedata

import font_roboto
import pytest
from maps import LAN, SHOP
from PIL import Image, ImageFont

from cx_core.formats import png, svg
from cx_core.journeys import build

#: Every letter of Vietnamese: the vowels with their marks and the tones, and đ.
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = sorted({unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONES)} | {"đ"})


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_the_picture_has_two_dots_for_each_unit_of_the_drawing():
    picture = opened(png.write(SHOP, "vi", (LAN,)))
    wide = float(svg.draw(SHOP, "vi", (LAN,)).split('width="')[1].split('"')[0])
    assert picture.width == round(2 * wide)
    assert picture.getpixel((0, 0)) == (255, 255, 255)


def test_the_face_has_every_vietnamese_letter():
    assert len(LETTERS) == 73
    for name in ("Roboto", "RobotoBold", "RobotoItalic", "RobotoBoldItalic"):
        face = ImageFont.truetype(font_roboto.font_files[name], 40)
        missing = bytes(face.getmask("\uffff"))
        both = [*LETTERS, *(letter.upper() for letter in LETTERS)]
        assert [letter for letter in both if bytes(face.getmask(letter)) == missing] == []


def test_marks_are_drawn():
    """The same words with and without their marks give two pictures of one size."""
    with_marks, without = (opened(png.write(build.journey(words), "vi")) for words in ("Đường sữa ủ", "Duong sua u"))
    assert with_marks.size == without.size
    assert with_marks.tobytes() != without.tobytes()


def test_no_connection_is_opened(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert png.write(SHOP, "vi").startswith(b"\x89PNG")


@pytest.mark.parametrize(("wide", "high"), [(40_000, 1_000), (20_000, 20_000)])
def test_a_huge_map_is_made_smaller(wide, high):
    zoom = png.zoom(f'<svg viewBox="0 0 1 1" width="{wide}" height="{high}">')
    assert zoom < png.SCALE
    assert zoom * wide * zoom * high <= png.MAX_DOTS * 1.001
