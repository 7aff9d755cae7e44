"""The files that belong to the project."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_GENERATED = frozenset({".git", ".venv", "__pycache__", "build", "dist", "node_modules"})


@dataclass(frozen=True)
class Tree:
    """A project folder and its files, as paths relative to it, sorted."""

    root: Path
    files: tuple[Path, ...]

    def having(self, *suffixes: str) -> tuple[Path, ...]:
        """Return the files with one of the suffixes."""
        return tuple(path for path in self.files if path.suffix in suffixes)

    def text(self, path: Path) -> str:
        """Return a file's text."""
        return (self.root / path).read_text("utf-8")

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every file that is text, with its text."""
        for path in self.files:
            try:
                yield path, self.text(path)
            except UnicodeDecodeError:
                continue


def read_tree(root: Path) -> Tree:
    """Return the tree of a folder: what git knows or would add, else everything but generated folders."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8")
        paths = [Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path.relative_to(root) for path in root.rglob("*")]
    kept = {path for path in paths if not _GENERATED & set(path.parts) and (root / path).is_file()}
    return Tree(root, tuple(sorted(kept)))
