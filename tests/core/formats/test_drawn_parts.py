"""Parts of a map that not every map has: own lanes, pictures, ways between touchpoints, feelings of single personas."""

import base64
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from maps import LAN, MAPS
from PIL import Image

from cx_core.formats import html_page, pictures, png, svg
from cx_core.formats.channel_icons import CHANNEL_PATHS
from cx_core.formats.losses import MAX_DRAWN_IMAGES
from cx_core.formats.overlay import Overlay
from cx_core.journeys import build
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.journey import CHANNELS, Journey, Text

NAMESPACE = "{http://www.w3.org/2000/svg}"


def picture(colour="red", size=(600, 300), mode="RGB"):
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, "PNG")
    return pictures.prepare(made.getvalue())


def three(**fields):
    """A map of three touchpoints a, b, c in two stages; fields are values by the letter of the touchpoint."""
    points = [
        replace(build.touchpoint(letter.upper(), id=letter), **{k: v[letter] for k, v in fields.items() if letter in v})
        for letter in "abc"
    ]
    return build.journey("x", [build.stage("S", points[:2], id="s1"), build.stage("T", points[2:], id="s2")])


def drawn(journey: Journey, **options):
    return ET.fromstring(svg.draw(journey, "vi", (LAN,), Overlay(**options)))


def said(root):
    return [" ".join(part.text or "" for part in one) or one.text for one in root.iter(f"{NAMESPACE}text")]


def top_of(root, words):
    return next(
        float(one[0].get("y"))
        for one in root.iter(f"{NAMESPACE}text")
        if "".join(part.text or "" for part in one) == words
    )


def lost(form, journey):
    return [message.key.rpartition(".")[2] for message in form.loses(journey)]


OWN = replace(
    three(notes={"b": (("l1", Text("Hỏi thêm một câu")),)}, customer_action={"a": Text("Gõ cửa")}),
    own_lanes=(("l1", Text("Đào tạo")), ("l2", Text("Ghi chú"))),
    lanes=("stage:l2", "own:l1", "action", "-owner"),
)
OWN = replace(OWN, stages=(replace(OWN.stages[0], notes=(("l2", Text("Cả giai đoạn")),)), OWN.stages[1]))


def test_lanes_of_the_map_itself_stand_in_its_order():
    root = drawn(OWN)
    order = ["Ghi chú", "Đào tạo", "Hành động của"]
    assert [top_of(root, name) for name in order[:2]] == sorted(top_of(root, name) for name in order[:2])
    text = " | ".join(said(root))
    for words in ("Cả giai đoạn", "Hỏi thêm một câu", "Gõ cửa"):
        assert words in text
    assert top_of(root, "Cả giai đoạn") < top_of(root, "Hỏi thêm một câu") < top_of(root, "Gõ cửa")
    assert lost(svg, OWN) == []


def test_lanes_of_a_map_that_nobody_arranged_are_drawn_with_its_own_behind():
    root = drawn(replace(OWN, lanes=(), own_lanes=(("l1", Text("Đào tạo")),)))
    assert top_of(root, "Gõ cửa") < top_of(root, "Hỏi thêm một câu")


def test_a_hidden_lane_is_left_out_and_named_before():
    """Three lanes are hidden, two of them say something."""
    journey = three(owner={"a": "Anh Tú"}, thought={"c": Text("Lâu quá")}, customer_action={"a": Text("Gõ cửa")})
    hidden = replace(journey, lanes=("action", "-owner", "-thought", "-support"))
    assert {"Anh Tú", "Lâu quá"} <= set(said(drawn(journey)))
    assert not {"Anh Tú", "Lâu quá"} & set(said(drawn(hidden)))
    assert "Gõ cửa" in said(drawn(hidden))
    message = next(one for one in svg.loses(hidden) if one.key == "formats.loses.hidden_lanes")
    assert dict(message.values)["n"] == 2
    assert lost(svg, journey) == []


def pictured(n):
    kept = picture()
    return three(images={"a": (kept.name,) * n}), {kept.name: kept.thumb}


def embedded(root):
    return [one for one in root.iter(f"{NAMESPACE}image")]


