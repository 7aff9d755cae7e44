"""What stands behind a persona or a theme of the relation graph: who it is, where it comes up, in whose words."""

from __future__ import annotations

import streamlit as st

from components.cached import kept_words, workspace
from components.distinct import touchpoint_labels
from components.plain import plain
from components.stream import THEME_PARAMETER
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.i18n import format_share
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey


def draw_persona(persona_id: str) -> bool:
    """Draw a persona's card; False when there is none such."""
    persona = next((one for one in workspace().maps.personas() if one.id == persona_id), None)
    if persona is None:
        return False
    st.subheader(plain(persona.name), anchor=False)
    about = [persona.role.in_language(language()), persona.age_range]
    st.caption(plain(" · ".join(one for one in about if one)))
    for field in ("goals", "frustrations"):
        words = getattr(persona, field).in_language(language())
        if words:
            st.markdown(f"**{t(f'field.{field}').capitalize()}**  \n{plain(words)}")
    if persona.quote:
        st.markdown(f"> {plain(persona.quote.in_language(language()))}")
    st.page_link("pages/personas.py", label=t("nav.personas"), icon=":material/groups:")
    return True


def draw_theme(journey: Journey, theme: str, filters: Filters) -> bool:
    """Draw where on the map customers speak of a theme, and how; False when they do not."""
    cells = [one for one in kept_words(workspace().themes.by_touchpoint, journey.id, filters) if one.theme == theme]
    labels = touchpoint_labels(journey, language())
    here = sorted((one for one in cells if one.touchpoint in labels), key=lambda one: -one.n)
    if not here:
        return False
    st.subheader(plain(workspace().taxonomies.every_name(language()).get(theme, theme)), anchor=False)
    for one in here:
        share = format_share(one.n_negative / one.n if one.n else None, language())
        st.markdown(t("themes_page.panel.row", theme=plain(labels[one.touchpoint or ""]), n=one.n, share=share))
    verbatim_list(kept_words(workspace().themes.quotes, theme, 3, filters))
    st.page_link(
        "pages/feedback.py",
        label=t("themes_page.to_all"),
        icon=":material/forum:",
        query_params={THEME_PARAMETER: theme},
    )
    return True
