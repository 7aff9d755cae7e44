"""What each column is: given by a person, known of the tool, or shown by words and values together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cx_core.feedback.money import read_amount
from cx_core.feedback.scales import ScoreColumn, judge_scores, scale_of_values
from cx_core.importers.code_sets import join_alike, on_touchpoints, told_groups
from cx_core.importers.coded import Codes, leave_open
from cx_core.importers.columns import Column
from cx_core.importers.grids import GridRow, find_grid_rows, judge_grid, own_scales
from cx_core.importers.judged import GIVEN, KNOWN, NAMED_WORDS, VALUES_ALONE, Judged, is_label_column, within_limits
from cx_core.importers.personal import SOME_CONTACTS, is_contact, is_personal
from cx_core.importers.profiles import ColumnHint, Profile
from cx_core.importers.role_words import CODE, CONTACT, PERSONAL, STAFF, TECHNICAL, RoleWords, words_for
from cx_core.model.feedback import SCORE_ROLES, Role
from cx_core.model.folding import fold
from cx_core.model.inspection import Privacy

_LONG_TEXT = 25
_THE_CUSTOMER = re.compile(r"\b(khach|kh|customer|client)\b")
#: Under a header that speaks of words, fewer labels than this are no scale.
_FEWEST_CHOICES = 3


def judge_columns(
    columns: Sequence[Column],
    profile: Profile,
    given: Mapping[str, Role],
    wishes: Mapping[str, Privacy] | None = None,
    unwanted_grids: Collection[str] = (),
    each: Collection[str] = (),
    codes: Codes | None = None,
    touchpoints: Collection[str] = (),
) -> tuple[Judged, ...]:
    """Give every column a role; of the roles that only one column may have, the surest column gets it.

    ``given`` are roles and ``wishes`` ways of keeping that people chose, by column key. A dropped column has no role.
    The rows of a grid all keep its score; ``unwanted_grids`` are those, by first column, that nobody wants.
    ``each`` are roles of which every column is measured on its own touchpoint, ``touchpoints`` such columns of codes.
    ``codes``: what has been said of codes.
    """
    wishes = wishes or {}
    dropped: dict[str, Role] = {key: "ignore" for key, wish in wishes.items() if wish == "drop"}
    codes = codes or Codes(profile.has_codes)
    roles = codes.with_groups({**given, **dropped})
    judged = [
        _judge(column, profile.hint(column.folded), roles.get(column.key), codes.allowed(column.key))
        for column in columns
    ]
    judged = [replace(one, wish=wishes.get(one.column.key)) for one in judged]
    judged = join_alike(_with_grids(judged, roles, unwanted_grids, codes), codes)
    judged = on_touchpoints(told_groups(leave_open(judged, codes), codes), touchpoints)
    judged = [_for_itself(one, roles) if one.role in each else one for one in judged]
    judged = _with_types_apart(judged)
    return within_limits(judged)


def _with_grids(
    judged: list[Judged], given: Mapping[str, Role], unwanted: Collection[str], codes: Codes
) -> list[Judged]:
    """Judge the rows of grids together, where they hold scores; a row that somebody gave another role is none."""
    free = [one.column for one in judged if not (one.hint and one.hint.role) and one.column.part in (None, "row")]
    rows = find_grid_rows([column for column in free if given.get(column.key) in (None, "ignore", *SCORE_ROLES)])
    scores: dict[str, ScoreColumn | None] = {}
    for leader in dict.fromkeys(row.leader for row in rows.values()):
        members = [column for column in free if column.key in rows and rows[column.key].leader == leader]
        question = rows[leader].question
        score = judge_grid(question, members, given.get(leader), codes.allowed(leader))
        apart = own_scales(question, members, {column.key: given.get(column.key) for column in members}, score)
        if apart:
            rows.update({key: replace(rows[key], leader=key, is_chosen=True) for key in apart})
        scores.update(apart)
        scores.setdefault(leader, score)
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


def _judge(column: Column, hint: ColumnHint | None, given: Role | None, codes: bool | None) -> Judged:
    personal = is_personal(column, hint)
    role = given or (hint.role if hint else None)
    if role and (column.n_values or given):
        score = scale_of_values(column.wording, _counts(column), role) if role in SCORE_ROLES else None
        if score and hint and hint.role == role:
            score = _with_hint(score, hint)
        return Judged(column, role, GIVEN if given else KNOWN, score, is_personal=personal, hint=hint)
    judged = _by_words_and_values(column, codes) if column.part in (None, "row") else _as_part(column)
    return replace(judged, is_personal=personal, hint=hint)


def _as_part(column: Column) -> Judged:
    """The choices of a question group answers, all of them together; any other part is no answer by itself."""
    is_whole = column.part == "joined" and column.n_values > 0
    return Judged(column, "segment" if is_whole else "ignore", NAMED_WORDS)


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


def _by_words_and_values(column: Column, codes: bool | None) -> Judged:
    if not column.n_values:
        return Judged(column, "ignore", 0.0)
    words = words_for(column.spoken) or words_for(fold(column.wording))
    proposed = words.role if words else None
    if proposed == "ignore" and words:
        return Judged(column, "ignore", words.confidence)
    score = judge_scores(column.wording, column.counts or {}, codes=codes)
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
    is_one_word = n_distinct < _FEWEST_CHOICES and words.confidence >= NAMED_WORDS
    return is_one_word or column.n_values < 5 * n_distinct


def _values_agree(column: Column, role: Role) -> bool:
    if role == "responded_at":
        return column.dates.share >= 0.5
    if role == "revenue":
        return column.share(lambda cell: read_amount(cell) is not None) >= 0.8
    if role == "customer":
        if STAFF.search(column.spoken) and not _THE_CUSTOMER.search(column.spoken):
            return False  # whoever served the customer is not the customer
        if CONTACT.search(column.spoken) and column.share(is_contact) < SOME_CONTACTS:
            return bool(CODE.search(column.spoken))  # "mã khách hoặc số điện thoại"
        # Shops show buyers as "l***n": that is nobody in particular.
        return column.share(lambda cell: "*" in cell) < 0.5
    if role == "verbatim":
        return column.share(_is_number) < 0.5 and column.dates.share < 0.5
    if role == "order":
        return column.share_distinct > 0.3 or column.n_values < 20
    return is_label_column(column)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").isdigit()


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
