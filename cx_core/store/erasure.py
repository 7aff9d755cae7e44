"""One person gone: their answers, orders, rows as the files had them, and everything that hangs on these."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from cx_core.store.dictionary_store import forget_unused_codes
from cx_core.store.import_writer import touch_stamp
from cx_core.store.people import keys_of, person_of
from cx_core.store.raw_blocks import forget_rows

_THEIRS = """SELECT import_id, row_no FROM feedback WHERE customer = :customer
    UNION SELECT import_id, row_no FROM orders WHERE customer = :customer"""


@dataclass(frozen=True)
class Erased:
    """What an erasure removed: answers, orders and rows of files; ``imports`` are the numbers of those it touched."""

    n_answers: int = 0
    n_orders: int = 0
    n_rows: int = 0
    imports: tuple[int, ...] = ()


def erase_customer(connection: sqlite3.Connection, pseudonym: str) -> Erased:
    """Delete all that is known of a customer, inside the caller's transaction; nothing for an unknown pseudonym.

    Readings, corrections, marks and cases of the answers go with them. The database overwrites what it deletes; its
    index of words has to be built again, because single words cannot be taken out of it.
    """
    found = connection.execute("SELECT id FROM customers WHERE pseudonym = ?", (pseudonym,)).fetchone()
    if found is None:
        return Erased()
    # A person may be asked for by any of the keys, and is counted under one of them.
    keys = keys_of(connection, found[0])
    named = {"customer": person_of(connection, found[0])}
    theirs: dict[int, list[int]] = {}
    for import_id, row_no in connection.execute(_THEIRS, named):
        theirs.setdefault(import_id, []).append(row_no)
    touched = tuple(sorted(theirs))
    n_rows = sum(forget_rows(connection, import_id, row_no) for import_id, row_no in theirs.items())
    counted = {}
    for table, column in (("feedback", "n_answers"), ("orders", "n_orders")):
        question = f"SELECT import_id, count(*) FROM {table} WHERE customer = :customer GROUP BY import_id"
        counts = list(connection.execute(question, named))
        connection.executemany(f"UPDATE imports SET {column} = {column} - ? WHERE id = ?", [(n, i) for i, n in counts])
        connection.execute(f"DELETE FROM {table} WHERE customer = :customer", named)
        counted[column] = sum(row[1] for row in counts)
    # A new content word: the snapshots of these imports, and only these, are written again.
    connection.executemany(
        "UPDATE imports SET content = lower(hex(randomblob(8))) WHERE id = ?", [(number,) for number in touched]
    )
    connection.execute(
        """DELETE FROM customer_links WHERE one IN (SELECT value FROM json_each(?1))
            OR other IN (SELECT value FROM json_each(?1))""",
        (json.dumps(keys),),
    )
    forget_unused_codes(connection)
    touch_stamp(connection)
    connection.execute("UPDATE facts SET value = lower(hex(randomblob(8))) WHERE key = 'words'")
    return Erased(counted["n_answers"], counted["n_orders"], n_rows, touched)
