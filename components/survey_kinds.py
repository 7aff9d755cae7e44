"""What kind of survey each source is, and how many of those who were asked answered."""

from __future__ import annotations

import streamlit as st

from components.cached import kept, workspace
from components.filter_choice import OF_TWO_KINDS
from components.plain import plain
from components.texts import language, t
from cx_core.i18n import format_share
from cx_core.workspace.lensing import KINDS, SourceKind
from cx_core.workspace.responding import ResponseRate


def draw_survey_kinds(metric: str) -> None:
    """Draw the response rate of each source and, for a metric asked of two kinds of surveys, the choice of its kind."""
    rates = {one.source: one for one in kept(workspace().responding.rates)}
    if metric in OF_TWO_KINDS:
        st.caption(t("survey.note"))
        for one in kept(workspace().measuring.survey_kinds):
            _draw(one, rates.pop(one.source, None))
    st.caption(t("survey.rate_how"))
    for rate in rates.values():
        st.markdown(f"**{plain(t('survey.source', source=rate.source, n=rate.n_answers))}**")
        st.caption(rate_text(rate))


def rate_text(rate: ResponseRate | None) -> str:
    """Say a response rate in words, or why it is not known."""
    if rate is None or rate.rate is None or rate.n_asked is None:
        return t("survey.rate_unknown")
    share = format_share(rate.rate, language())
    return t("survey.rate", rate=share, n=rate.n_answers, asked=rate.n_asked)


def _draw(one: SourceKind, rate: ResponseRate | None) -> None:
    chosen = st.radio(
        plain(t("survey.source", source=one.source, n=one.n)),
        KINDS,
        index=KINDS.index(one.kind),
        format_func=lambda kind: t(f"filters.kinds.{kind}"),
        key=f"survey_{one.source}",
        horizontal=True,
    )
    st.caption(f"{t('survey.proposed', kind=t(f'filters.kinds.{one.proposed}'))}  \n{rate_text(rate)}")
    if chosen != one.kind:
        workspace().lensing.lenses.set_survey_kind(one.source, None if chosen == one.proposed else str(chosen))
        st.rerun()
