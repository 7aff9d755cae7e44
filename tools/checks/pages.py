"""A page file asked for directly must not run without the app around it."""

from __future__ import annotations

import ast

from tools.checks.tree import Tree

GUARD = ("from components import shell", "shell.require(__file__)")


def unguarded(tree: Tree) -> list[str]:
    """Return the page files whose first two statements are not the guard."""
    return [
        f"{path.as_posix()}: does not begin with {' and '.join(GUARD)}"
        for path in tree.having(".py")
        if path.parts[0] == "pages" and _first_statements(tree.text(path)) != GUARD
    ]


def _first_statements(source: str) -> tuple[str, ...]:
    body = ast.parse(source).body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return tuple(ast.unparse(statement) for statement in body[:2])
