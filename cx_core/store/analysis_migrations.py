"""The schema of what reading comments has taught: numbered steps of their own, in ``responses.db`` after its others.

A step that shipped never changes.
"""

from __future__ import annotations

import sqlite_utils
from sqlite_utils import Migrations

analysis_migrations = Migrations("analysis")


@analysis_migrations()
def m0001_lessons(db: sqlite_utils.Database) -> None:
    """What each source taught, what each version was read with, and where a score and its words disagree.

    ``lessons.calibration`` is NULL where nothing was accepted; ``outcome`` then says why. ``read_with.base`` stands for
    everything but the themes. ``strength`` is above 0 for a complaint with a good score, below for a praise with a bad
    one.
    """
    for statement in (
        """CREATE TABLE lessons (
            source_id INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
            version TEXT NOT NULL,
            learnt_at TEXT NOT NULL,
            n_comments INTEGER NOT NULL,
            n_scored INTEGER NOT NULL,
            n_corrected INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            boilerplate TEXT NOT NULL,
            lexicon TEXT,
            calibrated TEXT,
            calibration TEXT
        ) STRICT""",
        """CREATE TABLE read_with (
            version TEXT PRIMARY KEY,
            base TEXT NOT NULL,
            taxonomy TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE disagreements (
            feedback_id INTEGER PRIMARY KEY REFERENCES feedback (id) ON DELETE CASCADE,
            strength REAL NOT NULL
        ) STRICT""",
        """CREATE INDEX disagreements_by_strength ON disagreements (strength)""",
    ):
        db.execute(statement)


@analysis_migrations()
def m0002_readings(db: sqlite_utils.Database) -> None:
    """What syllables without marks mean in a source, as JSON pairs of a word and its share."""
    db.execute("ALTER TABLE lessons ADD COLUMN readings TEXT NOT NULL DEFAULT '[]'")


@analysis_migrations()
def m0003_moved_corrections(db: sqlite_utils.Database) -> None:
    """What moved with the last merge of themes, as it was said before, so that an undo can give it back.

    ``is_moved`` is 0 for a correction that gave way to one of the theme that stayed.
    """
    for statement in (
        """CREATE TABLE moved_corrections (
            feedback_id INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
            theme TEXT NOT NULL,
            value TEXT,
            corrected_by TEXT NOT NULL,
            corrected_at TEXT NOT NULL,
            moved_to TEXT NOT NULL,
            is_moved INTEGER NOT NULL CHECK (is_moved IN (0, 1)),
            PRIMARY KEY (feedback_id, theme)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE moved_rules (
            rule_id INTEGER PRIMARY KEY REFERENCES word_rules (id) ON DELETE CASCADE,
            theme TEXT NOT NULL,
            moved_to TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)
