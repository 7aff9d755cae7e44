"""The codes of labels, places, scales and sources: given out during an import, read back as a `Dictionary`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
import pandas as pd

from cx_core.model.feedback import Direction, Scale
from cx_core.model.folding import fold
from cx_core.model.imports import SEGMENT_COLUMNS, SEGMENT_SLOTS, Dictionary, PlaceCodes
from cx_core.store.answer_rows import NULL, Integers

Place = tuple[int | None, int | None, int | None]


def read_dictionary(connection: sqlite3.Connection) -> Dictionary:
    """Return what the codes of the live answers mean. Sources without a live import are left out."""
    labels: dict[str, dict[int, str]] = {}
    for code, field, label in connection.execute("SELECT id, field, label FROM dimension_values ORDER BY id"):
        labels.setdefault(field, {})[code] = label
    sources = """SELECT id, name FROM sources
        WHERE id IN (SELECT source_id FROM imports WHERE state = 'live') ORDER BY id"""
    return Dictionary(
        labels=labels,
        places={
            row["id"]: PlaceCodes(row["channel"], row["touchpoint"], row["stage"])
            for row in connection.execute("SELECT id, channel, touchpoint, stage FROM places ORDER BY id")
        },
        scales=_scales(connection),
        sources={row["id"]: row["name"] for row in connection.execute(sources)},
        segment_fields={
            row["slot"]: row["name"]
            for row in connection.execute("SELECT slot, name FROM segment_fields ORDER BY slot")
        },
    )


def label_codes(connection: sqlite3.Connection, field: str, labels: Sequence[str]) -> list[int]:
    """Return the code of each label of a field, adding new ones; the first spelling ever seen is kept as the label."""
    rows = connection.execute("SELECT folded, id FROM dimension_values WHERE field = ?", (field,))
    known = {folded: code for folded, code in rows}
    codes = []
    for label in labels:
        folded = fold(label)
        if folded not in known:
            insert = "INSERT INTO dimension_values (field, label, folded) VALUES (?, ?, ?) RETURNING id"
            known[folded] = connection.execute(insert, (field, label, folded)).fetchone()[0]
        codes.append(known[folded])
    return codes


def place_codes(
    connection: sqlite3.Connection, channel: Integers, touchpoint: Integers, stage: Integers
) -> tuple[Integers, int]:
    """Return the place of each row, adding new ones, and how many places the rows name.

    A row that names nothing has a place too: the one without channel, touchpoint and stage, so that it can be
    assigned to a touchpoint like any other.
    """
    positions, distinct = _distinct_triples(channel, touchpoint, stage)
    known: dict[Place, int] = {
        (row["channel"], row["touchpoint"], row["stage"]): row["id"]
        for row in connection.execute("SELECT id, channel, touchpoint, stage FROM places")
    }
    codes = []
    for place in distinct:
        if place not in known:
            insert = "INSERT INTO places (channel, touchpoint, stage) VALUES (?, ?, ?) RETURNING id"
            known[place] = connection.execute(insert, place).fetchone()[0]
        codes.append(known[place])
    return np.array(codes, dtype=np.int64)[positions], len(codes)


def segment_slots(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the slot of each segment column, giving the lowest free one to a new column.

    Columns whose names are equal after folding share a slot. A name that finds all slots taken is left out.
    """
    rows = list(connection.execute("SELECT folded, slot FROM segment_fields"))
    known = {folded: slot for folded, slot in rows}
    free = [slot for slot in range(1, SEGMENT_SLOTS + 1) if slot not in set(known.values())]
    slots = {}
    for name in names:
        folded = fold(name)
        if folded not in known and free:
            known[folded] = free.pop(0)
            connection.execute(
                "INSERT INTO segment_fields (slot, name, folded) VALUES (?, ?, ?)", (known[folded], name, folded)
            )
        if folded in known:
            slots[name] = known[folded]
    return slots


def segment_field(connection: sqlite3.Connection, slot: int) -> str:
    """Return the field of a slot as `dimension_values` names it, by the first spelling of the column's name."""
    row = connection.execute("SELECT name FROM segment_fields WHERE slot = ?", (slot,)).fetchone()
    return f"segment:{row[0]}"


