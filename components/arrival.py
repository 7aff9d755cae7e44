"""Which page is on show, for widgets that several pages draw under one key.

Streamlit takes the same widget on another page for a new one: what the session keeps under its key is the old one's
value, which is read as long as nothing is drawn and is gone once the new one is.
"""

from __future__ import annotations

from components import state

_PAGE, _DRAWN = "_page_on_show", "_drawn_on_page"


def arrive(page: str) -> None:
    """Note which page is drawn now."""
    if state.read(_PAGE) != page:
        state.write(_PAGE, page)
        state.write(_DRAWN, frozenset())


def is_new_here(widgets: str) -> bool:
    """Tell, once after each change of page, that widgets must be given their values even where they seem to have them.

    ``widgets`` is a name for those that are drawn together.
    """
    drawn: frozenset[str] = state.read(_DRAWN, frozenset())
    state.write(_DRAWN, drawn | {widgets})
    return widgets not in drawn
