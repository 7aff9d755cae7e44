"""The HTML of a map on paper: one A3 page in landscape, whatever the size of the map, with nothing outside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cx_core.formats import html_page
from cx_core.journeys import build
from cx_core.model.journey import Journey, Persona, Text

WORDS = "Chờ lâu vào giờ cao điểm buổi sáng mà không ai báo trước phải chờ bao nhiêu phút. "
PEOPLE = tuple(
    Persona(
        f"p{at}",
        f"Chị Lan {at}",
        role=Text("Kế toán"),
        goals=Text(WORDS * 3),
        frustrations=Text(WORDS * 3),
        quote=Text(WORDS),
    )
    for at in range(5)
)
#: Points of a PDF are 1/72 inch; A3 is 420 × 297 mm.
A3 = (420 / 25.4 * 72, 297 / 25.4 * 72)


def a_map(n: int, words: str) -> Journey:
    points = [
        build.touchpoint(f"Điểm chạm {at}", [build.pain_point(words, 3)], customer_action=Text(words), perceived=0.5)
        for at in range(n)
    ]
    half = n // 2
    stages = [build.stage("Mua", points[:half]), build.stage("Dùng", points[half:])]
    return build.journey("Bản đồ", stages, persona_ids=tuple(one.id for one in PEOPLE))


@pytest.mark.parametrize(
    ("n", "words", "people"), [(2, "Ngắn", ()), (12, WORDS, PEOPLE[:1]), (12, WORDS * 5, PEOPLE), (100, WORDS, PEOPLE)]
)
def test_a_map_prints_on_one_page(open_page, tmp_path: Path, n: int, words: str, people: tuple[Persona, ...]) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(html_page.write(a_map(n, words), "vi", people))
    page = open_page("about:blank", width=1512, height=1047)
    page.set_content(file.read_text("utf-8"))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
    assert box is not None
    assert [float(side) for side in box.groups()] == pytest.approx(A3, abs=2)
    page.emulate_media(media="print")
    # 400 × 277 mm remain inside the margins, at 96 dots an inch.
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.map text, .map rect, .people li')]
          .map((one) => one.getBoundingClientRect())
          .filter((one) => one.left < -1 || one.top < -1 || one.right > 1513 || one.bottom > 1048).length"""
    )
    assert outside == 0
