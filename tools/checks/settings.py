"""Streamlit ignores a setting it does not know with one line in its log; a renamed one would be lost."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import config  # noqa: TID251 - its list of options is asked, nothing is drawn

from tools.checks.tree import Tree

_FILE = Path(".streamlit/config.toml")


def unknown_settings(tree: Tree) -> list[str]:
    """Return the settings of the app that the installed Streamlit does not have."""
    if _FILE not in tree.files:
        return [f"{_FILE.as_posix()}: missing"]
    known = config.get_config_options()
    names = _names(tomllib.loads(tree.text(_FILE)))
    return [f"{_FILE.as_posix()}: Streamlit knows no {name}" for name in names if name not in known]


def _names(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _names(value, f"{prefix}{name}.")
        else:
            yield prefix + name
