"""Who the rows of an import are from: each row's customer, and which keys name one person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Labels, Mask
from cx_core.store.people import link_keys
from cx_core.store.pseudonyms import customer_codes


def customers_of(connection: sqlite3.Connection, folder: Path, rows: AnswerRows, kept: Mask) -> Integers:
    """Return each kept row's customer. Only they are looked up: a duplicate adds nobody."""
    return _codes(connection, folder, rows.customer, kept)


def link_people(
    connection: sqlite3.Connection, folder: Path, import_id: int, rows: AnswerRows, kept: Mask, customers: Integers
) -> None:
    """Write down which keys name one customer in this file."""
    for keys in rows.other_keys:
        others = _codes(connection, folder, keys, kept)
        both = kept & (customers != NULL) & (others != NULL)
        pairs = np.unique(np.stack([customers[both], others[both]], axis=1), axis=0)
        link_keys(connection, import_id, (tuple(pair) for pair in pairs.tolist()))


def _codes(connection: sqlite3.Connection, folder: Path, names: Labels, kept: Mask) -> Integers:
    """Return the customer that each kept row names, by number; `NULL` for none, and for rows that are not kept."""
    positions = np.where(kept, names.positions, -1)
    used = np.flatnonzero(np.bincount(positions[positions >= 0], minlength=len(names.labels)))
    table = np.full(len(names.labels) + 1, NULL, dtype=np.int64)  # position -1 is the last entry
    table[used] = customer_codes(connection, folder, (names.labels[at].strip() for at in used.tolist()))
    return table[positions]
