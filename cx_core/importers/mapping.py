"""What a source's columns mean, to be remembered: built from an inspection and the answers, written as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping as Pairs
from dataclasses import replace
from typing import Any

from cx_core.importers.code_sets import OF_SETS, remembered_as
from cx_core.importers.given import Given, gather
from cx_core.importers.grids import EACH
from cx_core.importers.short_dates import MADE
from cx_core.model.feedback import ROLES, Role, Scale
from cx_core.model.inspection import ColumnFacts, Inspection, Mapping
from cx_core.model.problem import Refusal

_FIXED = ("sheet", "timezone", "channel", "touchpoint", "stage")


def mapping_for(inspection: Inspection, answers: Pairs[str, str], base: Mapping | None = None) -> Mapping:
    """Return what is known of a source after an inspection and answers; ``base`` is what was remembered before.

    Columns that are still asked about, and columns that were empty this time, are left out: the next file may tell.
    """
    given = gather(base, answers)
    asked = {name for question in inspection.questions for name in (question.column, *question.columns)}
    asked |= {key for question in inspection.questions if question.kind == "column" for key in question.choices}
    keys = {one.key for one in inspection.columns}
    # A group that finds no room is told of again with the next file, and the dates of that one may all be whole.
    passing = {
        one.key for one in inspection.columns if one.is_left_out or (one.key + MADE in keys and _is_ignored(one))
    }
    roles = {one.key: one.role for one in inspection.columns if one.key not in asked | passing and one.n_values}
    roles.update(given.roles)
    for role, key in given.chosen.items():
        if key == EACH:
            continue
        roles[key] = role  # type: ignore[assignment]
    scales = {one.key: one.scale for one in inspection.columns if one.scale and one.key not in asked}
    for key, ends in given.scales.items():
        direction = given.directions.get(key) or (scales[key].direction if key in scales else "high_is_good")
        scales[key] = Scale(*ends, direction)
    orders = {one.key: one.date_order for one in inspection.columns if one.date_order}
    orders.update(given.date_orders)
    mapping = Mapping(
        roles=_in_file_order(inspection, roles),
        scales=tuple((key, scale) for key, scale in scales.items()),
        date_orders=tuple((key, order) for key, order in orders.items() if order),
        answers=tuple(sorted(_remembered(inspection, given).items())),
    )
    return replace(mapping, **{name: given.of_file(name) for name in _FIXED})  # type: ignore[arg-type]


def _remembered(inspection: Inspection, given: Given) -> dict[str, str]:
    """Return the answers as they are kept; which source a file belongs to is not part of how its columns are read."""
    kept = {key: value for key, value in given.answers.items() if key != "source" and not key.startswith(OF_SETS)}
    for one in inspection.columns:
        answer = given.code_sets.get(one.code_set) if one.code_set else None
        if answer:
            kept.update(remembered_as(one.key, answer))
    return kept


def _is_ignored(one: ColumnFacts) -> bool:
    """Tell whether a column of dates stands aside for the whole ones made of it; numbers of months never are dates."""
    return one.role == "ignore" and not all(text.isdecimal() for text in one.examples)


def _in_file_order(inspection: Inspection, roles: dict[str, Role]) -> tuple[tuple[str, Role], ...]:
    keys = [one.key for one in inspection.columns]
    ordered = [*(key for key in keys if key in roles), *(key for key in roles if key not in keys)]
    return tuple((key, roles[key]) for key in ordered)


def mapping_to_json(mapping: Mapping) -> str:
    """Write a mapping as JSON text.

    >>> mapping_from_json(mapping_to_json(Mapping(channel="Hotline"))).channel
    'Hotline'
    """
    document = {
        "version": 1,
        "roles": [list(pair) for pair in mapping.roles],
        "scales": [[key, scale.minimum, scale.maximum, scale.direction] for key, scale in mapping.scales],
        "date_orders": [list(pair) for pair in mapping.date_orders],
        "answers": [list(pair) for pair in mapping.answers],
        **{name: getattr(mapping, name) for name in _FIXED},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def mapping_from_json(text: str) -> Mapping:
    """Read what `mapping_to_json` wrote. Raises `Refusal` ``mapping_not_readable``."""
    try:
        document = json.loads(text)
        mapping = Mapping(
            roles=tuple((str(key), _role(role)) for key, role in document.get("roles", ())),
            scales=tuple((str(key), Scale(low, high, side)) for key, low, high, side in document.get("scales", ())),
            date_orders=tuple((str(key), order) for key, order in document.get("date_orders", ())),
            answers=tuple((str(key), str(value)) for key, value in document.get("answers", ())),
            **{name: _text(document.get(name)) for name in _FIXED},
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Refusal("mapping_not_readable") from error
    gather(mapping, None)
    return mapping


def _role(value: Any) -> Role:
    if value not in ROLES:
        raise ValueError(value)
    return value


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
