"""A column with its role and how sure that is; of the roles that only one may have, the surest column keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx_core.feedback.scales import ScoreColumn
from cx_core.importers.columns import Column
from cx_core.importers.grids import GridRow
from cx_core.importers.profiles import ColumnHint
from cx_core.model.feedback import REPEATABLE_ROLES, Role
from cx_core.model.imports import SEGMENT_SLOTS
from cx_core.model.inspection import Privacy

#: Certainties: a person said so; the tool's own column; words and values; values alone.
GIVEN, KNOWN = 3.0, 2.0
VALUES_ALONE = 0.4
#: A header that speaks of the customer's words has at least this confidence.
NAMED_WORDS = 0.9
_MOST_LABELS = 60


@dataclass(frozen=True)
class Judged:
    """A column with its role. ``is_open``: only a person can say which of ``score.roles`` it is."""

    column: Column
    role: Role
    confidence: float
    score: ScoreColumn | None = None
    is_open: bool = False
    is_personal: bool = False
    #: What a person said about keeping the column; None: personal columns are masked.
    wish: Privacy | None = None
    hint: ColumnHint | None = None
    #: Set for a row of a grid: a score of its own touchpoint beside those of the other rows.
    grid: GridRow | None = None
    #: The set of answer codes under which people are asked about this column and others together; see `code_sets`.
    code_set: str | None = None
    #: A group by its values for which a workspace has no room: it stays in the kept row only, which is told.
    is_left_out: bool = False

    @property
    def asked_as(self) -> str:
        """The column under which people are asked: a grid's rows are asked about once, as its first."""
        return self.grid.leader if self.grid else self.column.key

    @property
    def privacy(self) -> Privacy | None:
        """How the column is kept: as wished, else masked where it names people."""
        if self.wish:
            return self.wish
        names_people = self.is_personal and self.role not in ("verbatim", "responded_at")
        return "mask" if names_people or self.role == "customer" else None


def rivals(columns: Sequence[Judged], role: Role) -> tuple[str, ...]:
    """Return the keys of columns that hold the same score by their own wording: only a person can choose among them."""
    return tuple(
        one.column.key
        for one in columns
        if one.score
        and one.grid is None
        and not one.is_open
        and one.score.role == role
        and one.confidence < KNOWN
        and one.score.confidence >= 0.6
    )


def is_label_column(column: Column) -> bool:
    if column.mean_length > 60:
        return False
    n_distinct = len(set(column.sample))
    return n_distinct <= 5 or (
        n_distinct <= max(_MOST_LABELS, 0.05 * len(column.sample)) and column.share_distinct < 0.6
    )


def within_limits(judged: list[Judged]) -> tuple[Judged, ...]:
    """Leave each role that only one column may have to the surest, and as many segments as a workspace analyses."""
    return tuple(_limit_segments(_drop_guessed_words(_one_each(judged))))


def _one_each(judged: list[Judged]) -> list[Judged]:
    best: dict[Role, Judged] = {}
    for one in judged:
        if one.role in REPEATABLE_ROLES or one.grid:
            continue
        if one.role not in best or _rank(one) > _rank(best[one.role]):
            best[one.role] = one
    return [
        one if one.role in REPEATABLE_ROLES or one.grid or best[one.role] is one else _second_choice(one)
        for one in judged
    ]


def _rank(one: Judged) -> tuple[float, float]:
    return one.confidence, one.column.n_values / max(1, len(one.column.values)) if one.role == "responded_at" else 0.0


def _second_choice(one: Judged) -> Judged:
    """Return what a column is when another one has its role: a label may still group answers."""
    if one.role in ("channel", "touchpoint", "stage") and is_label_column(one.column) and one.confidence < KNOWN:
        return replace(one, role="segment", confidence=VALUES_ALONE)
    return replace(one, role="ignore")


def _drop_guessed_words(judged: list[Judged]) -> list[Judged]:
    """Notes, and long text under an unknown header, are the customer's words only where no column is surer to be."""
    surest = max((one.confidence for one in judged if one.role == "verbatim"), default=0.0)
    return [
        replace(one, role="ignore") if one.role == "verbatim" and one.confidence < min(surest, NAMED_WORDS) else one
        for one in judged
    ]


def _limit_segments(judged: list[Judged]) -> list[Judged]:
    """Keep as many segments as a workspace analyses, the surest first; a person's own choice always stays."""
    guessed = sorted(
        (one for one in judged if one.role == "segment" and one.confidence < GIVEN), key=lambda one: -one.confidence
    )
    n_given = sum(one.role == "segment" and one.confidence >= GIVEN for one in judged)
    dropped = {one.column.key for one in guessed[max(0, SEGMENT_SLOTS - n_given) :]}
    return [replace(one, role="ignore", is_left_out=True) if one.column.key in dropped else one for one in judged]
