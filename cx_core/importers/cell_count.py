"""How many filled cells a file had and where each of them went: the receipt's second sum, beside the rows."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cx_core.importers.row_rules import Mask
from cx_core.importers.study import Study


@dataclass(frozen=True)
class CellCount:
    """Filled cells under the header: ``read`` = ``kept`` + ``rejected`` + ``dropped``.

    ``rejected`` stand in rows that are no answers, ``dropped`` in columns that a person chose not to keep.
    """

    read: int
    rejected: int
    dropped: int

    @property
    def kept(self) -> int:
        """Cells that go on to the store, in the row as the file had it."""
        return self.read - self.rejected - self.dropped

    def as_details(self) -> dict[str, int]:
        """Return the counts as the receipt names them.

        >>> CellCount(10, 3, 1).as_details()
        {'cells_read': 10, 'cells_kept': 6, 'cells_rejected': 3, 'cells_dropped': 1}
        """
        return {
            "cells_read": self.read,
            "cells_kept": self.kept,
            "cells_rejected": self.rejected,
            "cells_dropped": self.dropped,
        }


def count_cells(study: Study, rejected: Mask) -> CellCount:
    """Count the filled cells of the columns that stand in the file."""
    out = pa.array(rejected)
    n_read = n_rejected = n_dropped = 0
    for one in study.in_file:
        filled = pc.is_valid(one.column.values)
        n_filled = one.column.n_values
        n_out = int(pc.sum(pc.and_(filled, out)).as_py() or 0) if rejected.any() else 0
        n_read += n_filled
        n_rejected += n_out
        n_dropped += n_filled - n_out if one.privacy == "drop" else 0
    return CellCount(n_read, n_rejected, n_dropped)
