"""The rules of segments as conditions of SQL, for the questions that the store answers itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.segment import CodedRule, CodedTest


def rule_where(rules: Iterable[CodedRule], table: str = "feedback") -> tuple[list[str], list[Any]]:
    """Return one condition a rule on the columns of ``table``, and the values bound in them, in order.

    >>> rule_where([((CodedTest("channel", (3, None)),),)])
    (['((feedback.channel IN (SELECT value FROM json_each(?)) OR feedback.channel IS NULL))'], ['[3]'])
    """
    parts, values = [], []
    for rule in rules:
        blocks = []
        for block in rule:
            written = [_test(test, table) for test in block]
            if written:
                blocks.append("(" + " AND ".join(text for text, _ in written) + ")")
                values += [value for _, bound in written for value in bound]
        parts.append("(" + " OR ".join(blocks) + ")" if len(blocks) > 1 else blocks[0] if blocks else "0")
    return parts, values


def _test(test: CodedTest, table: str) -> tuple[str, list[Any]]:
    if test.column not in ANSWER_COLUMNS:
        raise ValueError(f"no such column: {test.column}")
    name = f"{table}.{test.column}"
    if test.between is not None:
        return f"{name} BETWEEN ? AND ?", list(test.between)
    codes = test.codes or ()
    # One bound value however many codes there are: a statement takes a limited number of them.
    listed = [json.dumps([code for code in codes if code is not None])]
    among = "IN (SELECT value FROM json_each(?))"
    if not test.is_not:
        return (f"({name} {among} OR {name} IS NULL)" if None in codes else f"{name} {among}"), listed
    if None in codes:
        return f"({name} IS NOT NULL AND {name} NOT {among})", listed
    return f"({name} IS NULL OR {name} NOT {among})", listed
