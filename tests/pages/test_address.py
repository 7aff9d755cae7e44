"""Choices that stand in the address: a link is followed, also on a page that is open already."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from components.address import address_buttons, address_pills, address_select, page_choices

    one = address_buttons("Fruit", ("apple", "pear"), key="fruit", format_func=str)
    two = address_select("Size", ("small", "large"), key="size", format_func=str)
    many = address_pills("Spice", ("salt", "pepper", "chili"), usual=("salt",), key="spice", format_func=str)
    st.text(f"{one} {two} {'+'.join(many)}")
    st.text(str(sorted(page_choices(("other",)).items())))


def opened(**address: object) -> AppTest:
    test = AppTest.from_function(page)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def test_the_usual_choices_stand_in_no_address() -> None:
    test = opened(other="x")
    assert [one.value for one in test.text] == ["apple small salt", "[]"]


def test_a_link_is_followed() -> None:
    test = opened(fruit="pear", size="large", spice=["pepper", "chili"])
    assert test.text[0].value == "pear large pepper+chili"
    assert test.text[1].value == "[('fruit', ['pear']), ('size', ['large']), ('spice', ['pepper', 'chili'])]"


def test_nonsense_in_a_link_is_the_usual_choice() -> None:
    assert opened(fruit="stone", size="none").text[0].value == "apple small salt"


def test_an_emptied_list_stays_empty() -> None:
    assert opened(spice=["-"]).text[0].value == "apple small"


def test_another_link_to_the_open_page_is_followed_too() -> None:
    test = opened(fruit="pear")
    test.query_params["fruit"] = "apple"
    assert test.run().text[0].value == "apple small salt"


def test_a_choice_is_written() -> None:
    test = opened()
    test.selectbox(key="size").select("large").run()
    assert test.text[0].value == "apple large salt"
    assert test.query_params["size"] == "large"


def number_page() -> None:
    import streamlit as st

    from components.address import address_number

    st.text(str(address_number("Periods", 2, 12, usual=3, key="periods", note="How many")))


def test_a_number_stands_in_the_address_and_stays_between_its_ends() -> None:
    for named, shown in {"": "3", "6": "6", "1": "3", "13": "3", "six": "3", "9" * 5000: "3"}.items():
        test = AppTest.from_function(number_page)
        if named:
            test.query_params["periods"] = named
        assert test.run().text[0].value == shown
    test.number_input(key="periods").set_value(4).run()
    assert (test.text[0].value, test.query_params["periods"]) == ("4", "4")
    assert "periods" not in test.number_input(key="periods").set_value(3).run().query_params


def values_page() -> None:
    import streamlit as st

    from components.address import address_select, address_values

    size = address_select("Size", ("small", "large"), key="size", format_func=str, usual="large")
    many = address_values("Channel", ("", "Web", "Shop"), key="channels", format_func=str, placeholder="All")
    st.text(f"{size} {list(many)}")


def test_any_values_stand_in_the_address_also_that_of_answers_without_one() -> None:
    test = AppTest.from_function(values_page).run()
    assert (test.text[0].value, dict(test.query_params)) == ("large []", {})
    test.multiselect(key="channels").set_value(["", "Shop"]).run()
    assert (test.text[0].value, test.query_params["channels"]) == ("large ['', 'Shop']", ["~", "Shop"])
    again = AppTest.from_function(values_page)
    again.query_params["channels"] = ["~", "gone", "Web"]
    again.query_params["size"] = "small"
    assert again.run().text[0].value == "small ['', 'Web']"
