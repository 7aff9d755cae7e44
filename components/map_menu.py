"""What is done with a map as a whole: its facts, its history and snapshots, copies, the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from components import board_session, state
from components.cached import workspace
from components.dialogs import open_dialog
from components.distinct import distinct
from components.journey_choice import remember_journey
from components.part_draft import field_label, told
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import day_format, language, t, tell
from cx_core.i18n import format_datetime, translate
from cx_core.model.journey import Journey, JourneyState, Text
from cx_core.model.library import HistoryEntry, Snapshot
from cx_core.model.operation import Conflict
from cx_core.model.problem import Refusal


@dataclass(frozen=True)
class _Action:
    """An entry of the menu; ``fits`` says for which maps it is offered."""

    icon: str
    run: Callable[[Journey], None]
    fits: Callable[[Journey], bool] = lambda journey: True


#: So many changes are listed at first, and more with each press of the button.
HISTORY_PAGE = 30
SHOWN = "_history_shown"
#: The state of a map whose other texts were shown to somebody who came second.
FACTS_TOLD = "_facts_told"


def draw_map_menu(journey: Journey) -> None:
    """Draw the menu with everything that concerns the whole map."""
    chosen = st.menu_button(
        t("history.menu"),
        [name for name, one in _ACTIONS.items() if one.fits(journey)],
        format_func=lambda name: f"{_ACTIONS[name].icon} {t(f'history.{name}')}",
        icon=":material/more_horiz:",
        key="map_menu",
    )
    if chosen is not None:
        _ACTIONS[chosen].run(journey)


def _copy(journey: Journey, key: str, state: JourneyState) -> None:
    title = Text(
        vi=_in(key, "vi", name=journey.title.in_language("vi")),
        en=_in(key, "en", name=journey.title.in_language("en")) if journey.title.en else "",
    )
    try:
        made = workspace().maps.library.duplicate(journey.id, title, board_session.actor(), state)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    board_session.select(None)
    remember_journey(made.id)
    st.toast(t("history.copied"), icon=":material/check:")
    st.rerun()


def _in(key: str, spoken: str, **values: object) -> str:
    """Return a text in a language that need not be the session's, for what is written into a map."""
    return translate(key, spoken, **values)


def _draw_facts(journey: Journey) -> None:
    with st.form("map_facts_form", border=False):
        left, right = st.columns(2)
        values: dict[str, object] = {}
        for column, spoken in ((left, "vi"), (right, "en")):
            with column:
                for name in ("title", "scenario", "goal"):
                    key = f"{name}_{spoken}"
                    draw = st.text_input if name == "title" else st.text_area
                    values[key] = draw(t(f"history.fields.{key}"), getattr(getattr(journey, name), spoken), key=key)
        with left:
            values["owner"] = st.text_input(t("history.fields.owner"), journey.owner)
            values["state"] = _choice("state", ("as_is", "to_be"), journey.state)
        with right:
            day = st.date_input(
                t("history.fields.review_on"),
                journey.review_on,
                format=day_format(),
                help=t("history.fields.review_on_help"),
            )
            values["review_on"] = day.isoformat() if day else None
            values["status"] = _choice("status", ("draft", "validated", "archived"), journey.status)
        values["persona_ids"] = _personas(journey)
        if st.form_submit_button(t("action.save"), type="primary"):
            _save(journey, {key: value for key, value in values.items() if value != _current(journey, key)})


def _personas(journey: Journey) -> list[str]:
    known = distinct({one.id: one.name for one in workspace().maps.personas()})
    return st.multiselect(
        t("history.fields.persona_ids"),
        list(known),
        [one for one in journey.persona_ids if one in known],
        format_func=known.__getitem__,
        placeholder=t("history.fields.persona_ids_none"),
    )


def _choice(name: str, options: tuple[str, ...], current: str) -> str:
    return st.selectbox(
        t(f"history.fields.{name}"),
        options,
        index=options.index(current),
        format_func=lambda one: t(f"journey.{name}.{one}"),
    )


def _current(journey: Journey, key: str) -> object:
    base, _, spoken = key.rpartition("_")
    if spoken in ("vi", "en"):
        return getattr(getattr(journey, base), spoken)
    value = getattr(journey, key)
    if key == "review_on":
        return value.isoformat() if value else None
    return list(value) if isinstance(value, tuple) else value


