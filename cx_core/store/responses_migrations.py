"""The schema of ``responses.db``: numbered steps, each tested from every earlier one.

A step that shipped never changes, so it names its columns itself and takes none from the model.
"""

from __future__ import annotations

import zlib
from itertools import groupby, islice
from operator import itemgetter

import sqlite_utils
from sqlite_utils import Migrations

responses_migrations = Migrations("responses")


@responses_migrations()
def m0001_sources_and_imports(db: sqlite_utils.Database) -> None:
    """Where answers come from, and the imports that brought them.

    ``imports.content`` is a random word that changes whenever the rows of the import change; a snapshot that carries
    another word is out of date. ``facts`` holds single values: the stamp of the live data, the time zone of ``day``.
    """
    _run(
        db,
        """CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT""",
        """INSERT INTO facts (key, value) VALUES ('stamp', lower(hex(randomblob(8))))""",
        """CREATE TABLE sources (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            profile TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source_id INTEGER NOT NULL REFERENCES sources (id),
            file_name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('staged', 'live', 'undone')),
            imported_at TEXT NOT NULL,
            rows_read INTEGER NOT NULL,
            rows_kept INTEGER NOT NULL,
            rows_duplicate INTEGER NOT NULL,
            rows_rejected INTEGER NOT NULL,
            n_answers INTEGER NOT NULL,
            n_orders INTEGER NOT NULL,
            problems TEXT NOT NULL,
            mapping TEXT NOT NULL,
            purpose TEXT,
            keep_until TEXT,
            first_day INTEGER,
            last_day INTEGER,
            content TEXT NOT NULL
        ) STRICT""",
        """CREATE INDEX imports_by_source ON imports (source_id)""",
    )


@responses_migrations()
def m0002_codes(db: sqlite_utils.Database) -> None:
    """What the whole numbers in the answers mean. Labels that are equal after folding share one code."""
    _run(
        db,
        """CREATE TABLE dimension_values (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            field TEXT NOT NULL,
            label TEXT NOT NULL,
            folded TEXT NOT NULL,
            UNIQUE (field, folded)
        ) STRICT""",
        """CREATE TABLE segment_fields (
            slot INTEGER PRIMARY KEY CHECK (slot BETWEEN 1 AND 8),
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE
        ) STRICT""",
        """CREATE TABLE places (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel INTEGER REFERENCES dimension_values (id),
            touchpoint INTEGER REFERENCES dimension_values (id),
            stage INTEGER REFERENCES dimension_values (id)
        ) STRICT""",
        # Two NULLs are never equal to a unique index, so absent parts count as code 0, which no label has.
        """CREATE UNIQUE INDEX places_by_codes
            ON places (ifnull(channel, 0), ifnull(touchpoint, 0), ifnull(stage, 0))""",
        """CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, pseudonym TEXT NOT NULL UNIQUE) STRICT""",
        """CREATE TABLE scales (
            id INTEGER PRIMARY KEY,
            minimum INTEGER NOT NULL,
            maximum INTEGER NOT NULL,
            direction TEXT NOT NULL CHECK (direction IN ('high_is_good', 'low_is_good')),
            UNIQUE (minimum, maximum, direction),
            CHECK (minimum < maximum)
        ) STRICT""",
    )


