"""Columns that share their answer codes: asked about together, since nobody answers the same question twelve times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cx_core.feedback.answer_codes import name_of_set
from cx_core.feedback.question_words import read_wording
from cx_core.feedback.scales import ScoreColumn
from cx_core.importers.coded import IGNORE, NO_SCALE, ONE_BY_ONE, AlikeAnswer, Codes, is_open_code
from cx_core.importers.grids import GridRow, judge_grid
from cx_core.importers.judged import GIVEN, KNOWN, VALUES_ALONE, Judged
from cx_core.model.feedback import Role

#: How the keys of answers about a set begin.
OF_SETS = "codes_alike:"


def join_alike(judged: list[Judged], codes: Codes) -> list[Judged]:
    """Return the columns with those of the same codes as one open question, or as what was said of them.

    Two columns belong together where their codes have the same letters and the same ends and their headers ask for
    the same, mostly for nothing that is known. A column of which somebody has spoken by itself stands alone, and so
    does one whose set nobody else shares while nothing has been said of the set.
    """
    sets: dict[str, list[Judged]] = {}
    for one in judged:
        if one.grid is None and one.score and is_open_code(one.score, one, codes):
            sets.setdefault(_set_of(one, one.score), []).append(one)
    joined: dict[str, Judged] = {}
    for name, members in sets.items():
        answer = codes.said_of_sets.get(name)
        if answer != ONE_BY_ONE and (answer or len(members) > 1):
            joined.update({one.column.key: one for one in _settled(name, members, answer)})
    return [joined.get(one.column.key, one) for one in judged]


def _set_of(one: Judged, score: ScoreColumn) -> str:
    assert score.labels is not None
    wording = read_wording(one.column.wording)
    asked = (score.role, wording.direction) if wording.role else ()
    return " ".join((name_of_set(score.labels), *(part for part in asked if part)))


def _settled(name: str, members: Sequence[Judged], answer: AlikeAnswer | None) -> list[Judged]:
    members = [replace(one, code_set=name) for one in members]
    if answer == IGNORE:
        return [replace(one, role="ignore", confidence=GIVEN, score=None) for one in members]
    if answer == NO_SCALE:
        return [as_group(one) for one in members]
    first = members[0]
    # Judged together: what few answers to one question leave open, those to the others may show.
    score = judge_grid(first.column.wording, [one.column for one in members], None, codes=True) or first.score
    assert score is not None
    score = replace(score, direction=answer if answer == "high_is_good" or answer == "low_is_good" else None)
    role: Role = (score.role if answer else None) or "ignore"
    rows = [replace(GridRow.of_column(one.column), leader=first.column.key) for one in members]
    return [
        replace(one, role=role, score=score, confidence=KNOWN, is_open=not answer, grid=row)
        for one, row in zip(members, rows, strict=True)
    ]


def told_groups(judged: list[Judged], codes: Codes) -> list[Judged]:
    """Return the columns with those of codes as groups of which it was said, however few answers there are."""
    return [as_group(one) if _is_told_group(one, codes) else one for one in judged]


def _is_told_group(one: Judged, codes: Codes) -> bool:
    is_free = one.role == "ignore" and one.grid is None and one.confidence < KNOWN
    return is_free and codes.said.get(one.column.key) == NO_SCALE and one.column.n_values > 0


def as_group(one: Judged) -> Judged:
    """Return a column of codes that are said to be no scale: whatever they stand for, they tell the answers apart."""
    return replace(one, role="segment", confidence=VALUES_ALONE, score=None, is_open=False)


def remembered_as(column: str, answer: AlikeAnswer) -> dict[str, str]:
    """Return what is remembered of one column after its set was answered.

    By column, not by set: the next file of the source may have met other codes of the same scale.
    """
    if answer == ONE_BY_ONE:
        return {}
    if answer in (IGNORE, NO_SCALE):
        return {f"codes:{column}": NO_SCALE}
    return {f"codes:{column}": answer, f"grid:{column}": "touchpoints"}


def on_touchpoints(judged: list[Judged], chosen: Collection[str]) -> list[Judged]:
    """Return the columns with those of codes that are measured on touchpoints of their own, as was said before."""
    return [
        replace(one, confidence=KNOWN, grid=GridRow.of_column(one.column))
        if one.column.key in chosen and one.grid is None and one.score and one.score.is_coded and not one.is_open
        else one
        for one in judged
    ]
