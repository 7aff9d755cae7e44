"""The rows of an import that are no answers, kept beside it so that somebody can look at them or mend them."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx_core.model import columns as c

#: Of an import that kept nothing there is no undoing that would remove them: they go after this long.
_KEPT_WITHOUT_IMPORT = timedelta(hours=12)
_NO_IMPORT = "none-"
_KEY = re.compile(rf"\d+|{_NO_IMPORT}[0-9a-f]{{16}}")
_CONTENT = (*c.SCORES, c.VERBATIM, c.ORDER, c.REVENUE)


@dataclass(frozen=True)
class RejectedRow:
    """A row that did not go in: its number in the sheet, the kind of problem, its cells by column, masked."""

    row_no: int
    kind: str
    cells: dict[str, str]


class RejectedRows:
    """One file an import, personal data masked as in the kept rows; an undone import keeps none.

    The key is the import's id, or one of its own for a file of which nothing was kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "rejected"

    def keep(
        self, batch_id: str | None, rejected: pd.DataFrame, table: pd.DataFrame, raw: Callable[[NDArray[np.int64]], Any]
    ) -> str | None:
        """Keep what the importer rejected and the rows of the table that say nothing; None where there are none.

        Returns the key of what is kept. ``batch_id`` is None for a file of which nothing went in. ``raw`` gives the
        rows of some numbers as the file had them.
        """
        self._forget_old()
        silent = _without_content(table)
        empty = pd.DataFrame({c.ROW_NO: silent, "kind": "row_without_answer", c.RAW: raw(silent).to_pylist()})
        parts = [part[[c.ROW_NO, "kind", c.RAW]] for part in (rejected, empty) if len(part)]
        if not parts:
            return None
        key = batch_id or f"{_NO_IMPORT}{secrets.token_hex(8)}"
        rows = pd.concat(parts).sort_values(c.ROW_NO, kind="stable")
        self._folder.mkdir(mode=0o700, exist_ok=True)
        draft = self._path(key).with_suffix(".draft")
        lines = (json.dumps([int(number), kind, raw]) for number, kind, raw in rows.itertuples(index=False, name=None))
        draft.write_text("\n".join(lines), "utf-8")
        draft.replace(self._path(key))
        return key

    def of(self, key: str) -> tuple[RejectedRow, ...]:
        """Return an import's rejected rows in the file's order."""
        with suppress(FileNotFoundError):
            lines = self._path(key).read_text("utf-8").splitlines()
            return tuple(RejectedRow(number, kind, json.loads(raw)) for number, kind, raw in map(json.loads, lines))
        return ()

    def any_of(self, key: str) -> bool:
        """Tell whether an import has rejected rows."""
        return self._path(key).exists()

    def forget(self, key: str) -> None:
        """Remove an import's rejected rows."""
        self._path(key).unlink(missing_ok=True)

    def _forget_old(self) -> None:
        for file in self._folder.glob(f"import_{_NO_IMPORT}*"):
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > _KEPT_WITHOUT_IMPORT.total_seconds():
                    file.unlink()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"no key of rejected rows: {key!r}")
        return self._folder / f"import_{key}.jsonl"


def _without_content(table: pd.DataFrame) -> NDArray[np.int64]:
    """Return the numbers of the file's rows that hold no score, words or order, those of a grid counted together."""
    says = np.zeros(len(table), bool)
    for name in _CONTENT:
        if name in table:
            says |= table[name].notna().to_numpy()
    numbers = table[c.ROW_NO].to_numpy(dtype=np.int64)
    return np.setdiff1d(numbers[~says], numbers[says]) if not says.all() else np.array([], np.int64)