@responses_migrations()
def m0003_rows(db: sqlite_utils.Database) -> None:
    """The rows as the files had them, the answers and the orders in them.

    The whole numbers of an answer stand before its words, so that counting never reads the words. Outside a transaction
    that is still running, only rows of live imports stand here: an import publishes itself in the transaction that
    writes its rows, and an undo deletes them in the one that withdraws it.
    """
    _run(
        db,
        """CREATE TABLE raw_rows (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES imports (id),
            row_no INTEGER NOT NULL,
            data TEXT NOT NULL,
            UNIQUE (import_id, row_no)
        ) STRICT""",
        """CREATE TABLE feedback (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            import_id INTEGER NOT NULL REFERENCES imports (id),
            source_id INTEGER NOT NULL,
            row_no INTEGER NOT NULL,
            day INTEGER,
            place INTEGER NOT NULL REFERENCES places (id),
            channel INTEGER,
            touchpoint INTEGER,
            stage INTEGER,
            segment_1 INTEGER,
            segment_2 INTEGER,
            segment_3 INTEGER,
            segment_4 INTEGER,
            segment_5 INTEGER,
            segment_6 INTEGER,
            segment_7 INTEGER,
            segment_8 INTEGER,
            customer INTEGER REFERENCES customers (id),
            nps INTEGER CHECK (nps BETWEEN 0 AND 1000),
            csat INTEGER,
            ces INTEGER,
            rating INTEGER,
            csat_scale INTEGER,
            ces_scale INTEGER,
            rating_scale INTEGER,
            identity TEXT NOT NULL,
            responded_at TEXT,
            language TEXT,
            sentiment INTEGER,
            verbatim TEXT,
            verbatim_folded TEXT,
            CHECK ((csat IS NULL) = (csat_scale IS NULL)),
            CHECK ((ces IS NULL) = (ces_scale IS NULL)),
            CHECK ((rating IS NULL) = (rating_scale IS NULL))
        ) STRICT""",
        """CREATE TABLE orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            import_id INTEGER NOT NULL REFERENCES imports (id),
            source_id INTEGER NOT NULL,
            row_no INTEGER NOT NULL,
            identity TEXT NOT NULL,
            customer INTEGER REFERENCES customers (id),
            ordered_at TEXT,
            day INTEGER,
            code TEXT,
            revenue INTEGER
        ) STRICT""",
    )


@responses_migrations()
def m0004_indexes_and_answers(db: sqlite_utils.Database) -> None:
    """The indexes, and the view that every question is asked of: the answers of live imports, in codes.

    The unique pair of source and identity is what makes importing a file twice add nothing. The plus sign keeps SQLite
    from walking through an index on the way to all rows.
    """
    _run(
        db,
        """CREATE UNIQUE INDEX feedback_by_identity ON feedback (source_id, identity)""",
        """CREATE INDEX feedback_by_import ON feedback (import_id)""",
        """CREATE INDEX feedback_by_place ON feedback (place, source_id, day)""",
        """CREATE INDEX feedback_by_customer ON feedback (customer) WHERE customer IS NOT NULL""",
        """CREATE INDEX feedback_with_words ON feedback (day) WHERE verbatim IS NOT NULL""",
        """CREATE UNIQUE INDEX orders_by_identity ON orders (source_id, identity)""",
        """CREATE INDEX orders_by_import ON orders (import_id)""",
        """CREATE INDEX orders_by_customer ON orders (customer) WHERE customer IS NOT NULL""",
        """CREATE VIEW answers AS
            SELECT id, import_id, source_id, day, place, channel, touchpoint, stage,
                segment_1, segment_2, segment_3, segment_4, segment_5, segment_6, segment_7, segment_8, customer,
                nps, csat, ces, rating, csat_scale, ces_scale, rating_scale, verbatim IS NOT NULL AS has_verbatim
            FROM feedback
            WHERE +import_id IN (SELECT id FROM imports WHERE state = 'live')""",
    )


@responses_migrations()
def m0005_words(db: sqlite_utils.Database) -> None:
    """The index of words, and how far each import is in it.

    The index keeps no text. Deleting single rows from it would leave their words in the file until all of it is written
    anew, so whatever deletes or changes an indexed answer empties it, in the same transaction; pages given back are
    overwritten (``secure_delete``). Letters outside ASCII are all taken for letters: see `words_only`.
    """
    forget = "DELETE FROM indexed_words; INSERT INTO words (words) VALUES ('delete-all');"
    indexed = "old.verbatim IS NOT NULL AND EXISTS (SELECT 1 FROM indexed_words WHERE import_id = old.import_id)"
    _run(
        db,
        """CREATE VIRTUAL TABLE words USING fts5 (folded, content = '', columnsize = 0, tokenize = 'ascii')""",
        """CREATE TABLE indexed_words (
            import_id INTEGER PRIMARY KEY REFERENCES imports (id),
            through INTEGER NOT NULL,
            is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1))
        ) STRICT""",
        f"""CREATE TRIGGER words_of_deleted AFTER DELETE ON feedback WHEN {indexed}
            BEGIN {forget} END""",
        f"""CREATE TRIGGER words_of_changed AFTER UPDATE OF id, import_id, responded_at, verbatim, verbatim_folded
            ON feedback WHEN {indexed}
            BEGIN {forget} END""",
    )


