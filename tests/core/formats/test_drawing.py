"""The drawing and the pages: well-formed, escaped, repeatable, and honest about what nobody knows."""

import itertools
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from maps import LAN, MAPS, PERSONAS, SHOP

from cx_core.formats import html_page, svg
from cx_core.formats.overlay import Overlay
from cx_core.formats.svg_curve import EMOTION_COLOURS, face, monotone_path
from cx_core.formats.svg_text import width, wrap
from cx_core.journeys import build
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.journey import Text

GOLDEN = Path(__file__).parent / "golden"
NAMESPACE = "{http://www.w3.org/2000/svg}"
MEASURED = {"t1": MeasuredEmotion(-0.5, -1.0, 0.0, n=40), "t3": MeasuredEmotion(1.0, n=5)}


def drawn(journey, **options):
    return ET.fromstring(svg.draw(journey, "vi", (LAN,), Overlay(**options)))


def words(root):
    return " ".join(text.strip() for text in root.itertext() if text.strip())


@pytest.mark.parametrize("name", ["shop.svg", "shop.html", "shop.table.html"])
def test_golden_files(name):
    made = {
        "shop.svg": lambda: svg.draw(SHOP, "vi", (LAN,), Overlay(MEASURED, {"t1": "NPS +32 · n = 118"})).encode(),
        "shop.html": lambda: html_page.write(SHOP, "en", (LAN,)),
        "shop.table.html": lambda: html_page.write_table(SHOP, "vi"),
    }[name]()
    assert made == (GOLDEN / name).read_bytes()


LONG = "Chờ lâu vào giờ cao điểm buổi sáng, nhất là cuối tuần, mà không ai báo trước phải chờ bao nhiêu phút. " * 4
FULL = build.journey(
    "Ghé quán",
    [
        build.stage(
            "Gọi món và chờ đồ uống được mang ra bàn",
            [
                build.touchpoint(
                    "Thực đơn và quầy gọi món ở tầng trệt của quán",
                    [
                        build.pain_point(LONG, 4),
                        build.pain_point("Ồn", 2),
                        *(build.pain_point(f"Nhỏ {n}", 1) for n in "abc"),
                    ],
                    customer_action=Text(LONG),
                    thought=Text("Còn chỗ không nhỉ?"),
                    expectation=Text("Có món trong mười phút"),
                    service_standard=Text("Mười phút"),
                    physical=Text("Bảng giá"),
                    frontstage=Text("Chào khách"),
                    backstage=Text("Pha chế"),
                    support=Text("Phần mềm bán hàng"),
                    owner="Chị Hạnh",
                    opportunities=(build.opportunity("Đặt chỗ trước qua Zalo"),),
                ),
                build.touchpoint("Quầy"),
            ],
        )
    ],
    scenario=Text(LONG),
)


def lines_of(root):
    """Each text of the drawing with its lines joined again."""
    return [" ".join(part.text or "" for part in one) or one.text for one in root.iter(f"{NAMESPACE}text")]


def test_nothing_on_the_drawing_is_cut_for_there_is_no_tooltip_on_paper():
    said = " | ".join(filter(None, lines_of(drawn(FULL))))
    assert "…" not in said
    point = FULL.touchpoints[0]
    texts = [FULL.title, FULL.scenario, FULL.stages[0].name, *(pain.text for pain in FULL.pain_points)]
    texts += [idea.text for idea in FULL.opportunities]
    texts += [
        getattr(point, name) for name in ("name", "customer_action", "thought", "expectation", "service_standard")
    ]
    texts += [getattr(point, name) for name in ("physical", "frontstage", "backstage", "support")]
    for text in texts:
        assert " ".join(text.vi.split()) in said
    assert point.owner in said


def boxes(root):
    """The height range of each text's letters, by its left edge."""
    found = []
    for text in root.iter(f"{NAMESPACE}text"):
        size = float(text.get("font-size"))
        spans = [(float(part.get("x")), float(part.get("y"))) for part in text]
        found += [(x, y - 0.75 * size, y + 0.2 * size) for x, y in spans]
    return found