def test_pictures_are_part_of_the_drawing_and_keep_their_shape():
    journey, images = pictured(2)
    found = embedded(drawn(journey, images=images))
    assert len(found) == 2
    assert float(found[0].get("width")) == pytest.approx(2 * float(found[0].get("height")), abs=0.2)
    kind, data = found[0].get("href").split(",")
    assert kind == "data:image/jpeg;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (320, 160)
    assert found[0].get("aria-label") == "Ảnh 1 tại A"
    assert embedded(drawn(journey)) == []


def test_what_is_clear_in_a_picture_is_white_on_paper():
    clear = pictures.prepare(_clear())
    paper = Image.open(io.BytesIO(pictures.on_paper(clear.thumb).data))
    assert min(paper.getpixel((5, 5))) > 250


def _clear():
    made = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(made, "PNG")
    return made.getvalue()


def test_a_drawing_holds_so_many_pictures_and_names_the_rest():
    journey, images = pictured(MAX_DRAWN_IMAGES + 3)
    assert len(embedded(drawn(journey, images=images))) == MAX_DRAWN_IMAGES
    assert dict(svg.loses(journey)[0].values)["n"] == 3
    assert lost(svg, pictured(MAX_DRAWN_IMAGES)[0]) == []


def test_a_whole_page_of_pictures_stays_small_enough_to_send():
    """Noise is the worst that a picture can be: nothing of it can be packed."""
    noise = pictures.prepare(_noise())
    journey = three(images={"a": (noise.name,) * MAX_DRAWN_IMAGES})
    assert len(svg.write(journey, "vi", (), Overlay(images={noise.name: noise.thumb}))) < 10_000_000


def _noise():
    made = io.BytesIO()
    Image.effect_noise((800, 800), 90).convert("RGB").save(made, "PNG")
    return made.getvalue()


def test_the_page_may_show_its_own_pictures_and_no_others():
    journey, images = pictured(1)
    page = html_page.write(journey, "vi", (), Overlay(images=images)).decode()
    assert "img-src data:" in page
    assert re.findall(r'(?:href|src)="([^"]{0,22})', page) == ["data:image/jpeg;base64"]


