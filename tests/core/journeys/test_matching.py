"""Answers find their touchpoint by the names in their file, or stay unassigned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys import build
from cx_core.journeys.channels import channel_code
from cx_core.journeys.matching import Match, match_places, place_key
from cx_core.model.imports import Place
from cx_core.model.journey import CHANNELS, Text

SHOP = build.journey(
    "Mua hàng",
    [
        build.stage(
            Text("Tìm hiểu", "Explore"),
            [
                build.touchpoint(Text("Trang web", "Website"), channel="web", id="web"),
                build.touchpoint("Tư vấn", channel="zalo", id="advice_zalo"),
                build.touchpoint("Tư vấn", channel="store", id="advice_store"),
            ],
        ),
        build.stage(
            Text("Sau mua", "After"),
            [
                build.touchpoint("Tư vấn", channel="phone", id="advice_after"),
                build.touchpoint("Giao hàng", channel="delivery", aliases=("Ship", "GHN"), id="delivery"),
                build.touchpoint("Tổng đài", channel="phone", aliases=("1800 1234",), id="hotline"),
            ],
        ),
    ],
)


@pytest.mark.parametrize(
    ("channel", "touchpoint", "stage", "found", "method"),
    [
        (None, "trang WEB", None, "web", "exact"),
        (None, "Website", None, "web", "exact"),
        (None, "Giao hang", None, "delivery", "exact"),
        (None, "ship", None, "delivery", "alias"),
        ("Shopee", "Giao hàng", None, "delivery", "exact"),
        # one name, three touchpoints: the channel or the stage decides, or nothing
        ("Zalo OA", "Tư vấn", None, "advice_zalo", "exact"),
        (None, "Tư vấn", "Sau mua", "advice_after", "exact"),
        ("Cửa hàng", "Tư vấn", "explore", "advice_store", "exact"),
        (None, "Tư vấn", None, None, "none"),
        (None, "Tư vấn", "Tìm hiểu", None, "none"),
        # no touchpoint in the file: the only one on the channel
        ("Website", None, None, "web", "channel"),
        ("zalo", None, None, "advice_zalo", "channel"),
        ("hotline", None, None, None, "none"),
        ("hotline", None, "Tìm hiểu", None, "none"),
        ("1800 1234", None, None, "hotline", "alias"),
        ("GHN", None, None, "delivery", "alias"),
        # a name that is not on the map is not guessed from the channel
        ("Website", "Trang thanh toán", None, None, "none"),
        ("Bưu cục", None, None, None, "none"),
        (None, None, None, None, "none"),
        (None, None, "Sau mua", None, "none"),
    ],
)
def test_matching(channel, touchpoint, stage, found, method):
    assert match_places(SHOP, [Place(1, channel, touchpoint, stage)]) == {1: Match(found, method)}


def test_a_remembered_assignment_wins():
    place = Place(1, "Zalo", "Giao hàng", None)
    assert match_places(
        SHOP, [place], {place_key(place.channel_label, place.touchpoint_label, place.stage_label): "web"}
    )[1] == Match("web", "remembered")


def test_a_place_can_be_deliberately_unassigned():
    place = Place(1, None, "Giao hàng", None)
    assert match_places(SHOP, [place], {"|giao hang|": None})[1] == Match(None, "remembered")


def test_an_assignment_to_a_touchpoint_that_is_gone_is_passed_over():
    place = Place(1, None, "Giao hàng", None)
    assert match_places(
        SHOP, [place], {place_key(place.channel_label, place.touchpoint_label, place.stage_label): "removed"}
    )[1] == Match("delivery", "exact")


def test_the_key_ignores_case_and_diacritics():
    assert place_key("ZALO oa", "Tư  vấn", None) == place_key("Zalo OA", "tu van", "") == "zalo oa|tu van|"
    assert place_key("a|b", "c", None) != place_key("a", "b|c", None)


def test_channels():
    assert all(channel_code(code) == code for code in CHANNELS)
    assert channel_code("word of mouth") == "word_of_mouth"
    assert channel_code("Sàn TMĐT") == "marketplace"
    assert channel_code("") is None


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.text(max_size=8))] * 3), max_size=5))
def test_every_place_gets_an_answer(labels):
    places = [Place(number, *triple) for number, triple in enumerate(labels)]
    assert set(match_places(SHOP, places)) == {place.id for place in places}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_channels_own_name_means_it_in_both_languages(language):
    assert {code: channel_code(translate(f"channel.{code}", language)) for code in CHANNELS} == {c: c for c in CHANNELS}
