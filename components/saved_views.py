"""Views with a name: saved from any page that measures, opened again, pinned to the home page."""

from __future__ import annotations

import streamlit as st

from components.address import page_choices
from components.cached import workspace
from components.filter_choice import Choice, FilterOptions, address_names, to_address
from components.icon_button import icon_button
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.model.problem import Refusal
from cx_core.store.notes import SavedView


def save_view_button(page: str, choice: Choice, options: FilterOptions) -> None:
    """Draw the form that keeps this page with its filters, and the list of views that were kept."""
    with st.popover(t("views.saved"), icon=":material/bookmark:", type="tertiary", key="views"):
        views = workspace().notes.views()
        if not views:
            st.caption(t("views.none"))
        for view in views:
            _draw_view(view)
        with st.form("view_new", border=False, clear_on_submit=True):
            name = st.text_input(t("views.name"), placeholder=t("views.name_help"), max_chars=120, key="view_name")
            pinned = st.checkbox(t("views.pin"), key="view_pin")
            if st.form_submit_button(t("views.add"), type="primary", icon=":material/bookmark_add:"):
                _save(name, page, choice, options, pinned)


def pinned_views() -> None:
    """Draw links to the pinned views; nothing where there are none."""
    views = [view for view in workspace().notes.views() if view.pinned]
    if not views:
        return
    st.subheader(t("views.home"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for view in views:
            _link(view)


def _save(name: str, page: str, choice: Choice, options: FilterOptions, pinned: bool) -> None:
    address = to_address(choice, options) | ({"journey": [options.journey_id]} if options.journey_id else {})
    address |= page_choices((*address_names(options), *address))
    kept = tuple((key, tuple(values)) for key, values in sorted(address.items()))
    try:
        view = workspace().notes.save_view(name, page, kept, workspace().now(), pinned=pinned)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(plain(t("views.kept", name=view.name)), icon=":material/bookmark_added:")
    st.rerun()


def _draw_view(view: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"view_{view.id}"):
        _link(view)
        icon = ":material/keep:" if view.pinned else ":material/keep_off:"
        hint = t("views.pinned" if view.pinned else "views.unpinned")
        if icon_button(hint, icon=icon, key=f"view_pin_{view.id}"):
            workspace().notes.pin_view(view.id, not view.pinned)
            st.rerun()
        hint = plain(t("views.remove", name=view.name))
        if icon_button(hint, icon=":material/delete:", key=f"view_remove_{view.id}"):
            workspace().notes.remove_view(view.id)
            st.rerun()


def _link(view: SavedView) -> None:
    st.page_link(
        f"pages/{view.page}.py",
        label=plain(view.name),
        icon=":material/bookmark:",
        query_params={key: list(values) for key, values in view.address},
    )
