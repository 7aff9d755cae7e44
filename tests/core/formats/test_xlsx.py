"""The workbook goes out and comes back whole; grids that people drew come in, in both orientations."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from maps import LAN, MAPS, PERSONAS, SHOP, bare

from cx_core.formats import xlsx
from cx_core.journeys import build
from cx_core.model.problem import Refusal


def book_of(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_map_comes_back_whole(language):
    read = xlsx.read(xlsx.write(SHOP, language, (LAN,)))
    assert bare(read.journey) == bare(SHOP)
    assert read.personas == (LAN,)
    assert read.problems == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MAPS, PERSONAS)
def test_any_map_comes_back_whole(journey, persona):
    journey = replace(journey, persona_ids=(persona.id,))
    read = xlsx.read(xlsx.write(journey, "vi", (persona,)))
    assert bare(read.journey) == bare(journey)
    assert read.personas == (persona,)


def test_the_same_map_gives_the_same_bytes():
    assert xlsx.write(SHOP, "vi", (LAN,)) == xlsx.write(SHOP, "vi", (LAN,))


def test_the_sheets_speak_the_language():
    assert book_of(xlsx.write(SHOP, "vi")).sheetnames == [
        "Bản đồ", "Hành trình", "Chân dung", "Giai đoạn", "Điểm chạm", "Điểm đau", "Cơ hội",
    ]  # fmt: skip
    sheet = book_of(xlsx.write(SHOP, "en"))["Touchpoints"]
    head = [cell.value for cell in sheet[1]]
    assert head[:6] == ["stage no.", "stage", "touchpoint no.", "name (Vietnamese)", "name (English)", "channel"]
    assert [cell.value for cell in sheet[2]][:8] == [
        1,
        "Explore",
        1,
        "Trang web",
        "Website",
        "Website",
        "Customer",
        None,
    ]


def test_a_date_is_a_date():
    sheet = book_of(xlsx.write(SHOP, "en"))["Journey"]
    values = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert values["review date"].date() == date(2027, 1, 15)


def test_no_text_runs_as_a_formula():
    evil = build.journey("=1+1", [build.stage("+x", [build.touchpoint('=HYPERLINK("http://x")', owner="@a")])])
    data = xlsx.write(evil, "vi")
    for sheet in book_of(data).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert b"<f>" not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(n) for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    assert xlsx.read(data).journey.touchpoints[0].name.vi == '=HYPERLINK("http://x")'


def test_people_may_add_rows_without_numbers_or_ids():
    data = workbook(
        ("Touchpoints", [
            ["stage", "name (English)", "channel", "perceived emotion"],
            ["Explore", "Website", "website", 1],
            ["Explore", "Ask a friend", "Word of mouth", "0,5"],
            ["Buy", "Checkout", "web", None],
        ]),
        ("Pain points", [["touchpoint", "text (English)", "severity"], ["Checkout", "Slow", 4]]),
    )  # fmt: skip
    journey = xlsx.read(data).journey
    assert [(s.name.vi, [t.name.en for t in s.touchpoints]) for s in journey.stages] == [
        ("Explore", ["Website", "Ask a friend"]),
        ("Buy", ["Checkout"]),
    ]
    assert [t.perceived for t in journey.touchpoints] == [1.0, 0.5, None]
    assert [t.channel for t in journey.touchpoints] == ["web", "word_of_mouth", "web"]
    assert [(p.text.en, p.severity) for p in journey.pain_points] == [("Slow", 4)]


@pytest.mark.parametrize(
    ("rows", "kind", "line"),
    [
        ([["tên (tiếng Việt)", "kênh"], ["Zalo", "thần giao cách cảm"]], "map_value_bad", 2),
        ([["tên (tiếng Việt)", "cảm xúc kỳ vọng"], ["Zalo", 1], ["Web", 5]], "map_value_bad", 3),
        ([["tên (tiếng Việt)", "màu"], ["Zalo", "đỏ"]], "map_column_unknown", 1),
        ([["kênh"], ["zalo"]], "map_name_missing", 2),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(rows, kind, line):
    data = workbook(("Điểm chạm", rows))
    with pytest.raises(Refusal) as refused:
        xlsx.read(data)
    assert refused.value.values["line"] == line
    assert kind in [problem.kind for problem in refused.value.problems]
    assert xlsx.read(data, tolerant=True).problems


def test_a_pain_point_of_nothing_is_lost():
    data = workbook(("Touchpoints", [["name"], ["Web"]]), ("Pain points", [["touchpoint", "text"], ["Shop", "Slow"]]))
    with pytest.raises(Refusal) as refused:
        xlsx.read(data)
    assert [problem.kind for problem in refused.value.problems if problem.lost][-1] == "map_parent_missing"


UPRIGHT = [
    ["Hành trình mua cà phê", None, None],
    ["Giai đoạn", "Trước khi đến", "Tại quán"],
    ["Điểm chạm", "- Trang Facebook\n- Bản đồ", "Quầy gọi món"],
    ["Kênh", "facebook\nweb", "cửa hàng"],
    ["Hành động", "Xem ảnh\nTìm đường", "Xếp hàng"],
    ["Cảm xúc", "1\n0", "Rất tệ"],
    ["Điểm đau", "Ảnh cũ", "1. Chờ lâu\n2. Hết bánh"],
]


def seen(journey):
    return [
        (
            stage.name.vi,
            [
                (t.name.vi, t.channel, t.customer_action.vi, t.perceived, [p.text.vi for p in t.pain_points])
                for t in stage.touchpoints
            ],
        )
        for stage in journey.stages
    ]


EXPECTED = [
    (
        "Trước khi đến",
        [("Trang Facebook", "facebook", "Xem ảnh", 1.0, ["Ảnh cũ"]), ("Bản đồ", "web", "Tìm đường", 0.0, [])],
    ),
    ("Tại quán", [("Quầy gọi món", "store", "Xếp hàng", -2.0, ["Chờ lâu", "Hết bánh"])]),
]


def test_a_grid_with_stages_as_columns():
    read = xlsx.read(workbook(("Sheet1", UPRIGHT)))
    assert read.journey.title.vi == "Hành trình mua cà phê"
    assert seen(read.journey) == EXPECTED


def test_a_grid_with_stages_as_rows():
    turned = [list(column) for column in zip(*UPRIGHT[1:], strict=True)]
    assert seen(xlsx.read(workbook(("Trang tính1", turned))).journey) == EXPECTED


SAYINGS = st.sampled_from(["Hỏi giá", "Ghé quầy", "Mở ứng dụng", "Đọc tin 12", "x = 1; y", "Tôi & bạn"])
PLACES = st.fixed_dictionaries(
    {"name": SAYINGS, "action": SAYINGS, "perceived": st.sampled_from([-2, -1.5, 0, 1]), "pain": SAYINGS}
)
GRIDS = st.lists(st.tuples(SAYINGS, st.lists(PLACES, min_size=1, max_size=3)), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRIDS, st.booleans())
def test_any_grid_of_either_orientation_is_read_whole(stages, is_turned):
    """A cell holds a line for each touchpoint of its stage."""
    lanes = {"Điểm chạm": "name", "Hành động": "action", "Cảm xúc": "perceived", "Điểm đau": "pain"}
    rows = [["Giai đoạn", *(name for name, _ in stages)]]
    for label, key in lanes.items():
        rows.append([label, *("\n".join(str(one[key]) for one in places) for _, places in stages)])
    read = xlsx.read(workbook(("Bản vẽ", [list(column) for column in zip(*rows, strict=True)] if is_turned else rows)))
    assert read.problems == ()
    assert [
        (
            stage.name.vi,
            [
                (t.name.vi, t.customer_action.vi, t.perceived, [p.text.vi for p in t.pain_points])
                for t in stage.touchpoints
            ],
        )
        for stage in read.journey.stages
    ] == [
        (name, [(one["name"], one["action"], one["perceived"], [one["pain"]]) for one in places])
        for name, places in stages
    ]


def test_a_grid_in_english_without_touchpoints():
    rows = [
        ["", "Awareness", "Purchase"],
        ["Actions", "Sees an ad", "Pays"],
        ["Thoughts", "Nice", "Too dear"],
        ["Emotions", "🙂", "-1"],
    ]
    journey = xlsx.read(workbook(("Map", rows)), language="en").journey
    assert [(t.name.en, t.thought.en, t.perceived) for t in journey.touchpoints] == [
        ("Awareness", "Nice", 1.0),
        ("Purchase", "Too dear", -1.0),
    ]


def test_lanes_and_scales_that_nobody_knows_are_said():
    rows = [["Stage", "A"], ["Touchpoints", "Web"], ["Emotion", "8"], ["Budget", "5m"]]
    with pytest.raises(Refusal) as refused:
        xlsx.read(workbook(("Map", rows)))
    assert [(problem.kind, problem.rows) for problem in refused.value.problems] == [
        ("map_lane_unknown", (4,)),
        ("map_value_bad", (3,)),
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"not a workbook", "journey_file_not_workbook"),
        (b"PK\x03\x04 broken", "journey_file_not_workbook"),
        (workbook(("Sheet1", [["a", "b"], [1, 2]])), "journey_file_foreign"),
        (workbook(("Sheet1", [])), "journey_file_foreign"),
    ],
)
def test_what_is_no_map_is_refused(data, kind):
    with pytest.raises(Refusal, match=kind):
        xlsx.read(data)


def test_a_workbook_that_unfolds_into_too_much_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(Refusal, match="journey_file_too_large"):
        xlsx.read(data.getvalue())


def test_every_workbook_from_another_kind_of_zip_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("hello.txt", "x")
    with pytest.raises(Refusal, match="journey_file_not_workbook"):
        xlsx.read(data.getvalue())
