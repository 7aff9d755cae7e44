"""Cells of several columns as one text a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def join_filled(columns: Sequence[Any], between: str) -> Any:
    """Join the filled cells of each row; an empty text for a row without any. One text a row, whatever is null.

    The library's own join that skips nulls leaves out rows in which all are null, and what follows would move up.

    >>> join_filled([pa.array(["a", None, "b"]), pa.array(["c", None, None])], "+").to_pylist()
    ['a+c', '', 'b']
    """
    begin = pa.repeat("", len(columns[0]))
    joined = pc.binary_join_element_wise(begin, *columns, between, null_handling="skip")
    return pc.utf8_slice_codeunits(joined, len(between))
