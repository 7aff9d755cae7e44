"""Building a segment: blocks of conditions, with the number of answers it selects while it is being built."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from components import state
from components.cached import workspace
from components.icon_button import icon_button
from components.plain import plain
from components.problem_list import refusal_box
from components.segment_fields import ConditionField, condition_fields
from components.texts import day_format, t
from cx_core.model.problem import Refusal
from cx_core.model.segment import HAS_ORDERS, Block, Condition, Segment


@dataclass
class _Draft:
    """What is being built. Every condition has a number of its own, which its widgets are called by."""

    segment_id: str = ""
    name: str = ""
    blocks: list[list[int]] = field(default_factory=list)
    given: dict[int, Condition] = field(default_factory=dict)
    next_number: int = 0

    def add(self, block: int, condition: Condition) -> None:
        """Put a condition into a block; a block that is not there yet is begun."""
        while len(self.blocks) <= block:
            self.blocks.append([])
        self.blocks[block].append(self.next_number)
        self.given[self.next_number] = condition
        self.next_number += 1

    def remove(self, number: int) -> None:
        """Take a condition away, and its block with it when it was the last one."""
        self.blocks = [left for block in self.blocks if (left := [one for one in block if one != number])]
        self.given.pop(number, None)


def open_builder(segment_id: str) -> None:
    """Begin with a segment, or with a new one when the id is empty. A callback: `draw_builder` draws it."""
    fields = condition_fields()
    segment = next((one for one in workspace().segments.all() if one.id == segment_id), None)
    draft = _Draft(segment.id, segment.name) if segment else _Draft()
    first = Condition(next(iter(fields), "channel"))
    for place, block in enumerate(segment.blocks if segment else ((first,),)):
        for condition in block:
            draft.add(place, condition)
    state.write(state.SEGMENT_DRAFT, draft)
    state.write(state.SEGMENT_ROUND, state.read(state.SEGMENT_ROUND, 0) + 1)


def draw_builder() -> bool:
    """Draw what is being built; true once it is saved."""
    draft: _Draft = state.read(state.SEGMENT_DRAFT)
    fields = condition_fields()
    name = st.text_input(
        t("segments.name"), draft.name, placeholder=t("segments.name_help"), max_chars=80, key=_key("name")
    )
    st.caption(t("segments.rule"))
    blocks: list[Block] = []
    for place, numbers in enumerate(draft.blocks):
        if place:
            st.caption(t("segments.or"))
        with st.container(border=True, gap="small"):
            st.markdown(f"**{t('segments.block', n=place + 1)}**")
            blocks.append(tuple(_draw_condition(number, draft, fields) for number in list(numbers)))
            if st.button(t("segments.add_condition"), icon=":material/add:", key=_key(f"add_{place}"), type="tertiary"):
                draft.add(place, Condition(next(iter(fields))))
                st.rerun(scope="fragment")
    if st.button(t("segments.add_block"), icon=":material/playlist_add:", key=_key("block")):
        draft.add(len(draft.blocks), Condition(next(iter(fields))))
        st.rerun(scope="fragment")
    segment = Segment(draft.segment_id, name, tuple(_finished(block, fields) for block in blocks))
    _draw_count(segment)
    with st.container(horizontal=True, gap="small"):
        wants_save = st.button(t("segments.save"), type="primary", icon=":material/check:", key=_key("save"))
        st.button(t("segments.back"), icon=":material/arrow_back:", key=_key("back"), on_click=_forget)
    return wants_save and _save(segment)


def _forget() -> None:
    state.take(state.SEGMENT_DRAFT)


def _key(name: str) -> str:
    return f"segment_{state.read(state.SEGMENT_ROUND, 0)}_{name}"


def _draw_condition(number: int, draft: _Draft, fields: dict[str, ConditionField]) -> Condition:
    given = draft.given[number]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        # A condition on what the data do not hold any more stays, until somebody chooses otherwise.
        names = [*fields, *([given.field] if given.field not in fields else [])]
        name = st.selectbox(
            t("segments.field"),
            names,
            index=names.index(given.field),
            format_func=lambda one: fields[one].label if one in fields else one,
            key=_key(f"field_{number}"),
            width=230,
        )
        known = fields.get(name, ConditionField(name, name))
        before = given if name == given.field else Condition(name)
        condition = _DRAWERS[known.shape](number, before, known)
        if icon_button(t("segments.remove_condition"), icon=":material/close:", key=_key(f"remove_{number}")):
            draft.remove(number)
            st.rerun(scope="fragment")
    draft.given[number] = condition
    return condition


def _draw_values(number: int, before: Condition, known: ConditionField) -> Condition:
    labels = dict(known.values)
    how = st.selectbox(
        t("segments.is"),
        (False, True),
        index=int(before.is_not),
        format_func=lambda one: t("segments.is_not" if one else "segments.is"),
        key=_key(f"how_{number}_{known.field}"),
        label_visibility="collapsed",
        width=150,
    )
    values = st.multiselect(
        t("segments.values"),
        [*labels, *(one for one in before.values if one not in labels)],
        list(before.values),
        format_func=lambda one: labels.get(one, one),
        key=_key(f"values_{number}_{known.field}"),
        placeholder=t("segments.values"),
        select_all=False,
        label_visibility="collapsed",
        width=280,
    )
    return Condition(known.field, tuple(values), is_not=bool(how))


def _draw_one(number: int, before: Condition, known: ConditionField) -> Condition:
    labels = dict(known.values)
    now = before.values[0] if before.values else HAS_ORDERS
    value = st.segmented_control(
        t("segments.values"),
        list(labels),
        default=now,
        required=True,
        format_func=labels.__getitem__,
        key=_key(f"one_{number}_{known.field}"),
        label_visibility="collapsed",
    )
    return Condition(known.field, (str(value or now),))


def _draw_score(number: int, before: Condition, known: ConditionField) -> Condition:
    low, high = known.ends
    key = f"{number}_{known.field}"
    since = st.number_input(
        t("segments.low"),
        low,
        high,
        low if before.low is None else before.low,
        1.0,
        "%g",
        _key(f"low_{key}"),
        width=130,
    )
    until = st.number_input(
        t("segments.high"), low, high, high if before.high is None else before.high, 1.0, "%g", _key(f"high_{key}"),
        width=130,
    )  # fmt: skip
    return Condition(known.field, low=float(since), high=float(until))


def _draw_day(number: int, before: Condition, known: ConditionField) -> Condition:
    since = st.date_input(
        t("segments.since"), before.since, format=day_format(), key=_key(f"since_{number}"), width=150
    )
    until = st.date_input(
        t("segments.until"), before.until, format=day_format(), key=_key(f"until_{number}"), width=150
    )
    return Condition(known.field, since=since, until=until)


_DRAWERS = {"values": _draw_values, "one": _draw_one, "score": _draw_score, "day": _draw_day}


def _finished(block: Block, fields: dict[str, ConditionField]) -> Block:
    """Return the block without conditions that say nothing yet."""
    return tuple(
        one for one in block if one.values or one.since or one.until or (one.score is not None and one.field in fields)
    )


def _draw_count(segment: Segment) -> None:
    if not any(segment.blocks):
        st.info(t("segments.unfinished"), icon=":material/touch_app:")
        return
    counted = replace(segment, blocks=tuple(block for block in segment.blocks if block))
    n, everyone = workspace().segments.n_answers(counted), workspace().measuring.n_answers()
    if n:
        st.success(t("segments.count", n=n, all=everyone), icon=":material/groups:")
    else:
        st.warning(t("segments.count_none"), icon=":material/group_off:")


def _save(segment: Segment) -> bool:
    try:
        kept = workspace().segments.save(segment, workspace().now())
    except Refusal as refusal:
        refusal_box(refusal)
        return False
    _forget()
    st.toast(plain(t("segments.saved", name=kept.name)), icon=":material/check:")
    return True
