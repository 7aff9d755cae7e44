"""For other warehouses (Trino, ClickHouse, BigQuery, Snowflake, …): the same questions through an Ibis connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cx_core.engine.runner import Runner

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend


class IbisRunner:
    """Asks any database that Ibis connects to and that has a table ``answers`` with the columns of the snapshots.

    Whoever runs the warehouse loads the snapshot files there; this class only asks. ``fallback`` is the store's own
    engine, for its stamp.
    """

    name = "ibis"

    def __init__(self, connection: SQLBackend, fallback: Runner) -> None:
        self._connection = connection
        self._fallback = fallback

    def stamp(self) -> str:
        """Return the store's stamp."""
        return self._fallback.stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row."""
        # Told what comes back, Ibis need not ask each database in its own way.
        schema = dict.fromkeys(output_names(sql), "int64")
        table = self._connection.sql(sql, schema=schema).to_pyarrow()
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def output_names(sql: str) -> tuple[str, ...]:
    """Return the names of the columns that a text of `cx_core.engine.sql` gives back.

    >>> output_names("SELECT channel AS k0, SUM(CASE WHEN place IN (1, 2) THEN 1 ELSE 0 END) AS n\\nFROM answers")
    ('k0', 'n')
    """
    outputs = sql.partition("\n")[0].removeprefix("SELECT ")
    while (bare := re.sub(r"\([^()]*\)", "", outputs)) != outputs:
        outputs = bare
    return tuple(output.split()[-1] for output in outputs.split(", "))
