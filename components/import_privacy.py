"""What a file holds of people, and what becomes of it: proposed column by column before anything is stored."""

from __future__ import annotations

import streamlit as st

from components import state
from components.plain import plain
from components.texts import t
from cx_core.model.inspection import ColumnFacts, Inspection

#: What may become of a column that names people; the first is the default.
FATES = ("mask", "drop", "pseudonym", "keep")


def draw_privacy(inspection: Inspection) -> None:
    """List the columns that name people, each with what is done to it; others can be added."""
    found = [column for column in inspection.columns if column.privacy]
    title = t("import.people.title", n=len(found)) if found else t("import.people.none")
    with st.expander(title, icon=":material/person_shield:"):
        st.caption(t("import.people.help"))
        for column in found:
            _draw_fate(inspection, column)
        _add(inspection)


def _draw_fate(inspection: Inspection, column: ColumnFacts) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left.container(gap="xxsmall"):
        st.text(column.name or column.key)
        if column.examples:
            st.caption(plain(" · ".join(list(dict.fromkeys(column.examples))[:3])))
    key = f"fate_{inspection.fingerprint}_{column.key}"
    # The list follows what is known of the column by now, so that only a person's own choice is an answer.
    fate = fate_of(column)
    if state.read(key) != fate:
        state.write(key, fate)
    right.selectbox(
        plain(column.name or column.key),
        FATES,
        format_func=lambda one: t(f"import.people.fate.{one}"),
        key=key,
        label_visibility="collapsed",
        on_change=_take,
        args=(inspection, column, key),
    )


def fate_of(column: ColumnFacts) -> str:
    """Return what is done to a column: the customer's own code is kept as a pseudonym."""
    if column.role == "customer" and column.privacy == "mask":
        return "pseudonym"
    return column.privacy or "keep"


def _take(inspection: Inspection, column: ColumnFacts, key: str) -> None:
    fate = state.read(key)
    said = {**state.read(state.IMPORT_ANSWERS, {})}
    said[f"privacy:{column.key}"] = "mask" if fate == "pseudonym" else fate
    if fate == "pseudonym":
        others = (one.key for one in inspection.columns if one.role == "customer" and one.key != column.key)
        said |= {f"role:{other}": "ignore" for other in others}
        said[f"role:{column.key}"] = "customer"
    elif column.role == "customer":
        said[f"role:{column.key}"] = "ignore"
    state.write(state.IMPORT_ANSWERS, said)


def _add(inspection: Inspection) -> None:
    """Let a person name a column that the app took for nobody's."""
    rest = {column.key: column.name or column.key for column in inspection.columns if not column.privacy}
    key = f"people_{inspection.fingerprint}"
    if rest:
        st.multiselect(
            t("import.people.more"), list(rest), format_func=rest.__getitem__, key=key, on_change=_hide, args=(key,)
        )


def _hide(key: str) -> None:
    hidden = {f"privacy:{column}": "mask" for column in state.read(key, [])}
    state.write(state.IMPORT_ANSWERS, {**state.read(state.IMPORT_ANSWERS, {}), **hidden})
