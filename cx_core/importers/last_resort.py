"""Files of which no header tells anything: what may be a score is asked about, the longest text is taken for words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx_core.feedback.question_words import read_wording
from cx_core.feedback.scales import judge_scores
from cx_core.importers.columns import Column
from cx_core.importers.judged import GIVEN, VALUES_ALONE, Judged
from cx_core.importers.role_words import TECHNICAL, words_for
from cx_core.model.feedback import SCORE_ROLES, Role

#: So many blanks in most cells: sentences, not labels.
_SOME_WORDS = 2
_ROLES_ASKED: tuple[Role, ...] = ("csat", "rating", "nps", "ces", "ignore")


def holds_answers(judged: Sequence[Judged]) -> bool:
    """Tell whether any column says something of a customer: a score, words, an order, an amount; or may do so.

    A column that asks for one and was left empty counts: its rows are listed one by one.
    """
    return any(_may_answer(one) or _is_left_empty(one) for one in judged)


def answers_anything(judged: Sequence[Judged]) -> bool:
    """Tell whether there is any cell that says something of a customer: without one, no row of the file is stored."""
    return any(_may_answer(one) and one.column.n_values for one in judged)


def _may_answer(one: Judged) -> bool:
    return one.is_open or one.role in (*SCORE_ROLES, "verbatim", "order", "revenue")


def _is_left_empty(one: Judged) -> bool:
    if one.column.n_values:
        return False
    words = words_for(one.column.spoken)
    return read_wording(one.column.wording).role is not None or bool(words and words.role == "verbatim")


def with_last_resort(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Ask about every column that may hold scores where no header names one; take the longest text for words.

    So a file whose headers are in another language, or say nothing, goes in as well. What a person said of one column
    changes nothing for the others.
    """
    told = [one for one in judged if one.confidence < GIVEN]
    if any(one.role in ("order", "revenue") for one in judged):
        return tuple(judged)
    if not any(one.is_open or one.role in SCORE_ROLES for one in told):
        judged = [_asked(one) if _is_free(one) else one for one in judged]
    if not holds_answers([one for one in told if one.role not in SCORE_ROLES and not one.is_open]):
        longest = max((one for one in judged if _is_free(one) and _is_written(one.column)), key=_length, default=None)
        judged = [replace(one, role="verbatim", confidence=VALUES_ALONE) if one is longest else one for one in judged]
    return tuple(judged)


def _is_free(one: Judged) -> bool:
    """Tell whether nothing is known of a column, neither by its header nor from a person."""
    is_unknown = one.role in ("ignore", "segment") and one.confidence <= VALUES_ALONE and not one.is_open
    is_plain = one.column.part is None and not one.is_personal and not (one.hint and one.hint.role)
    return is_unknown and is_plain and not TECHNICAL.search(one.column.spoken)


def _asked(one: Judged) -> Judged:
    score = judge_scores(f"{one.column.wording} ?", one.column.counts or {})
    if score is None or score.is_coded:
        return one
    roles = tuple(dict.fromkeys((*score.roles, *_ROLES_ASKED)))
    return replace(one, role="ignore", score=replace(score, role=None, roles=roles), is_open=True)


def _length(one: Judged) -> float:
    return one.column.mean_length


def _is_written(column: Column) -> bool:
    """Tell whether most cells are several words that hardly repeat."""
    return column.share_distinct > 0.5 and column.share(lambda cell: cell.count(" ") >= _SOME_WORDS) > 0.5
