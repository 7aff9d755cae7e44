"""The filter bar: its address, its widgets, and what survives a change of page."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest


def bar(journey: str | None = None, shown: bool = True) -> None:
    from datetime import date

    import streamlit as st

    from components.filter_choice import FieldOptions, FilterOptions
    from components.filters_bar import filters_bar
    from cx_core.model.filters import MISSING

    options = FilterOptions(
        metrics=("nps", "csat"),
        fields=(
            FieldOptions("channel", "Kênh", (("Cửa hàng", "Cửa hàng"), ("Zalo", "Zalo"), (MISSING, "Chưa gán"))),
            FieldOptions("touchpoint", "Điểm chạm", (("t1", "Thanh toán"), ("t2", "Giao hàng"))),
            FieldOptions("Khu vực", "Khu *vực*", (("Bắc", "Bắc"),)),
        ),
        first_day=date(2025, 1, 1),
        last_day=date(2026, 11, 20),
        journey_id=st.session_state.get("journey_shown", journey),
    )
    if st.session_state.get("bar_shown", shown):
        st.session_state["chosen"] = filters_bar(options)
        st.session_state["included"] = st.session_state["chosen"].filters(options)


def opened(language: str = "vi", **address: object) -> AppTest:
    test = AppTest.from_function(bar, default_timeout=60)
    test.context["locale"] = {"vi": "vi-VN", "en": "en-US"}[language]
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def chosen(test: AppTest):
    return test.session_state["chosen"]


def address(test: AppTest) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in test.query_params.items()}


def test_an_address_opens_as_it_was_left():
    test = opened(metric=["csat"], every=["week"], span=["days_30"], channel=["Zalo", "~"])
    choice = chosen(test)
    assert (choice.metric, choice.grain, choice.span) == ("csat", "week", "days_30")
    assert choice.where == (("channel", ("", "Zalo")),)
    assert test.session_state["included"].since == date(2026, 10, 22)
    assert address(test) == {"metric": ["csat"], "every": ["week"], "span": ["days_30"], "channel": ["~", "Zalo"]}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "Đang xem: từ 01/01/2026 đến 20/11/2026"), ("en", "Showing: 1 Jan 2026 to 20 Nov 2026")],
)
def test_the_bar_says_what_is_included(language, sentence):
    # The sentence goes through Markdown, whose marks are written with a backslash.
    assert opened(language, span=["this_year"]).caption[0].value.replace("\\", "") == sentence


def test_a_widget_moves_the_choice_and_the_address():
    test = opened()
    assert address(test) == {}
    test.multiselect(key="f_in_channel").set_value(["Zalo"]).run()
    test.selectbox(key="f_grain").set_value("month").run()
    assert chosen(test).where == (("channel", ("Zalo",)),)
    assert address(test) == {"channel": ["Zalo"], "every": ["month"]}


def test_what_was_chosen_survives_another_page():
    test = opened()
    test.multiselect(key="f_in_channel").set_value(["Zalo"]).run()
    test.session_state["bar_shown"] = False
    # A click in the menu leaves the address empty.
    test.query_params.clear()
    test.run()
    test.session_state["bar_shown"] = True
    test.run()
    assert chosen(test).where == (("channel", ("Zalo",)),)
    assert test.multiselect(key="f_in_channel").value == ["Zalo"]
    assert address(test) == {"channel": ["Zalo"]}


def test_a_link_with_filters_wins_over_what_was_chosen_before():
    test = opened()
    test.multiselect(key="f_in_channel").set_value(["Zalo"]).run()
    test.query_params.clear()
    test.query_params["touchpoint"] = "t2"
    test.run()
    assert chosen(test).where == (("touchpoint", ("t2",)),)
    assert test.multiselect(key="f_in_channel").value == []


def test_clearing_takes_every_filter_away_and_keeps_the_metric():
    test = opened(metric=["csat"], span=["days_30"], channel=["Zalo"])
    test.button(key="f_clear").click().run()
    assert chosen(test).where == ()
    assert chosen(test).span == "all"
    assert chosen(test).metric == "csat"
    assert address(test) == {"metric": ["csat"]}
    assert not [button for button in test.button if button.key == "f_clear"]


def test_own_days_are_chosen_in_a_calendar():
    test = opened(span=["custom"], since=["2026-02-01"], until=["2026-02-28"])
    assert test.date_input(key="f_days").value == (date(2026, 2, 1), date(2026, 2, 28))
    included = test.session_state["included"]
    assert (included.since, included.until) == (date(2026, 2, 1), date(2026, 2, 28))
    assert address(test)["since"] == ["2026-02-01"]


def test_a_value_that_is_gone_is_shown_and_can_be_taken_away():
    test = opened(channel=["Fax"])
    assert test.multiselect(key="f_in_channel").value == ["Fax"]
    assert "Fax" in test.multiselect(key="f_in_channel").options


def test_another_map_takes_its_touchpoints_along():
    test = opened(touchpoint=["t1"], channel=["Zalo"])
    test.session_state["journey_shown"] = "another map"
    test.run()
    assert chosen(test).where == (("channel", ("Zalo",)),)


def test_labels_out_of_files_are_not_markdown():
    labels = [one.label for one in opened().multiselect]
    assert labels[2] == r"Khu \*vực\*"


def test_the_languages_differ_but_keys_and_values_do_not():
    vi, en = opened("vi", channel=["Zalo"]), opened("en", channel=["Zalo"])
    assert vi.caption[0].value != en.caption[0].value
    assert [one.key for one in vi.multiselect] == [one.key for one in en.multiselect]
    assert address(vi) == address(en)
