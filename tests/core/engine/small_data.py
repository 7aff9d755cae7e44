"""Small tables of answers in words, their coded form, and a plain reference that counts them in Python.

The reference knows no code, no SQL and no day number: what it shares with the engine is the model and the limits of the
classes, which have tests of their own.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cx_core.engine import Assignment, Distribution, SqliteRunner
from cx_core.metrics.boxes import box_limits
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.filters import MISSING, Filters
from cx_core.model.folding import fold
from cx_core.model.imports import ANSWER_COLUMNS, Dictionary, PlaceCodes
from cx_core.model.measure import ClusterSums, Counts
from cx_core.model.period import Period, day_number
from cx_core.model.query import Cell, Query

SEGMENTS = {1: "Hạng", 2: "Vùng"}
SCALES = {3: Scale(1, 5), 4: Scale(1, 7), 9: Scale(1, 5, "low_is_good"), 12: Scale(0, 100)}


@dataclass(frozen=True)
class Answer:
    """One answer in words. ``scores`` pairs a metric with the score in hundredths and its scale."""

    on: date | None = None
    channel: str | None = None
    touchpoint: str | None = None
    stage: str | None = None
    segments: tuple[str | None, ...] = (None, None)
    source: str = "Biểu mẫu"
    customer: str | None = None
    scores: tuple[tuple[str, int, Scale], ...] = ()

    @property
    def place(self) -> tuple[str | None, str | None, str | None]:
        return self.channel, self.touchpoint, self.stage


def nps(score: int, **facts: object) -> Answer:
    """Return an answer with one NPS score."""
    return Answer(scores=(("nps", 100 * score, NPS_SCALE),), **facts)  # type: ignore[arg-type]


@dataclass
class Table:
    """Answers with their codes. Codes have gaps and run through all fields, as those of the store do."""

    answers: Sequence[Answer]
    labels: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[int, PlaceCodes] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next = 1
        self._place_ids: dict[object, int] = {}
        self._customers: dict[str, int] = {}
        self.rows = [self._row(number, answer) for number, answer in enumerate(self.answers, 1)]

    @property
    def dictionary(self) -> Dictionary:
        return Dictionary(self.labels, self.places, SCALES, self.sources, SEGMENTS)

    def place_id(self, answer: Answer) -> int:
        return self._place_ids[answer.place]

    def assignment(self, map_of: Mapping[object, str | None], stage_of: Mapping[str, str]) -> Assignment:
        """Return which touchpoint each place belongs to, given by the places in words."""
        touchpoint_of = {self._place_ids[place]: there for place, there in map_of.items() if place in self._place_ids}
        return Assignment("map", touchpoint_of, stage_of, tuple(dict.fromkeys([*stage_of.values(), "empty stage"])))

    def _row(self, number: int, answer: Answer) -> dict[str, int | None]:
        row: dict[str, int | None] = dict.fromkeys(ANSWER_COLUMNS)
        codes = [self._code(name, getattr(answer, name)) for name in ("channel", "touchpoint", "stage")]
        if answer.place not in self._place_ids:
            self._place_ids[answer.place] = 10 + 3 * len(self._place_ids)
            self.places[self._place_ids[answer.place]] = PlaceCodes(*codes)
        row |= {
            "id": number, "import_id": 1 + number % 2, "source_id": self._source(answer.source),
            "day": None if answer.on is None else day_number(answer.on),
            "place": self._place_ids[answer.place],
            "channel": codes[0], "touchpoint": codes[1], "stage": codes[2], "has_verbatim": 0,
        }  # fmt: skip
        for slot, label in enumerate(answer.segments, 1):
            row[f"segment_{slot}"] = self._code(f"segment:{SEGMENTS[slot]}", label)
        if answer.customer is not None:
            row["customer"] = self._customers.setdefault(answer.customer, 1 + len(self._customers))
        for metric, score, scale in answer.scores:
            row[metric] = score
            if metric != "nps":
                row[f"{metric}_scale"] = next(known for known, value in SCALES.items() if value == scale)
        return row

    def _code(self, name: str, label: str | None) -> int | None:
        if label is None:
            return None
        table = self.labels[name]
        for code, known in table.items():
            if fold(known) == fold(label):
                return code
        self._next += 2
        table[self._next] = label
        return self._next

    def _source(self, name: str) -> int:
        for code, known in self.sources.items():
            if known == name:
                return code
        self.sources[len(self.sources) + 1] = name
        return len(self.sources)


def sqlite_of(table: Table) -> SqliteRunner:
    """Return SQLite in memory with the rows as its table ``answers``."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(f"CREATE TABLE answers ({', '.join(f'{column} INTEGER' for column in ANSWER_COLUMNS)})")
    marks = ", ".join(f":{column}" for column in ANSWER_COLUMNS)
    connection.executemany(f"INSERT INTO answers VALUES ({marks})", table.rows)

    @contextmanager
    def read() -> Iterator[sqlite3.Connection]:
        yield connection

    return SqliteRunner(read, lambda: "one")


