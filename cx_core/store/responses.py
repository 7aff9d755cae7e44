"""The store of answers: imports in, codes and words out. Everything about ``responses.db`` goes through here."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cx_core.feedback.customers import normalise_customer
from cx_core.model.imports import (
    ChannelPresence,
    CodedFilter,
    Dictionary,
    ImportRecord,
    KnownSource,
    PlaceCount,
    SourceFreshness,
    Verbatim,
)
from cx_core.model.inspection import FileFacts, Mapping, Receipt
from cx_core.model.problem import Problem, Refusal
from cx_core.store import tallies
from cx_core.store.answer_rows import Integers, Texts, rows_of
from cx_core.store.backup import refuse_unless_sound
from cx_core.store.bulk_changes import sorts_in_file
from cx_core.store.database import Database
from cx_core.store.day_zone import keep_days_in
from cx_core.store.dictionary_store import read_dictionary
from cx_core.store.erasure import Erased, erase_customer
from cx_core.store.import_history import read_imports, undo_import
from cx_core.store.import_writer import Arrival, Progress, touch_stamp, write_import
from cx_core.store.matched_scores import MatchedScores, ScoreTally
from cx_core.store.pseudonyms import pseudonym, workspace_secret
from cx_core.store.raw_blocks import row_of
from cx_core.store.responses_migrations import responses_migrations
from cx_core.store.snapshot_columns import SnapshotColumns
from cx_core.store.snapshots import Draft, Snapshots
from cx_core.store.sources import rename_source, sources_like
from cx_core.store.spread_writes import spread_out
from cx_core.store.verbatims import VerbatimQuery, count_verbatims, read_verbatims
from cx_core.store.word_index import LOCK_FILE, build_index, n_unindexed

RESPONSES_FILE = "responses.db"
#: An import is refused when less than this would be left for the log, the snapshot and everybody else.
MIN_FREE_BYTES = 200 * 2**20

#: Twice SQLite's usual page: a million answers are written and read in half as many pieces, which spares a tenth of the
#: time of an import.
_PAGE_BYTES = 8192
#: Where an import's progress stands once the rows are prepared; the rest is writing them.
_PREPARED = 0.15


class ResponseStore:
    """The answers of one workspace folder. One instance may serve all threads of a process.

    What is asked for is read afresh each time; a caller that asks often keeps results by `stamp`.
    """

    def __init__(self, folder: Path, database: Database, timezone: str) -> None:
        self.folder = folder
        self.timezone = timezone
        self._database = database
        self._snapshots = Snapshots(folder, database)
        self.columns = SnapshotColumns(self.stamp, self.ensure_snapshots)
        self._matched = MatchedScores(self.read, self.stamp, self.columns)
        self._dictionary: tuple[str, Dictionary] | None = None

    @classmethod
    def open(cls, folder: Path, timezone: str, *, max_bytes: int | None = None) -> ResponseStore:
        """Open the store in a workspace folder, making or upgrading it if need be.

        ``timezone`` (an IANA name) decides which day an instant belongs to; when it is another one than last time,
        every stored day is counted anew. ``max_bytes`` caps the database file. Raises `Refusal` with kind
        ``store_busy``, ``store_read_only``, ``store_unreachable``, ``store_damaged``, ``store_newer`` or ``disk_full``.
        """
        # NORMAL: a power cut may take a small change back, whole; an import is written through before it is told of.
        database = Database(
            folder / RESPONSES_FILE,
            synchronous="NORMAL",
            max_bytes=max_bytes,
            keeps_readers=True,
            page_bytes=_PAGE_BYTES,
        )
        database.migrate(responses_migrations)
        keep_days_in(database, timezone)
        return cls(folder, database, timezone)

    def read(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give a reading connection for one block: what the SQLite engine asks the view ``answers`` with."""
        return self._database.read()

    def stamp(self) -> str:
        """Return a short text that is another one whenever the live answers are others."""
        return self._database.keep("stamp", self._read_stamp)

    def _read_stamp(self) -> str:
        with self._database.read() as connection:
            return _stamp_in(connection)

    def import_batch(
        self,
        frame: pd.DataFrame,
        mapping: Mapping,
        file: FileFacts,
        profile: str,
        fingerprint: str,
        *,
        now: datetime,
        problems: tuple[Problem, ...] = (),
        rows_read: int | None = None,
        rows_rejected: int = 0,
        progress: Progress | None = None,
        purpose: str | None = None,
        keep_until: date | None = None,
        source_name: str | None = None,
        raw: Callable[[Integers], Texts] | None = None,
        settles: bool = True,
    ) -> Receipt:
        """Take in a file's rows, all or none, and return the receipt.

        ``frame`` has the columns of `cx_core.model.columns`; where it has no raw rows, ``raw`` gives them by number.
        ``fingerprint`` names the source; rows that it already has are skipped and counted. A new one is called
        ``source_name``, or after the file. ``rows_read`` counts rejected rows too; None means the frame's rows and
        ``rows_rejected``. ``progress`` is told a fraction, 0 to 1, while nothing is final yet: whatever it raises takes
        the import back.

        A row without score and words is an order when it has an order code or revenue, and is rejected as
        ``row_without_answer`` otherwise. When the import is in, its snapshot is written; should that fail, the next
        `ensure_snapshots` does it. Without ``settles`` the caller calls `settle`, after it has told of the receipt.

        Raises `Refusal`: ``disk_full``, ``store_busy``, ``store_read_only``, ``store_unreachable``, ``store_damaged``,
        ``scale_unknown`` (scores without a scale in ``mapping``), ``secret_changed``, ``secret_damaged``.
        """
        tell: Progress = progress or (lambda fraction: None)
        tell(0.0)
        self._refuse_without_space()
        # A write into a damaged file can ruin what a repair could still save.
        refuse_unless_sound(self.folder / RESPONSES_FILE)
        rows = rows_of(frame, self.timezone, raw)
        arrival = Arrival(
            mapping=mapping,
            file=file,
            profile=profile,
            fingerprint=fingerprint,
            problems=problems,
            rows_read=len(rows) + rows_rejected if rows_read is None else rows_read,
            rows_rejected=rows_rejected,
            purpose=purpose,
            keep_until=keep_until,
            now=now,
            source_name=source_name,
        )
        tell(_PREPARED)
        # Not entered: it is for a commit alone, and an error must not run it.
        once_in = ExitStack()
        with (
            ExitStack() as left_over,
            spread_out(self._database.path, len(rows)),
            self._database.write(
                checked=False, committed=once_in.close, sorts_in_file=sorts_in_file(len(rows))
            ) as connection,
        ):
            written = write_import(
                connection,
                self.folder,
                arrival,
                rows,
                lambda done: tell(_PREPARED + (1 - _PREPARED) * done),
                partial(self._drafted, left_over),
            )
            if written.draft:
                once_in.callback(written.draft.publish)
        receipt = written.receipt
        if receipt.batch_id is not None:
            # The import is in. What is left is done again by whoever needs it, so it must not look like a failure.
            with suppress(Refusal):
                self.ensure_snapshots()
            if settles:
                self.settle()
        return receipt

    def settle(self) -> None:
        """Move what a large write left in the log into the file: a second or two that nobody has to wait for.

        All of it can be read and is safe before. Should it fail, the next one does it.
        """
        with suppress(Refusal), spread_out(self._database.path, self.n_answers()):
            self._database.checkpoint()

    def _drafted(self, left_over: ExitStack, number: int, content: str, numbers: dict[str, pa.Array]) -> Draft | None:
        """Draft the snapshot of an import that is being written; nothing of it is left unless it is published."""
        draft = self._snapshots.draft(number, content, numbers)
        if draft:
            left_over.callback(draft.discard)
        return draft

    def undo(self, batch_id: str) -> ImportRecord:
        """Take an import back: its rows, what only it brought, and its snapshot. The record stays in `imports`.

        The file can be imported again. Undoing twice does nothing more. Raises `Refusal` ``import_unknown``.
        """
        with self._database.write(sorts_in_file=sorts_in_file(self.n_answers())) as connection:
            record = undo_import(connection, batch_id)
        self._snapshots.remove(int(record.batch_id))
        # Deleted words stay in the log until it is moved into the file.
        with suppress(Refusal):
            self._database.checkpoint()
        return record

    def erase(self, customer: str) -> Erased:
        """Delete all that is known of a person, by the identifier in the files (in any form) or by the pseudonym.

        Cannot be undone. Snapshots of the imports that it touches are written again at once; the index of words is
        built again by the next `index_words`. Raises `Refusal` ``customer_unknown``, ``secret_damaged``.
        """
        name = normalise_customer(customer) or customer
        with self._database.write() as connection:
            for one in (pseudonym(workspace_secret(self.folder), name), customer.strip().lower()):
                erased = erase_customer(connection, one)
                if erased.imports:
                    break
            else:
                raise Refusal("customer_unknown")
        self.ensure_snapshots()
        # Deleted words stay in the log until it is moved into the file.
        with suppress(Refusal):
            self._database.checkpoint()
        return erased

    def imports(self) -> tuple[ImportRecord, ...]:
        """Return every import, live or undone, the newest first."""
        with self._database.read() as connection:
            return read_imports(connection)

    def sources_like(self, fingerprint: str) -> tuple[KnownSource, ...]:
        """Return the sources whose files have these columns, the oldest first."""
        with self._database.read() as connection:
            return sources_like(connection, fingerprint)

    def rename_source(self, source_id: int, name: str) -> str:
        """Give a source another name; its answers and what is remembered of its columns stay.

        Raises `Refusal`: ``source_name_empty``, ``source_name_too_long``, ``source_name_taken``, ``source_unknown``.
        """
        with self._database.write() as connection:
            renamed = rename_source(connection, source_id, name)
            touch_stamp(connection)
            return renamed

    def ensure_snapshots(self) -> tuple[Path, ...] | None:
        """Return the snapshot of each live import, written anew where missing, out of date or damaged.

        None when they cannot be written; the SQLite engine then still answers everything.
        """
        return self._snapshots.ensure()

    def dictionary(self) -> Dictionary:
        """Return what the codes in the answers mean."""
        with self._database.read() as connection:
            return self._dictionary_in(connection)

    def _dictionary_in(self, connection: sqlite3.Connection) -> Dictionary:
        """Return the dictionary of the state that a connection sees, read again when the stamp has moved."""
        stamp, known = _stamp_in(connection), self._dictionary
        if known is None or known[0] != stamp:
            known = self._dictionary = (stamp, read_dictionary(connection))
        return known[1]

    def n_answers(self) -> int:
        """Return the number of live answers; orders are not answers."""
        with self._database.read() as connection:
            question = "SELECT ifnull(sum(n_answers), 0) FROM imports WHERE state = 'live'"
            return int(connection.execute(question).fetchone()[0])

    def freshness(self) -> tuple[SourceFreshness, ...]:
        """Return how fresh each source is, the freshest first."""
        return self._database.keep("freshness", self._read_freshness)

    def _read_freshness(self) -> tuple[SourceFreshness, ...]:
        with self._database.read() as connection:
            return tallies.source_freshness(connection, self._dictionary_in(connection))

    def channels(self) -> tuple[ChannelPresence, ...]:
        """Return the channels of the live answers, the most answers first."""
        with self._database.read() as connection:
            return tallies.channels_present(connection, self._dictionary_in(connection))

    def places_with_counts(self, first_day: int | None = None, last_day: int | None = None) -> tuple[PlaceCount, ...]:
        """Return the places with live answers between two day numbers (both included), the most answers first."""
        with self._database.read() as connection:
            return tallies.places_with_counts(connection, self._dictionary_in(connection), first_day, last_day)

    def verbatims(
        self,
        included: CodedFilter = CodedFilter(),
        *,
        metric: str | None = None,
        scores: tuple[int, int] | None = None,
        search: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Verbatim, ...]:
        """Return one page of customers' words, newest first, at most 200: see `VerbatimQuery` for what is included."""
        query = VerbatimQuery(included, metric, scores, search)
        with self._database.read() as connection:
            newest = partial(self._matched.newest, connection, query)
            return read_verbatims(connection, self._dictionary_in(connection), query, limit, offset, newest)

    def n_verbatims(
        self,
        included: CodedFilter = CodedFilter(),
        *,
        metric: str | None = None,
        scores: tuple[int, int] | None = None,
        search: str = "",
    ) -> int:
        """Return how many verbatims the same question finds in all."""
        with self._database.read() as connection:
            return count_verbatims(connection, VerbatimQuery(included, metric, scores, search))

    def score_tally(self, query: VerbatimQuery, metric: str) -> tuple[ScoreTally, ...]:
        """Return how often each score of ``metric`` was given, by scale, among the verbatims that a query finds."""
        return self._matched.tally(query, metric)

    def n_unindexed(self) -> int:
        """Return how many answers the index of words lacks; while it is not 0, a search looks at every comment."""
        with self._database.read() as connection:
            return n_unindexed(connection)

    def index_words(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Bring the index of words up to date, a short transaction at a time; tell whether it is whole now.

        Meant for a process of its own: it takes some 8 s a million comments. Interrupted, it goes on where it was.
        """
        # A log that an import left would be moved at the first commit, all at once.
        self.settle()
        done = build_index(self._database, LOCK_FILE, go_on)
        self.settle()
        return done

    def raw_row(self, batch_id: str, row_no: int) -> dict[str, Any] | None:
        """Return a kept row as the file had it, personal data masked; None when there is none such."""
        with self._database.read() as connection:
            return row_of(connection, batch_id, row_no)

    def _refuse_without_space(self) -> None:
        if shutil.disk_usage(self.folder).free < MIN_FREE_BYTES:
            raise Refusal("disk_full")


def _stamp_in(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT value FROM facts WHERE key = 'stamp'").fetchone()[0])
