"""The themes and their words, for people to edit: try a word, add, rename, merge, split, take a sheet away and back."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import workspace
from components.downloads import table_downloads
from components.highlight import marked
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from cx_core.formats.taxonomy_xlsx import taxonomy_table
from cx_core.i18n import LANGUAGES
from cx_core.model.problem import Refusal
from cx_core.text import PACKS
from cx_core.workspace.taxonomies import Preview

_STEPS = ("words", "add", "rename", "merge", "split", "files")


def draw_editor() -> None:
    """Draw the editor."""
    state.write(state.TAXONOMY_SHOWN, workspace().taxonomies.current().version)
    st.caption(t("themes_page.edit.note"))
    with st.container(horizontal=True):
        if st.button(
            t("themes_page.edit.take_back"),
            icon=":material/undo:",
            key="taxonomy_back",
            disabled=not workspace().taxonomies.can_take_back(),
        ):
            workspace().taxonomies.take_back()
            _saved()
        if st.button(
            t("themes_page.edit.reset"),
            icon=":material/restart_alt:",
            key="taxonomy_reset",
            disabled=workspace().taxonomies.is_as_shipped(),
        ):
            workspace().taxonomies.reset()
            _saved()
    left, right = st.columns(2)
    with left, st.container(border=True):
        _draw_trial()
    with right, st.container(border=True):
        step = st.selectbox(
            t("themes_page.edit.what"),
            _STEPS,
            format_func=lambda one: t(f"themes_page.edit.{one}.title"),
            key=state.TAXONOMY_STEP,
        )
        try:
            _DRAW[step]()
        except Refusal as refusal:
            refusal_box(refusal)


def _names() -> dict[str, str]:
    return workspace().taxonomies.names(language())


def _choose(label: str, key: str) -> str:
    names = _names()
    return st.selectbox(label, list(names), format_func=lambda one: plain(names[one]), key=key)


def _saved() -> None:
    """Tell that it is saved, and let the comments be read again; or that nothing was to be changed."""
    if workspace().taxonomies.current().version == state.take(state.TAXONOMY_SHOWN):
        st.toast(t("themes_page.edit.unchanged"), icon=":material/info:")
    else:
        workspace().analysing.start()
        st.toast(t("themes_page.edit.saved"), icon=":material/check:")
    st.rerun()


def _draw_trial() -> None:
    st.markdown(f"**{t('themes_page.edit.try.title')}**")
    word = st.text_input(
        t("themes_page.edit.try.word"),
        key=state.TAXONOMY_TRIED,
        placeholder=t("themes_page.edit.try.hint"),
        max_chars=80,
    )
    names = _names()
    theme = st.selectbox(
        t("themes_page.edit.try.theme"),
        list(names),
        format_func=lambda one: plain(names[one]),
        key="trial_theme",
    )
    if not word.strip():
        return
    found = workspace().taxonomies.preview(word, theme)
    st.markdown(t("themes_page.edit.try.found", n=found.n_caught, new=found.n_new, sample=found.n_sample))
    _draw_examples(found)
    spoken = st.radio(
        t("themes_page.edit.try.language"),
        LANGUAGES,
        index=LANGUAGES.index(language() if word.isascii() else "vi"),
        format_func=lambda one: t(f"themes_page.language.{one}"),
        key=f"trial_language_{word.isascii()}",
        horizontal=True,
    )
    if st.button(t("themes_page.edit.try.add"), icon=":material/add:", type="primary", key="trial_add"):
        known = workspace().taxonomies.current().theme(theme)
        words = {"vi": list(known.vi), "en": list(known.en)}
        words[spoken].append(word)
        workspace().taxonomies.set_words(theme, words["vi"], words["en"])
        _saved()


def _draw_examples(found: Preview) -> None:
    for one in found.examples:
        with st.container(border=True):
            st.markdown(marked(one.text[:400], None, one.spans))


def _draw_words() -> None:
    key = _choose(t("themes_page.column.theme"), "words_theme")
    theme = workspace().taxonomies.current().theme(key)
    with st.form(f"words_{key}_{workspace().taxonomies.current().version}", border=False):
        boxes = {
            one: st.text_area(
                t(f"themes_page.edit.words.{one}"), "\n".join(words), height=220, key=f"words_{key}_{one}_area"
            )
            for one, words in (("vi", theme.vi), ("en", theme.en))
        }
        if st.form_submit_button(t("action.save"), type="primary"):
            workspace().taxonomies.set_words(key, boxes["vi"].splitlines(), boxes["en"].splitlines())
            _saved()


def _draw_add() -> None:
    with st.form("add_theme", border=False):
        name = st.text_input(t("themes_page.edit.name"), key=state.TAXONOMY_NAME, max_chars=60)
        words = st.text_area(t("themes_page.edit.add.words"), key=state.TAXONOMY_WORDS)
        if st.form_submit_button(t("action.add"), type="primary"):
            workspace().taxonomies.add(name, words.splitlines(), language())
            _saved()
    pack = st.selectbox(
        t("themes_page.edit.add.pack"), PACKS, format_func=lambda one: t(f"theme.pack.{one}"), key="add_pack"
    )
    if st.button(t("themes_page.edit.add.pack_add"), icon=":material/library_add:", key="add_pack_do"):
        workspace().taxonomies.add_pack(pack)
        _saved()


def _draw_rename() -> None:
    key = _choose(t("themes_page.column.theme"), "rename_theme")
    with st.form(f"rename_{key}", border=False):
        names = {
            one: st.text_input(
                t(f"themes_page.edit.rename.{one}"),
                workspace().taxonomies.names(one)[key],
                key=f"rename_{key}_{one}",
                max_chars=60,
            )
            for one in LANGUAGES
        }
        if st.form_submit_button(t("action.save"), type="primary"):
            workspace().taxonomies.rename(key, names)
            _saved()


def _draw_merge() -> None:
    names = _names()
    with st.form("merge", border=False):
        gone = st.multiselect(
            t("themes_page.edit.merge.these"), list(names), format_func=lambda one: names[one], key="merge_these"
        )
        into = _choose(t("themes_page.edit.merge.into"), "merge_into")
        if st.form_submit_button(t("themes_page.edit.merge.do"), type="primary"):
            workspace().taxonomies.merge(gone, into)
            _saved()


def _draw_split() -> None:
    key = _choose(t("themes_page.column.theme"), "split_theme")
    theme = workspace().taxonomies.current().theme(key)
    with st.form(f"split_{key}", border=False):
        words = st.multiselect(
            t("themes_page.edit.split.words"), list(dict.fromkeys((*theme.vi, *theme.en))), key=f"split_{key}_words"
        )
        name = st.text_input(t("themes_page.edit.name"), key=f"split_{key}_name", max_chars=60)
        if st.form_submit_button(t("themes_page.edit.split.do"), type="primary"):
            workspace().taxonomies.split(key, name, words, language())
            _saved()
    if st.button(t("themes_page.edit.split.remove"), icon=":material/delete:", key=f"remove_{key}"):
        workspace().taxonomies.remove(key)
        _saved()


def _draw_files() -> None:
    columns, rows = taxonomy_table(workspace().taxonomies.current(), language())
    table_downloads(columns, rows, name=t("themes_page.title"), key="taxonomy")
    sheet = st.file_uploader(t("themes_page.edit.files.upload"), type=["xlsx"], key="taxonomy_file", max_upload_size=5)
    if sheet is None:
        return
    found = workspace().taxonomies.read_workbook(sheet.getvalue())
    n_words = sum(theme.n_words for theme in found.themes)
    st.markdown(t("themes_page.edit.files.found", n=len(found.themes), words=n_words))
    if st.button(t("themes_page.edit.files.use"), type="primary", key="taxonomy_use"):
        workspace().taxonomies.save(found)
        _saved()


_DRAW = {
    "words": _draw_words,
    "add": _draw_add,
    "rename": _draw_rename,
    "merge": _draw_merge,
    "split": _draw_split,
    "files": _draw_files,
}
