"""Amounts in đồng: "1.250.000 đ", "1,250,000", "1250000.00", "350k"."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"^[-+]?\s*(?:vnd|vnđ|₫|đ|\$|usd)?\s*([\d.,\s\u00a0']+?)\s*(k|nghìn|ngàn|tr|triệu|m)?"
    r"\s*(?:vnd|vnđ|₫|đ|đồng|dong|d)?\.?$",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000, "m": 1_000_000}
_GROUPED = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$")
_MOST = 10**15
#: No amount is longer; what is must not be searched, since somebody may have written it to be slow.
_LONGEST = 40


def read_amount(text: str) -> int | None:
    """Return whole đồng; None when the text is no amount.

    Marks that part groups of three digits are grouping; another mark before the last digits begins the decimals.

    >>> read_amount("1.250.000 đ"), read_amount("1,250,000.50"), read_amount("350k"), read_amount("KH12") is None
    (1250000, 1250000, 350000, True)
    """
    if len(text) > _LONGEST:
        return None
    found = _AMOUNT.match(text.strip())
    if not found:
        return None
    number = found.group(1).replace("\u00a0", " ").replace("'", "").strip()
    times = _TIMES.get((found.group(2) or "").lower(), 1)
    value = _value(number, times)
    if value is None or value > _MOST:
        return None
    return -round(value) if text.strip().startswith("-") else round(value)


def _value(number: str, times: int) -> float | None:
    if _GROUPED.match(number) and times == 1:
        return float(re.sub(r"\D", "", number))
    whole, mark, rest = _split_decimals(number)
    digits = re.sub(r"[.,\s]", "", whole)
    if not digits or (mark and not rest.isdigit()):
        return None
    return float(f"{digits}.{rest or '0'}") * times


def _split_decimals(number: str) -> tuple[str, str, str]:
    """Part a number at its last mark when that is a decimal one: 1 or 2 digits, or many, but not 3, behind it."""
    place = max(number.rfind("."), number.rfind(","))
    if place < 0:
        return number, "", ""
    rest = number[place + 1 :]
    only_mark = number.count(".") + number.count(",") == 1
    if len(rest) == 3 and not only_mark:
        return number, "", ""
    return number[:place], number[place], rest
