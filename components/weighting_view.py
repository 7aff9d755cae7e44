"""Weighting, off by default: the customers' true shares entered or uploaded, both numbers beside each other."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import state
from components.cached import kept, workspace
from components.downloads import table_downloads
from components.filter_choice import FieldOptions, FilterOptions
from components.measure_card import metric_label
from components.number_card import NumberCard, number_cards
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.trend_parts import View
from cx_core.formats.small_table import read_small_table
from cx_core.i18n import format_number
from cx_core.i18n.measures import format_interval, format_range, format_value
from cx_core.model.folding import fold
from cx_core.model.problem import Refusal
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.weighing import Weighed, targets_from_rows

#: More fields at once ask for cells that hold nobody.
_MOST_FIELDS = 3
_MOST_VALUES = 30


#: What the columns of a table of shares hold.
_KINDS: tuple[ColumnKind, ...] = ("text", "share", "share")


def draw_weighting(view: View, options: FilterOptions) -> None:
    """Draw the switch and, once it is on, the shares and what they make of the number."""
    st.subheader(t("weights.title"), anchor=False)
    if not st.toggle(t("weights.on"), key=state.WEIGHTS_ON, persist_state="session"):
        st.caption(t("weights.off_note"))
        return
    fields = {one.field: one for one in options.fields if 2 <= len(one.values) <= _MOST_VALUES}
    chosen = st.multiselect(
        t("weights.fields"),
        list(fields),
        format_func=lambda name: fields[name].label,
        max_selections=_MOST_FIELDS,
        key=state.WEIGHTS_FIELDS,
        persist_state="session",
        placeholder=t("weights.choose"),
    )
    if not chosen:
        return
    st.caption(t("weights.note"))
    try:
        targets = {name: _targets(view, fields[name]) for name in chosen}
        _draw_result(workspace().weighing.weigh(view.metric, view.filters, targets))
    except Refusal as refusal:
        refusal_box(refusal)


def _targets(view: View, one: FieldOptions) -> dict[str, float]:
    """Draw a field's table of shares and return the true ones, 0 to 1."""
    measured = kept(workspace().weighing.shares, view.metric, one.field, view.filters)
    values = [value for value, _ in measured]
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(one.label)}**")
        uploaded = st.file_uploader(
            t("weights.upload"), type=["csv", "xlsx"], key=f"weights_file_{one.field}", max_upload_size=1
        )
        shares = {value: 100 * share for value, share in measured}
        if uploaded is not None:
            labels = {fold(one.label_of(value)): value for value in values}
            given = targets_from_rows(read_small_table(uploaded.getvalue()), labels)
            shares = {value: 100 * given.get(value, 0.0) for value in values}
        table: Any = st.data_editor(
            {
                "value": [one.label_of(value) for value in values],
                "now": [100 * share for _, share in measured],
                "wanted": [round(shares[value], 1) for value in values],
            },
            column_config={
                "value": st.column_config.TextColumn(plain(one.label), disabled=True),
                "now": st.column_config.NumberColumn(t("weights.now"), format="%.1f%%", disabled=True),
                "wanted": st.column_config.NumberColumn(
                    t("weights.wanted"), format="%.1f%%", min_value=0.0, max_value=100.0, step=0.1
                ),
            },
            hide_index=True,
            key=f"weights_{view.metric}_{one.field}_{uploaded.file_id if uploaded else ''}",
        )
        titles = (one.label, t("weights.now"), t("weights.wanted"))
        rows = [
            (one.label_of(value), now, (wanted or 0.0) / 100)
            for (value, now), wanted in zip(measured, table["wanted"], strict=True)
        ]
        columns = [Column(title, kind) for title, kind in zip(titles, _KINDS, strict=True)]
        table_downloads(columns, rows, name=one.label, key=f"weights_{one.field}")
    return {value: (share or 0.0) / 100 for value, share in zip(values, table["wanted"], strict=True)}


def _draw_result(found: Weighed) -> None:
    name, metric = metric_label(found.plain), found.plain.metric
    n = t("weights.n", n=found.plain.n)
    number_cards(
        [
            NumberCard(
                t("weights.plain", metric=name),
                format_value(metric, found.plain.value, language()),
                (n, t("weights.interval", interval=format_interval(found.plain, language()))),
            ),
            NumberCard(
                t("weights.weighted", metric=name),
                format_value(metric, found.weighted.value, language()) if found.standing != "refuse" else "–",
                (
                    t("weights.effective", n=round(found.effective_n)),
                    t(
                        "weights.interval",
                        interval=format_range(metric, found.weighted.low, found.weighted.high, language()),
                    )
                    if found.standing != "refuse"
                    else "",
                ),
                t("weights.how"),
            ),
            NumberCard(
                t("weights.effect"),
                format_number(found.effect, language(), 2),
                (t(f"weighting.{found.standing}"), "" if found.is_close else t("weights.not_close")),
                t("weights.effect_how"),
            ),
        ]
    )
    st.caption(t("weights.silent"))
