import json

from cx_core.charts.breakdown import MAX_GROUPS, Group, breakdown
from cx_core.charts.theme import Look
from tests.core.charts.chart_builders import FIVE_EFFORT, SEVEN, ces, fields, marks, nps, rows, units

VI = Look("vi")
GROUPS = (
    Group("a", "Zalo", nps(10, n=300)),
    Group("b", "Cửa hàng", nps(40, n=50)),
    Group("c", "Tổng đài", nps(60, n=15)),
    Group("d", "Email", nps(88.125, n=9)),
    Group("e", "Quầy", nps(None, n=0)),
)


def drawn(groups=GROUPS, metric="nps", **more):
    return breakdown(groups, metric=metric, dimension="kênh", look=VI, **more)


def labels(chart):
    return [row["name"] for row in rows(chart.spec) if "name" in row]


def test_ranked_groups_stand_first_and_few_answers_are_not_ranked():
    # Tổng đài has the highest value, but 15 answers.
    assert labels(drawn()) == ["Cửa hàng", "Zalo", "Tổng đài"]
    assert drawn().spec["encoding"]["y"]["sort"] == ["Cửa hàng", "Zalo", "Tổng đài"]


def test_hidden_groups_are_listed_with_n_but_their_score_is_nowhere():
    chart = drawn()
    assert "Email (9)" in chart.note
    assert "88.125" not in json.dumps([chart.spec, chart.table, chart.alt], ensure_ascii=False)
    assert [row[0] for row in chart.table] == ["Cửa hàng", "Zalo", "Tổng đài", "Email", "Quầy"]
    assert chart.table[3][1:5] == (None, None, None, 9)


def test_on_an_effort_scale_the_lowest_mean_is_the_best():
    groups = (Group("a", "A", ces(4, FIVE_EFFORT)), Group("b", "B", ces(2, FIVE_EFFORT)))
    assert labels(drawn(groups, "ces")) == ["B", "A"]


def test_another_scale_is_not_drawn_on_the_same_axis():
    groups = (Group("a", "A", ces(6, SEVEN, n=500)), Group("b", "B", ces(2, FIVE_EFFORT, n=40)))
    chart = drawn(groups, "ces")
    assert labels(chart) == ["A"]
    assert "B (40)" in chart.note


def test_value_and_n_are_written_in_each_row():
    texts = {unit["encoding"]["text"]["field"] for unit in marks(drawn().spec, "text")}
    assert texts == {"value_text", "n_text"}
    assert {row["name"]: (row["value_text"], row["n_text"]) for row in rows(drawn().spec) if "name" in row}["Zalo"] == (
        "+10",
        "300",
    )


def test_grey_rows_have_the_grey_of_the_theme():
    paint = {row["name"]: row["paint"] for row in rows(drawn().spec) if "name" in row}
    assert paint == {"Cửa hàng": VI.colours.series, "Zalo": VI.colours.series, "Tổng đài": VI.colours.small}


def test_a_click_gives_the_group_s_id():
    top = units(drawn().spec)[-1]
    assert [p["select"]["fields"] for p in drawn().spec["params"] if p["name"] == "pick"] == [["group"]]
    assert top["mark"]["type"] == "bar"


def test_equal_labels_stay_two_rows():
    groups = (Group("a", "Giao hàng", nps(10)), Group("b", "Giao\n hàng", nps(20)))
    sort = drawn(groups).spec["encoding"]["y"]["sort"]
    assert sort == ["Giao hàng", "Giao hàng (2)"]


def test_names_out_of_files_are_values_and_never_fields():
    groups = (Group("a", "a.b[c]", nps(10)), Group("b", "datum['x']; <img src=x>", nps(20)))
    chart = drawn(groups)
    assert all(name.isascii() and name.isidentifier() for name in fields(chart.spec))
    assert "a.b[c]" in labels(chart)


def test_many_groups_are_cut_in_the_drawing_but_not_in_the_table():
    groups = [Group(str(i), f"Cửa hàng {i}", nps(i % 90, n=100)) for i in range(100)]
    chart = drawn(groups)
    assert (len(labels(chart)), len(chart.table)) == (MAX_GROUPS, 100)
    assert "40 trong 100" in chart.note


def test_nothing_to_draw_gives_the_reason_and_still_the_table():
    few = drawn((Group("a", "A", nps(10, n=9)),))
    assert few.spec == {}
    assert few.reason
    assert few.table[0][4] == 9
    assert drawn(()).reason


def test_the_whole_is_a_line_and_a_sentence():
    chart = drawn(overall=nps(25, n=365))
    assert any(row == {"value": 25} for row in rows(chart.spec))
    assert "Toàn bộ: +25" in chart.alt


def test_every_layer_has_the_one_axis_that_need_not_reach_zero():
    groups = (Group("a", "A", ces(5.2, SEVEN)), Group("b", "B", ces(5.6, SEVEN)))
    chart = drawn(groups, "ces", overall=ces(5.4, SEVEN, n=400))
    axes = [unit["encoding"]["x"] for unit in units(chart.spec) if unit["encoding"]["x"].get("type") == "quantitative"]
    assert [axis["field"] for axis in axes] == ["value", "low", "value"]
    assert all(axis["scale"] == axes[0]["scale"] for axis in axes)
    assert axes[0]["scale"]["domain"][0] > 4
    assert axes[0]["scale"]["zero"] is False
