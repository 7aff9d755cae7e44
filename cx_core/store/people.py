"""One person known under several keys: which of them belong together, and who their answers and orders are counted for.

A row of a file that names a customer by code, telephone and e-mail links these keys, for as long as its import is
live. Keys that are linked, directly or through others, are one person, known by the oldest of them. Rows keep the key
they came with in ``own_customer`` where it is another one, so that taking an import back parts people again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

#: A key that stands beside more others than this is nobody's own: the telephone of a branch, an address of a desk.
MOST_PARTNERS = 4

_TABLES = ("feedback", "orders")


def link_keys(connection: sqlite3.Connection, import_id: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Write down which keys stood in one row of an import: pairs of customer numbers."""
    rows = {(import_id, min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    connection.executemany(
        "INSERT OR IGNORE INTO customer_links (import_id, one, other) VALUES (?, ?, ?)", sorted(rows)
    )


def unlink_keys(connection: sqlite3.Connection, import_id: int) -> None:
    """Forget what an import linked."""
    connection.execute("DELETE FROM customer_links WHERE import_id = ?", (import_id,))


def unify(connection: sqlite3.Connection) -> frozenset[int]:
    """Count every row for the person its key belongs to now; return the imports whose rows changed.

    Runs inside the caller's transaction. Costs next to nothing while no keys are linked.
    """
    known = {int(one): int(rep) for one, rep in _people(connection).items() if one != rep}
    was = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM feedback WHERE own_customer IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM orders WHERE own_customer IS NOT NULL)"
    ).fetchone()[0]
    if not known and not was:
        return frozenset()
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS people_now (own INTEGER PRIMARY KEY, person INTEGER NOT NULL)")
    connection.execute("DELETE FROM people_now")
    connection.executemany("INSERT INTO people_now (own, person) VALUES (?, ?)", known.items())
    changed: set[int] = set()
    for table in _TABLES:
        changed |= _count_for(connection, table)
    if changed:
        # A new content word: the snapshots of these imports are written again.
        connection.executemany(
            "UPDATE imports SET content = lower(hex(randomblob(8))) WHERE id = ?", [(one,) for one in sorted(changed)]
        )
    return frozenset(changed)


def person_of(connection: sqlite3.Connection, customer: int) -> int:
    """Return the number of the person that a key belongs to: itself unless it is linked."""
    return _people(connection).get(customer, customer)


def keys_of(connection: sqlite3.Connection, customer: int) -> tuple[int, ...]:
    """Return every key of the person that a key belongs to, ascending, itself among them."""
    people = _people(connection)
    person = people.get(customer, customer)
    return tuple(sorted({customer, person, *(one for one, rep in people.items() if rep == person)}))


def components(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return for each linked number the smallest number that it is linked to, directly or through others.

    Links of a number with more than `MOST_PARTNERS` others do not count.

    >>> components([(1, 7), (7, 3), (4, 5)])
    {1: 1, 7: 1, 3: 1, 4: 4, 5: 4}
    """
    pairs = list(dict.fromkeys(links))
    partners: dict[int, set[int]] = {}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    shared = {one for one, others in partners.items() if len(others) > MOST_PARTNERS}
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        if one not in shared and other not in shared:
            first, second = root(one), root(other)
            parent[max(first, second)] = min(first, second)
    return {one: root(one) for one in parent}


def _people(connection: sqlite3.Connection) -> dict[int, int]:
    rows = connection.execute("SELECT DISTINCT one, other FROM customer_links ORDER BY one, other")
    return components((int(row[0]), int(row[1])) for row in rows)


def _count_for(connection: sqlite3.Connection, table: str) -> set[int]:
    """Bring one table in step with ``people_now`` and return the imports whose rows changed."""
    # First back to the own keys where these belong to somebody else now, then on to the person of each.
    back = connection.execute(
        f"""UPDATE {table} SET customer = own_customer, own_customer = NULL
            WHERE own_customer IS NOT NULL AND customer IS NOT
                (SELECT person FROM people_now WHERE people_now.own = {table}.own_customer)
            RETURNING import_id"""
    ).fetchall()
    moved = connection.execute(
        f"""UPDATE {table} SET own_customer = customer,
                customer = (SELECT person FROM people_now WHERE people_now.own = {table}.customer)
            WHERE own_customer IS NULL AND customer IN (SELECT own FROM people_now)
            RETURNING import_id"""
    ).fetchall()
    return {row[0] for row in (*back, *moved)}
