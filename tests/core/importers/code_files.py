"""A LimeSurvey export whose questions were answered with codes, looked at and read as a person would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cx_core import importers
from cx_core.model.inspection import Inspection
from cx_core.model.inspection import Mapping as Remembered
from tests.core.importers.fixtures import as_csv

NOW = datetime(2026, 11, 21, tzinfo=UTC)
#: Rows of each file.
N = 40


def cycle(*values: object) -> list[object]:
    """Return the values again and again, one a row."""
    return [values[n % len(values)] for n in range(N)]


def survey(**questions: Sequence[object]) -> dict[str, Sequence[object]]:
    """Return the columns of a LimeSurvey export with codes; brackets cannot stand in a name, so ``__`` are them."""
    asked = {(f"{name.replace('__', '[')}]" if "__" in name else name): cells for name, cells in questions.items()}
    return {
        "id": [str(n + 1) for n in range(N)],
        "submitdate": [f"2026-03-{n % 28 + 1:02} 10:00:00" for n in range(N)],
        "lastpage": ["3"] * N,
        "startlanguage": ["vi"] * N,
        "seed": [f"8812{n}" for n in range(N)],
        **asked,
    }


def write(folder: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """Write the columns as the tool does and return the file."""
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    path = folder / "results-survey.csv"
    path.write_bytes(as_csv([list(columns), *rows], ";", quote_all=True).encode("utf-8-sig"))
    return path


def look(
    folder: Path,
    columns: Mapping[str, Sequence[object]],
    answers: dict[str, str] | None = None,
    mapping: Remembered | None = None,
) -> Inspection:
    """Return what the app finds in the file."""
    path = write(folder, columns)
    return importers.inspect(path, path.name, answers=answers, mapping=mapping)


def learn(folder: Path, columns: Mapping[str, Sequence[object]], answers: dict[str, str]) -> Remembered:
    """Return what is remembered of the source, as the store keeps it."""
    mapping = importers.mapping_for(look(folder, columns, answers), answers)
    return importers.mapping_from_json(importers.mapping_to_json(mapping))


def read(folder: Path, columns: Mapping[str, Sequence[object]], mapping: Remembered) -> importers.ReadResult:
    """Read the file by what is known of its source."""
    path = write(folder, columns)
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)