def test_no_line_of_text_runs_into_another_below_it():
    by_column = {}
    for x, top, bottom in boxes(drawn(FULL)):
        by_column.setdefault(x, []).append((top, bottom))
    assert len(by_column) >= 4
    for ranges in by_column.values():
        ordered = sorted(ranges)
        assert all(above[1] <= below[0] for above, below in itertools.pairwise(ordered))


def test_the_lines_of_a_blueprint_stand_above_their_lanes():
    said = lines_of(drawn(FULL))
    order = [
        "Bằng chứng hữu hình",
        "Đường tương tác",
        "Tiền sảnh",
        "Đường tầm nhìn",
        "Hậu trường",
        "Đường tương tác nội bộ",
    ]
    heights = {}
    root = drawn(FULL)
    for text in root.iter(f"{NAMESPACE}text"):
        words_ = " ".join(part.text or "" for part in text)
        heights.setdefault(words_, float(text[0].get("y")) if len(text) else 0.0)
    assert set(order) <= set(said)
    assert [heights[name] for name in order] == sorted(heights[name] for name in order)


def test_every_part_of_the_map_is_on_the_drawing():
    seen = words(drawn(SHOP, numbers={"t1": "NPS +32 · n = 118"}))
    for text in (
        "Mua hàng: từ A đến Z",
        "Tìm hiểu",
        "Trang web",
        "Tư vấn Zalo #1",
        "Giao trễ",
        "Anh Tú",
        "NPS +32",
        "Chị Lan",
    ):
        assert text in seen


def test_each_touchpoint_can_be_reached_by_keyboard_and_has_a_name():
    groups = [one for one in drawn(SHOP).iter(f"{NAMESPACE}g") if one.get("tabindex") == "0"]
    assert [one.get("data-id") for one in groups] == ["t1", "t2", "t3"]
    assert groups[0].get("aria-label") == "Trang web, Website, Tìm hiểu trước khi mua"


def squares(root):
    marks = [one for one in root.iter(f"{NAMESPACE}g") if one.get("class") == "measured"]
    return [square.get("fill") for mark in marks for square in mark.iter(f"{NAMESPACE}rect")]


def test_what_was_measured_is_there_only_when_it_was():
    assert squares(drawn(SHOP)) == []
    assert squares(drawn(SHOP, measured=MEASURED)) == ["#0B6E99", "#FFFFFF"]


def test_a_curve_never_bridges_a_hole():
    """Perceived at a, b and d but not at c: one line from a to b, and a face alone at d."""
    points = [
        build.touchpoint(name, perceived=value) for name, value in (("a", 1.0), ("b", 0.0), ("c", None), ("d", 2.0))
    ]
    root = drawn(build.journey("x", [build.stage("y", points)]))
    lines = [
        one.get("d") for one in root.iter(f"{NAMESPACE}path") if one.get("stroke") == "#1F2937" and "C" in one.get("d")
    ]
    assert len(lines) == 1
    assert lines[0].count("C") == 1
    assert sum(one.get("class") == "felt" for one in root.iter(f"{NAMESPACE}g")) == 3


@settings(max_examples=30, deadline=None)
@given(MAPS, PERSONAS)
def test_any_map_is_drawn_well_formed(journey, persona):
    root = ET.fromstring(svg.write(journey, "en", (persona,)))
    assert float(root.get("width")) >= 900
    for value in re.findall(r'[ "](?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', svg.draw(journey, "vi")):
        float(value.rstrip("%"))


