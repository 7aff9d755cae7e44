"""For a company with a PostgreSQL server: the answers are copied there, and it does the counting."""

from __future__ import annotations

import hashlib
import io
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.engine.runner import Runner
from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.problem import Refusal

if TYPE_CHECKING:
    import psycopg

_TABLES = f"""
CREATE TABLE IF NOT EXISTS answers ({", ".join(f"{column} integer" for column in ANSWER_COLUMNS)});
ALTER TABLE answers ALTER COLUMN id TYPE bigint;
CREATE INDEX IF NOT EXISTS answers_by_import ON answers (import_id);
CREATE INDEX IF NOT EXISTS answers_by_day ON answers (day);
CREATE TABLE IF NOT EXISTS answer_files (name text PRIMARY KEY, sha256 text NOT NULL);
CREATE TABLE IF NOT EXISTS answer_imports (
    name text NOT NULL REFERENCES answer_files (name) ON DELETE CASCADE, import_id integer NOT NULL);
"""
_COPY = f"COPY answers ({', '.join(ANSWER_COLUMNS)}) FROM STDIN (FORMAT csv)"
