"""Customers as files name them, in one form: the same person has the same text in every file."""

from __future__ import annotations

import re
import unicodedata

from cx_core.model.folding import fold

#: Eleven-digit mobile prefixes before 15 September 2018 and what they became (Ministry of Information, plan of 2018).
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_LONGEST_NOBODY = 20
_PHONE_LETTERS = re.compile(r"^['’]?\(?\+?[\d\s().\-\u00a0]{8,22}$")
_MOBILE = re.compile(r"^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$")
_LANDLINE = re.compile(r"^02\d{8,9}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,24}$", re.IGNORECASE)
#: Cells that are more than a code (RE2): telephones, addresses, and whatever does not end in a digit.
MAY_NEED_CARE = r"^['’]|^\(?\+?[\d\s().\-\x{00a0}]{8,22}$|@|[^0-9]$"
_LONGEST_EMAIL = 254
#: Words that stand in a customer column and name nobody.
_NOBODY = frozenset({"anonymous", "an danh", "khach le", "khach vang lai", "n/a", "na", "-", "none", "null", "guest"})


def normalise_phone(text: str) -> str | None:
    """Return a Vietnamese number as ``0…`` with today's prefix; None when the text is none.

    A leading zero that a spreadsheet took away comes back.

    >>> normalise_phone("+84 912 345 678"), normalise_phone("0162 345 6789"), normalise_phone("912345678")
    ('0912345678', '0323456789', '0912345678')
    >>> normalise_phone("KH00123") is None
    True
    """
    if not _PHONE_LETTERS.match(text):
        return None
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0084"):
        digits = digits[4:]
    elif digits.startswith("84") and len(digits) >= 11:
        digits = digits[2:]
    digits = digits if digits.startswith("0") else f"0{digits}"
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        digits = _OLD_PREFIXES[digits[:4]] + digits[4:]
    return digits if _MOBILE.match(digits) or _LANDLINE.match(digits) else None


def normalise_customer(text: str | None) -> str | None:
    """Return a customer's identifier in one form: telephone, e-mail in lower case, else the code in upper case.

    None for blanks and for words that name nobody.

    >>> normalise_customer(" Lan@Example.com "), normalise_customer("kh00123"), normalise_customer("Anonymous")
    ('lan@example.com', 'KH00123', None)
    """
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).strip().lstrip("'")
    if not text or _is_nobody(text):
        return None
    phone = normalise_phone(text)
    if phone:
        return phone
    return text.lower() if looks_like_email(text) else " ".join(text.upper().split())


def _is_nobody(text: str) -> bool:
    # A code ends in a digit; folding each of a hundred thousand costs more than everything else here.
    return len(text) <= _LONGEST_NOBODY and not text[-1].isdigit() and fold(text) in _NOBODY


def looks_like_phone(text: str) -> bool:
    """Tell whether a whole cell is a telephone number.

    >>> looks_like_phone("0912.345.678"), looks_like_phone("12")
    (True, False)
    """
    return normalise_phone(text) is not None


def looks_like_email(text: str) -> bool:
    """Tell whether a whole cell is an e-mail address."""
    return len(text) <= _LONGEST_EMAIL and bool(_EMAIL.match(text.strip()))
