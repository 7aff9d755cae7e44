"""Words around a number that say what it is, and the check digits that prove it."""

from __future__ import annotations

import re
from typing import Literal

Context = Literal["id", "old_id", "bank", "tax", "passport", "order", "phone", "plate"]

#: Codes of the provinces in the first three digits of a citizen's number (Decree 137/2015).
_PROVINCE_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042"
    " 044 "
    "045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089"
    " 091 "
    "092 093 094 095 096"
)
PROVINCES = frozenset(_PROVINCE_CODES.split())

_WORDS: dict[Context, re.Pattern[str]] = {
    "id": re.compile(r"c[ăa]n\s*c[ưu][ớo]c|cccd|đ[ịi]nh danh|chip|cmnd|cmt|ch[ứu]ng minh", re.IGNORECASE),
    "old_id": re.compile(r"cmnd|cmt|ch[ứu]ng minh", re.IGNORECASE),
    "bank": re.compile(
        r"\bstk\b|s[ốo]\s*t[àa]i\s*kho[ảa]n|\bs[ốo]\s*tk\b|\btk\b|t[àa]i kho[ảa]n|chuy[ểe]n kho[ảa]n|"
        r"\b(?:vietcombank|vcb|techcombank|tcb|mb\s?bank|mbb|acb|bidv|agribank|vietinbank|ctg|tpbank|vpbank|sacombank"
        r"|stb|vib|shb|hdbank|ocb|msb|"
        r"eximbank|seabank|momo|zalopay)\b",
        re.IGNORECASE,
    ),
    "tax": re.compile(r"\bmst\b|m[ãa]\s*s[ốo]\s*thu[ếe]", re.IGNORECASE),
    "passport": re.compile(r"h[ộo]\s*chi[ếe]u|passport", re.IGNORECASE),
    "order": re.compile(
        r"đ[ơo]n\s*(?:h[àa]ng)?|m[ãa]\s*(?:đ[ơo]n|v[ậa]n|gd|giao d[ịi]ch|h[àa]ng|kh)|\border\b|\bbill\b|h[óo]a đ[ơo]n|"
        r"v[ậa]n đ[ơo]n|\bimei\b|serial|\bsku\b|barcode|m[ãa] v[ạa]ch|voucher|coupon|\botp\b",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"\bs[đd]t\b|đi[ệe]n tho[ạa]i|\bđt\b|\bdt\b|\bzalo\b|\bcall\b|g[ọo]i|li[êe]n h[ệe]|\blh\b|hotline|"
        r"s[ốo]\s*m[áa]y|\bphone\b|\btel\b|mobile|inbox|alo",
        re.IGNORECASE,
    ),
    "plate": re.compile(r"bi[ểe]n s[ốo]|\bxe\b|\bbks\b|\bô t[ôo]\b|taxi|grab", re.IGNORECASE),
}
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def says(context: Context, text: str, start: int, stop: int, *, before: int = 40, after: int = 12) -> bool:
    """Tell whether the words near a place speak of a context; ``before`` and ``after`` are letters.

    >>> says("phone", "SĐT 0912", 4, 8)
    True
    """
    words = _WORDS[context]
    if words.search(text[max(0, start - before) : start]):
        return True
    return bool(after) and bool(words.search(text[stop : stop + after]))


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit of a card number fits the others (ISO/IEC 7812).

    >>> passes_luhn("4111111111111111"), passes_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def has_valid_tax_check(digits: str) -> bool:
    """Tell whether the tenth digit of a Vietnamese tax number fits the first nine.

    >>> has_valid_tax_check("0100109106")
    True
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], _TAX_WEIGHTS, strict=True))
    return 10 - total % 11 == int(digits[9])
