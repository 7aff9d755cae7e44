"""The order of siblings: fractional positions, so that a move changes one row; evened out when they get too close."""

from __future__ import annotations

import math
import sqlite3
from itertools import pairwise

from cx_core.model.operation import Noun
from cx_core.store.map_tables import PARENT_COLUMN, TABLE

#: Two neighbours nearer than this are too close to put others between them.
MIN_GAP = 1e-6

_Siblings = list[tuple[str, float]]


def neighbour_before(connection: sqlite3.Connection, noun: Noun, parent_id: str, part_id: str) -> str | None:
    """Return the sibling that stands right before a part, removed ones included; None when it is the first."""
    ids = [sibling for sibling, _ in _siblings(connection, noun, parent_id)]
    at = ids.index(part_id)
    return ids[at - 1] if at else None


def find_position(
    connection: sqlite3.Connection, noun: Noun, parent_id: str, wanted: dict[str, object], part_id: str
) -> float:
    """Return the position a part takes among the children of a parent.

    Without a wanted position it goes to the end. With ``after_id`` it stands right behind that sibling, or first
    when it is None: the wanted position is kept if it lies in that gap, else the middle of the gap is taken, so that
    an undo finds its place again after the siblings were renumbered.
    """
    others = [(sibling, at) for sibling, at in _siblings(connection, noun, parent_id) if sibling != part_id]
    position = wanted.get("position")
    given = float(position) if isinstance(position, int | float) else None
    if "after_id" in wanted:
        gap = _gap_behind(others, wanted["after_id"])
        if gap is not None:
            return _inside(gap, given)
    if given is None:
        return math.floor(others[-1][1]) + 1.0 if others else 1.0
    return given


def even_out(connection: sqlite3.Connection, noun: Noun, parent_id: str) -> None:
    """Number the siblings 1, 2, 3, … when two of them have come too close. Removed ones keep their place."""
    siblings = _siblings(connection, noun, parent_id)
    if all(later - earlier >= MIN_GAP for (_, earlier), (_, later) in pairwise(siblings)):
        return
    connection.executemany(
        f"UPDATE {TABLE[noun]} SET position = ? WHERE id = ?",
        [(float(at), sibling) for at, (sibling, _) in enumerate(siblings, 1)],
    )


def _siblings(connection: sqlite3.Connection, noun: Noun, parent_id: str) -> _Siblings:
    query = f"SELECT id, position FROM {TABLE[noun]} WHERE {PARENT_COLUMN[noun]} = ? ORDER BY position, id"
    return [(row["id"], row["position"]) for row in connection.execute(query, (parent_id,))]


def _gap_behind(others: _Siblings, after_id: object) -> tuple[float, float] | None:
    ids = [sibling for sibling, _ in others]
    if after_id is not None and after_id not in ids:
        return None
    at = ids.index(str(after_id)) + 1 if after_id is not None else 0
    low = others[at - 1][1] if at else -math.inf
    high = others[at][1] if at < len(others) else math.inf
    return low, high


def _inside(gap: tuple[float, float], given: float | None) -> float:
    low, high = gap
    if given is not None and low < given < high:
        return given
    if math.isinf(low) and math.isinf(high):
        return 1.0
    if math.isinf(low):
        return high - 1.0
    return low + 1.0 if math.isinf(high) else (low + high) / 2
