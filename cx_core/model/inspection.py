"""What the app found out about a file before reading it, what it must ask, and what it was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cx_core.model.feedback import DateOrder, Role, Scale
from cx_core.model.problem import Problem

#: How a column with personal data is kept.
Privacy = Literal["mask", "drop", "keep"]
FileKind = Literal["xlsx", "xlsb", "xls", "ods", "csv", "json"]


@dataclass(frozen=True)
class FileFacts:
    """The container: decided by bytes, never by the extension."""

    name: str
    kind: FileKind
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True)
class ColumnFacts:
    """One column of the file.

    ``key`` is the column's stable name in mappings and answers (the header, with a number behind it when
    a header repeats, ``column 3`` when it has none). ``scale`` is set for proven score columns,
    ``date_order`` for dates. ``examples`` are up to five distinct values, personal data already masked.
    ``privacy`` says how a column with personal data is kept: ``mask`` its cells, ``drop`` it, ``keep`` it as it is;
    None for any other column (personal data inside free text is masked all the same). ``touchpoint`` is set for a row
    of a grid of scores: what the row is about, on which its score is measured. ``code_set`` is set for one of several
    columns that are asked about together, ``is_left_out`` for a group that finds no room.
    """

    key: str
    name: str
    role: Role = "ignore"
    scale: Scale | None = None
    date_order: DateOrder | None = None
    n_missing: int = 0
    n_values: int = 0
    privacy: Privacy | None = None
    touchpoint: str | None = None
    examples: tuple[str, ...] = ()
    code_set: str | None = None
    is_left_out: bool = False


@dataclass(frozen=True)
class Question:
    """One thing the file cannot prove. ``choices`` are plain values, the likeliest first.

    ``key`` is what an answer names: ``date_order:Ngày``, ``role:Điểm``, ``scale:Điểm``, ``direction:Công sức``.
    ``kind`` (``date_order``, ``role``, ``scale``, ``direction``, ``sheet``, …) selects the wording;
    ``examples`` come from the file. ``ends`` are the first and the last of a row of codes. ``columns`` are the keys of
    the columns where one question is about several.
    """

    key: str
    kind: str
    column: str | None
    choices: tuple[str, ...]
    examples: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """All that is known of a file before it is imported. Nothing has been stored yet.

    ``header_rows`` are the sheet rows that hold the header, ``data_rows`` the number of rows under it.
    ``preview`` holds the first rows as text, masked. ``fingerprint`` recognises the next file of the same source
    (same columns, same tool). ``questions`` stand most important first; empty means it can be imported.
    """

    file: FileFacts
    profile: str
    header_rows: tuple[int, ...]
    data_rows: int
    columns: tuple[ColumnFacts, ...]
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    fingerprint: str = ""
    remembered: bool = False

    def column(self, key: str) -> ColumnFacts | None:
        """Return a column by key."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class Mapping:
    """What a source's columns mean: proven by the file, or answered by a person, and remembered.

    ``roles`` pairs column keys with roles, ``scales`` and ``date_orders`` pair column keys with theirs.
    ``answers`` holds the answers given, by question key. ``touchpoint``, ``channel`` and ``stage`` are fixed values
    for files that have no such column ("all of this came from the hotline").
    """

    roles: tuple[tuple[str, Role], ...] = ()
    scales: tuple[tuple[str, Scale], ...] = ()
    date_orders: tuple[tuple[str, DateOrder], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    sheet: str | None = None
    timezone: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    stage: str | None = None

    def columns_with(self, role: Role) -> tuple[str, ...]:
        """Return the keys of the columns with a role, in file order."""
        return tuple(key for key, given in self.roles if given == role)

    def scale_of(self, key: str) -> Scale | None:
        """Return the scale of a column; None when it has none."""
        return dict(self.scales).get(key)


@dataclass(frozen=True)
class Receipt:
    """The outcome of an import: what was read, what was kept, what was not and why.

    ``rows_read`` = kept + duplicate + rejected. ``batch_id`` undoes the import; None when nothing new was kept.
    ``rejected_key`` finds the rejected rows; None where there are none.
    """

    batch_id: str | None
    file_name: str
    rows_read: int
    rows_kept: int
    rows_duplicate: int
    rows_rejected: int
    problems: tuple[Problem, ...] = ()
    details: dict[str, int] = field(default_factory=dict)
    rejected_key: str | None = None
