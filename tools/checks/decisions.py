"""Decisions stay short, keep their numbers, and stand in their index."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tools.checks.tree import Tree

_FOLDER = Path("docs/decisions")
_NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
MAX_LINES = 40


def unruly(tree: Tree) -> list[str]:
    """Return decisions that are too long, badly named, number a second time, or missing from the index."""
    index = _FOLDER / "README.md"
    listed = tree.text(index) if index in tree.files else ""
    records = [path for path in tree.files if path.parent == _FOLDER and path != index and path.suffix == ".md"]
    numbers = Counter(path.name[:4] for path in records)
    faults = []
    for path in records:
        name = path.as_posix()
        if not _NAME.fullmatch(path.name):
            faults.append(f"{name}: not named NNNN-words.md")
        if numbers[path.name[:4]] > 1:
            faults.append(f"{name}: its number is taken twice")
        if f"({path.name})" not in listed:
            faults.append(f"{name}: not listed in {index.as_posix()}")
        if (count := len(tree.text(path).splitlines())) > MAX_LINES:
            faults.append(f"{name}: {count} lines, at most {MAX_LINES}")
    return faults
