"""``python -m tests.benchmarks.nasty_manifest FOLDER``: how many files of a nasty set end as its MANIFEST.json says.

The manifest names for each file ``expect`` (``import``, ``reject`` or ``either``) and, for imports, the ``truth``: the
number of rows, blank ones among them included, and a probe of one cell. ``docs/decisions/0009`` says how the two agree.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cx_core import importers
from cx_core.importers import parsing
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.model.problem import Refusal


def main(folder: Path) -> int:
    """Print every difference, then how many files agree; return how many do not."""
    manifest: dict[str, dict[str, Any]] = json.loads((folder / "MANIFEST.json").read_text("utf-8"))
    wrong = {name: found for name, entry in manifest.items() if (found := difference(folder / name, entry))}
    for name, found in wrong.items():
        print(f"{name}: {found}")
    print(f"{len(manifest) - len(wrong)} of {len(manifest)} as the manifest says")
    return len(wrong)


def difference(path: Path, entry: dict[str, Any]) -> str | None:
    """Return how a file ends otherwise than its entry says; None when it agrees."""
    parsing.forget()
    truth = entry.get("truth", {})
    try:
        importers.inspect(path, path.name)
        ended = "import"
    except Refusal as refusal:
        ended = refusal.kind
    if entry["expect"] == "either":
        return None
    if entry["expect"] == "reject":
        return None if ended != "import" else "imported"
    # A lone row is a header without answers: read whole, then refused in words.
    if ended != "import" and (ended, truth.get("rows")) != ("file_no_rows", 1):
        return ended
    return _unlike(path, truth)


def _unlike(path: Path, truth: dict[str, Any]) -> str | None:
    grid = parsing.load(path, None, None, DEFAULT_LIMITS).grid
    last = int(grid.row_no[-1])
    if "rows" in truth and last != truth["rows"]:
        return f"{last} rows, not {truth['rows']}"
    if "probe" in truth:
        row, column, expected = truth["probe"]
        place = grid.row_no.tolist().index(row + 1)
        found = grid.rows(place, place + 1)[0][column]
        if not str(found).startswith(str(expected)):
            return f"row {row + 1}, column {column + 1} is another text"
    return None


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]))))
