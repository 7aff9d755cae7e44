"""The customers' own words, newest first, a page at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES
from cx_core.model.imports import ANSWER_COLUMNS, CodedFilter, Dictionary, GivenScore, Verbatim
from cx_core.model.period import day_from_number
from cx_core.store.rule_where import rule_where
from cx_core.store.said_where import said_where
from cx_core.store.word_index import ID_MASK, is_whole, key_span
from cx_core.store.word_search import Wanted, teach

#: A page of a table holds at most this many rows, whatever is asked for.
MAX_PAGE = 200
#: Among so many of the newest that are found those come first that fit best.
EXACT_AMONG = 400

#: Comments read first when the best are looked for, a little more than a page; then twice as many each time.
_PIECE = 60

_CODED = tuple(column for column in ANSWER_COLUMNS if column != "has_verbatim")

_COLUMNS = """feedback.id, day, place, source_id, verbatim, pseudonym,
    nps, csat, ces, rating, csat_scale, ces_scale, rating_scale"""


_CUSTOMERS = "LEFT JOIN customers ON customers.id = feedback.customer"

#: Gives the ids of the matches, newest first and so many at least; None where it does not know them.
Newest = Callable[[int], Iterable[int] | None]


@dataclass(frozen=True)
class VerbatimQuery:
    """Which words are wanted.

    ``included`` as for any number. With ``metric`` only answers that have that score, with ``scores`` (lowest and
    highest in hundredths, both included) only those whose score of that metric lies there. ``search`` finds whole words
    anywhere in a comment, in quotes next to each other, with or without diacritics, in any case; with a star at the end
    the last one is a beginning.
    """

    included: CodedFilter = field(default_factory=CodedFilter)
    metric: str | None = None
    scores: tuple[int, int] | None = None
    search: str = ""

    @property
    def wanted(self) -> Wanted | None:
        """The words looked for; None when there are none."""
        return Wanted.of(self.search)


def read_verbatims(
    connection: sqlite3.Connection,
    dictionary: Dictionary,
    query: VerbatimQuery,
    limit: int,
    offset: int,
    newest: Newest = lambda n: None,
) -> tuple[Verbatim, ...]:
    """Return one page of verbatims, newest first; those without a date come last.

    Where marks or several words were looked for, those that hold the very marks, and those that hold the words next to
    each other, come first, among the newest `EXACT_AMONG`. ``newest`` gives the ids of so many of the newest matches,
    or None where it does not know them.
    """
    wanted = query.wanted
    limit, offset = min(max(limit, 0), MAX_PAGE), max(offset, 0)
    if wanted is None or not wanted.is_ranked or offset >= EXACT_AMONG:
        matches = newest(offset + limit)
        found = _found(connection, query, wanted, None if matches is None else [*islice(matches, offset + limit)])
        question = f"SELECT {_COLUMNS} FROM {found.source} {_CUSTOMERS} WHERE {found.where} ORDER BY {found.order}"
        rows = connection.execute(f"{question} LIMIT ? OFFSET ?", (*found.values, limit, offset)).fetchall()
    else:
        n = min(offset + limit, EXACT_AMONG)
        ids = _best_first(_newest_words(connection, query, newest), wanted, n)
        rows = _rows_of(connection, ids[offset:])
    return tuple(_verbatim(row, dictionary) for row in rows)


def _newest_words(connection: sqlite3.Connection, query: VerbatimQuery, newest: Newest) -> Iterator[tuple[int, str]]:
    """Yield the ids and words of the newest `EXACT_AMONG` that are found, read as they are asked for."""
    matches = newest(EXACT_AMONG)
    if matches is not None:
        yield from _words_of(connection, islice(matches, EXACT_AMONG))
        return
    found = _found(connection, query, query.wanted)
    question = f"SELECT feedback.id, verbatim FROM {found.source} WHERE {found.where} ORDER BY {found.order}"
    yield from connection.execute(f"{question} LIMIT {EXACT_AMONG}", found.values)


def _words_of(connection: sqlite3.Connection, ids: Iterator[int]) -> Iterator[tuple[int, str]]:
    question = "SELECT id, verbatim FROM feedback WHERE id IN (SELECT value FROM json_each(?))"
    cursor = connection.cursor()
    cursor.row_factory = None
    n = _PIECE
    while piece := list(islice(ids, n)):
        n *= 2
        words = dict(cursor.execute(question, [json.dumps(piece)]))
        yield from [(one, words[one]) for one in piece if words.get(one) is not None]


def _best_first(newest: Iterable[Sequence[Any]], wanted: Wanted, n: int) -> list[int]:
    """Return the ids of the first ``n``, those that fit best first. Stops when it has enough of the best."""
    by_rank: tuple[list[int], ...] = ([], [], [], [])
    for one, words in newest:
        by_rank[wanted.rank(words)].append(one)
        if len(by_rank[0]) == n:
            break
    return [*chain.from_iterable(by_rank)][:n]


def _rows_of(connection: sqlite3.Connection, ids: list[int]) -> list[sqlite3.Row]:
    question = f"SELECT {_COLUMNS} FROM feedback {_CUSTOMERS} WHERE feedback.id IN (SELECT value FROM json_each(?))"
    rows = {row["id"]: row for row in connection.execute(question, [json.dumps(ids)])}
    return [rows[one] for one in ids]


def count_verbatims(connection: sqlite3.Connection, query: VerbatimQuery) -> int:
    """Return how many verbatims a query finds in all."""
    wanted = query.wanted
    found = _found(connection, query, wanted)
    if found.is_indexed and wanted and wanted.signs is None and query == VerbatimQuery(search=query.search):
        found = _Found("words", "words MATCH ?", [wanted.expression], _BY_INDEX)
    return int(
        connection.execute(f"SELECT count(*) FROM {found.source} WHERE {found.where}", found.values).fetchone()[0]
    )


def score_tally(
    connection: sqlite3.Connection, query: VerbatimQuery, metric: str
) -> tuple[tuple[int | None, int, int], ...]:
    """Return (scale id, score in hundredths, answers) of ``metric`` among what a query finds; NPS has no scale id."""
    found = _found(connection, query, query.wanted)
    scale = "NULL" if metric == "nps" else _known(f"{metric}_scale", _CODED)
    score = _known(metric, SCORE_ROLES)
    rows = connection.execute(
        f"""SELECT {scale}, {score}, count(*) FROM {found.source}
            WHERE {found.where} AND {score} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""",
        found.values,
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


#: The numbers in the index say when an answer was given, and then its id.
_BY_INDEX = "words.rowid DESC"


@dataclass(frozen=True)
class _Found:
    """Where in SQL the wanted words are: a source with the table ``feedback``, conditions, and the values in them.

    ``order`` is newest first.
    """

    source: str
    where: str
    values: list[Any]
    order: str = "day DESC, responded_at DESC, feedback.id DESC"

    @property
    def is_indexed(self) -> bool:
        """Whether the index is asked."""
        return self.order == _BY_INDEX


def _of_index(matches: Sequence[int]) -> _Found:
    """Return where the answers are whose ids are known, newest first."""
    source = "json_each(?) AS known CROSS JOIN feedback ON feedback.id = known.value"
    return _Found(source, "verbatim IS NOT NULL", [json.dumps(matches)], order="known.key")


def _found(
    connection: sqlite3.Connection, query: VerbatimQuery, wanted: Wanted | None, matches: Sequence[int] | None = None
) -> _Found:
    if matches is not None:
        return _of_index(matches)
    # Only rows of live imports stand in the table, so the import is not asked for: it would cost the index by day.
    parts, values = _conditions(query)
    parts.insert(0, "verbatim IS NOT NULL")
    if wanted is not None and wanted.signs is not None:
        # instr and not LIKE: a percent sign in the words looked for means itself.
        parts.append("instr(verbatim_folded, ?) > 0")
        values.append(wanted.signs)
    if wanted is None or wanted.expression is None:
        return _Found("feedback", " AND ".join(parts), values)
    if is_whole(connection):
        parts += ["words MATCH ?", "words.rowid BETWEEN ? AND ?"]
        values += [wanted.expression, *key_span(query.included.first_day, query.included.last_day)]
        # A cross join keeps its order: the words are looked up first, each answer after them.
        source = f"words CROSS JOIN feedback ON feedback.id = words.rowid & {ID_MASK}"
        return _Found(source, " AND ".join(parts), values, _BY_INDEX)
    teach(connection)
    parts += ["instr(verbatim_folded, ?) > 0", "says(?, verbatim_folded)"]
    values += [wanted.longest, wanted.pattern]
    return _Found("feedback", " AND ".join(parts), values)


def _conditions(query: VerbatimQuery) -> tuple[list[str], list[Any]]:
    """Return the conditions on an answer's numbers, all but its words, and the values bound in them."""
    parts: list[str] = []
    values: list[Any] = []
    if query.included.first_day is not None:
        parts.append("day >= ?")
        values.append(query.included.first_day)
    if query.included.last_day is not None:
        parts.append("day <= ?")
        values.append(query.included.last_day)
    for column, codes in query.included.codes:
        parts.append(_admits(column, codes))
        values.append(json.dumps([code for code in codes if code is not None]))
    if query.metric is not None:
        low, high = query.scores or (-(2**31), 2**31)
        parts.append(f"{_known(query.metric, SCORE_ROLES)} BETWEEN ? AND ?")
        values += [low, high]
    told, bound = said_where(query.included.said)
    ruled, more = rule_where(query.included.rules)
    return parts + told + ruled, values + bound + more


def _admits(column: str, codes: tuple[int | None, ...]) -> str:
    name = _known(column, _CODED)
    # One bound value however many codes there are: a statement takes a limited number of them.
    admitted = f"{name} IN (SELECT value FROM json_each(?))"
    return f"({admitted} OR {name} IS NULL)" if None in codes else admitted


def _known(name: str, names: tuple[str, ...]) -> str:
    """Let only names that we gave ourselves into SQL."""
    if name not in names:
        raise ValueError(f"no such column: {name}")
    return f"feedback.{name}"


def _verbatim(row: sqlite3.Row, dictionary: Dictionary) -> Verbatim:
    return Verbatim(
        id=row["id"],
        text=row["verbatim"],
        responded_on=None if row["day"] is None else day_from_number(row["day"]),
        scores=tuple(
            GivenScore(metric, row[metric], NPS_SCALE if metric == "nps" else dictionary.scales[row[f"{metric}_scale"]])
            for metric in SCORE_ROLES
            if row[metric] is not None
        ),
        place=dictionary.place(row["place"]),
        source=dictionary.sources.get(row["source_id"], ""),
        customer=row["pseudonym"],
    )