class Tags(HTMLParser):
    """Collects the tags and texts of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.texts.append(data)


EVIL = build.journey(
    "<script>alert(1)</script>",
    [
        build.stage(
            '"><img src=x onerror=alert(1)>', [build.touchpoint("'\"<b>&amp;", [build.pain_point("</svg><script>")])]
        )
    ],
)


@pytest.mark.parametrize("write", [svg.write, html_page.write, html_page.write_table])
def test_nothing_that_people_write_is_markup(write):
    page = Tags()
    page.feed(write(EVIL, "vi").decode())
    assert not {"script", "img", "b"} & set(page.tags)
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert "<script>alert(1)</script>" in "".join(page.texts)


def test_the_page_loads_nothing():
    page = Tags()
    page.feed(html_page.write(SHOP, "vi", (LAN,)).decode())
    urls = [value for name, value in page.attributes if name in ("src", "href") or "http" in value]
    assert urls == ["http://www.w3.org/2000/svg"]
    assert "default-src 'none'" in html_page.write(SHOP, "vi").decode()
    assert "size: A3 landscape" in html_page.write(SHOP, "vi").decode()


def test_the_table_tells_what_was_measured():
    text = html_page.write_table(SHOP, "vi", (), Overlay(numbers={"t1": "NPS +32\nn = 118"})).decode()
    row = text[text.index("Điểm đo được") :].split("</tr>")[0]
    assert "NPS +32<br>n = 118" in row
    assert "Điểm đo được" not in html_page.write_table(SHOP, "vi").decode()


def test_the_table_has_a_column_a_touchpoint():
    text = html_page.table(SHOP, "en")
    assert '<th scope="colgroup" colspan="2">Explore</th>' in text
    assert (
        '<tr><th scope="row">Touchpoint</th><td>Website</td><td>Tư vấn Zalo #1</td><td>Giao hàng</td><td></td></tr>'
        in text
    )
    assert "[5] Late<br>[2] Vỡ" in text


class Grid(HTMLParser):
    """The widths of a table's rows, in columns."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append(0)
        if tag in ("th", "td"):
            self.rows[-1] += int(dict(attrs).get("colspan", 1))


@pytest.mark.parametrize("journey", [SHOP, FULL, build.journey("x"), EVIL], ids=["shop", "full", "empty", "evil"])
def test_the_table_for_a_word_processor_has_rows_of_one_width_and_carries_its_own_borders(journey):
    """A word processor reads no style sheet of ours and skews a table whose rows differ."""
    text = html_page.write_table(journey, "vi").decode()
    grid = Grid()
    grid.feed(text)
    assert len(set(grid.rows)) == 1
    assert "<style" not in text
    assert '<table border="1"' in text
    assert '<meta charset="utf-8">' in text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ngắn", ["ngắn"]),
        ("một hai ba bốn năm", ["một hai ba", "bốn năm"]),
        ("a\nb", ["a", "b"]),
        ("", []),
        ("x" * 40, ["x" * 11, "x" * 10 + "…"]),
    ],
)
def test_wrapping(text, lines):
    assert wrap(text, 96, 14, 2) == lines
    assert all(width(line, 14) <= 96 for line in lines)


def test_the_path_never_swings_past_its_points():
    """Of a monotone cubic every control point lies between the heights of its ends."""
    spots = [(0.0, 0.0), (10.0, 10.0), (20.0, 10.0), (30.0, -5.0), (40.0, -5.5)]
    curves = re.findall(r"C([^C]*)", monotone_path(spots))
    for (_, before), (_, after), curve in zip(spots, spots[1:], curves, strict=False):
        numbers = [float(value) for value in curve.split()]
        assert (
            min(before, after) - 0.1
            <= min(numbers[1], numbers[3])
            <= max(numbers[1], numbers[3])
            <= max(before, after) + 0.1
        )


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_emotion_colours_stand_out_on_white():
    """WCAG 2 contrast on white of at least 4.4 : 1, and a mouth of its own for each."""
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.4 for colour in EMOTION_COLOURS.values())
    assert len({re.search(r'd="([^"]*)"', face(word)).group(1) for word in EMOTION_COLOURS}) == 5