@responses_migrations()
def m0006_analyses(db: sqlite_utils.Database) -> None:
    """What was read out of each comment, what people corrected, and what they marked.

    ``found`` is what the program read, as JSON; ``sentiment`` and ``feedback_themes`` are that with people's
    corrections, which is what is counted. All of it hangs on the answer and goes with it.
    """
    _run(
        db,
        """CREATE TABLE analyses (
            feedback_id INTEGER PRIMARY KEY REFERENCES feedback (id) ON DELETE CASCADE,
            version TEXT NOT NULL,
            language TEXT NOT NULL,
            sentiment TEXT NOT NULL CHECK (sentiment IN ('positive', 'neutral', 'negative')),
            found TEXT NOT NULL
        ) STRICT""",
        """CREATE INDEX analyses_by_version ON analyses (version)""",
        """CREATE INDEX analyses_by_sentiment ON analyses (sentiment)""",
        """CREATE TABLE feedback_themes (
            feedback_id INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
            theme TEXT NOT NULL,
            sentiment TEXT NOT NULL CHECK (sentiment IN ('positive', 'neutral', 'negative')),
            PRIMARY KEY (feedback_id, theme)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX feedback_themes_by_theme ON feedback_themes (theme, sentiment, feedback_id)""",
        # An empty theme is the comment as a whole; no value says that the theme is not spoken of.
        """CREATE TABLE corrections (
            feedback_id INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
            theme TEXT NOT NULL,
            value TEXT CHECK (value IN ('positive', 'neutral', 'negative')),
            corrected_by TEXT NOT NULL,
            corrected_at TEXT NOT NULL,
            PRIMARY KEY (feedback_id, theme)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE marks (
            feedback_id INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
            mark TEXT NOT NULL,
            marked_by TEXT NOT NULL,
            marked_at TEXT NOT NULL,
            PRIMARY KEY (feedback_id, mark)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX marks_by_mark ON marks (mark, feedback_id)""",
        """INSERT INTO facts (key, value) VALUES ('words', lower(hex(randomblob(8))))""",
    )


@responses_migrations()
def m0007_cases_and_rules(db: sqlite_utils.Database) -> None:
    """What becomes of a comment that was marked as a case, and the standing rules that correct comments by their words.

    A case without a row is open, nobody's and not due. ``rule_hits`` holds which comments a rule speaks of: found when
    the rule changes and whenever a comment is read.
    """
    answer = "INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE"
    _run(
        db,
        """CREATE TABLE cases (
            feedback_id INTEGER PRIMARY KEY REFERENCES feedback (id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('open', 'in_work', 'closed')),
            owner TEXT NOT NULL,
            due_on TEXT
        ) STRICT""",
        f"""CREATE TABLE case_steps (
            id INTEGER PRIMARY KEY,
            feedback_id {answer},
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            what TEXT NOT NULL CHECK (what IN ('state', 'owner', 'due_on', 'note')),
            value TEXT NOT NULL
        ) STRICT""",
        """CREATE INDEX case_steps_by_case ON case_steps (feedback_id, id)""",
        """CREATE TABLE word_rules (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            words TEXT NOT NULL,
            theme TEXT NOT NULL,
            value TEXT CHECK (value IN ('positive', 'neutral', 'negative')),
            is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
            made_by TEXT NOT NULL,
            made_at TEXT NOT NULL
        ) STRICT""",
        f"""CREATE TABLE rule_hits (
            feedback_id {answer},
            rule_id INTEGER NOT NULL REFERENCES word_rules (id) ON DELETE CASCADE,
            PRIMARY KEY (feedback_id, rule_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX rule_hits_by_rule ON rule_hits (rule_id)""",
    )


