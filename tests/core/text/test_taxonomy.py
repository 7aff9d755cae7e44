"""Themes as values: added, renamed, merged, split, joined with a pack, written and read."""

from __future__ import annotations

import pytest

from cx_core.model.problem import Refusal
from cx_core.text import DEFAULT, PACKS, Changes, Taxonomy, Theme, analyse, catches, pack, taxonomy_for

SHOP = Taxonomy((Theme("price", vi=("giá", "đắt"), en=("price+",)), Theme("place", vi=("chỗ", "bãi xe"))))


def keys_in(comment: str, taxonomy: Taxonomy) -> list[str]:
    return [one.key for one in analyse(comment, taxonomy=taxonomy).themes]


def test_a_theme_is_found_by_each_of_its_words_in_both_languages() -> None:
    assert keys_in("giá cao", SHOP) == ["price"]
    assert keys_in("gia cao, bai xe rong", SHOP) == ["price", "place"]
    assert keys_in("The prices went up", SHOP) == ["price"]


def test_a_short_form_among_the_words_of_a_theme_is_found_however_customers_write_it() -> None:
    own = Taxonomy((Theme("fee", vi=("phí ship",)),))
    for comment in ("phí ship cao", "phi ship cao", "Phí giao hàng cao"):
        assert keys_in(comment, own) == ["fee"]
    assert [one.index for one in catches(["ship"], ["ship lâu", "giao hàng lâu", "gửi xe"])] == [0, 1]
    changes = Changes(SHOP, SHOP.with_words("place", vi=["phí ship"]))
    assert changes.concerns("phi giao hang cao")
    assert not changes.concerns("giá cao")


def test_a_theme_stands_once_with_every_place() -> None:
    (one,) = analyse("giá đắt, giá cao", taxonomy=SHOP).themes
    assert one.spans == ((0, 3), (4, 7), (9, 12))


def test_merging_moves_the_words_along() -> None:
    merged = SHOP.merged(["place"], "price")
    assert merged.keys == ("price",)
    assert keys_in("bãi xe", merged) == ["price"]


def test_splitting_takes_the_words_out() -> None:
    split = SHOP.split("place", "parking", ["bãi xe"], {"vi": "Gửi xe"})
    assert split.keys == ("price", "place", "parking")
    assert keys_in("bãi xe", split) == ["parking"]
    assert split.theme("parking").name("vi") == "Gửi xe"


def test_renaming_keeps_the_words() -> None:
    assert keys_in("giá cao", SHOP.renamed("price", "cost")) == ["cost"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("theme_unknown", lambda: SHOP.without("nothing")),
        ("theme_exists", lambda: SHOP.renamed("price", "place")),
        ("theme_exists", lambda: SHOP.split("place", "price", ["bãi xe"])),
        ("theme_without_words", lambda: SHOP.split("place", "parking", ["hồ bơi"])),
        ("theme_key_invalid", lambda: SHOP.with_theme(Theme("Not a key"))),
        ("theme_pack_unknown", lambda: pack("circus")),
        ("taxonomy_unreadable", lambda: Taxonomy.from_dict({"price": "giá"})),
    ],
)
def test_what_cannot_be_is_refused_by_name(kind: str, change) -> None:
    with pytest.raises(Refusal) as refused:
        change()
    assert refused.value.kind == kind


def test_written_and_read_it_is_the_same() -> None:
    for taxonomy in (SHOP, DEFAULT, *map(pack, PACKS)):
        again = Taxonomy.from_dict(taxonomy.to_dict())
        assert (again, again.version) == (taxonomy, taxonomy.version)


def test_any_change_is_another_version() -> None:
    changed = [
        SHOP.with_words("price", vi=["rẻ"]),
        SHOP.without("place"),
        SHOP.renamed("price", "price", {"vi": "Chi phí"}),
    ]
    assert len({SHOP.version, *(one.version for one in changed)}) == 4


def test_equal_is_equal() -> None:
    assert SHOP.with_words("price", vi=["GIÁ "]) == SHOP
    assert SHOP.with_words("price", vi=["rẻ"]).without_words("price", ["rẻ"]) == SHOP


@pytest.mark.parametrize("key", PACKS)
def test_every_pack_joins_the_generic_themes(key: str) -> None:
    joined = taxonomy_for(key)
    assert set(pack(key).keys) <= set(joined.keys)
    assert set(DEFAULT.keys) <= set(joined.keys)
    words = [word for theme in pack(key).themes for word in (*theme.vi, *theme.en)]
    assert words and all(word == " ".join(word.lower().split()) for word in words)


def test_a_preview_shows_what_a_word_would_catch_and_where() -> None:
    comments = ["chỗ gửi xe chật", "xe đẹp", "cho gui xe xa", "gửi xe, gửi xe"]
    assert [(one.index, one.spans) for one in catches(["gửi xe"], comments)] == [
        (0, ((4, 10),)),
        (2, ((4, 10),)),
        (3, ((0, 6), (8, 14))),
    ]
    assert [one.index for one in catches(["gửi xe"], comments, limit=1)] == [0]