def _save(journey: Journey, changed: dict[str, object]) -> None:
    if not changed:
        st.rerun()
    try:
        outcome = workspace().maps.library.edit(_to_edit(journey, changed), board_session.actor(), **changed)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict):
        _tell_clash(journey.id, changed, outcome)
        return
    st.toast(t("history.saved"), icon=":material/check:")
    st.rerun()


def _to_edit(journey: Journey, changed: dict[str, object]) -> Journey:
    """Return the map whose version an edit goes by: the newest where nobody else wrote in the same fields.

    Or where the other texts have been shown, and the same is saved once more.
    """
    now = workspace().maps.journey(journey.id)
    told_of = state.read(FACTS_TOLD) == (now.id, now.version)
    return now if told_of or all(_current(now, key) == _current(journey, key) for key in changed) else journey


def _tell_clash(journey_id: str, changed: dict[str, object], conflict: Conflict) -> None:
    """Show what stands there now beside what was typed, which stays in the form."""
    now = workspace().maps.journey(journey_id)
    state.write(FACTS_TOLD, (now.id, now.version))
    current = {key: _current(now, key) for key in changed}
    st.warning(told(conflict.changed_by, changed, current, field_label), icon=":material/difference:")


def _draw_history(journey_id: str) -> None:
    changes, kept = st.tabs([t("history.changes"), t("history.snapshots")])
    with changes:
        shown = state.read(SHOWN, HISTORY_PAGE)
        entries = workspace().maps.library.history(journey_id, shown + 1)
        for entry in entries[:shown]:
            _draw_entry(entry)
        if len(entries) > shown and st.button(t("history.older"), key="history_older"):
            state.write(SHOWN, shown + HISTORY_PAGE)
            st.rerun(scope="fragment")
    with kept:
        _draw_snapshots(journey_id)


def _draw_entry(entry: HistoryEntry) -> None:
    words = plain(tell(entry.message(language())))
    if entry.fields:
        words += f" · {', '.join(t(f'field.{name}') for name in entry.fields)}"
    if entry.is_undone:
        words = f"~~{words}~~ {t('history.undone')}"
    with st.container(gap=None):
        st.markdown(words)
        st.caption(t("history.by", who=plain(entry.actor), at=when(entry.at)))


def _draw_snapshots(journey_id: str) -> None:
    library = workspace().maps.library
    with st.form("take_snapshot", border=False, clear_on_submit=True):
        name = st.text_input(t("history.snapshot_name"), max_chars=120, placeholder=t("history.snapshot_example"))
        if st.form_submit_button(t("history.take"), icon=":material/photo_camera:"):
            try:
                library.take_snapshot(journey_id, name, board_session.actor())
            except Refusal as refusal:
                refusal_box(refusal)
    found = library.snapshots(journey_id)
    if not found:
        st.caption(t("history.no_snapshots"))
    for one in found:
        _draw_snapshot(one)


def _draw_snapshot(one: Snapshot) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", border=True)
    with row.container(gap=None, width="stretch"):
        st.markdown(f"**{plain(one.name)}**")
        st.caption(t("history.by", who=plain(one.actor), at=when(one.at)))
    if row.button(
        t("history.restore"), key=f"restore_{one.id}", icon=":material/restore:", help=t("history.restore_help")
    ):
        try:
            changed = workspace().maps.library.restore(one.id, board_session.actor())
        except Refusal as refusal:
            refusal_box(refusal)
            return
        board_session.select(None)
        st.toast(t("history.restored" if changed else "history.same", n=changed), icon=":material/check:")
        st.rerun()


def when(at: datetime) -> str:
    """Say an instant in the workspace's zone."""
    return format_datetime(at.astimezone(ZoneInfo(workspace().timezone)), language())


def _open_facts(journey: Journey) -> None:
    open_dialog(t("history.facts"), _draw_facts, journey, width="large")


def _open_history(journey: Journey) -> None:
    open_dialog(t("history.title"), _draw_history, journey.id, width="large")


_ACTIONS = {
    "facts": _Action(":material/edit_note:", _open_facts),
    "title": _Action(":material/history:", _open_history),
    "duplicate": _Action(":material/content_copy:", lambda one: _copy(one, "history.copy_of", one.state)),
    "to_be": _Action(
        ":material/flag:", lambda one: _copy(one, "history.to_be_of", "to_be"), lambda one: one.state == "as_is"
    ),
    "archive": _Action(
        ":material/archive:", lambda one: _save(one, {"status": "archived"}), lambda one: one.status != "archived"
    ),
    "unarchive": _Action(
        ":material/unarchive:", lambda one: _save(one, {"status": "draft"}), lambda one: one.status == "archived"
    ),
}
