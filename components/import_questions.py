"""The questions that a file leaves open, in one form: what is asked, examples from the file, the choices in words."""

from __future__ import annotations

import streamlit as st

from components import state
from components.plain import plain
from components.texts import day_format, t
from cx_core.feedback.mixed_scales import Way
from cx_core.model.inspection import Inspection, Question

#: Kinds of question whose choices are worded as those of another kind.
_CHOICES_OF = {"scale_changed": "scale"}
#: More names of columns than these are only shown when somebody opens them.
_NAMED_AT_ONCE = 8


def draw_questions(inspection: Inspection) -> None:
    """Draw every open question; the answers are taken together."""
    st.subheader(t("import.questions.title", n=len(inspection.questions)), anchor=False)
    with st.form("import_questions", border=True):
        given = {question.key: _ask(question) for question in inspection.questions}
        if st.form_submit_button(t("import.questions.submit"), type="primary"):
            missing = [key for key, value in given.items() if value is None]
            if missing:
                st.warning(t("import.questions.missing", n=len(missing)))
                return
            answers = {**state.read(state.IMPORT_ANSWERS, {}), **{k: str(v) for k, v in given.items()}}
            state.write(state.IMPORT_ANSWERS, answers)
            st.rerun()


def _ask(question: Question) -> str | None:
    label = _label(question)
    options = list(question.choices)

    key, advice = f"question_{question.key}", t(f"question.{question.kind}.help", column=plain(question.column or ""))
    chosen: str | None
    if question.kind == "crawl_date":
        day = st.date_input(label, value=None, max_value="today", format=day_format(), key=key, help=advice)
        chosen = day.isoformat() if day else None
    elif len(options) <= 5:
        # Unlike the labels of a list, those of buttons are read as Markdown; some come out of the file.
        texts = {choice: plain(_choice_text(question, choice)) for choice in options}
        chosen = st.radio(label, options, index=None, format_func=texts.__getitem__, key=key, help=advice)
    else:
        texts = {choice: _choice_text(question, choice) for choice in options}
        chosen = st.selectbox(label, options, index=None, format_func=texts.__getitem__, key=key, help=advice)
    if question.examples:
        st.caption(t("import.questions.examples", examples=plain(" · ".join(question.examples))))
    if question.columns:
        _name_columns(question)
    return chosen


def _label(question: Question) -> str:
    """Return the question itself; what comes out of the file is no Markdown."""
    first, last = (plain(end) for end in question.ends or ("", ""))
    values = {"column": plain(question.column or ""), "n": len(question.columns), "first": first, "last": last}
    return t(f"question.{question.kind}.ask", **values)


def _name_columns(question: Question) -> None:
    """Name the columns that a question is about: a few below it, many to be opened."""
    if len(question.columns) <= _NAMED_AT_ONCE:
        names = plain(", ".join(question.columns))
        st.caption(t(f"question.{question.kind}.columns", columns=names))
        return
    with st.expander(t(f"question.{question.kind}.all_columns", n=len(question.columns))):
        # st.text: the names come out of people's files.
        st.text("\n".join(question.columns))


def _choice_text(question: Question, choice: str) -> str:
    kind = question.kind
    if question.ends:
        first, last = question.ends
        return t(f"question.{kind}.choice.{choice}", first=first, last=last)
    way = Way.read(choice) if kind == "mixed_scale" else None
    if way:
        name = way.kind if way.kind == "same" or way.plain is None else _with_plain(way)
        return t(f"question.mixed_scale.choice.{name}", maximum=way.maximum, plain=way.plain)
    key = f"question.{_CHOICES_OF.get(kind, kind)}.choice.{choice}"
    text = t(key)
    return choice if text == key else text


def _with_plain(way: Way) -> str:
    """Name the text for a way that says something of numbers without a maximum."""
    return f"{way.kind}_plain" if way.kind == "rescale" or way.plain == way.maximum else way.kind
