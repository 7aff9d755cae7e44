"""A choice of a page that stands in its address, so that a link shows what its sender saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import streamlit as st

from components import state

_Value = TypeVar("_Value", bound=str)


def address_choice(
    label: str, values: Sequence[_Value], *, key: str, format_func: Callable[[_Value], str], label_hidden: bool = False
) -> _Value:
    """Draw a row of buttons and return the chosen value; the first is the default and stands in no address.

    ``key`` is both the widget's and the address's name. A value that the address names wrongly is the default. A label
    that is hidden is still read out.
    """
    if state.read(key) not in values:
        wanted = st.query_params.get(key)
        state.write(key, next((value for value in values if value == wanted), values[0]))
    visibility: Literal["visible", "collapsed"] = "collapsed" if label_hidden else "visible"
    chosen = st.segmented_control(
        label, values, format_func=format_func, key=key, required=True, label_visibility=visibility
    )
    chosen = chosen or values[0]
    if chosen != values[0]:
        if st.query_params.get(key) != chosen:
            st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    return chosen
