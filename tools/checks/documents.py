"""What the documents promise: their links and their commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tools.checks.tree import Tree

_LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|#|//", re.I)
#: The command, not the English verb: it stands in code quotes, or begins its line.
_MAKE = re.compile(r"(?:`|^\s*(?:\$ )?)make +([a-z][\w-]*)")
_MODULE = re.compile(r"python3? -m ([\w.]+)([^`\n#|)]*)")
_TARGET = re.compile(r"^([a-zA-Z][\w-]*)\s*:(?!=)", re.M)
#: Modules that are installed rather than ours.
_INSTALLED = frozenset({"pip", "venv", "pytest", "playwright", "streamlit", "http.server"})
_CLI = Path("cx_core/cli")


def dead_links(tree: Tree) -> list[str]:
    """Return the relative links in Markdown files that lead to no file."""
    faults = []
    for path, number, line in _document_lines(tree):
        for match in _LINK.finditer(line):
            target = unquote((match.group(1) or match.group(2)).split("#")[0])
            if target and not _OUTSIDE.match(target) and not (tree.root / path.parent / target).exists():
                faults.append(f"{path.as_posix()}:{number}: nothing at {target}")
    return faults


def unknown_commands(tree: Tree) -> list[str]:
    """Return the documented commands that do not exist: make targets, modules, subcommands, options."""
    targets = _make_targets(tree)
    commands, options = _command_line(tree)
    faults = []
    for path, number, line in _document_lines(tree):
        unknown = [f"make {name}" for name in _MAKE.findall(line) if name not in targets]
        for module, rest in _MODULE.findall(line):
            unknown += _unknown_in(tree, module, rest, commands, options)
        faults += [f"{path.as_posix()}:{number}: there is no {command}" for command in unknown]
    return faults


def _document_lines(tree: Tree) -> Iterator[tuple[Path, int, str]]:
    for path in tree.having(".md"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            yield path, number, line


def _make_targets(tree: Tree) -> set[str]:
    makefile = tree.root / "Makefile"
    return set(_TARGET.findall(makefile.read_text("utf-8"))) if makefile.exists() else set()


def _unknown_in(tree: Tree, module: str, rest: str, commands: set[str], options: set[str]) -> list[str]:
    if module == "cx_core":
        # `demo | backup OUT` lists commands beside each other; what follows the first word are its arguments.
        words = rest.split()
        unknown = [word for word in words[:1] if word[:1].isalpha() and word.islower() and word not in commands]
        unknown += [word for word in re.findall(r"--[a-z][a-z-]*", rest) if word not in options]
        return [f"python -m cx_core {word}" for word in unknown]
    as_file = tree.root / Path(*module.split("."))
    if module in _INSTALLED or as_file.with_suffix(".py").exists() or (as_file / "__main__.py").exists():
        return []
    return [f"python -m {module}"]


def _command_line(tree: Tree) -> tuple[set[str], set[str]]:
    """Return the subcommands and the options that the command line's parser is built from."""
    commands, options = set(), set()
    for path in tree.having(".py"):
        if _CLI not in path.parents:
            continue
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
                if node.func.attr == "add_parser":
                    commands |= names
                elif node.func.attr == "add_argument":
                    options |= names
    return commands, options
