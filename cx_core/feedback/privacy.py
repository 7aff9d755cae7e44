"""Personal data in Vietnamese text: found by form and context, masked where the finding is certain.

A customer's words are kept, what identifies a person in them is not. ``high`` findings are masked by default; ``low``
ones (names, addresses, numbers that may be an order's) are for a person to decide, since masking "Tim Cook" or
"Châu Á" would damage what was said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from cx_core.feedback.privacy_context import PROVINCES, has_valid_tax_check, passes_luhn, says

Confidence = Literal["high", "low"]
PersonalKind = Literal[
    "email", "phone", "citizen_id", "old_id", "bank", "card", "tax", "plate", "passport", "insurance", "address",
    "name",
]  # fmt: skip

#: What stands in the text instead. Short, without a digit of the original except a telephone's last three.
MASKS: dict[PersonalKind, str] = {
    "email": "[EMAIL]", "phone": "[SĐT]", "citizen_id": "[CCCD]", "old_id": "[CMND]", "bank": "[STK]", "card": "[THẺ]",
    "tax": "[MST]", "plate": "[BIỂN SỐ]", "passport": "[HỘ CHIẾU]", "insurance": "[BHYT]", "address": "[ĐỊA CHỈ]",
    "name": "[TÊN]",
}  # fmt: skip
#: Every mask; a telephone's holds the last digits.
_MASK = re.compile("|".join(re.escape(mask[:-1]) + "(?: …[0-9]*)?]" for mask in MASKS.values()))


@dataclass(frozen=True)
class Finding:
    """Personal data at ``start`` to ``stop`` of a text (NFC)."""

    kind: PersonalKind
    start: int
    stop: int
    confidence: Confidence


_GAP = r"[ .\-\u00a0]?"
#: Not inside a longer number, code, amount or date.
_BEFORE, _AFTER = r"(?<![\w./#%+\-])", r"(?![\w%])(?![.,\-/]\d)"
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+\-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?!\w)"
)
_EMAIL_SPELT = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+\-]{2,40}\s?(?:@|\(at\)|\[at\]|\bat\b|a còng)\s?"
    r"(?:gmail|yahoo|hotmail|outlook|icloud)\s?(?:\.|\(dot\)|chấm|\s)\s?com(?:\.vn)?\b",
    re.IGNORECASE,
)
_COUNTRY = rf"\(?(?:\+|00)?84\)?{_GAP}"
_MOBILE = re.compile(
    rf"(?<![\w./#%\-])(?:{_COUNTRY}\(?0?\)?|0){_GAP}(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)(?:{_GAP}\d){{7}}{_AFTER}"
)
_LANDLINE = re.compile(rf"(?<![\w./#%\-])(?:{_COUNTRY}|\(?0)2\d{{1,2}}\)?{_GAP}(?:\d{_GAP}){{6,7}}\d{_AFTER}")
_MOBILE_BEFORE_2018 = re.compile(rf"(?<![\w./#%\-])01(?:2\d|6[2-9]|8[68]|99)(?:{_GAP}\d){{7}}{_AFTER}")
_TWELVE = re.compile(rf"{_BEFORE}\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}{_AFTER}")
_NINE = re.compile(rf"{_BEFORE}\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}{_AFTER}")
_DIGITS = re.compile(r"(?<![\w./#%+\-])\d(?:[ .\-]?\d){5,18}(?![\w%])(?![.,/]\d)")
_PLATE = re.compile(
    r"(?<![\w\-])(?:1[1-9]|[2-9]\d)[ \-]?[A-HK-NPS-VX-Z](?:[A-Z]|[1-9])?[ \-.]?(?:\d{3}[.]\d{2}|\d{5}|\d{4})"
    r"(?![\w.]?\d)(?!\w)"
)
_PASSPORT = re.compile(r"(?<!\w)[BCEGKNP]\d{7,8}(?!\w)")
_INSURANCE = re.compile(r"(?<!\w)[A-Z]{2}\d{13}(?!\w)")
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_FAMILY_NAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Lâm|Mai|Đào|Trương|Tô|Tạ"
    "|Hà|"
    "Cao|Châu|Thái|Lương|Vương|Quách|Kiều|Phùng"
)
_NAME = re.compile(rf"(?<!\w)(?:{_FAMILY_NAMES})(?:\s+[{_UPPER}][^\W\d_]{{0,6}}){{1,4}}(?!\w)")
_ADDRESSED = re.compile(
    rf"(?:[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ôô]ng|[Bb]à|[Ee]m|Mr\.?|Mrs\.?|Ms\.?)(?:\s+[{_UPPER}][^\W\d_]{{0,6}}){{1,4}}"
)
_ADDRESS = re.compile(
    r"(?<!\w)(?:số|nhà|số nhà)?\s*\d{1,4}[A-Za-z]?(?:[/\-]\d{1,4}[A-Za-z]?){0,4}\s*,?\s*"
    r"(?:đường|phố|ngõ|ngách|hẻm|kiệt|đ\.|duong|pho|ngo|hem)\s+[^\n,.;]{2,40}",
    re.IGNORECASE,
)

#: A text without one of these holds nothing that is masked by default.
MAY_HOLD_PERSONAL_DATA = (
    r"\d[\d .\-()\x{00a0}]{5,}\d|@|\(at\)|\[at\]|a còng|[A-Z]\d|\d[A-Z]|(?i:gmail|yahoo|hotmail|outlook|icloud)"
)
_MAY = re.compile(MAY_HOLD_PERSONAL_DATA.replace(r"\x{00a0}", "\u00a0"))

Hit = tuple[PersonalKind, int, int, Confidence]


def _emails(text: str) -> Iterator[Hit]:
    for pattern in (_EMAIL, _EMAIL_SPELT):
        for found in pattern.finditer(text):
            yield "email", *found.span(), "high"


def _citizen_ids(text: str) -> Iterator[Hit]:
    """Twelve digits: province, century and sex, year. The codes filter nearly every order number."""
    for found in _TWELVE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if says("id", text, *found.span()):
            yield "citizen_id", *found.span(), "high"
        elif digits[:3] in PROVINCES and digits[3] in "0123" and not _is_order_or_bank(text, found.start()):
            yield "citizen_id", *found.span(), "high" if found.group().isdigit() else "low"


def _is_order_or_bank(text: str, start: int) -> bool:
    return says("order", text, start, start, before=22, after=0) or says("bank", text, start, start, before=25, after=0)


def _phones(text: str) -> Iterator[Hit]:
    for pattern in (_MOBILE, _MOBILE_BEFORE_2018, _LANDLINE):
        for found in pattern.finditer(text):
            start, stop = found.span()
            digits = re.sub(r"\D", "", found.group())
            if pattern is _LANDLINE and not 10 <= len(digits) <= 12:
                continue
            yield _phone(text, start, stop, pattern is _LANDLINE)


def _phone(text: str, start: int, stop: int, is_landline: bool) -> Hit:
    near_phone = says("phone", text, start, start, before=15, after=0)
    if says("order", text, start, start, before=22, after=0) and not near_phone:
        return "phone", start, stop, "low"
    kind: PersonalKind = "bank" if says("bank", text, start, start, before=20, after=0) and not near_phone else "phone"
    certain = not is_landline or says("phone", text, start, stop) or any(mark in text[start:stop] for mark in "(+")
    return kind, start, stop, "high" if certain else "low"


def _long_numbers(text: str) -> Iterator[Hit]:
    """Cards by their check digit, tax numbers by theirs, accounts by the words before them."""
    for found in _DIGITS.finditer(text):
        start, stop = found.span()
        digits = re.sub(r"\D", "", found.group())
        near_order = says("order", text, start, start, before=22, after=0)
        if 13 <= len(digits) <= 19 and digits[0] in "34569" and passes_luhn(digits) and not near_order:
            yield "card", start, stop, "high"
        elif (
            says("tax", text, start, start, before=25, after=0)
            and len(digits) in (10, 13)
            and has_valid_tax_check(digits)
        ):
            yield "tax", start, stop, "high"
        elif says("bank", text, start, start, before=30, after=0) and len(digits) <= 16 and not near_order:
            yield "bank", start, stop, "high" if len(digits) >= 8 else "low"


def _is_tax_number(text: str, start: int, digits: str) -> bool:
    near = says("tax", text, start, start, before=25, after=0)
    return near and len(digits) in (10, 13) and has_valid_tax_check(digits)


def _other_papers(text: str) -> Iterator[Hit]:
    for found in _NINE.finditer(text):
        if says("old_id", text, found.start(), found.start(), before=40, after=0):
            yield "old_id", *found.span(), "high"
    for found in _INSURANCE.finditer(text):
        yield "insurance", *found.span(), "high"
    for found in _PASSPORT.finditer(text):
        yield "passport", *found.span(), "high" if says("passport", text, *found.span()) else "low"
    for found in _PLATE.finditer(text):
        certain = says("plate", text, found.start(), found.start(), before=25, after=0) or re.search(
            r"[.\-]", found.group()
        )
        yield "plate", *found.span(), "high" if certain else "low"


def _names_and_addresses(text: str) -> Iterator[Hit]:
    for found in _ADDRESS.finditer(text):
        yield "address", *found.span(), "low"
    for found in _NAME.finditer(text):
        yield "name", *found.span(), "low"


_CERTAIN: tuple[Callable[[str], Iterator[Hit]], ...] = (_emails, _citizen_ids, _phones, _long_numbers, _other_papers)


def find_personal_data(text: str, *, low_too: bool = True) -> tuple[Finding, ...]:
    """Return what identifies a person, in order; where two readings overlap the first of the list of kinds stands.

    >>> [(f.kind, f.confidence) for f in find_personal_data("gọi 0912 345 678 nhé")]
    [('phone', 'high')]
    """
    text = unicodedata.normalize("NFC", text)
    finders = (*_CERTAIN, _names_and_addresses) if low_too else _CERTAIN
    taken: list[Finding] = []
    for finder in finders:
        for kind, start, stop, confidence in finder(text):
            if all(stop <= other.start or start >= other.stop for other in taken):
                taken.append(Finding(kind, start, stop, confidence))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def is_person_name(text: str) -> bool:
    """Tell whether a whole text is a Vietnamese person's name: family name first, or as people are addressed.

    >>> is_person_name("Nguyễn Thị Lan"), is_person_name("chị Lan"), is_person_name("Khách lẻ")
    (True, True, False)
    """
    text = unicodedata.normalize("NFC", text).strip()
    return bool(_NAME.fullmatch(text) or _ADDRESSED.fullmatch(text))


def may_be_masked(text: str) -> bool:
    """Tell whether a text (NFC) may hold something that is masked by default; most hold nothing of the kind.

    >>> may_be_masked("Giao nhanh, 9 điểm"), may_be_masked("gọi 0912 345 678")
    (False, True)
    """
    return _MAY.search(text) is not None


def mask_personal_data(text: str, *, low_too: bool = False) -> str:
    """Return a text (NFC) in which certain findings are replaced by `MASKS`; with ``low_too`` all of them.

    >>> mask_personal_data("Gọi 0912 345 678 hoặc lan@example.com")
    'Gọi [SĐT …678] hoặc [EMAIL]'
    """
    text = unicodedata.normalize("NFC", text)
    if not low_too and not may_be_masked(text):
        return text
    pieces: list[str] = []
    position = 0
    for finding in find_personal_data(text, low_too=low_too):
        if finding.confidence == "high" or low_too:
            pieces += [text[position : finding.start], mask_of(finding.kind, text[finding.start : finding.stop])]
            position = finding.stop
    return "".join(pieces) + text[position:]


def without_masks(text: str) -> str:
    """Return a text without what `mask_personal_data` wrote into it: those are no words of the customer's.

    >>> without_masks("Gọi [SĐT …678] hoặc [EMAIL] nhé")
    'Gọi , hoặc , nhé'
    """
    return _MASK.sub(",", text) if "[" in text else text


def mask_of(kind: PersonalKind, original: str) -> str:
    """Return what stands for one finding; a telephone keeps its last three digits, so that staff can match a case."""
    if kind != "phone":
        return MASKS[kind]
    return f"[SĐT …{re.sub(r'[^0-9]', '', original)[-3:]}]"
