"""Old data are not "now": said above every number that would be taken for the present."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.cached import kept, workspace
from components.texts import t
from cx_core.model.filters import Filters
from cx_core.workspace.overview import STALE_DAYS


def stale_notice(filters: Filters | None = None) -> None:
    """Say so where the newest answer that is included is older than `STALE_DAYS`; not where days were asked for."""
    chosen = filters or Filters()
    last = kept(workspace().measuring.data_through, chosen) if chosen.until is None else None
    old_notice(last, "views.stale" if filters is None else "views.stale_selection")


def old_notice(last: date | None, key: str) -> None:
    """Say with the text ``key`` that the newest of what is shown is of ``last``, where that is old; None: nothing."""
    age = (workspace().today() - last).days if last else 0
    if last and age > STALE_DAYS:
        with st.container(key="stale_notice"):
            st.error(t(key, last=last, n=age), icon=":material/history_toggle_off:")
