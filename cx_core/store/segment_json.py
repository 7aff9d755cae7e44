"""Segments as JSON: in the workspace, and in the file that carries them to another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cx_core.model.segment import Block, Condition

FORMAT = "mach-segments"
VERSION = 1


def blocks_to_json(blocks: Iterable[Block]) -> list[list[dict[str, Any]]]:
    """Return the blocks of a segment as lists and objects; what is not set is left out.

    >>> blocks_to_json(((Condition("channel", ("Zalo",)),),))
    [[{'field': 'channel', 'values': ['Zalo']}]]
    """
    return [[_to_json(one) for one in block] for block in blocks]


def blocks_from_json(document: Any) -> tuple[Block, ...]:
    """Return the blocks that a document holds. Raises ValueError for anything else.

    >>> blocks_from_json([[{"field": "day", "since": "2026-01-01"}]])[0][0].since
    datetime.date(2026, 1, 1)
    """
    if not isinstance(document, list) or not all(isinstance(block, list) for block in document):
        raise ValueError("blocks are lists of conditions")
    return tuple(tuple(_from_json(one) for one in block) for block in document)


def _to_json(one: Condition) -> dict[str, Any]:
    written: dict[str, Any] = {"field": one.field}
    if one.values:
        written["values"] = list(one.values)
    if one.is_not:
        written["is_not"] = True
    for name in ("low", "high"):
        if getattr(one, name) is not None:
            written[name] = getattr(one, name)
    for name in ("since", "until"):
        day = getattr(one, name)
        if day is not None:
            written[name] = day.isoformat()
    return written


def _from_json(document: Any) -> Condition:
    if not isinstance(document, Mapping) or not isinstance(document.get("field"), str):
        raise ValueError("a condition names its field")
    values = document.get("values", [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("values are texts")
    return Condition(
        document["field"],
        tuple(values),
        bool(document.get("is_not", False)),
        _number(document.get("low")),
        _number(document.get("high")),
        _day(document.get("since")),
        _day(document.get("until")),
    )


def _number(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise ValueError("an end of a range is a number")
    return float(given)


def _day(given: Any) -> date | None:
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError("a day is a text")
    return date.fromisoformat(given)
