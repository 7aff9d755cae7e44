"""Tables leave the app by its own buttons alone, neutral and with every row; Streamlit's toolbar goes past that."""

from __future__ import annotations

#: Streamlit's own toolbars speak English only and would export cells as they are, formulas included; ours do not.
#: Part of the style that the frame puts on every page, since an element with it beside each chart costs every rerun.
STYLE = (
    ":is(.stDataFrame, .stVegaLiteChart, [data-testid='stFullScreenFrame']:has(.stVegaLiteChart)) "
    "[data-testid='stElementToolbar'] {display: none}"
)
