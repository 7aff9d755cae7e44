import json

import pytest

from cx_core.charts.heat import HeatCell, Side, heat
from cx_core.charts.theme import Look
from tests.core.charts.chart_builders import FIVE_EFFORT, ces, fields, marks, nps, rows, units

VI = Look("vi")
ROWS = (Side("s2", "Nhận hàng"), Side("s1", "Cân nhắc"))
COLUMNS = (Side("zalo", "Zalo"), Side("web", "Website"))


def drawn(*cells, overall=None, metric="nps", look=VI):
    return heat(
        cells,
        rows=ROWS,
        columns=COLUMNS,
        metric=metric,
        names=("giai đoạn", "kênh"),
        look=look,
        overall=overall or nps(20, n=900),
    )


def paint(chart):
    return {(row["row"], row["column"]): row["paint"] for row in rows(chart.spec)}


def test_better_is_blue_worse_is_orange_and_near_is_neither():
    chart = drawn(HeatCell("s1", "zalo", nps(70)), HeatCell("s1", "web", nps(-70)), HeatCell("s2", "web", nps(21)))
    colours = VI.colours
    assert paint(chart) == {
        ("s1", "zalo"): colours.better[2],
        ("s1", "web"): colours.worse[2],
        ("s2", "web"): colours.neutral,
    }


def test_on_an_effort_scale_low_is_blue():
    cells = (HeatCell("s1", "zalo", ces(1.2, FIVE_EFFORT)), HeatCell("s1", "web", ces(4.8, FIVE_EFFORT)))
    chart = drawn(*cells, metric="ces", overall=ces(3, FIVE_EFFORT, n=400))
    assert paint(chart)[("s1", "zalo")] in VI.colours.better
    assert paint(chart)[("s1", "web")] in VI.colours.worse


def test_few_answers_have_no_colour_and_under_ten_no_score():
    chart = drawn(
        HeatCell("s1", "zalo", nps(91, n=29)), HeatCell("s1", "web", nps(-93, n=9)), HeatCell("s2", "web", nps(21))
    )
    assert paint(chart)[("s1", "zalo")] == VI.colours.neutral
    assert "-93" not in json.dumps([chart.spec, chart.table, chart.alt], ensure_ascii=False)
    assert {row["value_text"] for row in rows(chart.spec)} == {"+91", "·", "+21"}


def test_rows_and_columns_keep_the_given_order():
    encoding = drawn(HeatCell("s1", "zalo", nps(70))).spec["encoding"]
    assert encoding["y"]["sort"] == ["Nhận hàng", "Cân nhắc"]
    assert encoding["x"]["scale"]["domain"] == ["Zalo", "Website"]


def test_a_click_gives_row_and_column():
    chart = drawn(HeatCell("s1", "zalo", nps(70)))
    assert [p["select"]["fields"] for p in chart.spec["params"]] == [["row", "column"]]
    assert units(chart.spec)[-1]["mark"]["fillOpacity"] == 0


def test_value_and_n_stand_in_each_cell():
    chart = drawn(HeatCell("s1", "zalo", nps(70)))
    assert [unit["encoding"]["text"]["field"] for unit in marks(chart.spec, "text")] == ["value_text", "n_text"]


@pytest.mark.parametrize("cells", [(), (HeatCell("s1", "zalo", nps(10, n=3)),)])
def test_nothing_to_show_gives_a_reason(cells):
    assert drawn(*cells).reason


def test_fields_are_plain_names():
    assert all(name.isascii() and name.isidentifier() for name in fields(drawn(HeatCell("s1", "zalo", nps(70))).spec))


def test_of_many_columns_a_phone_is_told_where_the_numbers_are():
    many = tuple(Side(f"c{at}", f"Chi nhánh {at}") for at in range(10))
    cells = [HeatCell("s1", one.id, nps(20)) for one in many]
    chart = heat(
        cells, rows=ROWS, columns=many, metric="nps", names=("giai đoạn", "kênh"), look=VI, overall=nps(20, n=900)
    )
    said = "Trên màn hình hẹp, các con số chỉ có trong bảng số liệu."
    assert said in chart.note
    assert said not in drawn(*[HeatCell("s1", "zalo", nps(20))]).note
    # Every number gives way where its column is narrow, in every drawing.
    texts = [unit["mark"] for unit in units(chart.spec) if unit["mark"]["type"] == "text"]
    assert len(texts) == 2
    assert all("bandwidth" in mark["opacity"]["expr"] for mark in texts)
