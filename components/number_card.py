"""A card for a number that is no metric of the filter bar: value, n and interval, how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.plain import plain


@dataclass(frozen=True)
class NumberCard:
    """A title, a value already written, lines below it, and the formula behind the question mark."""

    title: str
    value: str
    lines: tuple[str, ...] = ()
    how: str = ""


def number_cards(cards: Sequence[NumberCard], columns: int = 3) -> None:
    """Draw cards in a row that wraps. Texts come from the language files; values are numbers in words."""
    grid = st.grid(columns, min_column_width=190)
    for card in cards:
        with grid, st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(plain(card.title), card.value, help=card.how or None)
            lines = [plain(line) for line in card.lines if line]
            if lines:
                st.caption("  \n".join(lines))
