"""Modules stay small enough to be read at once."""

from __future__ import annotations

from tools.checks.tree import Tree

SOFT_LIMIT = 300
HARD_LIMIT = 500


def too_long(tree: Tree) -> list[str]:
    """Return the modules over the hard limit."""
    return [f"{name}: {count} lines, at most {HARD_LIMIT}" for name, count in _lengths(tree) if count > HARD_LIMIT]


def getting_long(tree: Tree) -> list[str]:
    """Return the modules over the soft limit, longest first: a hint, no fault."""
    long = [(count, name) for name, count in _lengths(tree) if count > SOFT_LIMIT]
    return [f"{name} ({count})" for count, name in sorted(long, reverse=True)]


def _lengths(tree: Tree) -> list[tuple[str, int]]:
    return [(path.as_posix(), len(tree.text(path).splitlines())) for path in tree.having(".py", ".js", ".css")]
