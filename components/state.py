"""The only door to session state: typed, and with every key named here."""

from __future__ import annotations

from typing import Any

import streamlit as st

LANGUAGE = "lang"
IN_SHELL = "_in_shell"


def read(key: str, default: Any = None) -> Any:
    """Return what this session keeps under ``key``."""
    return st.session_state.get(key, default)


def write(key: str, value: Any) -> None:
    """Keep a value for this session."""
    st.session_state[key] = value


def take(key: str, default: Any = None) -> Any:
    """Return a value and forget it."""
    return st.session_state.pop(key, default)
