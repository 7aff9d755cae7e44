"""The table that DuckDB counts in: loaded from snapshot files, and changed with the files that changed."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.model.imports import ANSWER_COLUMNS

# DuckDB takes 0.17 s to import, so it is imported where the first table is loaded.
if TYPE_CHECKING:
    import duckdb
    import pyarrow

#: No question names these, so they are not held in memory.
_NOT_LOADED = frozenset({"id", "has_verbatim"})
LOADED_COLUMNS: tuple[str, ...] = tuple(column for column in ANSWER_COLUMNS if column not in _NOT_LOADED)

_CONFIG: dict[str, Any] = {
    "threads": 2,
    # Nothing is fetched from the network, and nothing is spilled into the working folder.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",
    # A month of days or a touchpoint in a channel is looked up by its number, not by a hash: a third less time.
    "perfect_ht_threshold": 16,
}

_INTEGERS = (("TINYINT", 2**7), ("SMALLINT", 2**15), ("INTEGER", 2**31), ("BIGINT", 2**63))
#: A file by its path, the moment it was written (ns) and its size.
Mark = tuple[Path, int, int]


@dataclass(frozen=True)
class Part:
    """What a file brought: its rows, and between which import numbers they lie."""

    n_rows: int
    first: int
    last: int

    def overlaps(self, other: Part) -> bool:
        """Tell whether rows of both could have one import number."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Table:
    """A database with the table ``answers``, and which files stand in it; ``n_dead`` rows were deleted since."""

    connection: duckdb.DuckDBPyConnection
    parts: dict[Mark, Part]
    n_dead: int = 0


def load_table(files: Sequence[Path]) -> Table:
    """Load all files into a new database. Raises as `load`."""
    marks = {str(file): mark(file) for file in files}
    connection, parts = _load(files)
    if parts.keys() != marks.keys():
        # Nothing can be told apart, so the next change loads all files anew.
        parts = {}
    return Table(connection, {marks[name]: part for name, part in parts.items()})


def follow(table: Table, files: Sequence[Path]) -> Table | None:
    """Delete the rows of files that are gone and insert those of new ones, in one transaction.

    None where loading all anew is as good: most rows would change, or a number does not fit its column's type.
    """
    import duckdb
    import pyarrow

    marks = [mark(file) for file in files]
    kept = {one: part for one, part in table.parts.items() if one in marks}
    gone = [part for one, part in table.parts.items() if one not in kept]
    if len(kept) + len(gone) != len(table.parts) or any(a.overlaps(b) for a in gone for b in kept.values()):
        return None
    n_dead = table.n_dead + sum(part.n_rows for part in gone)
    try:
        fresh = {one: _read(one[0]) for one in marks if one not in kept}
    except pyarrow.ArrowException:
        return None
    n_changed = n_dead + sum(rows.num_rows for rows in fresh.values())
    if not kept or n_changed > sum(part.n_rows for part in kept.values()):
        return None
    with closing(table.connection.cursor()) as cursor:
        cursor.begin()
        try:
            for part in gone:
                cursor.execute(f"DELETE FROM answers WHERE import_id BETWEEN {part.first} AND {part.last}")
            for rows in fresh.values():
                _insert(cursor, rows)
            cursor.commit()
        except duckdb.Error:
            cursor.rollback()
            return None
    return Table(table.connection, {**kept, **{one: _part(rows) for one, rows in fresh.items()}}, n_dead)


def mark(file: Path) -> Mark:
    """Return what tells a file from another one of its name."""
    facts = file.stat()
    return file, facts.st_mtime_ns, facts.st_size


def _read(file: Path) -> pyarrow.Table:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(file, columns=list(LOADED_COLUMNS))


def _insert(cursor: duckdb.DuckDBPyConnection, rows: pyarrow.Table) -> None:
    cursor.register("fresh_rows", rows)
    try:
        cursor.execute(f"INSERT INTO answers SELECT {', '.join(LOADED_COLUMNS)} FROM fresh_rows")
    finally:
        cursor.unregister("fresh_rows")


def _part(rows: pyarrow.Table) -> Part:
    import pyarrow.compute as pc

    ends = pc.min_max(rows.column("import_id")).as_py()
    return Part(rows.num_rows, ends["min"] or 0, ends["max"] or 0)


def load(files: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """Return a new database in memory whose table ``answers`` holds the rows of all files.

    Each column gets the smallest whole-number type that holds it: 48 MB instead of 96 MB for a million answers.
    Raises duckdb.Error for a damaged file and for one without the columns.
    """
    return _load(files)[0]


def _load(files: Sequence[Path]) -> tuple[duckdb.DuckDBPyConnection, dict[str, Part]]:
    import duckdb

    connection = duckdb.connect(":memory:", config=_CONFIG)
    parts: dict[str, Part] = {}
    if not files:
        connection.execute(f"CREATE TABLE answers ({', '.join(f'{column} BIGINT' for column in LOADED_COLUMNS)})")
    else:
        source = f"read_parquet({_listed(files)}, union_by_name = false, hive_partitioning = false)"
        connection.execute(f"CREATE TABLE answers AS SELECT {_columns(connection, files)} FROM {source}")
        parts = _parts(connection, files)
    # From here on the database reads nothing but itself.
    connection.execute("SET enable_external_access = false")
    return connection, parts


def _parts(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> dict[str, Part]:
    rows = connection.execute(
        f"""SELECT file_name, SUM(num_values),
                MIN(CAST(stats_min_value AS BIGINT)), MAX(CAST(stats_max_value AS BIGINT))
            FROM parquet_metadata({_listed(files)}) WHERE path_in_schema = 'import_id' GROUP BY file_name"""
    ).fetchall()
    return {name: Part(int(n), first, last) for name, n, first, last in rows if first is not None}


def _listed(files: Sequence[Path]) -> str:
    # DuckDB takes names as patterns; a folder may be called "data [2026]".
    return "[" + ", ".join("'" + glob.escape(str(file)).replace("'", "''") + "'" for file in files) + "]"


def _columns(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> str:
    """Return the columns to load, each cast to the type its smallest and largest number need.

    Those stand in the files' own statistics: looking there takes a tenth of the time of looking at the numbers.
    """
    rows = connection.execute(
        f"""SELECT path_in_schema, MIN(CAST(stats_min_value AS BIGINT)), MAX(CAST(stats_max_value AS BIGINT)),
                BOOL_AND(stats_min_value IS NOT NULL OR stats_null_count = num_values)
            FROM parquet_metadata({_listed(files)}) GROUP BY path_in_schema"""
    ).fetchall()
    types = {column: _type(low, high) if is_known else "BIGINT" for column, low, high, is_known in rows}
    return ", ".join(f"CAST({column} AS {types.get(column, 'BIGINT')}) AS {column}" for column in LOADED_COLUMNS)


def _type(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "TINYINT"
    return next(name for name, limit in _INTEGERS if -limit <= low and high < limit)
