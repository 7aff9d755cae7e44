"""Choices of a page that stand in its address, so that a link or a saved view shows what its sender saw.

The address leads: when it names something else than this page wrote last, the widget follows it. Whoever comes back by
the menu, whose address names nothing, finds what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import streamlit as st

from components import state
from components.arrival import came_by_menu, is_new_here

_Value = TypeVar("_Value", bound=str)
#: Stands in the address where a list was emptied; without it the address would mean the usual list.
_NONE = "-"
#: Stands for the value of answers that have none, which would not be seen in an address.
_BLANK, _BLANK_IN_ADDRESS = "", "~"


def address_buttons(
    label: str, values: Sequence[_Value], *, key: str, format_func: Callable[[_Value], str], label_hidden: bool = False
) -> _Value:
    """Draw a row of buttons and return the chosen value; the first is the default and stands in no address.

    A label that is hidden is still read out.
    """
    _arrive(key)
    _follow_one(key, values)
    seen: Literal["visible", "collapsed"] = "collapsed" if label_hidden else "visible"
    chosen = st.segmented_control(label, values, format_func=format_func, key=key, required=True, label_visibility=seen)
    chosen = chosen or values[0]
    _write(key, [] if chosen == values[0] else [chosen])
    return chosen


def address_select(
    label: str,
    values: Sequence[_Value],
    *,
    key: str,
    format_func: Callable[[_Value], str],
    width: int | Literal["stretch"] = 260,
    usual: _Value | None = None,
) -> _Value:
    """Draw a list to choose one value from; the ``usual`` one, else the first, stands in no address."""
    default = values[0] if usual is None else usual
    _arrive(key)
    _follow_one(key, values, default)
    chosen = st.selectbox(label, values, format_func=format_func, key=key, width=width)
    _write(key, [] if chosen == default else [chosen])
    return chosen


def address_number(label: str, lowest: int, highest: int, *, usual: int, key: str, note: str | None = None) -> int:
    """Draw a whole number between two ends; the ``usual`` one stands in no address, ``note`` explains it."""
    _arrive(key)
    kept = state.read(key)
    if _address_changed(key) or not isinstance(kept, int) or not lowest <= kept <= highest:
        named = st.query_params.get(key, "")
        # Three digits at most: a longer number is nonsense anyway, and Python refuses very long ones.
        wanted = int(named) if named.isdecimal() and len(named) <= 3 else usual
        state.write(key, wanted if lowest <= wanted <= highest else usual)
    chosen = int(st.number_input(label, lowest, highest, step=1, key=key, help=note, width=160))
    _write(key, [] if chosen == usual else [str(chosen)])
    return chosen


def address_pills(
    label: str, values: Sequence[_Value], *, usual: Sequence[_Value], key: str, format_func: Callable[[_Value], str]
) -> tuple[_Value, ...]:
    """Draw pills to choose any of some values; the ``usual`` ones stand in no address."""
    _arrive(key)
    if _address_changed(key) or state.read(key) is None:
        named = st.query_params.get_all(key)
        state.write(key, [one for one in values if one in named] if named else list(usual))
    chosen = st.pills(label, values, format_func=format_func, selection_mode="multi", key=key)
    kept = [one for one in values if one in chosen]
    written: list[str] = [] if set(kept) == set(usual) else [*kept] or [_NONE]
    _write(key, written)
    return tuple(kept)


def address_values(
    label: str, values: Sequence[_Value], *, key: str, format_func: Callable[[_Value], str], placeholder: str
) -> tuple[_Value, ...]:
    """Draw a list to choose any of some values from; none of them is the usual choice and stands in no address."""
    _arrive(key)
    kept = state.read(key)
    if _address_changed(key) or kept is None or not set(kept) <= set(values):
        named = [_BLANK if one == _BLANK_IN_ADDRESS else one for one in st.query_params.get_all(key)]
        state.write(key, [one for one in values if one in named])
    chosen = st.multiselect(label, values, format_func=format_func, key=key, placeholder=placeholder, select_all=False)
    _write(key, [_BLANK_IN_ADDRESS if one == _BLANK else one for one in chosen])
    return tuple(chosen)


def page_choices(besides: Sequence[str]) -> dict[str, list[str]]:
    """Return what stands in the address and is none of ``besides``: the choices of this page alone."""
    left_out = {*besides, state.LANGUAGE, state.JOURNEY}
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in left_out}


def _arrive(key: str) -> None:
    """Put what was chosen on an earlier visit back into an address that names nothing."""
    if not is_new_here(key):
        return
    state.take(key)
    written: list[str] | None = state.read(f"_written_{key}")
    if written and came_by_menu():
        st.query_params[key] = written


def _follow_one(key: str, values: Sequence[str], default: str | None = None) -> None:
    if _address_changed(key) or state.read(key) not in values:
        named = st.query_params.get(key)
        state.write(key, named if named in values else default or values[0])


def _address_changed(key: str) -> bool:
    written = state.read(f"_written_{key}")
    return written is not None and st.query_params.get_all(key) != written


def _write(key: str, wanted: list[str]) -> None:
    if st.query_params.get_all(key) != wanted:
        if wanted:
            st.query_params[key] = wanted
        else:
            del st.query_params[key]
    state.write(f"_written_{key}", wanted)
