"""Which channel a label of a feedback file means."""

from __future__ import annotations

from cx_core.model.folding import fold
from cx_core.model.journey import CHANNELS

#: Names that files give to channels, folded. Only names that mean one channel and no other.
_NAMES: dict[str, tuple[str, ...]] = {
    "store": ("cua hang", "tai cua hang", "chi nhanh", "showroom", "quay", "tai quay", "shop", "offline", "branch"),
    "web": ("website", "trang web", "web site", "online store", "site", "trang chu"),
    "app": ("ung dung", "app di dong", "mobile app", "mobile", "ung dung di dong"),
    "phone": ("hotline", "tong dai", "dien thoai", "goi dien", "call center", "call centre", "contact center", "cskh",
              "duong day nong", "telephone", "call"),
    "sms": ("tin nhan sms", "tin nhan", "text message", "brandname"),
    "email": ("e-mail", "mail", "thu dien tu", "hop thu"),
    "chat": ("live chat", "livechat", "chat web", "web chat", "chatbot", "chat truc tuyen", "tro chuyen truc tuyen"),
    "zalo": ("zalo oa", "zalo official account", "nhan tin zalo", "chat zalo", "zalo chat"),
    "facebook": ("fb", "fanpage", "facebook page", "messenger", "facebook messenger", "meta"),
    "tiktok": ("tik tok", "tiktok shop", "tik tok shop"),
    "shopee": ("shopee mall", "shopee food"),
    "lazada": ("lazmall", "laz mall"),
    "tiki": ("tiki trading",),
    "marketplace": ("san tmdt", "san thuong mai dien tu", "san", "e-commerce", "ecommerce", "market place",
                    "online marketplace"),
    "delivery": ("giao hang", "van chuyen", "shipper", "shipping", "courier", "giao nhan"),
    "visit": ("tai nha", "tai nha khach", "den tan nha", "tan noi", "home visit", "at home", "on site", "onsite",
              "on-site"),
    "kiosk": ("ki ot", "ki-ot", "may ban hang", "may tu phuc vu", "self-service kiosk", "ki-ot tu phuc vu"),
    "letter": ("thu", "thu giay", "buu dien", "post"),
    "event": ("su kien", "hoi thao", "workshop", "trien lam", "hoi cho"),
    "word_of_mouth": ("truyen mieng", "gioi thieu", "ban be gioi thieu", "word of mouth", "referral"),
    "advertising": ("quang cao", "ads", "advert", "banner", "truyen hinh", "tv"),
    "other": ("khac", "kenh khac", "other channel"),
}  # fmt: skip

_BY_NAME = {name: code for code, names in _NAMES.items() for name in names} | {
    name: code for code in CHANNELS for name in (code, code.replace("_", " "))
}


def channel_code(label: str | None) -> str | None:
    """Return the channel that a label means, however it is capitalised or accented; None when it is not known.

    >>> channel_code("Tổng đài"), channel_code("ZALO OA"), channel_code("Bưu cục 3"), channel_code(None)
    ('phone', 'zalo', None, None)
    """
    return _BY_NAME.get(fold(label)) if label else None
