"""The pictures of a touchpoint: looked at, added, taken off."""

from __future__ import annotations

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.access.roles import Role
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.operation import Applied, Conflict
from cx_core.model.problem import Refusal


def draw_images(journey: Journey, touchpoint: Touchpoint, role: Role) -> None:
    """Draw the pictures, and for who may edit the ways to add one and to take one off."""
    if role == "viewer" and not touchpoint.images:
        return
    with st.expander(t("images.title"), icon=":material/image:", expanded=bool(touchpoint.images)):
        for place, name in enumerate(touchpoint.images, 1):
            _draw_image(journey, touchpoint, name, place, role)
        if role != "viewer":
            _draw_form(journey, touchpoint)


def _draw_image(journey: Journey, touchpoint: Touchpoint, name: str, place: int, role: Role) -> None:
    data = workspace().map_images.picture(name)
    if data is None:
        st.caption(t("images.missing"))
    else:
        st.image(data, width="stretch")
    if role != "viewer" and st.button(
        t("images.remove", place=place), icon=":material/delete:", type="tertiary", key=f"image_off_{name}"
    ):
        try:
            _tell(workspace().map_images.remove(journey, touchpoint, name, actor(), role))
        except Refusal as refusal:
            refusal_box(refusal)


def _draw_form(journey: Journey, touchpoint: Touchpoint) -> None:
    with st.form(f"images_{touchpoint.id}", border=False, clear_on_submit=True):
        file = st.file_uploader(
            t("images.add"), ["png", "jpg", "jpeg", "webp"], max_upload_size=8, key=f"image_file_{touchpoint.id}"
        )
        st.caption(t("images.privacy"))
        if not st.form_submit_button(t("images.save"), icon=":material/add_photo_alternate:"):
            return
    if file is None:
        st.info(t("images.choose"))
        return
    try:
        _tell(workspace().map_images.add(journey, touchpoint, file.getvalue(), actor()))
    except Refusal as refusal:
        refusal_box(refusal)


def _tell(outcome: Applied | Conflict) -> None:
    if isinstance(outcome, Conflict):
        st.warning(t("part_form.conflict", by=plain(outcome.changed_by)))
        return
    st.rerun()
