"""The engines that are always there."""

import pytest

from cx_core.engine import DuckDBRunner, Engine, HeldAnswers
from tests.core.engine.small_data import parquet_of, sqlite_of


@pytest.fixture(params=["sqlite", "duckdb", "held"])
def engine_of(request, tmp_path):
    def build(table):
        sqlite = sqlite_of(table)
        if request.param == "sqlite":
            return Engine(sqlite)
        files = parquet_of(table, tmp_path)
        if request.param == "held":
            return Engine(sqlite, held=HeldAnswers(lambda: files, sqlite.stamp))
        return Engine(DuckDBRunner(lambda: files, sqlite))

    return build