@responses_migrations()
def m0008_felt_answers(db: sqlite_utils.Database) -> None:
    """The answers whose comments were read, with the feeling of each in hundredths: 100 praise, -100 complaint."""
    _run(
        db,
        """CREATE VIEW felt_answers AS
            SELECT feedback.id, import_id, source_id, day, place, channel, touchpoint, stage,
                segment_1, segment_2, segment_3, segment_4, segment_5, segment_6, segment_7, segment_8, customer,
                nps, csat, ces, rating, csat_scale, ces_scale, rating_scale,
                CASE analyses.sentiment WHEN 'positive' THEN 100 WHEN 'negative' THEN -100 ELSE 0 END AS sentiment
            FROM analyses CROSS JOIN feedback ON feedback.id = analyses.feedback_id
            WHERE +import_id IN (SELECT id FROM imports WHERE state = 'live')""",
    )


@responses_migrations()
def m0009_people(db: sqlite_utils.Database) -> None:
    """Which keys of customers belong together, and the key a row came with where it is counted for another one.

    ``one`` is smaller than ``other``. The links of an import go with it.
    """
    _run(
        db,
        """CREATE TABLE customer_links (
            import_id INTEGER NOT NULL REFERENCES imports (id),
            one INTEGER NOT NULL REFERENCES customers (id),
            other INTEGER NOT NULL REFERENCES customers (id),
            PRIMARY KEY (import_id, one, other),
            CHECK (one < other)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX customer_links_by_one ON customer_links (one)""",
        """CREATE INDEX customer_links_by_other ON customer_links (other)""",
        """ALTER TABLE feedback ADD COLUMN own_customer INTEGER REFERENCES customers (id)""",
        """ALTER TABLE orders ADD COLUMN own_customer INTEGER REFERENCES customers (id)""",
        """CREATE INDEX feedback_by_own ON feedback (own_customer) WHERE own_customer IS NOT NULL""",
        """CREATE INDEX orders_by_own ON orders (own_customer) WHERE own_customer IS NOT NULL""",
    )


@responses_migrations()
def m0010_raw_blocks(db: sqlite_utils.Database) -> None:
    """The rows as the files had them, packed some hundreds at a time: they were half of the file.

    A block is zlib-packed UTF-8, a line a row: its number, a tab, its JSON. Blocks are changed only by an erasure.
    """
    _run(
        db,
        """CREATE TABLE raw_blocks (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES imports (id),
            first_row INTEGER NOT NULL,
            last_row INTEGER NOT NULL,
            n_rows INTEGER NOT NULL CHECK (n_rows > 0),
            data BLOB NOT NULL,
            UNIQUE (import_id, first_row),
            CHECK (first_row <= last_row)
        ) STRICT""",
    )
    found = db.execute("SELECT import_id, row_no, data FROM raw_rows ORDER BY import_id, row_no")
    for import_id, rows in groupby(found, key=itemgetter(0)):
        while some := list(islice(rows, 500)):
            text = "".join(f"{row_no}\t{data}\n" for _, row_no, data in some)
            db.execute(
                "INSERT INTO raw_blocks (import_id, first_row, last_row, n_rows, data) VALUES (?, ?, ?, ?, ?)",
                (import_id, some[0][1], some[-1][1], len(some), zlib.compress(text.encode(), 1)),
            )
    _run(db, "DROP TABLE raw_rows")


@responses_migrations()
def m0011_orders_beside_answers(db: sqlite_utils.Database) -> None:
    """An order that stands in one row with an answer has no identity of its own: the answer's is the row's.

    Rows that are here keep theirs. From here on blocks of raw rows may be packed with Zstandard, which an older version
    of the app cannot read.
    """
    _run(
        db,
        """DROP INDEX orders_by_identity""",
        """CREATE UNIQUE INDEX orders_by_identity ON orders (source_id, identity) WHERE identity <> ''""",
    )


@responses_migrations()
def m0012_unsure_readings(db: sqlite_utils.Database) -> None:
    """The comments whose reading is close to neither side, found without looking at all others."""
    _run(db, "CREATE INDEX analyses_unsure ON analyses (feedback_id) WHERE abs(json_extract(found, '$[2]')) < 0.25")


def _run(db: sqlite_utils.Database, *statements: str) -> None:
    for statement in statements:
        db.execute(statement)
