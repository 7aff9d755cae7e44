"""Any two slices side by side, with the test that fits how they lie to each other."""

from __future__ import annotations

import streamlit as st

from components import state
from components.address import address_select, address_values
from components.cached import kept, workspace
from components.filter_choice import FieldOptions, FilterOptions
from components.measure_card import Card, measure_cards
from components.plain import plain
from components.texts import language, t
from components.trend_parts import View
from cx_core.i18n import say
from cx_core.i18n.measures import beside, format_difference, format_size
from cx_core.metrics.compare import Comparison
from cx_core.model.message import Message
from cx_core.workspace.ranking import SliceComparison

Side = tuple[str, tuple[str, ...]]


def draw_slices(view: View, options: FilterOptions) -> None:
    """Draw the choice of two slices and what can be said about them."""
    st.subheader(t("touchpoints.compare"), anchor=False)
    st.caption(t("touchpoints.compare_note"))
    fields = {one.field: one for one in options.filterable}
    left, right = st.columns(2)
    with left:
        first = _choose("first", state.SLICE_FIRST, fields)
    with right:
        second = _choose("second", state.SLICE_SECOND, fields)
    if not first[1] and not second[1]:
        st.info(t("touchpoints.choose_side"), icon=":material/compare_arrows:")
        return
    slices = [view.filters.with_values(*side) if side[1] else view.filters for side in (first, second)]
    found = kept(workspace().ranking.compare_slices, view.metric, slices[0], slices[1])
    names = [_name(side, fields) for side in (first, second)]
    two = beside(view.metric, found.second.value, found.first.value)
    cards = [
        Card(one, title=name, written=value, more=two.more)
        for one, name, value in zip((found.first, found.second), names, (two.after, two.before), strict=True)
    ]
    measure_cards(cards, key="slices")
    _draw_verdict(found, names, two.more)


def _choose(side: str, key: str, fields: dict[str, FieldOptions]) -> Side:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{t(f'touchpoints.{side}')}**")
        field = address_select(
            t("touchpoints.field"),
            list(fields),
            key=f"{key}_field",
            format_func=lambda name: fields[name].label,
            width="stretch",
        )
        values = address_values(
            t("touchpoints.values"),
            [value for value, _ in fields[field].values],
            key=f"{key}_values_{list(fields).index(field)}",
            format_func=fields[field].label_of,
            placeholder=t("touchpoints.everyone"),
        )
    return field, values


def _name(side: Side, fields: dict[str, FieldOptions]) -> str:
    field, values = side
    return ", ".join(fields[field].label_of(value) for value in values) or t("touchpoints.everyone")


def _draw_verdict(found: SliceComparison, names: list[str], more: int) -> None:
    if found.overlap in ("same", "partly"):
        st.warning(t(f"touchpoints.{found.overlap}", n=found.n_shared), icon=":material/join_inner:")
        return
    tested = found.comparison
    if tested is None or tested.difference is None:
        reason = tested.reason if tested and tested.reason else "no_answers"
        st.info(say(Message.of(f"reason.{reason}"), language()), icon=":material/balance:")
        return
    lines = [_sentence(tested, names, more)]
    if found.overlap != "apart":
        lines.append(t("touchpoints.inside"))
    if tested.reason in ("too_few_answers", "too_small"):
        lines.append(t(f"reason.{tested.reason}"))
    if tested.reason == "within_noise" and tested.detectable is not None:
        size = format_size(tested.metric, tested.detectable, language())
        lines.append(t("touchpoints.could_see", size=size))
    if tested.method:
        lines.append(t("touchpoints.by_method", method=t(f"method.{tested.method}.name")))
    icon = ":material/check_circle:" if tested.announced else ":material/balance:"
    (st.success if tested.announced else st.info)(plain(" ".join(lines)), icon=icon)


def _sentence(tested: Comparison, names: list[str], more: int) -> str:
    difference = tested.difference or 0.0
    ends = {
        name: "–" if end is None else format_difference(tested.metric, end, language())
        for name, end in (("low", tested.low), ("high", tested.high))
    }
    if not tested.announced:
        shown = format_difference(tested.metric, difference, language(), more)
        return t("touchpoints.unclear", difference=shown, **ends)
    key = "higher" if difference > 0 else "lower"
    size = format_size(tested.metric, difference, language(), more)
    return t(f"touchpoints.{key}", first=names[0], second=names[1], size=size, **ends)
