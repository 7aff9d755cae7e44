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
from cx_core.importers.side_by_side import each_column

_NEEDS_ESCAPE = r'[\\"\x00-\x1f\x7f]'
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
    filled = [one for one in columns if one[1].null_count < len(one[1])]
    pieces = each_column(lambda one: _piece(*one), filled, n_rows)
    if not pieces:
        return pa.array(["{}"] * n_rows, pa.string())
    joined = join_filled(pieces, ",")
    return pc.binary_join_element_wise("{", joined, "}", "")


def _piece(key: str, values: Any) -> Any:
    """Return ``"key":"text"`` for each cell, null for an empty one."""
    name = json.dumps(key, ensure_ascii=False) + ':"'
    return pc.binary_join_element_wise(name, _escaped(values), '"', "")


def _escaped(values: Any) -> Any:
    if not pc.any(pc.match_substring_regex(values, _NEEDS_ESCAPE), min_count=0).as_py():
        return values
    if pc.any(pc.match_substring_regex(values, _ODD), min_count=0).as_py():
        cells = values.to_pylist()
        return pa.array(
            [None if cell is None else json.dumps(cell, ensure_ascii=False)[1:-1] for cell in cells], pa.string()
        )
    for mark, escape in _ESCAPES:
        values = pc.replace_substring(values, mark, escape)
    return values
