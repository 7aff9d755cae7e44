"""Standing rules: comments with these words are about this theme or feel like this. Made, tried, edited, taken back."""

from __future__ import annotations

import streamlit as st

from components import state
from components.board_session import actor
from components.cached import kept_words, workspace
from components.downloads import table_downloads
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.way_back import way_back
from cx_core.model.analysed import SENTIMENTS, Correction
from cx_core.model.problem import Refusal
from cx_core.model.rule import WordRule, phrases_of
from cx_core.model.table import Column, Row

_WHOLE, NOT_ABOUT = "", "not_about"
_N_EXAMPLES = 3


def edit_rule(rule_id: int | None, words: str = "") -> None:
    """Let the form show a rule at the next draw: 0 for a new one, None for no form."""
    state.write(state.RULE_EDITED, rule_id)
    state.write(state.RULE_WORDS, words)


def draw_rules() -> None:
    """Draw the rules and, when one is edited, its form."""
    st.caption(t("rules.intro"))
    rules = workspace().analyses.rules.every()
    edited = state.read(state.RULE_EDITED)
    known = next((one for one in rules if one.id == edited), None)
    if edited is None:
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.button(
                t("rules.new"), icon=":material/add:", type="primary", key="rule_new", on_click=edit_rule, args=(0,)
            )
            if rules:
                with st.popover(t("action.download"), icon=":material/download:"):
                    table_downloads(_columns(), [_row(one) for one in rules], name=t("rules.title"), key="rules")
    else:
        _draw_form(known)
    _draw_removed()
    if not rules:
        st.caption(t("rules.none"))
    for rule in rules:
        _draw_rule(rule)


def _columns() -> tuple[Column, ...]:
    return (
        Column(t("rules.words")),
        Column(t("rules.then")),
        Column(t("rules.value")),
        Column(t("rules.on")),
        Column(t("rules.column.n"), "whole"),
        Column(t("rules.column.by")),
    )


def _row(rule: WordRule) -> Row:
    theme = rule.correction.theme
    name = workspace().taxonomies.every_name(language()).get(theme, theme) if theme else t("feedback.bulk.whole")
    value = value_name(rule.correction.value or NOT_ABOUT)
    return ", ".join(rule.words), name, value, t(f"rules.column.{'yes' if rule.is_on else 'no'}"), rule.n, rule.made_by


def say_rule(rule: WordRule) -> str:
    """Put a rule into words."""
    names = workspace().taxonomies.every_name(language())
    words = f" {t('rules.or')} ".join(f"“{one}”" for one in rule.words)
    value = value_name(rule.correction.value or NOT_ABOUT)
    if rule.correction.theme is None:
        return t("rules.say_whole", words=words, value=value)
    return t("rules.say_theme", words=words, theme=names.get(rule.correction.theme, rule.correction.theme), value=value)


def value_name(value: str) -> str:
    """Return the name of a feeling, or of its absence."""
    return t("feedback.not_about") if value == NOT_ABOUT else t(f"feedback.sentiment.{value}")


def choose_correction(key: str, at: Correction | None = None) -> Correction:
    """Draw the choice of a theme (or the whole comment) and of what it shall be, and return both."""
    names = workspace().taxonomies.names(language())
    themes = [_WHOLE, *names]
    left, right = st.columns(2)
    theme = left.selectbox(
        t("rules.then"),
        themes,
        index=themes.index(at.theme) if at and at.theme in names else 0,
        format_func=lambda one: plain(names[one]) if one else t("feedback.bulk.whole"),
        key=f"{key}_theme",
    )
    values = [*SENTIMENTS, *([NOT_ABOUT] if theme else [])]
    before = (at.value or NOT_ABOUT) if at else "negative"
    value = right.selectbox(
        t("rules.value"),
        values,
        index=values.index(before) if before in values else 0,
        format_func=value_name,
        key=f"{key}_value",
    )
    return Correction(theme or None, next((one for one in SENTIMENTS if one == value), None))


def _draw_rule(rule: WordRule) -> None:
    rules = workspace().analyses.rules
    with st.container(border=True, gap="xsmall", key=f"rule_{rule.id}"):
        st.markdown(plain(say_rule(rule)))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            on = st.toggle(t("rules.on"), rule.is_on, key=f"rule_on_{rule.id}_{rule.is_on}")
            parts = [t("rules.n", n=rule.n), *([t("rules.by", name=rule.made_by)] if rule.made_by else [])]
            st.caption(plain(" · ".join(parts)), width="content")
            st.button(
                t("rules.change"), icon=":material/edit:", type="tertiary", key=f"rule_edit_{rule.id}",
                on_click=edit_rule, args=(rule.id, "\n".join(rule.words)),
            )  # fmt: skip
            st.button(
                t("rules.remove"), icon=":material/delete:", type="tertiary", key=f"rule_remove_{rule.id}",
                on_click=_remove, args=(rule,),
            )  # fmt: skip
        if on != rule.is_on:
            rules.switch(rule.id, on=on)
            st.rerun()


def _remove(rule: WordRule) -> None:
    workspace().analyses.rules.remove(rule.id)
    state.write(state.RULE_REMOVED, rule)


def _put_back(rule: WordRule) -> None:
    workspace().analyses.rules.put_back(rule, workspace().now())
    state.take(state.RULE_REMOVED)


def _draw_removed() -> None:
    """Say which rule was removed last, and offer to bring it back."""
    rule = state.read(state.RULE_REMOVED)
    if rule is None:
        return
    said = t("rules.removed", rule=plain(say_rule(rule)))
    way_back(said, state.RULE_REMOVED, key="rule", take_back=_put_back, args=(rule,))


def _draw_form(rule: WordRule | None) -> None:
    key = f"rule_form_{rule.id if rule else 0}"
    with st.container(border=True):
        st.markdown(f"**{t('rules.edit' if rule else 'rules.new')}**")
        typed = st.text_area(
            t("rules.words"),
            state.read(state.RULE_WORDS, ""),
            key=f"{key}_words",
            placeholder=t("rules.words_hint"),
            help=t("rules.words_help"),
            height=100,
            max_chars=4_000,
        )
        words = phrases_of(typed)
        correction = choose_correction(key, rule.correction if rule else None)
        if words:
            _draw_preview(words)
        with st.container(horizontal=True):
            pressed = st.button(t("rules.save"), type="primary", icon=":material/check:", key=f"{key}_save")
            st.button(t("rules.cancel"), key=f"{key}_cancel", on_click=edit_rule, args=(None,))
        if pressed:
            _save(rule, words, correction)


def _draw_preview(words: tuple[str, ...]) -> None:
    rules = workspace().analyses.rules
    st.markdown(t("rules.catches", n=kept_words(rules.count, words)))
    for one in kept_words(rules.examples, words, _N_EXAMPLES):
        with st.container(border=True):
            st.text(one[:300], width="stretch")


def _save(rule: WordRule | None, words: tuple[str, ...], correction: Correction) -> None:
    rules = workspace().analyses.rules
    try:
        if rule is None:
            rule_id = rules.add(words, correction, actor(), workspace().now())
        else:
            rule_id = rule.id
            rules.change(rule_id, words, correction)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    edit_rule(None)
    n = next((one.n for one in rules.every() if one.id == rule_id), 0)
    st.toast(t("rules.saved", n=n), icon=":material/check:")
    st.rerun()