def parquet_of(table: Table, folder: Path) -> list[Path]:
    """Write the rows as snapshots, one file an import, sorted by day, and return the files."""
    files = []
    for import_id in sorted({row["import_id"] for row in table.rows}, key=str):
        rows = [row for row in table.rows if row["import_id"] == import_id]
        rows.sort(key=lambda row: (row["day"] is not None, row["day"]))
        columns = {column: pa.array([row[column] for row in rows], pa.int32()) for column in ANSWER_COLUMNS}
        files.append(folder / f"import_{import_id}.parquet")
        pq.write_table(pa.table(columns), files[-1])
    return files


# The reference.


def expected_cells(answers: Iterable[Answer], query: Query, assignment: Assignment, table: Table) -> tuple[Cell, ...]:
    """Count by walking over the answers."""
    cells = []
    for (group, period, scale), members in _cells(answers, query, assignment, table).items():
        box = box_limits(query.metric, scale)
        scores = [score for _, score in members]
        top, bottom = [box.holds_top(s) for s in scores], [box.holds_bottom(s) for s in scores]
        clusters = _clusters(members, top, bottom) if query.clustered else None
        n, n_top, n_bottom = len(scores), sum(top), sum(bottom)
        squares = sum(score * score for score in scores)
        counts = Counts(n, n_top, n - n_top - n_bottom, n_bottom, sum(scores), squares, scale, clusters)
        cells.append(Cell(group, period, counts))
    return tuple(sorted(cells, key=lambda cell: _order(cell.group, cell.period, cell.counts.scale)))


def expected_distributions(
    answers: Iterable[Answer], query: Query, assignment: Assignment, table: Table
) -> tuple[Distribution, ...]:
    """Count each score by walking over the answers."""
    found = []
    for (group, period, scale), members in _cells(answers, query, assignment, table).items():
        scores = [score for _, score in members]
        bins = tuple((score, scores.count(score)) for score in sorted(set(scores)))
        found.append(Distribution(group, period, scale, bins))
    return tuple(sorted(found, key=lambda one: _order(one.group, one.period, one.scale)))


def is_included(answer: Answer, filters: Filters, assignment: Assignment, table: Table) -> bool:
    """Tell whether the filters admit an answer."""
    if (filters.since or filters.until) and answer.on is None:
        return False
    if answer.on is not None and not ((filters.since or date.min) <= answer.on <= (filters.until or date.max)):
        return False
    for name, values in filters.where:
        value = _value(answer, name, filters, assignment, table)
        allowed = {fold(one) for one in values if one != MISSING}
        if not (MISSING in values if value is None else fold(value) in allowed):
            return False
    return True


def _cells(answers, query, assignment, table):
    cells = defaultdict(list)
    for number, answer in enumerate(answers):
        if (query.every and answer.on is None) or not is_included(answer, query.filters, assignment, table):
            continue
        group = tuple((name, _value(answer, name, query.filters, assignment, table)) for name in query.by)
        period = _span(answer.on, query)
        for metric, score, scale in answer.scores:
            if metric == query.metric:
                cells[group, period, scale].append((answer.customer or f"answer {number}", score))
    return cells


def _span(day, query):
    if query.cut:
        before = Period(query.filters.since, query.cut - timedelta(days=1), "day")
        return before if day < query.cut else Period(query.cut, query.filters.until, "day")
    return Period.containing(day, query.every) if query.every else None


def _value(answer, name, filters, assignment, table):
    if filters.journey_id and name in ("touchpoint", "stage"):
        touchpoint = assignment.touchpoint_of.get(table.place_id(answer))
        stage = assignment.stage_of.get(touchpoint)
        if stage is None:
            return None
        return touchpoint if name == "touchpoint" else stage
    if name == "source":
        return answer.source
    if name in ("channel", "touchpoint", "stage"):
        label = getattr(answer, name)
    else:
        slot = 1 if name == "segment" else next(slot for slot, known in SEGMENTS.items() if fold(known) == fold(name))
        label, name = answer.segments[slot - 1], f"segment:{SEGMENTS[slot]}"
    # A label is shown as it was first written.
    return next((known for known in table.labels[name].values() if label and fold(known) == fold(label)), None)


def _clusters(members, top, bottom):
    sums = defaultdict(lambda: [0, 0, 0, 0])
    for (customer, score), is_top, is_bottom in zip(members, top, bottom, strict=True):
        for i, part in enumerate((1, is_top - is_bottom, score, int(is_top))):
            sums[customer][i] += part
    of = list(sums.values())
    return ClusterSums(
        len(of), sum(n * n for n, _, _, _ in of), sum(x * x for _, x, _, _ in of), sum(n * x for n, x, _, _ in of),
        sum(s * s for _, _, s, _ in of), sum(n * s for n, _, s, _ in of), sum(t * t for _, _, _, t in of),
        sum(n * t for n, _, _, t in of),
    )  # fmt: skip


def _order(group, period, scale):
    return period.first if period else date.min, tuple((v is None, v or "") for _, v in group), scale


METRICS = SCORE_ROLES
