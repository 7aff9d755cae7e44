"""Who the rows of an import are from: each row's customer, and which keys name one person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Mask
from cx_core.store.people import link_keys
from cx_core.store.pseudonyms import customer_codes


def customers_of(connection: sqlite3.Connection, folder: Path, rows: AnswerRows, kept: Mask) -> Integers:
    """Return each kept row's customer. Only they are looked up: a duplicate adds nobody."""
    positions = rows.customer.positions
    labels = [label.strip() for label in rows.customer.labels]
    used = np.unique(positions[kept])
    known = customer_codes(connection, folder, (labels[at] for at in used.tolist() if at >= 0))
    return rows.customer.codes(known.get(label, NULL) for label in labels)


def link_people(
    connection: sqlite3.Connection, folder: Path, import_id: int, rows: AnswerRows, kept: Mask, customers: Integers
) -> None:
    """Write down which keys name one customer in this file."""
    for keys in rows.other_keys:
        used = [at for at in np.unique(keys.positions[kept]).tolist() if at >= 0]
        known = customer_codes(connection, folder, (keys.labels[at].strip() for at in used))
        others = keys.codes(known.get(label.strip(), NULL) for label in keys.labels)
        both = kept & (customers != NULL) & (others != NULL)
        pairs = np.unique(np.stack([customers[both], others[both]], axis=1), axis=0)
        link_keys(connection, import_id, (tuple(pair) for pair in pairs.tolist()))
