"""What moved lately among all groups: confirmed, and worth watching; every group looked at stands in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.cached import kept, workspace
from components.chart_frame import table_frame
from components.filter_choice import Choice, FieldOptions, FilterOptions, to_address
from components.plain import plain
from components.texts import t, tell
from components.trend_parts import View
from cx_core.charts.words import capital
from cx_core.findings.finding import Finding
from cx_core.findings.moved import Change, scan_table, what_moved
from cx_core.i18n.measures import unit_of
from cx_core.model.filters import MISSING
from cx_core.model.table import Column, ColumnKind

#: Fields with more values than this are lists of names, not groups.
_MOST_GROUPS = 40
_SHOWN = 4


def draw_watch_list(view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw the two lists of the last three months against the three before, and the way to each group's own trend."""
    st.subheader(t("watch.heading"), anchor=False)
    fields = {one.field: one for one in options.fields if one.field != "source" and len(one.values) <= _MOST_GROUPS}
    scan = kept(workspace().scanning.scan, view.metric, view.filters, tuple(fields))
    if scan is None:
        st.caption(t("watch.undated"))
        return
    st.caption(t("watch.spans", since=scan.after[0], until=scan.after[1], before=scan.before[0]))
    changes = tuple(_named(one, fields) for one in scan.changes)
    findings = kept(what_moved, changes)
    confirmed, watched = ([one for one in findings if one.status == status] for status in ("confirmed", "watch"))
    if not confirmed:
        st.info(t("watch.none"), icon=":material/balance:")
    _draw(confirmed, choice, options, fields, "confirmed")
    _draw([one for one in findings if one.status == "note"], choice, options, fields, "noted")
    if watched:
        label = t("watch.watching", n=len(watched))
        # Its own key for each way it may stand at first: a key keeps what somebody opened or closed.
        key = "watch_more" if confirmed else "watch_alone"
        box = st.expander(label, icon=":material/visibility:", expanded=not confirmed, key=key, on_change="rerun")
        if box.open:
            with box:
                _draw(watched, choice, options, fields, "watched")
    box = st.expander(t("watch.all"), icon=":material/table_rows:", type="compact", key="watch_all", on_change="rerun")
    if box.open:
        with box:
            _draw_table(changes, fields, view)


def _named(change: Change, fields: dict[str, FieldOptions]) -> Change:
    if not change.group:
        return change
    field, value = change.group[0]
    return replace(change, label=fields[field].label_of(value or MISSING))


def _draw(
    findings: Sequence[Finding], choice: Choice, options: FilterOptions, fields: dict[str, FieldOptions], kind: str
) -> None:
    for place, one in enumerate(findings[:_SHOWN]):
        with st.container(border=True, gap="xsmall", key=f"watch_{kind}_{place}"):
            st.markdown(plain(capital(tell(one.message))))
            if one.evidence:
                st.caption(plain(tell(one.evidence)))
            if one.group:
                ((field, value),) = one.group
                address = to_address(choice.narrowed(field, (value or MISSING,)), options)
                label = plain(t("watch.to_group", group=fields[field].label_of(value or MISSING)))
                st.page_link("pages/trends.py", label=label, icon=":material/filter_alt:", query_params=address)


def _draw_table(changes: tuple[Change, ...], fields: dict[str, FieldOptions], view: View) -> None:
    kind: ColumnKind = {"points": "points", "share": "share", "score": "number"}[unit_of(view.metric)]  # type: ignore[assignment]
    kinds: tuple[tuple[str, ColumnKind], ...] = (
        ("field", "text"), ("group", "text"), ("before", kind), ("after", kind), ("n_before", "whole"),
        ("n_after", "whole"), ("difference", kind), ("p_adjusted", "number"), ("verdict", "text"),
    )  # fmt: skip
    columns = tuple(Column(t(f"watch.column.{name}"), one) for name, one in kinds)
    rows = tuple(
        (
            fields[change.group[0][0]].label if change.group else "",
            change.label or t("alerts.total"),
            before.value if before.display not in ("none", "hidden") else None,
            after.value if after.display not in ("none", "hidden") else None,
            before.n,
            after.n,
            found.difference,
            found.p_adjusted,
            tell(found.message),
        )
        for change, before, after, found in kept(scan_table, changes)
    )
    table_frame(t("watch.heading"), columns, rows, key="watch")