def scale_code(connection: sqlite3.Connection, scale: Scale) -> int:
    """Return the id of a scale, adding it when it is new."""
    known = {value: code for code, value in _scales(connection).items()}
    if scale in known:
        return known[scale]
    insert = "INSERT INTO scales (minimum, maximum, direction) VALUES (?, ?, ?) RETURNING id"
    return int(connection.execute(insert, (scale.minimum, scale.maximum, scale.direction)).fetchone()[0])


def source_id_of(connection: sqlite3.Connection, fingerprint: str) -> int | None:
    """Return the source with this fingerprint; None when no file of it has come yet."""
    row = connection.execute("SELECT id FROM sources WHERE fingerprint = ?", (fingerprint,)).fetchone()
    return None if row is None else int(row[0])


def add_source(connection: sqlite3.Connection, fingerprint: str, wanted: str, profile: str) -> int:
    """Add a source under a name; a number behind the name keeps names apart."""
    taken = {row[0] for row in connection.execute("SELECT folded FROM sources")}
    name, number = wanted, 2
    while fold(name) in taken:
        name, number = f"{wanted} ({number})", number + 1
    insert = "INSERT INTO sources (fingerprint, name, folded, profile) VALUES (?, ?, ?, ?) RETURNING id"
    return int(connection.execute(insert, (fingerprint, name, fold(name), profile)).fetchone()[0])


def forget_unused_codes(connection: sqlite3.Connection) -> None:
    """Remove labels, places, segment columns and customers that no row has any more.

    After an undo: a column read with the wrong meaning would otherwise leave its values in every filter for good.
    """
    connection.execute("DELETE FROM places WHERE NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.place = places.id)")
    for field in ("channel", "touchpoint", "stage"):
        connection.execute(
            f"""DELETE FROM dimension_values WHERE field = ?
                AND id NOT IN (SELECT {field} FROM places WHERE {field} IS NOT NULL)""",
            (field,),
        )
    for row in list(connection.execute("SELECT slot FROM segment_fields")):
        _forget_unused_segments(connection, row[0])
    connection.execute(
        """DELETE FROM customers
            WHERE NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.customer = customers.id)
            AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.customer = customers.id)
            AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.own_customer = customers.id)
            AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.own_customer = customers.id)
            AND NOT EXISTS (SELECT 1 FROM customer_links WHERE one = customers.id OR other = customers.id)"""
    )


def _forget_unused_segments(connection: sqlite3.Connection, slot: int) -> None:
    column, field = SEGMENT_COLUMNS[slot - 1], segment_field(connection, slot)
    used = {row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM feedback")} - {None}
    codes = {row[0] for row in connection.execute("SELECT id FROM dimension_values WHERE field = ?", (field,))}
    connection.executemany("DELETE FROM dimension_values WHERE id = ?", [(code,) for code in codes - used])
    if not used:
        connection.execute("DELETE FROM segment_fields WHERE slot = ?", (slot,))


def _scales(connection: sqlite3.Connection) -> dict[int, Scale]:
    rows = connection.execute("SELECT id, minimum, maximum, direction FROM scales ORDER BY id")
    return {row["id"]: Scale(row["minimum"], row["maximum"], cast(Direction, row["direction"])) for row in rows}


def _distinct_triples(channel: Integers, touchpoint: Integers, stage: Integers) -> tuple[Integers, list[Place]]:
    """Number the distinct triples of codes: for each row the position of its triple, and the triples."""
    parts = [pd.factorize(part) for part in (channel, touchpoint, stage)]
    keys = np.zeros(len(channel), dtype=np.int64)
    for positions, distinct in parts:
        keys = keys * len(distinct) + positions
    of_row, first = pd.factorize(keys)
    triples: list[Place] = []
    for key in first.tolist():
        codes: list[int | None] = []
        for _, distinct in reversed(parts):
            key, position = divmod(key, len(distinct))
            code = int(distinct[position])
            codes.insert(0, None if code == NULL else code)
        triples.append((codes[0], codes[1], codes[2]))
    return of_row, triples
