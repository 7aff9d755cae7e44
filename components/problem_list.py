"""What is wrong with a file, and what cannot be done, as lists that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.texts import language, t, tell
from cx_core.i18n import catalogue, translate
from cx_core.model.problem import Problem, Refusal, sheet_and_row

#: So many row numbers are named; the rest is counted.
_ROWS_NAMED = 8


def problem_list(problems: Sequence[Problem], *, is_over: bool = True) -> None:
    """Draw problems, the costliest first: what did not go in, then what went in with a remark.

    ``is_over``: the file has gone in; before that it is said of what will happen.
    """
    if not problems:
        st.caption(t("ui.problem.none"))
        return
    for lost in (True, False):
        some = [problem for problem in problems if problem.lost is lost]
        if not some:
            continue
        with st.container(border=True, gap="xsmall"):
            icon = ":material/block:" if lost else ":material/info:"
            title = f"{'lost' if lost else 'kept'}{'' if is_over else '_before'}"
            st.markdown(f"{icon} **{t(f'ui.problem.{title}')}**")
            for problem in sorted(some, key=lambda one: -one.count):
                # st.text: the names of columns come out of people's files.
                st.text(f"• {problem_text(problem, language())}")


def refusal_box(refusal: Refusal) -> None:
    """Draw why something was not done and what to do next, with the problems that caused it."""
    with st.container(border=True, gap="small"):
        st.markdown(f":material/error: **{t('ui.problem.refused')}**")
        st.text(tell(refusal.what))
        next_step = tell(refusal.next_step)
        if next_step != refusal.next_step.key:
            st.markdown(f"**{t('ui.problem.next')}**")
            st.text(next_step)
    if refusal.problems:
        problem_list(refusal.problems)


def problem_text(problem: Problem, language: str) -> str:
    """Say one problem in one line: what, how often, what would be right, in which rows."""
    key = f"problem.{problem.kind}"
    values = {
        "column": problem.column,
        "count": problem.count,
        "allowed": problem.allowed,
        "rows": _row_numbers(problem),
    }
    if key not in catalogue(language):
        return translate("ui.problem.unknown", language, kind=problem.kind)
    said = translate(key, language, **values)
    template = catalogue(language)[key]
    if problem.rows and "{rows" not in template:
        said = f"{said} ({_rows(problem, language)})"
    elif problem.count > 1 and "{count" not in template:
        said = f"{said} ({translate('ui.problem.count', language, n=problem.count)})"
    return said


def _rows(problem: Problem, language: str) -> str:
    """Name the first rows and count the others."""
    named = _row_numbers(problem)
    others = problem.count - min(len(problem.rows), _ROWS_NAMED)
    if others > 0:
        return translate("ui.problem.more_rows", language, rows=named, n=others)
    return translate("ui.problem.rows" if problem.count > 1 else "ui.problem.row", language, rows=named)


def _row_numbers(problem: Problem) -> str:
    """Return row numbers as the spreadsheet writes them, ungrouped."""
    return ", ".join(_row_number(row) for row in problem.rows[:_ROWS_NAMED])


def _row_number(row_no: int) -> str:
    sheet, row = sheet_and_row(row_no)
    return str(row) if sheet == 1 else t("ui.problem.row_of_sheet", row=str(row), sheet=str(sheet))
