"""What each source of feedback has taught the reading: boilerplate, calibration, and why it was accepted or not."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cx_core.store.database import Database
from cx_core.text import NOTHING, SHIPPED, Agreement, Boilerplate, Calibration, Readings


@dataclass(frozen=True)
class Lesson:
    """What a source taught, as it is kept.

    ``outcome`` is ``accepted``, ``too_few``, ``one_label``, ``not_better`` or ``pending``; only the first comes with a
    ``calibration``. ``lexicon`` and ``calibrated`` are the cross-validated agreements without and with it, None where
    nothing was checked. ``n_comments`` is how many the source had then.
    """

    source_id: int
    learnt_at: datetime
    n_comments: int
    n_scored: int
    n_corrected: int
    outcome: str
    boilerplate: Boilerplate = NOTHING
    readings: Readings = SHIPPED
    lexicon: Agreement | None = None
    calibrated: Agreement | None = None
    calibration: Calibration | None = None

    @property
    def version(self) -> str:
        """Changes whenever the source's comments could be read otherwise; empty when nothing was learnt."""
        parts = (
            self.boilerplate.version if self.boilerplate.sentences else "",
            self.readings.version if self.readings.pairs else "",
            self.calibration.version if self.calibration else "",
        )
        return "/".join(parts) if any(parts) else ""


@dataclass(frozen=True)
class SourceFacts:
    """How much a source could teach now, and version and outcome of what it taught last (None: it was never asked).

    ``n_learnt`` and ``n_corrected_learnt`` are the comments and corrections that it had then.
    """

    source_id: int
    name: str
    n_comments: int
    n_scored: int
    n_corrected: int
    version: str | None = None
    outcome: str | None = None
    n_learnt: int = 0
    n_corrected_learnt: int = 0


class LessonStore:
    """The lessons of one workspace folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> dict[int, str]:
        """Return the version of each source's lesson; every source is among them, empty where it taught nothing."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, coalesce(version, '') FROM sources LEFT JOIN lessons ON source_id = id"
            )
            return {row[0]: row[1] for row in rows}

    def facts(self) -> tuple[SourceFacts, ...]:
        """Return every source with what it could teach."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT sources.id, name,
                        (SELECT count(*) FROM feedback WHERE source_id = sources.id AND verbatim IS NOT NULL) AS n,
                        (SELECT count(*) FROM feedback WHERE source_id = sources.id AND verbatim IS NOT NULL
                            AND coalesce(rating, csat, nps, ces) IS NOT NULL) AS scored,
                        (SELECT count(*) FROM corrections JOIN feedback ON feedback.id = feedback_id
                            WHERE source_id = sources.id AND theme = '' AND value IS NOT NULL) AS corrected,
                        version, outcome, coalesce(n_comments, 0) AS n_then, coalesce(n_corrected, 0) AS corrected_then
                    FROM sources LEFT JOIN lessons ON source_id = sources.id ORDER BY sources.id"""
            )
            return tuple(SourceFacts(*row) for row in rows)

    def of(self, source_id: int) -> Lesson | None:
        """Return what a source taught; None when it was never asked."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM lessons WHERE source_id = ?", (source_id,)).fetchone()
        return None if row is None else _lesson(row)

    def every(self) -> tuple[tuple[str, Lesson], ...]:
        """Return the lessons of all sources with the sources' names."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT lessons.*, name FROM lessons JOIN sources ON sources.id = source_id ORDER BY name"
            ).fetchall()
        return tuple((row["name"], _lesson(row)) for row in rows)

    def keep(self, lesson: Lesson) -> None:
        """Keep what a source taught in the place of what it taught before; a source that is gone teaches nothing."""
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO lessons (source_id, version, learnt_at, n_comments, n_scored, n_corrected,
                        outcome, boilerplate, readings, lexicon, calibrated, calibration)
                    SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM sources WHERE id = ?""",
                (
                    lesson.version,
                    lesson.learnt_at.isoformat(),
                    lesson.n_comments,
                    lesson.n_scored,
                    lesson.n_corrected,
                    lesson.outcome,
                    json.dumps(lesson.boilerplate.sentences, ensure_ascii=False),
                    json.dumps(lesson.readings.pairs, ensure_ascii=False),
                    _agreement_json(lesson.lexicon),
                    _agreement_json(lesson.calibrated),
                    json.dumps(lesson.calibration.to_dict(), ensure_ascii=False) if lesson.calibration else None,
                    lesson.source_id,
                ),
            )


def _lesson(row: sqlite3.Row) -> Lesson:
    return Lesson(
        row["source_id"],
        datetime.fromisoformat(row["learnt_at"]),
        row["n_comments"],
        row["n_scored"],
        row["n_corrected"],
        row["outcome"],
        Boilerplate(tuple(json.loads(row["boilerplate"]))),
        Readings(tuple((word, share) for word, share in json.loads(row["readings"]))),
        _agreement(row["lexicon"]),
        _agreement(row["calibrated"]),
        Calibration.from_dict(json.loads(row["calibration"])) if row["calibration"] else None,
    )


def _agreement_json(agreement: Agreement | None) -> str | None:
    return None if agreement is None else json.dumps([agreement.n, agreement.accuracy, agreement.macro_f1])


def _agreement(text: str | None) -> Agreement | None:
    if text is None:
        return None
    values: list[Any] = json.loads(text)
    return Agreement(int(values[0]), float(values[1]), float(values[2]))
