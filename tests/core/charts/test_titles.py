"""A title is whole on every screen: where the chart is narrow it takes several lines, since Vega only cuts."""

import json

from cx_core.charts.chart import finish
from cx_core.charts.theme import Look

LONG = "NPS theo hạng thành viên và khu vực: tách thay đổi −3,2"


def title(text: str, context: str = "") -> dict:
    return finish({}, Look("vi", "light"), title=text, n=12, context=context, alt="")["title"]


def test_a_short_title_stays_as_it_is():
    assert title("NPS theo tháng")["text"] == "NPS theo tháng"


def test_a_long_title_has_lines_for_a_narrow_chart_and_one_for_a_wide_chart():
    narrow, wide = title(LONG)["text"]["expr"].partition(" ? ")[2].split(" : ")
    assert json.loads(wide) == LONG
    assert " ".join(json.loads(narrow)) == LONG
    assert len(json.loads(narrow)) == 2


def test_a_title_that_is_made_of_a_persons_words_stays_a_text():
    """Quotation marks and a backslash in a theme's name do not end the text they stand in."""
    name = 'Chủ đề "\\" + alert(1) + "\\" qua thời gian của khách hàng'
    narrow, wide = title(name)["text"]["expr"].partition(" ? ")[2].split(" : ", 1)
    assert json.loads(wide) == name
    assert "".join(json.loads(narrow)).replace(" ", "") == name.replace(" ", "")


def test_a_long_part_under_the_title_is_broken_between_words():
    assert title("NPS", "Điểm chạm: Nhận hàng tại cửa hàng và kiểm tra trước khi trả tiền")["subtitle"] == [
        "n = 12", "Điểm chạm: Nhận hàng tại cửa hàng và kiểm tra", "trước khi trả tiền",
    ]  # fmt: skip
