"""What stands out in the words: new subjects, telling words, contradicted scores, copies, what each source taught."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components import state
from components.cached import kept_words, workspace
from components.chart_frame import table_frame
from components.filter_choice import Choice, FilterOptions, to_address
from components.plain import plain
from components.stream import DISAGREES_PARAMETER, SEARCH_PARAMETER
from components.texts import language, t, tell
from components.verbatim_list import verbatim_list
from cx_core.i18n import format_number, format_share
from cx_core.model.filters import Filters
from cx_core.model.folding import fold
from cx_core.model.imports import Verbatim
from cx_core.model.quoted import as_phrase
from cx_core.model.said import Said
from cx_core.model.table import Column
from cx_core.workspace.saying import DisagreementKind, DiscoveredTheme, SourceCalibration

_KINDS: tuple[DisagreementKind, ...] = ("complaint_with_good_score", "praise_with_bad_score")
_CHIPS, _N_WORDS, _N_GROUPS, _N_SHOWN = 18, 40, 10, 2
#: So many comments of a group are looked through for the two that are shown, and so many are read when it is opened.
_N_EXAMPLES, _N_READ = 5, 50
#: The slices whose words are told; ``chosen`` is what the filters of the page keep, against every other comment.
_SLICES = ("complaints", "praise", "chosen")


def draw_saying(choice: Choice, options: FilterOptions) -> None:
    """Draw everything below the filters. What takes long is asked when somebody opens it."""
    filters = choice.filters(options)
    _draw_disagreements(filters, choice, options)
    parts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("telling", lambda: _draw_telling(filters, choice, options)),
        ("discovered", lambda: _draw_discovered(filters)),
        ("copies", lambda: _draw_copies(filters)),
        ("calibration", _draw_calibration),
    )
    for name, draw_part in parts:
        box = st.expander(t(f"saying.{name}.title"), key=f"saying_{name}", on_change="rerun")
        if box.open:
            with box:
                st.caption(t(f"saying.{name}.note"))
                with st.spinner(t("saying.looking")):
                    draw_part()


def _draw_disagreements(filters: Filters, choice: Choice, options: FilterOptions) -> None:
    st.subheader(t("saying.disagreements.title"), anchor=False)
    st.caption(t("saying.disagreements.note"))
    columns = st.columns(2)
    for column, kind in zip(columns, _KINDS, strict=True):
        n = kept_words(workspace().saying.n_disagreements, filters, kind)
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{t(f'text.disagreement.{kind}')}**: {t('saying.n', n=n)}")
            for one in kept_words(workspace().saying.disagreements, filters, kind, _N_SHOWN):
                verbatim_list((one.verbatim,))
    if not kept_words(workspace().saying.n_disagreements, filters, None):
        return
    address = {**to_address(choice, options), DISAGREES_PARAMETER: ["1"]}
    label = t("saying.disagreements.read")
    st.page_link("pages/feedback.py", label=label, icon=":material/forum:", query_params=address)


def _draw_telling(filters: Filters, choice: Choice, options: FilterOptions) -> None:
    which = st.segmented_control(
        t("saying.telling.slice"),
        _SLICES,
        default=_SLICES[0],
        required=True,
        format_func=lambda one: t(f"saying.telling.{one}"),
        key="telling_slice",
    )
    said = {"complaints": Said(sentiment="negative"), "praise": Said(sentiment="positive")}.get(which, Said())
    against = None if which == "chosen" else filters
    found = kept_words(workspace().saying.telling_words, filters, said, against, _N_WORDS)
    if not found.words:
        st.caption(t("saying.telling.none"))
        return
    words = [one.term for one in found.words]
    word = st.pills(
        t("saying.telling.pick", n=found.n_inside, rest=found.n_outside),
        words[:_CHIPS],
        format_func=plain,
        key=f"telling_word_{which}",
    )
    if word is not None:
        address = {**to_address(choice, options), SEARCH_PARAMETER: [as_phrase(word)]}
        label = plain(t("saying.telling.read", word=word))
        st.page_link("pages/feedback.py", label=label, icon=":material/forum:", query_params=address)
    columns = (
        Column(t("saying.column.word")),
        Column(t("saying.column.n"), "whole"),
        Column(t("saying.column.share"), "share"),
        Column(t("saying.column.n_rest"), "whole"),
        Column(t("saying.column.share_rest"), "share"),
        Column(t("saying.column.z"), "number"),
    )
    rows = [
        (
            one.term,
            one.n_inside,
            one.n_inside / found.n_inside,
            one.n_outside,
            one.n_outside / found.n_outside if found.n_outside else None,
            one.z,
        )
        for one in found.words
    ]
    table_frame(t("saying.telling.title"), columns, rows, key="telling")


def _draw_discovered(filters: Filters) -> None:
    found = kept_words(workspace().saying.discovered_themes, filters)
    st.markdown(t("saying.discovered.looked", n=found.n_looked_at))
    if not found.themes:
        st.caption(t("saying.discovered.none"))
    for number, one in enumerate(found.themes):
        with st.container(border=True, gap="xsmall", key=f"discovered_{number}"):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"**{plain(' · '.join(one.terms))}** · {t('saying.n', n=one.n)}", width="content")
                st.button(
                    t("saying.discovered.accept"),
                    icon=":material/add:",
                    key=f"discovered_accept_{number}",
                    on_click=_offer,
                    args=(one,),
                )
            _draw_members(one.ids, f"discovered_{number}")


def _draw_members(ids: Sequence[int], key: str) -> None:
    """Draw some comments that are alike, and all of them (up to `_N_READ`) when somebody opens them."""
    for words in _unlike(kept_words(workspace().saying.verbatims, tuple(ids[:_N_EXAMPLES]))):
        st.text(words, width="stretch")
    label = t("saying.read_all", n=len(ids))
    box = st.expander(label, icon=":material/format_quote:", key=f"{key}_all", on_change="rerun")
    if box.open:
        with box:
            verbatim_list(kept_words(workspace().saying.verbatims, tuple(ids[:_N_READ])), total=len(ids))


def _offer(one: DiscoveredTheme) -> None:
    """Open the editor with the words in it; nothing is kept before somebody presses there."""
    state.write(state.THEMES_VIEW, "edit")
    state.write(state.TAXONOMY_STEP, "add")
    state.write(state.TAXONOMY_NAME, one.terms[0].capitalize())
    state.write(state.TAXONOMY_WORDS, "\n".join(one.terms))
    state.write(state.TAXONOMY_TRIED, one.terms[0])


def _draw_copies(filters: Filters) -> None:
    groups = kept_words(workspace().saying.near_duplicates, filters, Said(), _N_GROUPS)
    if not groups:
        st.caption(t("saying.copies.none"))
    for number, group in enumerate(groups):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{t('saying.copies.n', n=group.n)}**")
            _draw_members(group.ids, f"copies_{number}")


def _unlike(verbatims: Sequence[Verbatim]) -> list[str]:
    """Return what is shown of some comments: those that differ by more than case and diacritics."""
    return list({fold(one.text): one.text for one in reversed(verbatims)}.values())[:_N_SHOWN]


def _draw_calibration() -> None:
    found = kept_words(workspace().saying.calibration_report)
    if not found:
        st.caption(t("saying.calibration.none"))
    for one in found:
        _draw_source(one)


def _draw_source(one: SourceCalibration) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(one.source)}**", width="content")
            accepted = one.outcome == "accepted"
            st.badge(
                t("saying.calibration.on" if accepted else "saying.calibration.off"),
                icon=":material/check:" if accepted else ":material/menu_book:",
                color="blue" if accepted else "gray",
            )
        st.markdown(tell(one.message))
        st.caption(t("saying.calibration.counts", scored=one.n_scored, corrected=one.n_corrected))
        if one.lexicon and one.calibrated:
            f1 = [format_number(each.macro_f1, language(), 3) for each in (one.lexicon, one.calibrated)]
            share = [format_share(each.accuracy, language()) for each in (one.lexicon, one.calibrated)]
            st.caption(
                t("saying.calibration.checked", before=share[0], after=share[1], f1_before=f1[0], f1_after=f1[1])
            )
        for feeling, reasons in one.reasons:
            words = ", ".join(reason.term for reason in reasons if reason.weight > 0)
            if words:
                name = t(f"feedback.sentiment.{feeling}")
                st.caption(plain(t("saying.calibration.leaning", feeling=name, words=words)))
        if one.n_boilerplate:
            st.caption(t("saying.calibration.boilerplate", n=one.n_boilerplate))
