"""Which page is on show, for widgets that several pages draw under one key.

Streamlit takes the same widget on another page for a new one: what the session keeps under its key is the old one's
value, which is read as long as nothing is drawn and is gone once the new one is.
"""

from __future__ import annotations

from collections.abc import Collection

from components import state

_PAGE, _DRAWN, _BY_MENU = "_page_on_show", "_drawn_on_page", "_came_by_menu"


def arrive(page: str, asked: Collection[str]) -> None:
    """Note which page is drawn now, and what the address that led there asked for by name."""
    if state.read(_PAGE) != page:
        state.write(_PAGE, page)
        state.write(_DRAWN, frozenset())
        state.write(_BY_MENU, set(asked) <= {state.LANGUAGE, state.JOURNEY})


def came_by_menu() -> bool:
    """Tell whether nothing was asked for on the way, as by a click on the menu: what was chosen there before holds."""
    return bool(state.read(_BY_MENU, False))


def is_new_here(widgets: str) -> bool:
    """Tell, once after each change of page, that widgets must be given their values even where they seem to have them.

    ``widgets`` is a name for those that are drawn together.
    """
    drawn: frozenset[str] = state.read(_DRAWN, frozenset())
    state.write(_DRAWN, drawn | {widgets})
    return widgets not in drawn
