"""Amounts of đồng as people say them: whole up to a million, then in millions and billions."""

from __future__ import annotations

from cx_core.i18n.catalogue import translate
from cx_core.i18n.numbers import format_number


def format_money(amount: float | None, language: str) -> str:
    """Write an amount; None is a dash.

    >>> format_money(350000, "vi"), format_money(12345678, "vi"), format_money(2.5e9, "en"), format_money(None, "vi")
    ('350.000 ₫', '12,3 triệu ₫', '₫2.5 billion', '–')
    """
    if amount is None:
        return "–"
    for least, name in ((1e9, "billion"), (1e6, "million")):
        if abs(amount) >= least:
            return translate(f"money.{name}", language, n=format_number(amount / least, language, 1))
    return translate("money.full", language, n=format_number(round(amount), language, 0))
