"""The row as the file had it, masked, as one JSON object a row: written column by column, not row by row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.importers.joining import join_filled

#: Letters that JSON writes in another way, beside those below the blank.
_ESCAPED = (b"\\", b'"', b"\x7f")
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
_ODD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


@dataclass(frozen=True)
class RawRows:
    """The masked cells of a file's rows, written out some rows at a time: written out they are larger than all else.

    ``row_no`` are the numbers of the rows, ascending; ``columns`` pairs of key and Arrow text array.
    """

    row_no: NDArray[np.int64]
    columns: tuple[tuple[str, Any], ...]

    def of(self, row_no: NDArray[np.int64]) -> Any:
        """Return the JSON objects of the rows with these numbers, of which each is known.

        >>> RawRows(np.array([2, 3, 5]), (("a", pa.array(["x", "y", None])),)).of(np.array([3, 5])).to_pylist()
        ['{"a":"y"}', '{}']
        """
        places = np.searchsorted(self.row_no, row_no)
        taken = [(key, _at(values, places)) for key, values in self.columns]
        return raw_rows(taken, len(places))


def _at(values: Any, places: NDArray[np.int64]) -> Any:
    if len(places) and places[-1] - places[0] == len(places) - 1 and (np.diff(places) == 1).all():
        return values.slice(int(places[0]), len(places))
    return values.take(pa.array(places))


def raw_rows(columns: Sequence[tuple[str, Any]], n_rows: int) -> Any:
    """Return one JSON object a row as an Arrow text array: key and text of every filled cell.

    >>> raw_rows([("a", pa.array(["x", None])), ("b", pa.array(['"', "y"]))], 2).to_pylist()
    ['{"a":"x","b":"\\\\""}', '{"b":"y"}']
    """
    filled = [(key, _escaped(values)) for key, values in columns if values.null_count < len(values)]
    whole = next((at for at, (_, values) in enumerate(filled) if not values.null_count), None)
    if not filled:
        return pa.array(["{}"] * n_rows, pa.string())
    if whole is None:
        joined = join_filled([_piece(*one) for one in filled], ",")
        return pc.binary_join_element_wise("{", joined, "}", "")
    # Of a column that is filled in every row no comma can be too many: all is joined at once.
    parts: list[Any] = ["{"]
    for at, (key, values) in enumerate(filled):
        name = json.dumps(key, ensure_ascii=False) + ':"'
        begin, end = ("," if at > whole else "") + name, '"' + ("," if at < whole else "")
        if values.null_count:
            is_there = pc.is_valid(values)
            parts += [pc.if_else(is_there, begin, ""), values, pc.if_else(is_there, end, "")]
        else:
            parts += [begin, values, end]
    return pc.binary_join_element_wise(*parts, "}", "", null_handling="replace", null_replacement="")


def _piece(key: str, values: Any) -> Any:
    """Return ``"key":"text"`` for each cell, null for an empty one."""
    name = json.dumps(key, ensure_ascii=False) + ':"'
    return pc.binary_join_element_wise(name, values, '"', "")


def _escaped(values: Any) -> Any:
    if not _may_need_escape(values):
        return values
    if pc.any(pc.match_substring_regex(values, _ODD), min_count=0).as_py():
        cells = values.to_pylist()
        return pa.array(
            [None if cell is None else json.dumps(cell, ensure_ascii=False)[1:-1] for cell in cells], pa.string()
        )
    for mark, escape in _ESCAPES:
        values = pc.replace_substring(values, mark, escape)
    return values


def _may_need_escape(values: Any) -> bool:
    """Tell whether a letter that must be written in another way stands anywhere in the column's bytes."""
    width = np.int64 if pa.types.is_large_string(values.type) else np.int32
    _, offsets, letters = values.buffers()
    if letters is None or not len(values):
        return False
    ends = np.frombuffer(offsets, width)[values.offset : values.offset + len(values) + 1]
    data = bytes(memoryview(letters)[ends[0] : ends[-1]])
    return bool(data) and (np.frombuffer(data, np.uint8).min() < ord(" ") or any(one in data for one in _ESCAPED))
