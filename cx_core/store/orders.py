"""What customers bought and said, customer by customer: read only, by number or pseudonym, never by name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES
from cx_core.model.imports import Dictionary, GivenScore
from cx_core.model.period import day_from_number
from cx_core.store.dictionary_store import read_dictionary
from cx_core.store.people import person_of

Read = Callable[[], AbstractContextManager[sqlite3.Connection]]

#: One row an order. A file of answers only mentions order codes: without an amount its rows are no purchases, answered
#: or not. Rows of one file with one code are lines of one order and are added up; the same code from two sources is the
#: same order.
_PURCHASES = """
    WITH lines AS (
        SELECT id, source_id, customer, day, revenue, ifnull(lower(code), 'row ' || id) AS code
        FROM orders
        WHERE +import_id IN (SELECT id FROM imports WHERE state = 'live')
            AND (revenue IS NOT NULL OR import_id NOT IN (SELECT import_id FROM feedback))
    ), by_source AS (
        SELECT code, source_id, max(customer) AS customer, min(day) AS day, sum(revenue) AS revenue
        FROM lines GROUP BY code, source_id
    )
    SELECT code, max(customer) AS customer, min(day) AS day, max(revenue) AS revenue FROM by_source GROUP BY code"""

_SCORES = ", ".join(SCORE_ROLES)
_SCALES = ", ".join(f"{metric}_scale" for metric in SCORE_ROLES if metric != "nps")


@dataclass(frozen=True)
class Purchases:
    """Every order with a customer and a day, as (customer number, day number, revenue); and what was left out.

    ``n_unknown_revenue`` of them have no amount and count as 0 in sums.
    """

    orders: tuple[tuple[int, int, float], ...]
    n_without_customer: int
    n_without_day: int
    n_unknown_revenue: int


@dataclass(frozen=True)
class CaseFacts:
    """How far a comment that is followed up has come: its state, whose it is (empty: nobody's), by when."""

    state: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class CustomerEvent:
    """One thing that happened with a customer: an answer with its scores and words, or an order with its revenue.

    ``case`` stands beside an answer whose comment is followed up.
    """

    day: date | None
    kind: str
    source: str
    channel: str | None = None
    touchpoint: str | None = None
    scores: tuple[GivenScore, ...] = ()
    text: str | None = None
    code: str | None = None
    revenue: float | None = None
    case: CaseFacts | None = None


@dataclass(frozen=True)
class OrderSource:
    """Where orders come from: a source with its rows of orders and the days they span."""

    source: str
    n: int
    first_on: date | None
    last_on: date | None


class OrderBook:
    """Reads purchases and customers of the live imports. ``read`` gives a connection for one block."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def purchases(self) -> Purchases:
        """Return every order once, by day."""
        with self._read() as connection:
            rows = [tuple(row) for row in connection.execute(_PURCHASES)]
        usable = [row for row in rows if row[1] is not None and row[2] is not None]
        usable.sort(key=lambda row: (row[2], row[1]))
        return Purchases(
            tuple((int(customer), int(day), float(revenue or 0)) for _, customer, day, revenue in usable),
            sum(row[1] is None for row in rows),
            sum(row[1] is not None and row[2] is None for row in rows),
            sum(row[3] is None for row in usable),
        )

    def sources(self) -> tuple[OrderSource, ...]:
        """Return the sources of the orders, the most rows first."""
        with self._read() as connection:
            rows = connection.execute(_SOURCES).fetchall()
        return tuple(OrderSource(row["name"], row["n"], _day(row["first"]), _day(row["last"])) for row in rows)

    def order_rows(self) -> tuple[tuple[str, str, date, float | None], ...]:
        """Return every order once, by day: its code, its customer's pseudonym, its day and its revenue."""
        names = self.pseudonyms()
        with self._read() as connection:
            rows = [tuple(row) for row in connection.execute(_PURCHASES)]
        return tuple(
            ("" if str(code).startswith("row ") else str(code), names[customer], day_from_number(day), revenue)
            for code, customer, day, revenue in sorted(rows, key=lambda row: (row[2] or 0, str(row[0])))
            if customer is not None and day is not None
        )

    def answers(self, metric: str) -> tuple[tuple[int, int, GivenScore], ...]:
        """Return every (customer, day, score) of ``metric`` where all three are known, the oldest first."""
        if metric not in SCORE_ROLES:
            raise ValueError(f"no such score: {metric}")
        scale = "NULL" if metric == "nps" else f"{metric}_scale"
        with self._read() as connection:
            scales = read_dictionary(connection).scales
            rows = connection.execute(
                f"""SELECT customer, day, {metric}, {scale} FROM feedback
                    WHERE customer IS NOT NULL AND day IS NOT NULL AND {metric} IS NOT NULL
                        AND +import_id IN (SELECT id FROM imports WHERE state = 'live')
                    ORDER BY day, id"""
            )
            return tuple(
                (int(who), int(day), GivenScore(metric, score, NPS_SCALE if metric == "nps" else scales[scale_id]))
                for who, day, score, scale_id in rows
            )

    def pseudonyms(self) -> dict[int, str]:
        """Return the pseudonym of each customer number."""
        with self._read() as connection:
            return {int(row[0]): str(row[1]) for row in connection.execute("SELECT id, pseudonym FROM customers")}

    def timeline(self, pseudonym: str) -> tuple[CustomerEvent, ...]:
        """Return everything that happened with one customer, newest first; nothing for an unknown pseudonym.

        Any of a person's pseudonyms will do.
        """
        with self._read() as connection:
            dictionary = read_dictionary(connection)
            found = connection.execute("SELECT id FROM customers WHERE pseudonym = ?", (pseudonym,)).fetchone()
            if found is None:
                return ()
            person = (person_of(connection, found[0]),)
            answers = [_answer(row, dictionary) for row in connection.execute(_ANSWERS_OF, person)]
            orders = [_order(row, dictionary) for row in connection.execute(_ORDERS_OF, person)]
        return tuple(sorted([*answers, *orders], key=lambda one: one.day or date.min, reverse=True))

    def said(self, customers: Collection[int], first: int, last: int, limit: int) -> tuple[CustomerEvent, ...]:
        """Return the newest answers of some customers (by number) on the days ``first`` to ``last``, ends included."""
        with self._read() as connection:
            dictionary = read_dictionary(connection)
            span = (json.dumps(sorted(customers)), first, last, limit)
            return tuple(_answer(row, dictionary) for row in connection.execute(_ANSWERS_OF_MANY, span))


_SOURCES = """SELECT sources.name, count(*) AS n, min(day) AS first, max(day) AS last
    FROM orders JOIN sources ON sources.id = source_id
    WHERE +import_id IN (SELECT id FROM imports WHERE state = 'live')
        AND (revenue IS NOT NULL OR import_id NOT IN (SELECT import_id FROM feedback))
    GROUP BY sources.name ORDER BY n DESC, sources.name"""

_ANSWERS = f"""SELECT day, place, source_id, verbatim, {_SCORES}, {_SCALES}, marks.mark IS NOT NULL AS is_case,
        cases.state, cases.owner, cases.due_on
    FROM feedback LEFT JOIN marks ON marks.feedback_id = feedback.id AND mark = 'case'
        LEFT JOIN cases ON cases.feedback_id = feedback.id
    WHERE +import_id IN (SELECT id FROM imports WHERE state = 'live')"""
_ANSWERS_OF = f"{_ANSWERS} AND customer = ? ORDER BY day, feedback.id"
_ANSWERS_OF_MANY = f"""{_ANSWERS} AND customer IN (SELECT value FROM json_each(?)) AND day BETWEEN ? AND ?
    ORDER BY day DESC, feedback.id DESC LIMIT ?"""
_ORDERS_OF = """SELECT day, source_id, code, revenue FROM orders
    WHERE customer = ? AND +import_id IN (SELECT id FROM imports WHERE state = 'live')
        AND (revenue IS NOT NULL OR import_id NOT IN (SELECT import_id FROM feedback))
    ORDER BY day, id"""


def _answer(row: sqlite3.Row, dictionary: Dictionary) -> CustomerEvent:
    place = dictionary.place(row["place"])
    scores = tuple(
        GivenScore(metric, row[metric], NPS_SCALE if metric == "nps" else dictionary.scales[row[f"{metric}_scale"]])
        for metric in SCORE_ROLES
        if row[metric] is not None
    )
    return CustomerEvent(
        _day(row["day"]),
        "answer",
        dictionary.sources.get(row["source_id"], ""),
        place.channel_label,
        place.touchpoint_label,
        scores,
        row["verbatim"],
        case=_case(row) if row["is_case"] else None,
    )


def _case(row: sqlite3.Row) -> CaseFacts:
    # A case that nobody touched yet has no row of its own.
    due = row["due_on"]
    return CaseFacts(row["state"] or "open", row["owner"] or "", date.fromisoformat(due) if due else None)


def _order(row: sqlite3.Row, dictionary: Dictionary) -> CustomerEvent:
    source = dictionary.sources.get(row["source_id"], "")
    return CustomerEvent(_day(row["day"]), "order", source, code=row["code"], revenue=row["revenue"])


def _day(number: int | None) -> date | None:
    return None if number is None else day_from_number(number)
