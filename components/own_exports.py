"""Tables leave the app by its own buttons alone, neutral and with every row; Streamlit's toolbar goes past that."""

from __future__ import annotations

import streamlit as st

#: Streamlit's own toolbars speak English only and would export cells as they are, formulas included; ours do not.
OWN_EXPORT_ONLY = (
    "<style>:is(.stDataFrame, .stVegaLiteChart, [data-testid='stFullScreenFrame']:has(.stVegaLiteChart)) "
    "[data-testid='stElementToolbar'] {display: none}</style>"
)


def own_exports_only() -> None:
    """Take the toolbar away from every table and chart of the page."""
    st.html(OWN_EXPORT_ONLY)
