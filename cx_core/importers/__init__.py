"""Feedback files in: looked at, asked about, read. The only room that opens a user's data file.

The reading process imports this package too and must start in a moment, so the names below are loaded when used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cx_core.importers.guard import expect
    from cx_core.importers.inspecting import inspect
    from cx_core.importers.mapping import mapping_for, mapping_from_json, mapping_to_json
    from cx_core.importers.parsing import parsed_once
    from cx_core.importers.reading import ReadResult, read

_HOMES = {
    "expect": "guard",
    "inspect": "inspecting",
    "mapping_for": "mapping",
    "mapping_from_json": "mapping",
    "mapping_to_json": "mapping",
    "parsed_once": "parsing",
    "read": "reading",
    "ReadResult": "reading",
}

__all__ = [
    "ReadResult", "expect", "inspect", "mapping_for", "mapping_from_json", "mapping_to_json", "parsed_once", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
