"""What each column is: given by a person, known of the tool, or shown by words and values together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from cx_core.feedback.money import read_amount
from cx_core.feedback.scales import ScoreColumn, judge_scores, scale_of_values
from cx_core.importers.columns import Column
from cx_core.importers.grids import GridRow, find_grid_rows, judge_grid
from cx_core.importers.personal import SOME_CONTACTS, is_contact, is_personal
from cx_core.importers.profiles import ColumnHint, Profile
from cx_core.importers.role_words import CODE, CONTACT, PERSONAL, TECHNICAL, RoleWords, words_for
from cx_core.model.feedback import REPEATABLE_ROLES, SCORE_ROLES, Role
from cx_core.model.folding import fold
from cx_core.model.imports import SEGMENT_SLOTS
from cx_core.model.inspection import Privacy

#: Certainties: a person said so; the tool's own column; words and values; values alone.
GIVEN, KNOWN = 3.0, 2.0
VALUES_ALONE = 0.4
#: A header that speaks of the customer's words has at least this confidence.
_NAMED_WORDS = 0.9
_LONG_TEXT = 25
_MOST_LABELS = 60
#: Under a header that speaks of words, fewer labels than this are no scale.
_FEWEST_CHOICES = 3


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


def judge_columns(
    columns: Sequence[Column],
    profile: Profile,
    given: Mapping[str, Role],
    wishes: Mapping[str, Privacy] | None = None,
    unwanted_grids: Collection[str] = (),
    each: Collection[str] = (),
) -> tuple[Judged, ...]:
    """Give every column a role; of the roles that only one column may have, the surest column gets it.

    ``given`` are roles and ``wishes`` ways of keeping that people chose, by column key. A dropped column has no role.
    The rows of a grid all keep its score; ``unwanted_grids`` are those, by first column, that nobody wants.
    ``each`` are roles of which every column is measured on its own touchpoint.
    """
    wishes = wishes or {}
    dropped: dict[str, Role] = {key: "ignore" for key, wish in wishes.items() if wish == "drop"}
    roles = {**given, **dropped}
    judged = [_judge(column, profile.hint(column.folded), roles.get(column.key)) for column in columns]
    judged = [replace(one, wish=wishes.get(one.column.key)) for one in judged]
    judged = _with_grids(judged, roles, unwanted_grids)
    judged = [_for_itself(one, roles) if one.role in each else one for one in judged]
    judged = _with_types_apart(judged)
    return tuple(_limit_segments(_drop_guessed_words(_one_each(judged))))


def _with_grids(judged: list[Judged], given: Mapping[str, Role], unwanted: Collection[str]) -> list[Judged]:
    """Judge the rows of grids together, where they hold scores; a row that somebody gave another role is none."""
    free = [one.column for one in judged if not (one.hint and one.hint.role) and one.column.part in (None, "row")]
    rows = find_grid_rows([column for column in free if given.get(column.key) in (None, "ignore", *SCORE_ROLES)])
    scores: dict[str, ScoreColumn | None] = {}
    for leader in dict.fromkeys(row.leader for row in rows.values()):
        members = [column for column in free if column.key in rows and rows[column.key].leader == leader]
        scores[leader] = judge_grid(rows[leader].question, members, given.get(leader))
    return [_as_grid_row(one, rows.get(one.column.key), scores, given, unwanted) for one in judged]


def _as_grid_row(
    one: Judged,
    row: GridRow | None,
    scores: Mapping[str, ScoreColumn | None],
    given: Mapping[str, Role],
    unwanted: Collection[str],
) -> Judged:
    score = scores.get(row.leader) if row else None
    if row is None or score is None:
        return one
    if row.leader in unwanted or given.get(one.column.key) == "ignore":
        return replace(one, role="ignore", confidence=GIVEN, score=None, is_open=False)
    role = score.role or "ignore"
    return replace(one, role=role, confidence=KNOWN, score=score, is_open=score.role is None, grid=row)


def _with_types_apart(judged: list[Judged]) -> list[Judged]:
    """Measure scores of one kind but several types (stars and thumbs of one file) apart; the fullest stays as it is."""
    by_role: dict[Role, list[Judged]] = {}
    for one in judged:
        if one.column.is_derived and one.column.part is None and one.role in SCORE_ROLES and one.grid is None:
            by_role.setdefault(one.role, []).append(one)
    others = [
        one for same in by_role.values() for one in sorted(same, key=lambda one: -one.column.n_values)[1:] if one.hint
    ]
    return [replace(one, grid=GridRow.of_column(one.column)) if one in others else one for one in judged]


def _for_itself(one: Judged, given: Mapping[str, Role]) -> Judged:
    is_rival = one.score and one.score.role == one.role and (one.confidence < KNOWN or one.column.key in given)
    return replace(one, confidence=KNOWN, grid=GridRow.of_column(one.column)) if is_rival and not one.grid else one


def rivals(columns: Sequence[Judged], role: Role) -> tuple[str, ...]:
    """Return the keys of columns that hold the same score by their own wording: only a person can choose among them."""
    return tuple(
        one.column.key
        for one in columns
        if one.score
        and one.grid is None
        and one.score.role == role
        and one.confidence < KNOWN
        and one.score.confidence >= 0.6
    )


def _judge(column: Column, hint: ColumnHint | None, given: Role | None) -> Judged:
    personal = is_personal(column, hint)
    role = given or (hint.role if hint else None)
    if role and (column.n_values or given):
        score = scale_of_values(column.wording, _counts(column), role) if role in SCORE_ROLES else None
        if score and hint and hint.role == role:
            score = _with_hint(score, hint)
        return Judged(column, role, GIVEN if given else KNOWN, score, is_personal=personal, hint=hint)
    judged = _by_words_and_values(column) if column.part in (None, "row") else _as_part(column)
    return replace(judged, is_personal=personal, hint=hint)


def _as_part(column: Column) -> Judged:
    """The choices of a question group answers, all of them together; any other part is no answer by itself."""
    is_whole = column.part == "joined" and column.n_values > 0
    return Judged(column, "segment" if is_whole else "ignore", _NAMED_WORDS)


def _counts(column: Column) -> dict[str, int]:
    if column.counts is not None:
        return column.counts
    counts: dict[str, int] = {}
    for cell in column.sample:
        counts[cell] = counts.get(cell, 0) + 1
    return counts


def _with_hint(score: ScoreColumn, hint: ColumnHint) -> ScoreColumn:
    if hint.scale and score.labels is None:
        score = replace(
            score,
            scale_choices=((hint.scale.minimum, hint.scale.maximum),),
            direction=hint.scale.direction,
            mix=None,
        )
    return replace(score, direction=hint.direction) if hint.direction else score


def _by_words_and_values(column: Column) -> Judged:
    if not column.n_values:
        return Judged(column, "ignore", 0.0)
    words = words_for(column.spoken) or words_for(fold(column.wording))
    proposed = words.role if words else None
    if proposed == "ignore" and words:
        return Judged(column, "ignore", words.confidence)
    score = judge_scores(column.wording, column.counts or {})
    if (
        score
        and proposed not in ("responded_at", "order", "revenue", "customer")
        and not _is_said_in_words(column, score, words)
    ):
        if score.role:
            return Judged(column, score.role, score.confidence, score)
        return Judged(column, "ignore", score.confidence, score, is_open=True)
    if words and _values_agree(column, words.role):
        return Judged(column, words.role, words.confidence)
    return _by_values(column, proposed)


def _is_said_in_words(column: Column, score: ScoreColumn, words: RoleWords | None) -> bool:
    """Tell a box of free words, in which a few wrote "tốt", from a choice among labels."""
    if score.labels is None or words is None or words.role != "verbatim":
        return False
    n_distinct = len(column.counts or {})
    is_one_word = n_distinct < _FEWEST_CHOICES and words.confidence >= _NAMED_WORDS
    return is_one_word or column.n_values < 5 * n_distinct


def _values_agree(column: Column, role: Role) -> bool:
    if role == "responded_at":
        return column.dates.share >= 0.5
    if role == "revenue":
        return column.share(lambda cell: read_amount(cell) is not None) >= 0.8
    if role == "customer":
        if CONTACT.search(column.spoken) and column.share(is_contact) < SOME_CONTACTS:
            return bool(CODE.search(column.spoken))  # "mã khách hoặc số điện thoại"
        # Shops show buyers as "l***n": that is nobody in particular.
        return column.share(lambda cell: "*" in cell) < 0.5
    if role == "verbatim":
        return column.share(_is_number) < 0.5 and column.dates.share < 0.5
    if role == "order":
        return column.share_distinct > 0.3 or column.n_values < 20
    return _is_label_column(column)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").isdigit()


def _is_label_column(column: Column) -> bool:
    if column.mean_length > 60:
        return False
    n_distinct = len(set(column.sample))
    return n_distinct <= 5 or (
        n_distinct <= max(_MOST_LABELS, 0.05 * len(column.sample)) and column.share_distinct < 0.6
    )


def _by_values(column: Column, proposed: Role | None) -> Judged:
    """Judge a column whose header says nothing, or something that its values do not bear out."""
    nothing = Judged(column, "ignore", 0.0)
    if TECHNICAL.search(column.spoken):
        return nothing
    if column.dates.share >= 0.9 and column.dates.has_shape:
        return Judged(column, "responded_at", VALUES_ALONE)
    if column.share(_is_number) > 0.5 or PERSONAL.search(column.spoken):
        return nothing
    if column.mean_length >= _LONG_TEXT and column.share_distinct > 0.5:
        return Judged(column, "verbatim", 0.6 if proposed == "touchpoint" else VALUES_ALONE)
    n_distinct = len(set(column.sample))
    if 2 <= n_distinct <= 30 and column.n_values >= 3 * n_distinct and column.mean_length < 40:
        return Judged(column, "segment", VALUES_ALONE)
    return nothing


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
    if one.role in ("channel", "touchpoint", "stage") and _is_label_column(one.column) and one.confidence < KNOWN:
        return replace(one, role="segment", confidence=VALUES_ALONE)
    return replace(one, role="ignore")


def _drop_guessed_words(judged: list[Judged]) -> list[Judged]:
    """Notes, and long text under an unknown header, are the customer's words only where no column is surer to be."""
    surest = max((one.confidence for one in judged if one.role == "verbatim"), default=0.0)
    return [
        replace(one, role="ignore") if one.role == "verbatim" and one.confidence < min(surest, _NAMED_WORDS) else one
        for one in judged
    ]


def _limit_segments(judged: list[Judged]) -> list[Judged]:
    """Keep as many segments as a workspace analyses, the surest first; a person's own choice always stays."""
    guessed = sorted(
        (one for one in judged if one.role == "segment" and one.confidence < GIVEN), key=lambda one: -one.confidence
    )
    n_given = sum(one.role == "segment" and one.confidence >= GIVEN for one in judged)
    dropped = {one.column.key for one in guessed[max(0, SEGMENT_SLOTS - n_given) :]}
    return [replace(one, role="ignore") if one.column.key in dropped else one for one in judged]
