"""What an importer profile is: how to know a tool's export, and what is certain about its columns and rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cx_core.importers.columns import Column
from cx_core.model.feedback import DateOrder, Direction, Role, Scale
from cx_core.model.inspection import FileKind


@dataclass(frozen=True)
class Signs:
    """What a profile may judge a file by. ``names`` are the folded column names, ``paths`` with their group headers."""

    names: tuple[str, ...]
    paths: tuple[str, ...] = ()
    kind: FileKind = "csv"
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    head: tuple[tuple[str | None, ...], ...] = ()

    def has(self, *names: str) -> int:
        """Return how many of the folded names stand among the columns, with blanks or with underscores."""
        return len({name.replace("_", " ") for name in names if self._has(name)})

    def _has(self, name: str) -> bool:
        return name in self._name_set or (not name.startswith("_") and name.replace("_", " ") in self._name_set)

    def matching(self, pattern: str) -> int:
        """Return how many columns match a pattern from beginning to end."""
        compiled = re.compile(pattern)
        return sum(bool(compiled.fullmatch(name)) for name in self.names)

    @cached_property
    def _name_set(self) -> frozenset[str]:
        spaced = (name.replace("_", " ") for name in self.names if not name.startswith("_"))
        return frozenset(self.names) | frozenset(spaced)


@dataclass(frozen=True)
class ColumnHint:
    """What a profile knows of the columns whose folded name matches ``pattern`` from beginning to end.

    ``role`` None leaves the role to wording and values. ``is_id``: the tool's own id of an answer. ``timezone`` is the
    zone of times without one. ``missing`` are further folded cells that say "nothing here".
    """

    pattern: str
    role: Role | None = None
    scale: Scale | None = None
    direction: Direction | None = None
    date_order: DateOrder | None = None
    timezone: str | None = None
    is_id: bool = False
    is_private: bool = False
    missing: tuple[str, ...] = ()

    def matches(self, name: str) -> bool:
        """Tell whether the hint is about a column of this folded name; ``created_at`` is ``created at`` too."""
        return self._compiled.fullmatch(name) is not None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        # An underscore that is not inside brackets may be a blank in the header of another export.
        return re.compile(re.sub(r"(?<!^)_(?![^\[]*\])", "[ _]", self.pattern))


@dataclass(frozen=True)
class RowRule:
    """Rows that are no answers: in the column matching ``pattern`` stands one of ``values`` (folded).

    ``kind`` is the kind of the problem under which they are listed. ``keep_values`` turns it round: rows with any other
    value are no answers. Without ``rejects`` the rows stay and are only counted.
    """

    pattern: str
    kind: str
    values: frozenset[str] = frozenset()
    keep_values: frozenset[str] = frozenset()
    rejects: bool = True


Rows = list[list[str | None]]


class HeaderRows(NamedTuple):
    """Where a tool's header stands: ``places`` among the first rows, ``code_row`` the one with the tool's codes.

    ``code_row`` counts within ``places``; None where the rows are joined as in any table.
    """

    places: tuple[int, ...]
    code_row: int | None = None


HeaderFinder = Callable[[Rows], HeaderRows | None]


@dataclass(frozen=True)
class Profile:
    """One exporting tool.

    ``recognise`` returns a confidence from 0 to 1; the highest wins, under `ENOUGH` nobody does and the file is
    ``generic``. ``id_columns`` are together the identity of an answer (folded names): an answer that changes there is a
    new one. ``has_totals``: people add subtotals and notes by hand. ``header`` finds header rows that the ordinary way
    would not, given the first rows. ``zone`` reads the time zone out of the first rows. ``derive`` returns the columns
    with further ones made from them: one column a metric where the tool writes them under each other. ``sheets`` are
    beginnings of the folded names of the tool's own sheet. ``has_codes``: the tool may write codes for answers ("A1").
    """

    key: str
    recognise: Callable[[Signs], float]
    hints: tuple[ColumnHint, ...] = ()
    rows: tuple[RowRule, ...] = ()
    timezone: str | None = None
    id_columns: tuple[str, ...] = ()
    has_totals: bool = False
    header: HeaderFinder | None = None
    zone: Callable[[Rows], str | None] | None = None
    derive: Callable[[tuple[Column, ...]], tuple[Column, ...]] | None = None
    sheets: tuple[str, ...] = field(default=())
    has_codes: bool = False

    def hint(self, name: str) -> ColumnHint | None:
        """Return the first hint about a column of this folded name."""
        return next((hint for hint in self.hints if hint.matches(name)), None)


#: Stars and smileys of most tools; a scale that a tool always uses need not be proven by the values.
FIVE_POINTS = Scale(1, 5)
#: Under this confidence no profile is taken.
ENOUGH = 0.5
