"""The form in which comments are searched: no case, no marks, short forms written out."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.text.normalise import bare, readable
from cx_core.text.terms import spelled_words


def search_form(text: str) -> str:
    """Return the words of a comment, or of what is looked for, as the search compares them.

    "ko" is found by "không" and "khong", "đẹp" by "dep". Marks and signs are left out.

    >>> search_form("SP k ĐẸP!!!"), search_form("không đẹp")
    ('san pham khong dep', 'khong dep')
    """
    return " ".join(bare(word) for word in spelled_words(text) if word[:1].isalnum())


def exact_first(query: str, texts: Sequence[str]) -> list[int]:
    """Return positions of texts, those that hold the query with its very marks first, otherwise in their order.

    For the first page of a search: people who type marks mean them.

    >>> exact_first("bàn", ["bạn bè", "cái bàn"])
    [1, 0]
    """
    wanted = readable(query)[0].strip()
    return sorted(range(len(texts)), key=lambda index: wanted not in readable(texts[index])[0])
