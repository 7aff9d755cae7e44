"""The frame around every page: the list of pages, the language, and the guard for deep links."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from components import arrival, cached, icon_button, journey_choice, news, own_exports, page_language, state
from components.dialogs import forget_dialog
from components.problem_list import refusal_box
from components.runtime_check import ensure_cheap_reruns, ensure_prompt_messages
from components.texts import browser_language, language, t
from cx_core.i18n import LANGUAGES
from cx_core.model.problem import Refusal

_ROOT = Path(__file__).parent.parent
#: An emoji is drawn by the browser; a Material icon here would be fetched from the network.
_FAVICON = "🫀"
#: Streamlit leaves a fifth of the screen empty around a page; a map needs it.
_STYLE = (
    "<style>.stMainBlockContainer {padding: 4.2rem clamp(1rem, 3vw, 3rem) 4rem}"
    # A verdict is a sentence: on a narrow card it takes two lines rather than lose its end.
    '[data-testid="stMetricDelta"] :is(.stMarkdownEllipsis, p) {white-space: normal; overflow: visible}'
    # What it is of, too: on a wall or a phone the kind of survey must not be cut off.
    '[data-testid="stMetricLabel"] :is(.stMarkdownEllipsis, p) {white-space: normal; overflow: visible}'
    # So is the way to another map, whose title may be long.
    '.st-key-map_relatives [data-testid="stPageLink"] :is(.stMarkdownEllipsis, p) {white-space: normal;'
    " overflow: visible}"
    f"{icon_button.STYLE}{journey_choice.STYLE}{news.STYLE}{own_exports.STYLE}"
    # Its dialog is in English only, and a browser records as well.
    '[data-testid="stMainMenuItem-recordScreencast"] {display: none}</style>'
)


@dataclass(frozen=True)
class PageEntry:
    """A row of the page list. The file's stem is also its address and the key of its title."""

    name: str
    section: str | None
    icon: str


#: The first page is the default one. Order here is order in the menu.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", None, ":material/home:"),
    PageEntry("import_data", "listen", ":material/upload_file:"),
    PageEntry("feedback", "listen", ":material/forum:"),
    PageEntry("themes", "listen", ":material/sell:"),
    PageEntry("journey_map", "map", ":material/route:"),
    PageEntry("library", "map", ":material/collections_bookmark:"),
    PageEntry("personas", "map", ":material/groups:"),
    PageEntry("assign", "map", ":material/conversion_path:"),
    PageEntry("trends", "measure", ":material/monitoring:"),
    PageEntry("why", "measure", ":material/troubleshoot:"),
    PageEntry("touchpoints", "measure", ":material/grid_on:"),
    PageEntry("drivers", "measure", ":material/explore:"),
    PageEntry("customers", "measure", ":material/groups:"),
    PageEntry("wall", "measure", ":material/tv:"),
)


def run_app() -> None:
    """Draw the frame and run the page that was asked for."""
    ensure_cheap_reruns()
    ensure_prompt_messages()
    forget_dialog()
    st.set_page_config(page_title=t("app.name"), page_icon=_FAVICON, layout="wide")
    # A folded menu would hide pages behind words of Streamlit's own, in English.
    page = st.navigation(_navigation(), expanded=True)
    st.html(_STYLE)
    _draw_sidebar()
    page_language.announce(language())
    state.write(state.IN_SHELL, True)
    arrival.arrive(page.url_path, st.query_params.keys())
    try:
        if cached.workspace().keeping.damaged():
            refusal_box(Refusal("store_damaged"))
        page.run()
        news.watch(page.url_path)
    except Refusal as refusal:
        refusal_box(refusal)
    finally:
        state.write(state.IN_SHELL, False)


def require(file: str) -> None:
    """Hand over to the app when Streamlit ran this page file alone.

    The first request after a server start can be a deep link, and Streamlit then runs the page file without app.py
    around it. Every page file begins with this guard; the query parameters survive.
    """
    if state.read(state.IN_SHELL):
        return
    st.set_page_config(page_title=t("app.name"), page_icon=_FAVICON, layout="wide")
    pages = _navigation()
    st.navigation(pages, position="hidden")
    index = [entry.name for entry in PAGES].index(Path(file).stem)
    flat = [page for section in pages.values() for page in section]
    st.switch_page(flat[index], query_params={name: st.query_params.get_all(name) for name in st.query_params})


def _navigation() -> dict[str, list[Any]]:
    sections: dict[str, list[Any]] = {}
    for entry in PAGES:
        title = t(f"nav.{entry.section}") if entry.section else ""
        page = st.Page(
            _ROOT / "pages" / f"{entry.name}.py",
            title=t(f"nav.{entry.name}"),
            icon=entry.icon,
            url_path=entry.name,
            default=entry is PAGES[0],
        )
        sections.setdefault(title, []).append(page)
    return sections


def _draw_sidebar() -> None:
    with st.sidebar:
        # The default must stay the browser's language: a value equal to the default is dropped from the URL.
        st.segmented_control(
            t("app.language"),
            LANGUAGES,
            format_func={"vi": "Tiếng Việt", "en": "English"}.__getitem__,
            key=state.LANGUAGE,
            default=browser_language(),
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
