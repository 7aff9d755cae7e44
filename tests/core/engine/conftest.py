"""The two engines that are always there."""

import pytest

from cx_core.engine import DuckDBRunner, Engine
from tests.core.engine.small_data import parquet_of, sqlite_of


@pytest.fixture(params=["sqlite", "duckdb"])
def engine_of(request, tmp_path):
    def build(table):
        sqlite = sqlite_of(table)
        if request.param == "sqlite":
            return Engine(sqlite)
        files = parquet_of(table, tmp_path)
        return Engine(DuckDBRunner(lambda: files, sqlite))

    return build
