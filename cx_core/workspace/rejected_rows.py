"""The rows of an import that are no answers, kept beside it so that somebody can look at them or mend them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cx_core.model import columns as c

_CONTENT = (*c.SCORES, c.VERBATIM, c.ORDER, c.REVENUE)


@dataclass(frozen=True)
class RejectedRow:
    """A row that did not go in: its number in the sheet, the kind of problem, its cells by column, masked."""

    row_no: int
    kind: str
    cells: dict[str, str]


class RejectedRows:
    """One file an import, personal data masked as in the kept rows; an undone import keeps none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "rejected"

    def keep(self, batch_id: str, rejected: pd.DataFrame, frame: pd.DataFrame) -> None:
        """Keep what the importer rejected, and the rows of the frame that say nothing; nothing where there are none."""
        empty = _without_content(frame).assign(kind="row_without_answer")
        parts = [part[[c.ROW_NO, "kind", c.RAW]] for part in (rejected, empty) if len(part)]
        if not parts:
            return
        rows = pd.concat(parts).sort_values(c.ROW_NO, kind="stable")
        self._folder.mkdir(mode=0o700, exist_ok=True)
        draft = self._path(batch_id).with_suffix(".draft")
        lines = (json.dumps([int(number), kind, raw]) for number, kind, raw in rows.itertuples(index=False, name=None))
        draft.write_text("\n".join(lines), "utf-8")
        draft.replace(self._path(batch_id))

    def of(self, batch_id: str) -> tuple[RejectedRow, ...]:
        """Return an import's rejected rows in the file's order."""
        with suppress(FileNotFoundError):
            lines = self._path(batch_id).read_text("utf-8").splitlines()
            return tuple(RejectedRow(number, kind, json.loads(raw)) for number, kind, raw in map(json.loads, lines))
        return ()

    def any_of(self, batch_id: str) -> bool:
        """Tell whether an import has rejected rows."""
        return self._path(batch_id).exists()

    def forget(self, batch_id: str) -> None:
        """Remove an import's rejected rows."""
        self._path(batch_id).unlink(missing_ok=True)

    def _path(self, batch_id: str) -> Path:
        return self._folder / f"import_{int(batch_id)}.jsonl"


def _without_content(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the file that hold no score, words or order, those of a grid counted together."""
    says = frame[[name for name in _CONTENT if name in frame]].notna().any(axis=1)
    speaking = says.groupby(frame[c.ROW_NO]).transform("any")
    return frame[~speaking]
