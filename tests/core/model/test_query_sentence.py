"""A question says itself, in both languages."""

from datetime import date

from cx_core.i18n.catalogue import say
from cx_core.model.filters import Filters
from cx_core.model.query import Query


def said(query, language):
    return " · ".join(say(part, language) for part in query.sentence_parts())


def test_a_comparison_of_two_spans_says_where_it_cuts():
    filters = Filters(date(2026, 1, 1), date(2026, 6, 30))
    query = Query("nps", ("channel", "Vùng"), filters=filters, cut=date(2026, 4, 1))
    assert said(query, "vi") == (
        "Mức sẵn sàng giới thiệu (NPS) · theo Kênh · theo Vùng · so sánh đến hết 31/03/2026 với từ 01/04/2026"
        " · từ 01/01/2026 đến 30/06/2026"
    )
    assert said(query, "en").endswith(
        " · by Channel · by Vùng · up to 31 Mar 2026 against 1 Apr 2026 on · 1 Jan 2026 to 30 Jun 2026"
    )


def test_periods_and_values_are_said():
    query = Query("nps", every="month", filters=Filters().with_values("channel", ["Zalo"]))
    assert said(query, "vi").endswith(" · theo tháng · Kênh: Zalo")
    assert said(query, "en").endswith(" · by month · Channel: Zalo")
