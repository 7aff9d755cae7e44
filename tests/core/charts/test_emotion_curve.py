import json

from cx_core.charts.emotion_curve import CurvePoint, emotion_curve
from cx_core.charts.theme import Look
from tests.core.charts.chart_builders import fields, marks, rows, units

VI, EN = Look("vi"), Look("en")
POINTS = (
    CurvePoint("t1", "Xem web", "Cân nhắc", expected=1.0, perceived=0.5, measured=0.4, low=0.1, high=0.7, n=120),
    CurvePoint("t2", "Hỏi Zalo", "Cân nhắc", expected=1.0),
    CurvePoint("t3", "Giao hàng", "Nhận hàng", expected=1.5, perceived=-1.0, measured=-1.2, low=-2.4, high=-0.4, n=20),
    CurvePoint("t4", "Đổi trả", "Hậu mãi", perceived=0.0, measured=1.99, low=1.9, high=2.0, n=9),
)


def drawn(points=POINTS, look=VI):
    return emotion_curve(points, journey="Mua lần đầu", look=look)


def values(chart, kind):
    return [(row["label"], row["value"], row["run"]) for row in rows(chart.spec) if row.get("kind") == kind]


def test_a_touchpoint_without_a_value_leaves_a_gap():
    assert values(drawn(), "perceived") == [
        ("Xem web", 0.5, "perceived1"),
        ("Giao hàng", -1.0, "perceived2"),
        ("Đổi trả", 0.0, "perceived2"),
    ]
    assert [unit["encoding"]["detail"]["field"] for unit in marks(drawn().spec, "line")] == ["run", "run"]


def test_a_measured_value_under_ten_answers_is_not_drawn():
    chart = drawn()
    assert [label for label, _, _ in values(chart, "measured")] == ["Xem web", "Giao hàng"]
    assert "1.99" not in json.dumps([chart.spec, chart.table])
    assert "1 điểm chạm có dưới 10" in chart.note


def test_few_answers_are_pale():
    pale = {row["label"]: row["pale"] for row in rows(drawn().spec) if row.get("kind") == "measured"}
    assert pale == {"Xem web": False, "Giao hàng": True}


def test_an_interval_ends_where_the_axis_ends_but_the_table_has_it_whole():
    chart = drawn()
    (low,) = [row["low"] for row in rows(chart.spec) if row.get("kind") == "measured" and row["label"] == "Giao hàng"]
    assert low == -2.0
    assert chart.table[2][5] == -2.4


def test_expectation_is_told_by_a_dash_and_not_by_colour_alone():
    dashes = [unit["mark"].get("strokeDash") for unit in marks(drawn().spec, "line")]
    assert dashes == [[5, 4], None]
    (points,) = marks(drawn().spec, "point")
    assert points["encoding"]["shape"]["scale"]["range"] == ["diamond", "square", "circle"]


def test_touchpoints_stay_in_journey_order_and_stages_are_named_once():
    chart = drawn()
    assert chart.spec["encoding"]["x"]["sort"] == ["Xem web", "Hỏi Zalo", "Giao hàng", "Đổi trả"]
    stages = [row["stage"] for row in rows(chart.spec) if "shade" in row]
    assert stages == ["Cân nhắc", "", "Nhận hàng", "Hậu mãi"]


def test_the_axis_speaks_in_words():
    axes = [
        unit["encoding"]["y"]["axis"] for unit in units(drawn(look=EN).spec) if "axis" in unit["encoding"].get("y", {})
    ]
    assert json.loads(axes[0]["labelExpr"].split("[datum")[0]) == ["Very bad", "Bad", "Neutral", "Good", "Very good"]


def test_the_text_names_the_widest_gap():
    assert "Furthest below expectation at Giao hàng: 2.7 lower." in drawn(look=EN).alt


def test_no_values_gives_a_reason():
    assert drawn((CurvePoint("t", "A", "B"),)).reason
    assert drawn(()).reason


def test_fields_are_plain_names():
    assert all(name.isascii() and name.isidentifier() for name in fields(drawn().spec))
