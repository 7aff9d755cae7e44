"""A suggestion for feedback that matches nothing: by words in common, then channel and stage; none when in doubt."""

import pytest

from cx_core.journeys import build
from cx_core.journeys.likely import likely_touchpoints
from cx_core.model.imports import Place

SHOP = build.journey(
    "Mua",
    [
        build.stage("Mua", [build.touchpoint("Quầy thu ngân", channel="store", id="till", aliases=("Thanh toán",)),
                            build.touchpoint("Kệ hàng", channel="store", id="shelf")], id="s1"),
        build.stage("Sau mua", [build.touchpoint("Chăm sóc khách hàng", channel="phone", id="care")], id="s2"),
    ],
    id="j",
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "likely"),
    [
        # two of five words in common (2·2/5 = 0.8 with "Thanh toán" of three: thanh, toan, the)
        (Place(1, None, "Thanh toán thẻ"), "till"),
        # no word in common, but the only touchpoint on the phone
        (Place(1, "Hotline", "Gọi lại"), "care"),
        # two touchpoints in the store, nothing else said: not guessed
        (Place(1, "Cửa hàng", "Nhân viên"), None),
        # the stage decides between them only where the stages differ
        (Place(1, None, "Nhân viên", "Sau mua"), None),
        (Place(1, "Tổng đài", "Nhân viên", "Sau mua"), "care"),
        (Place(1, None, "Phòng ở"), None),
        (Place(1), None),
    ],
)
def test_what_is_suggested(place, likely):
    assert likely_touchpoints(SHOP, [place]).get(1) == likely


def test_two_alike_are_none():
    twins = build.journey("x", [build.stage("y", [build.touchpoint("Giao hàng", id=one) for one in "ab"])])
    assert likely_touchpoints(twins, [Place(1, None, "Giao hàng nhanh")]) == {}


def test_an_empty_map_suggests_nothing():
    assert likely_touchpoints(build.journey("x"), [Place(1, "Zalo", "Tư vấn")]) == {}
