"""Words that must not stand in the tree. They are put together here, so that this file does not hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.checks.tree import Tree

_FOLDERS = "|".join(("work", "farm", "root", "home/[a-z]+", "Users/[A-Za-z]+"))
_MACHINE = re.compile(rf"(?<![\w.~-])/(?:{_FOLDERS})/|\b[A-Z]:\\{{1,2}}Users\b")
_REGISTRY = re.compile(
    "|".join(
        "".join(parts)
        for parts in (
            ("index", "-url"),
            ("trusted", "-host"),
            ("pypi", r"\.org/simple"),
            ("files", r"\.pythonhosted"),
            ("registry", r"\.npmjs"),
            ("deb", r"\.debian\.org"),
        )
    )
)
_MARKUP = re.compile("_".join(("unsafe", "allow", "(html|javascript)")))


def machine_words(tree: Tree) -> list[str]:
    """Return lines with a path of one machine or the address of a package registry."""
    return _lines_with((_MACHINE, _REGISTRY), tree.texts())


def markup_let_through(tree: Tree) -> list[str]:
    """Return lines of code that let a text act as markup."""
    return _lines_with((_MARKUP,), ((path, tree.text(path)) for path in tree.having(".py")))


def _lines_with(patterns: tuple[re.Pattern[str], ...], texts: Iterable[tuple[object, str]]) -> list[str]:
    return [
        f"{path}:{number}: {match.group()}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in patterns
        if (match := pattern.search(line))
    ]
