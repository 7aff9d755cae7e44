"""What was read out of each comment: which comments wait, a chunk of results in, people's corrections and marks.

The words themselves are never changed here. Each write is one short transaction, so that whoever saves something
meanwhile waits for milliseconds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from cx_core.model.analysed import Analysed, AnalysisProgress, Correction, Mark, Sentiment
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.imports import GivenScore
from cx_core.store.analysis_json import analysed_from_json, analysed_to_json
from cx_core.store.analysis_lessons import LessonStore
from cx_core.store.analysis_migrations import analysis_migrations
from cx_core.store.database import Database
from cx_core.store.many_changes import ManyChanges
from cx_core.store.responses import RESPONSES_FILE
from cx_core.store.responses_migrations import responses_migrations
from cx_core.store.theme_merges import ThemeMerges
from cx_core.store.word_rules import WordRules, find_again, rule_corrections

_COLUMNS = "feedback.id, verbatim, source_id, nps, csat, ces, rating, csat_scale, ces_scale, rating_scale"


@dataclass(frozen=True)
class WaitingWords:
    """A comment that waits to be read: its words, the scores beside them, and the version it was read with before."""

    id: int
    text: str
    source_id: int
    scores: tuple[GivenScore, ...]
    version: str | None = None


class AnalysisStore:
    """The analyses of one workspace folder. One instance may serve all threads of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, folder: Path) -> AnalysisStore:
        """Open the store in a workspace folder. Raises `Refusal` as every store does."""
        database = Database(folder / RESPONSES_FILE, synchronous="NORMAL")
        database.migrate(responses_migrations)
        database.migrate(analysis_migrations)
        return cls(database)

    @property
    def lessons(self) -> LessonStore:
        """What each source has taught the reading."""
        return LessonStore(self._database)

    def read(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give a reading connection for one block."""
        return self._database.read()

    @property
    def rules(self) -> WordRules:
        """The standing rules that correct comments by their words."""
        return WordRules(self._database.read, self._database.write, _follow)

    @property
    def many(self) -> ManyChanges:
        """Corrections and marks of many comments at once, and the way back from them."""
        return ManyChanges(self._database.write, _follow)

    @property
    def merges(self) -> ThemeMerges:
        """The way of corrections into a merged theme and back."""
        return ThemeMerges(self._database.write, _follow)

    def stamp(self) -> str:
        """Return a short text that is another one whenever an analysis, a correction or a mark is another."""
        return self._database.keep("words", self._read_stamp)

    def _read_stamp(self) -> str:
        with self._database.read() as connection:
            return str(connection.execute("SELECT value FROM facts WHERE key = 'words'").fetchone()[0])

    def progress(self, versions: Mapping[int, str]) -> AnalysisProgress:
        """Return how many comments are read with their source's version, of all. Both counts come from an index."""
        current = json.dumps(list(versions.values()))
        with self._database.read() as connection:
            done = connection.execute(
                "SELECT count(*) FROM analyses WHERE version IN (SELECT value FROM json_each(?))", (current,)
            ).fetchone()[0]
            words = connection.execute(
                "SELECT count(*) FROM feedback INDEXED BY feedback_with_words WHERE verbatim IS NOT NULL"
            ).fetchone()[0]
        return AnalysisProgress(int(done), int(words))

    def waiting(self, versions: Mapping[int, str], after: int, limit: int) -> tuple[WaitingWords, ...]:
        """Return the next comments that are not read with the version of their source, by id, those beyond ``after``.

        Sources that are not among ``versions`` wait for the next call.
        """
        if not versions:
            return ()
        wanted = f"CASE source_id {'WHEN ? THEN ? ' * len(versions)}ELSE analyses.version END"
        with self._database.read() as connection:
            scales = {row["id"]: row for row in connection.execute("SELECT * FROM scales")}
            rows = connection.execute(
                f"""SELECT {_COLUMNS}, analyses.version
                    FROM feedback LEFT JOIN analyses ON analyses.feedback_id = feedback.id
                    WHERE feedback.id > ? AND verbatim IS NOT NULL AND analyses.version IS NOT {wanted}
                    ORDER BY feedback.id LIMIT ?""",
                (after, *chain.from_iterable(versions.items()), limit),
            ).fetchall()
        return tuple(_waiting(row, scales) for row in rows)

    def of_source(self, source_id: int, limit: int) -> tuple[WaitingWords, ...]:
        """Return comments of one source, evenly over their order where there are more than ``limit``."""
        with self._database.read() as connection:
            scales = {row["id"]: row for row in connection.execute("SELECT * FROM scales")}
            rows = connection.execute(
                f"""SELECT * FROM (
                        SELECT {_COLUMNS}, NULL AS version, ntile(?) OVER (ORDER BY id) AS tile
                        FROM feedback WHERE source_id = ? AND verbatim IS NOT NULL)
                    GROUP BY tile ORDER BY id""",
                (limit, source_id),
            ).fetchall()
        return tuple(_waiting(row, scales) for row in rows)

    def read_with(self, version: str) -> tuple[str, str] | None:
        """Return what stands behind a version: everything but the themes, and the themes as JSON."""
        with self._database.read() as connection:
            row = connection.execute("SELECT base, taxonomy FROM read_with WHERE version = ?", (version,)).fetchone()
        return None if row is None else (row["base"], row["taxonomy"])

    def remember_versions(self, told: Sequence[tuple[str, str, str]]) -> None:
        """Remember versions with their base and themes as JSON; what no comment is read with any more is forgotten."""
        kept = json.dumps([version for version, _, _ in told])
        with self._database.write() as connection:
            connection.execute(
                """DELETE FROM read_with WHERE version NOT IN (SELECT value FROM json_each(?))
                    AND NOT EXISTS (SELECT 1 FROM analyses WHERE analyses.version = read_with.version)""",
                (kept,),
            )
            connection.executemany("INSERT OR IGNORE INTO read_with VALUES (?, ?, ?)", told)

    def write(self, version: str, results: Sequence[tuple[int, Analysed]], unchanged: Sequence[int] = ()) -> None:
        """Write a chunk in one transaction: what was read, and which older readings still hold.

        Comments that an undo took away meanwhile are left out. People's corrections stay in force.
        """
        with self._database.write() as connection:
            find_again(connection, json.dumps([feedback_id for feedback_id, _ in results]))
            _store(connection, version, results)
            connection.execute(
                "UPDATE analyses SET version = ? WHERE feedback_id IN (SELECT value FROM json_each(?))",
                (version, json.dumps(list(unchanged))),
            )
            _touch(connection)

    def of(self, ids: Iterable[int]) -> dict[int, Analysed]:
        """Return the analyses of some comments by id, corrected; a comment that still waits is not among them."""
        wanted = json.dumps(list(ids))
        with self._database.read() as connection:
            corrections = _corrections(connection, wanted)
            rows = connection.execute(
                "SELECT feedback_id, found FROM analyses WHERE feedback_id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
            return {
                row["feedback_id"]: analysed_from_json(row["found"]).with_corrections(
                    corrections.get(row["feedback_id"], ())
                )
                for row in rows
            }

    def correct(self, ids: Sequence[int], correction: Correction, by: str, now: datetime) -> int:
        """Correct some comments; return how many: see `ManyChanges.correct`."""
        return self.many.correct(ids, correction, by, now).n

    def withdraw(self, ids: Sequence[int]) -> None:
        """Take back what people corrected by hand, feeling and themes: what the program read counts again."""
        wanted = json.dumps(list(ids))
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM corrections WHERE feedback_id IN (SELECT value FROM json_each(?))", (wanted,)
            )
            _follow(connection, wanted)

    def corrections(self) -> tuple[tuple[int, int, str, Sentiment], ...]:
        """Return every correction of a whole comment: its id, its source, its words, and what it is."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT feedback.id, source_id, verbatim, value FROM corrections
                    JOIN feedback ON feedback.id = feedback_id
                    WHERE theme = '' AND value IS NOT NULL AND verbatim IS NOT NULL ORDER BY feedback.id"""
            )
            return tuple((row[0], row[1], row[2], row[3]) for row in rows)

    def corrected_by_hand(self, ids: Iterable[int]) -> frozenset[int]:
        """Return those of some comments whose feeling or themes somebody corrected, not a rule."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT feedback_id FROM corrections WHERE feedback_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            )
            return frozenset(row[0] for row in rows)

    def mark(self, ids: Sequence[int], mark: Mark, by: str, now: datetime, *, on: bool = True) -> None:
        """Put a mark beside comments, or take it away: see `ManyChanges.mark`."""
        self.many.mark(ids, mark, by, now, on=on)

    def marks(self, ids: Iterable[int]) -> dict[int, frozenset[str]]:
        """Return the marks of some comments by id; those without any are not among them."""
        found: dict[int, set[str]] = {}
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT feedback_id, mark FROM marks WHERE feedback_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            )
            for row in rows:
                found.setdefault(row["feedback_id"], set()).add(row["mark"])
        return {one: frozenset(marks) for one, marks in found.items()}


def _store(connection: sqlite3.Connection, version: str, results: Sequence[tuple[int, Analysed]]) -> None:
    wanted = json.dumps([feedback_id for feedback_id, _ in results])
    question = "SELECT id FROM feedback WHERE id IN (SELECT value FROM json_each(?))"
    present = {row[0] for row in connection.execute(question, (wanted,))}
    corrections = _corrections(connection, wanted)
    rows, mentions, torn = [], [], []
    for feedback_id, read in results:
        if feedback_id not in present:
            continue
        told = read.with_corrections(corrections.get(feedback_id, ()))
        rows.append((feedback_id, version, read.language, told.sentiment, analysed_to_json(read)))
        mentions += [(feedback_id, one.theme, one.sentiment) for one in told.mentions]
        if read.disagreement:
            torn.append((feedback_id, read.disagreement))
    for table in ("feedback_themes", "disagreements"):
        connection.execute(f"DELETE FROM {table} WHERE feedback_id IN (SELECT value FROM json_each(?))", (wanted,))
    connection.executemany(
        "INSERT OR REPLACE INTO analyses (feedback_id, version, language, sentiment, found) VALUES (?, ?, ?, ?, ?)",
        rows,
    )
    connection.executemany(
        "INSERT OR IGNORE INTO feedback_themes (feedback_id, theme, sentiment) VALUES (?, ?, ?)", mentions
    )
    connection.executemany("INSERT INTO disagreements (feedback_id, strength) VALUES (?, ?)", torn)


def _follow(connection: sqlite3.Connection, wanted: str) -> None:
    _count_again(connection, wanted)
    _touch(connection)


def _count_again(connection: sqlite3.Connection, wanted: str) -> None:
    """Bring what is counted in step with the corrections of some comments."""
    rows = connection.execute(
        "SELECT feedback_id, version, found FROM analyses WHERE feedback_id IN (SELECT value FROM json_each(?))",
        (wanted,),
    ).fetchall()
    by_version: dict[str, list[tuple[int, Analysed]]] = {}
    for row in rows:
        by_version.setdefault(row["version"], []).append((row["feedback_id"], analysed_from_json(row["found"])))
    for version, results in by_version.items():
        _store(connection, version, results)


def _corrections(connection: sqlite3.Connection, wanted: str) -> dict[int, tuple[Correction, ...]]:
    found: dict[int, tuple[Correction, ...]] = {}
    # The last one wins: what somebody said about one comment stands after what rules say.
    for feedback_id, said in rule_corrections(connection, wanted):
        found[feedback_id] = (*found.get(feedback_id, ()), said)
    rows = connection.execute(
        "SELECT feedback_id, theme, value FROM corrections WHERE feedback_id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    for row in rows:
        told = Correction(row["theme"] or None, row["value"])
        found[row["feedback_id"]] = (*found.get(row["feedback_id"], ()), told)
    return found


def _waiting(row: sqlite3.Row, scales: dict[int, sqlite3.Row]) -> WaitingWords:
    return WaitingWords(row["id"], row["verbatim"], row["source_id"], _scores(row, scales), row["version"])


def _scores(row: sqlite3.Row, scales: dict[int, sqlite3.Row]) -> tuple[GivenScore, ...]:
    given = []
    for metric in SCORE_ROLES:
        if row[metric] is None:
            continue
        if metric == "nps":
            given.append(GivenScore(metric, row[metric], NPS_SCALE))
        else:
            scale = scales[row[f"{metric}_scale"]]
            given.append(GivenScore(metric, row[metric], Scale(scale["minimum"], scale["maximum"], scale["direction"])))
    return tuple(given)


def _touch(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET value = lower(hex(randomblob(8))) WHERE key = 'words'")
