"""Hostile and strange files: how many end as they must, a typed refusal or the right rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cx_core import importers
from cx_core.importers import parsing
from cx_core.model.problem import Refusal
from tests.benchmarks.rows import Row
from tests.core.importers.test_nasty import IMPORTED, REFUSED


def run(large: bool) -> list[Row]:
    """Look at every file of the nasty set. ``large`` changes nothing: the files are as small as they are mean."""
    with tempfile.TemporaryDirectory() as folder:
        refused = [_outcome(Path(folder), name, make()) == kind for name, make, kind in REFUSED.values()]
        imported = [_outcome(Path(folder), name, make()) == "3 rows" for name, make in IMPORTED.values()]
    return [
        Row(
            "hostile files refused for the right reason",
            sum(refused) / len(refused),
            "all of them",
            f"{len(refused)} files",
        ),
        Row("strange files read whole", sum(imported) / len(imported), "all of them", f"{len(imported)} files"),
    ]


def _outcome(folder: Path, name: str, data: bytes) -> str:
    parsing.forget()
    path = folder / name
    path.write_bytes(data)
    try:
        return f"{importers.inspect(path, name).data_rows} rows"
    except Refusal as refusal:
        return refusal.kind
