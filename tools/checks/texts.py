"""Texts stand in both languages, and every text the code asks for is there."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.checks.tree import Tree

_LOCALES = Path("cx_core/i18n/locales")
_CODE = ("cx_core", "components", "pages", "app.py")
#: What the first argument of these calls names, and the texts that must then exist.
_CALLS = {
    "t": ("{}",),
    "translate": ("{}",),
    "Message": ("{}",),
    "Message.of": ("{}",),
    "Refusal": ("refusal.{}.what", "refusal.{}.next"),
    "Problem": ("problem.{}",),
}


def unequal_languages(tree: Tree) -> list[str]:
    """Return keys that one language lacks, and keys whose placeholders differ."""
    catalogues = _catalogues(tree)
    everything = {key for texts in catalogues.values() for key in texts}
    faults = []
    for key in sorted(everything):
        lacking = [language for language, texts in catalogues.items() if key not in texts]
        if lacking:
            faults += [f"{_LOCALES.as_posix()}/{language}: no text {key}" for language in lacking]
        elif len({_placeholders(texts[key]) for texts in catalogues.values()}) > 1:
            faults.append(f"{_LOCALES.as_posix()}: {key} has other placeholders in each language")
    return faults


def unknown_keys(tree: Tree) -> list[str]:
    """Return the places in the code that ask for a text which does not exist."""
    known = {key for texts in _catalogues(tree).values() for key in texts}
    faults = []
    code = [path for path in tree.having(".py") if path.parts[0] in _CODE]
    for path in code:
        for line, pattern in sorted(set(_keys_in(ast.parse(tree.text(path))))):
            if not any(re.fullmatch(pattern, key) for key in known):
                faults.append(f"{path.as_posix()}:{line}: no text {_readable(pattern)}")
    return faults


def _catalogues(tree: Tree) -> dict[str, dict[str, str]]:
    catalogues: dict[str, dict[str, str]] = {}
    for path in tree.having(".toml"):
        if path.parent.parent == _LOCALES:
            texts = catalogues.setdefault(path.parent.name, {})
            texts.update(_flat(tomllib.loads(tree.text(path))))
    return catalogues


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _placeholders(text: str) -> frozenset[str]:
    """Return the values a text shows. ``{n:row|rows}`` shows none: it picks a word, which Vietnamese does not need."""
    parts = string.Formatter().parse(text)
    return frozenset(name for _, name, form, _ in parts if name is not None and "|" not in (form or ""))


def _keys_in(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and pattern of every key that a call names: exact for a literal, loose for an f-string."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        forms = _CALLS.get(_name_of(node.func), ())
        for part in _alternatives(node.args[0]) if forms else ():
            for form in forms:
                before, after = form.split("{}")
                yield node.lineno, re.escape(before) + part + re.escape(after)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        name = f"{function.value.id}.{function.attr}"
        return name if name in _CALLS else {"texts.t": "t", "i18n.translate": "translate"}.get(name, "")
    return ""


def _alternatives(key: ast.expr) -> list[str]:
    """Return a regular expression for each key an expression can be; none for what only the running code knows."""
    if isinstance(key, ast.IfExp):
        return _alternatives(key.body) + _alternatives(key.orelse)
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return [re.escape(key.value)]
    if isinstance(key, ast.JoinedStr):
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in key.values]
        return ["".join(parts)]
    return []


def _readable(pattern: str) -> str:
    return re.sub(r"\\(.)", r"\1", pattern.replace(".+", "…"))
