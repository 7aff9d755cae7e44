"""Marketplaces of Vietnam as shops and scrapers export them: Shopee, Lazada, Tiki.

Nearly all ratings are five stars; rows without words count. The shop's answers are not the customer's words.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs

_SHARED = (
    ColumnHint("order_?(id|sn|code)|ordersn|ma don hang", "order"),
    ColumnHint(
        "(author_?|user_?|buyer_?|customer_?)(user)?name|userid|user_id|nguoi mua|full_name", "ignore", is_private=True
    ),
    ColumnHint(
        "item_?id|shop_?id|product_?id|seller_?id|label|like_count|thank_count|images?|videos?|reply.*|seller_reply.*",
        "ignore",
    ),
    ColumnHint(
        "product_?name|item_?name|model_?name|ten san pham|san pham|variation|sku.*|phan loai( hang)?|timeline.*",
        "segment",
    ),
)


def _recognise_shopee(signs: Signs) -> float:
    if signs.has("rate_star", "rating_star") and signs.has("comment"):
        return 0.95
    own = signs.has("cmtid", "ctime", "itemid", "item_id", "shopid", "shop_id", "orderid", "ordersn")
    return 0.9 if own >= 2 and signs.has("comment") else 0.0


SHOPEE = Profile(
    "shopee",
    _recognise_shopee,
    hints=(
        ColumnHint("cmtid|comment_id|rating_id", is_id=True, role="ignore"),
        ColumnHint("rate_star|rating_star|rating", "rating", scale=FIVE_POINTS),
        ColumnHint("comment", "verbatim"),
        ColumnHint("ctime|create_time|created_at", "responded_at"),
        *_SHARED,
    ),
)


def _recognise_lazada(signs: Signs) -> float:
    own = signs.has("reviewrateid", "reviewtime", "reviewcontent", "skuinfo", "boughtdate", "zonedreviewtime")
    return 0.95 if own >= 2 and signs.has("rating") else 0.0


LAZADA = Profile(
    "lazada",
    _recognise_lazada,
    hints=(
        ColumnHint("reviewrateid", is_id=True, role="ignore"),
        ColumnHint("rating", "rating", scale=FIVE_POINTS),
        ColumnHint("reviewcontent|reviewtitle", "verbatim"),
        ColumnHint("zonedreviewtime|reviewtime", "responded_at"),
        ColumnHint("boughtdate|upvotes?|helpful.*", "ignore"),
        ColumnHint("itemtitle|skuinfo", "segment"),
        ColumnHint("buyername|buyerid", "ignore", is_private=True),
        *_SHARED,
    ),
)


def _recognise_tiki(signs: Signs) -> float:
    own = signs.has("thank_count", "customer_id", "content", "title", "created_at", "product_id", "spid", "seller.name")
    return 0.85 if own >= 4 and signs.has("rating") else 0.0


TIKI = Profile(
    "tiki",
    _recognise_tiki,
    hints=(
        ColumnHint("id|review_id|comment_id", is_id=True, role="ignore"),
        ColumnHint("rating", "rating", scale=FIVE_POINTS),
        # The title is the stars in words ("Cực kì hài lòng"), not the customer's.
        ColumnHint("title", "ignore"),
        ColumnHint("content", "verbatim"),
        ColumnHint("created_at|purchased_at", "responded_at"),
        ColumnHint("customer_id", "customer", is_private=True),
        ColumnHint("spid|status|score|new_score|attributes|timeline.*|created_by.*", "ignore"),
        *_SHARED,
    ),
)