def test_the_pictures_come_along_into_a_png():
    journey, images = pictured(1)
    with_it = Image.open(io.BytesIO(png.write(journey, "vi", (), Overlay(images=images)))).convert("RGB")
    red = sum(
        1
        for r, g, b in with_it.resize((with_it.width // 4, with_it.height // 4)).get_flattened_data()
        if r > 240 and g < 40
    )
    assert red > 500


def test_a_way_to_another_touchpoint_has_its_kind_and_an_arrow():
    root = drawn(three(links={"a": ("skip:c",), "c": ("loop:b", "next:gone")}))
    texts = said(root)
    assert (texts.count("Đi tắt"), texts.count("Quay lại"), texts.count("Đi tiếp")) == (1, 1, 0)
    assert top_of(root, "Đi tắt") != top_of(root, "Quay lại"), "two ways over one place need a track each"


FELT = replace(
    three(
        perceived={"a": 1.0, "b": 1.0, "c": 1.0},
        perceived_by={"b": (("lan", -1.0),)},
        expected_by={"c": (("lan", 2.0),)},
    ),
    persona_ids=("lan",),
)


def test_a_persona_with_feelings_of_its_own_has_a_curve_and_an_entry():
    root = drawn(FELT)
    assert "Cảm nhận của Chị Lan; hình rỗng là kỳ vọng" in said(root)
    curves = [one for one in root.iter(f"{NAMESPACE}path") if one.get("stroke") == "#6A51A3" and "C" in one.get("d")]
    assert [one.get("d").count("C") for one in curves] == [2]
    marks = [one.get("fill") for one in root.iter(f"{NAMESPACE}path") if one.get("d", "").startswith("M-6 0a6")]
    assert sorted(marks) == ["#6A51A3", "#6A51A3", "#FFFFFF"], "one it perceives, one it expects, one in the legend"
    assert lost(svg, FELT) == []


def test_a_persona_s_card_says_which_customers_it_stands_for():
    words = "Nhóm khách hàng: segment: VIP, thân thiết"
    assert words in said(drawn(FELT))
    assert "<strong>Nhóm khách hàng:</strong> segment: VIP, thân thiết" in html_page.write(FELT, "vi", (LAN,)).decode()


def test_without_feelings_of_its_own_a_persona_has_no_curve():
    plain = replace(FELT, stages=three(perceived={"a": 1.0, "b": 0.0}).stages)
    assert not [text for text in said(drawn(plain)) if text.startswith("Cảm nhận của")]


def test_the_spread_of_what_several_people_felt_is_drawn():
    journey = three(
        perceived={"a": 1.0, "b": 0.0}, perceived_low={"a": 0.5, "b": -1.0}, perceived_high={"a": 2.0, "b": 0.5}
    )
    assert "Cảm nhận: nửa giữa của nhiều người" in said(drawn(journey))
    assert "Cảm nhận: nửa giữa của nhiều người" not in said(drawn(three(perceived={"a": 1.0})))


def test_the_votes_behind_an_emotion_are_counted():
    root = drawn(three(perceived={"a": 1.0, "b": 0.0}, votes={"a": (("an", 1.0), ("lan", 0.5), ("tu", 2.0))}))
    assert [text for text in said(root) if "phiếu" in text] == ["3 phiếu"]


def test_a_gap_is_hatched_below_what_is_expected_and_plain_above_it():
    below = svg.draw(three(expected={"a": 1.0, "b": 1.0}, perceived={"a": -1.0, "b": -1.0}), "vi")
    above = svg.draw(three(expected={"a": -1.0, "b": -1.0}, perceived={"a": 1.0, "b": 1.0}), "vi")
    alone = svg.draw(three(expected={"a": 1.0}, perceived={"a": -1.0}), "vi")
    assert 'fill="url(#short)" fill-opacity' in below
    assert 'fill="#2B7BBA" fill-opacity' not in below
    assert 'fill="url(#short)" fill-opacity' not in above
    assert 'fill="#2B7BBA" fill-opacity' in above
    assert 'fill="url(#short)" fill-opacity' in alone


def test_numbers_targets_and_disagreement_stand_in_full_words():
    journey = three(perceived={"a": -1.0}, targets={"b": ("csat:80",)})
    root = drawn(
        journey, measured={"a": MeasuredEmotion(1.0, n=40)}, numbers={"a": "CSAT 79%\nn = 1.355", "s1": "NPS +3\nn = 9"}
    )
    texts = said(root)
    for words in ("CSAT 79%", "n = 1.355", "NPS +3 · n = 9", "≠ dữ liệu lệch +2,0", "Chỉ tiêu CSAT: 80%"):
        assert words in texts
    assert not [text for text in texts if "…" in text]


def test_moments_initiators_goals_and_evidence_are_said_in_words():
    journey = three(initiator={"a": "company"}, evidence={"b": "survey"}, moment_of_truth={"c": "zmot"})
    journey = replace(
        journey,
        goal=Text("Nhà gọn"),
        stages=(replace(journey.stages[0], customer_goal=Text("Biết có gì")), journey.stages[1]),
    )
    texts = said(drawn(journey))
    for words in ("Doanh nghiệp", "Qua khảo sát", "Tìm hiểu trước khi mua", "Mục tiêu: Nhà gọn", "Biết có gì"):
        assert words in texts


@settings(max_examples=25, deadline=None)
@given(MAPS)
def test_every_text_of_any_map_is_on_the_drawing_or_named_as_lost(journey):
    """Lanes as they come, so that nothing is hidden; of texts in two languages one is shown."""
    journey = replace(journey, lanes=())
    text = re.sub(r"\s+", "", "".join(filter(None, ET.fromstring(svg.write(journey, "en")).itertext())))
    wanted = [journey.title, journey.goal, *(stage.name for stage in journey.stages)]
    wanted += [value for one in journey.touchpoints for value in (one.name, one.thought, one.service_standard)]
    wanted += [leaf.text for leaf in (*journey.pain_points, *journey.opportunities)]
    own = dict(journey.own_lanes)
    wanted += [note for one in journey.touchpoints for lane, note in one.notes if lane in own]
    for words in wanted:
        assert (
            re.sub(r"\s+", "", words.in_language("en")).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") in text
        )


def test_every_channel_has_a_symbol_of_its_own():
    assert set(CHANNEL_PATHS) == set(CHANNELS)
    assert len(set(CHANNEL_PATHS.values())) == len(CHANNELS)
