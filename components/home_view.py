"""The home page: three ways to begin, or what is here, how fresh it is, what is missing and what moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from components.cached import overview, workspace
from components.chart_frame import table_frame
from components.finding_links import why_address
from components.findings_table import findings_downloads
from components.measure_card import change_card, metric_label
from components.plain import plain
from components.problem_list import refusal_box
from components.staleness import stale_notice
from components.texts import language, t, tell
from cx_core.findings.coverage import QUIET_DAYS
from cx_core.findings.finding import Finding
from cx_core.i18n import format_date
from cx_core.journeys.channels import channel_code
from cx_core.model.imports import ChannelPresence, SourceFreshness
from cx_core.model.problem import Refusal
from cx_core.model.table import Column, ColumnKind, Row
from cx_core.workspace.overview import Overview
from cx_core.workspace.sample import load_sample

#: The channels that most companies meet customers on; those without data are named.
USUAL_CHANNELS = ("store", "web", "phone", "zalo", "facebook", "marketplace", "delivery", "email")
_SOURCE_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("name", "text"), ("answers", "whole"), ("first", "date"), ("last", "date"), ("age", "text"), ("channels", "text"),
    ("state", "text"),
)  # fmt: skip
#: So many confirmed changes are shown at once; the others are a click away.
SHOWN_FINDINGS = 5
#: So many channels are named at once, those with most answers first; a chain of thirty branches would fill the page.
SHOWN_CHANNELS = 10
_MARKETPLACES = ("shopee", "lazada", "tiki", "tiktok")


def draw_beginning() -> None:
    """Draw three inviting ways to begin."""
    st.title(t("app.name"), anchor=False)
    st.markdown(f"#### {t('app.tagline')}")
    st.write(t("home.start.intro"))
    sample, file, drawing = st.columns(3)
    with sample.container(border=True, height="stretch"):
        st.subheader(f":material/storefront: {t('home.start.sample')}", anchor=False)
        st.write(t("home.start.sample_text"))
        if st.button(t("home.start.sample_button"), type="primary", width="stretch"):
            _load_sample()
    with file.container(border=True, height="stretch"):
        st.subheader(f":material/upload_file: {t('home.start.file')}", anchor=False)
        st.write(t("home.start.file_text"))
        if st.button(t("home.start.file_button"), width="stretch"):
            st.switch_page("pages/import_data.py")
    with drawing.container(border=True, height="stretch"):
        st.subheader(f":material/route: {t('home.start.map')}", anchor=False)
        st.write(t("home.start.map_text"))
        if st.button(t("home.start.map_button"), width="stretch"):
            st.switch_page("pages/journey_map.py")


def _load_sample() -> None:
    bar = st.progress(0.0)

    def show(fraction: float, name: str) -> None:
        bar.progress(fraction, text=t("home.start.sample_running", file=name) if name else t("home.start.sample_done"))

    try:
        load_sample(workspace(), show)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("home.start.sample_done"), icon=":material/check_circle:")
    st.rerun()


def draw_overview() -> None:
    """Draw the state of the workspace."""
    seen = overview()
    if seen.n_answers:
        _draw_now(seen)
    left, right = st.columns([3, 2])
    with left:
        _draw_moved(seen)
    with right:
        _draw_maps()
        _draw_coverage(seen.channels)
    _draw_freshness(seen)


def _draw_now(seen: Overview) -> None:
    st.subheader(t("home.now"), anchor=False)
    if seen.span:
        st.caption(t("home.now_span", since=seen.span[0], until=seen.span[1]))
    stale_notice()
    cards = st.grid(5, min_column_width=150)
    keys = [change.now.metric for change in seen.changes]
    for change in seen.changes:
        label, scale = metric_label(change.now), change.now.scale
        is_one_of_several = keys.count(change.now.metric) > 1 and scale is not None
        # The card itself is the cell: inside another container it would not grow to the height of its row.
        with cards:
            title = f"{label} · {scale.label}" if is_one_of_several and scale else label
            if change.survey_kind:
                title = f"{label} · {t(f'filters.kinds_short.{change.survey_kind}')}"
            change_card(change.now, change.comparison, title=title)


def _draw_moved(seen: Overview) -> None:
    st.subheader(t("home.moved"), anchor=False)
    confirmed = seen.with_status("confirmed")
    if not confirmed:
        st.info(t("home.moved_none"), icon=":material/balance:")
    _draw_findings(confirmed[:SHOWN_FINDINGS])
    if len(confirmed) > SHOWN_FINDINGS:
        with st.expander(t("home.moved_more", n=len(confirmed) - SHOWN_FINDINGS)):
            _draw_findings(confirmed[SHOWN_FINDINGS:])
    watching = seen.with_status("watch")
    if watching:
        with st.expander(t("home.watching"), icon=":material/visibility:"):
            _draw_findings(watching)
    _draw_findings(seen.with_status("note"))
    findings_downloads(seen.findings, name=t("home.moved"))


def _draw_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        with st.container(border=True):
            st.markdown(f"{_icon(finding)} {plain(tell(finding.message))}")
            if finding.evidence:
                st.caption(plain(tell(finding.evidence)))
            if finding.kind == "moved" and finding.metric:
                # The explanation compares the same ninety days with the same ninety before.
                st.page_link(
                    "pages/why.py",
                    label=t("home.why"),
                    icon=":material/troubleshoot:",
                    query_params=why_address(finding),
                )


def _icon(finding: Finding) -> str:
    if finding.comparison is None or finding.comparison.difference is None:
        return ":material/info:"
    return ":material/trending_up:" if finding.comparison.difference > 0 else ":material/trending_down:"


def _draw_maps() -> None:
    st.subheader(t("home.maps"), anchor=False)
    summaries = workspace().maps.journeys()
    if not summaries:
        st.caption(t("home.maps_none"))
        st.page_link("pages/journey_map.py", label=t("home.start.map_button"), icon=":material/add:")
    for one in summaries:
        st.page_link(
            "pages/journey_map.py",
            label=plain(one.title.in_language(language())),
            icon=":material/route:",
            query_params={"journey": one.id},
        )


def _draw_coverage(channels: tuple[ChannelPresence, ...]) -> None:
    st.subheader(t("home.coverage"), anchor=False)
    named = sorted(channels, key=lambda one: one.channel is None)
    _draw_channels(named[:SHOWN_CHANNELS])
    if len(named) > SHOWN_CHANNELS:
        with st.expander(t("home.channel.more", n=len(named) - SHOWN_CHANNELS)):
            _draw_channels(named[SHOWN_CHANNELS:])
    heard = {_usual(channel_code(one.channel)) for one in channels if one.channel}
    missing = [t(f"channel.{code}") for code in USUAL_CHANNELS if code not in heard]
    if missing:
        st.markdown(f":material/hearing_disabled: {t('home.channel.missing', channels=', '.join(missing))}")
    else:
        st.caption(t("home.channel.all"))


def _draw_channels(channels: Iterable[ChannelPresence]) -> None:
    for one in channels:
        name = plain(one.channel or t("home.channel.none"))
        key = "home.channel.heard" if one.last_on else "home.channel.heard_undated"
        st.markdown(f":material/check: {t(key, channel=name, n=one.n_answers, last=one.last_on)}")


def _usual(code: str | None) -> str | None:
    return "marketplace" if code in _MARKETPLACES else code


def _draw_freshness(seen: Overview) -> None:
    st.subheader(t("home.freshness"), anchor=False)
    today = workspace().today()
    columns = tuple(Column(t(f"home.source.{name}"), kind) for name, kind in _SOURCE_COLUMNS)
    rows = tuple(_source_row(one, today) for one in seen.sources)
    table_frame(t("home.freshness"), columns, rows, key="freshness")


def _source_row(source: SourceFreshness, today: date) -> Row:
    age = (today - source.last_on).days if source.last_on else None
    return (
        source.source,
        source.n_answers,
        source.first_on,
        source.last_on,
        t("home.source.days", n=age) if age is not None else format_date(None, language()),
        ", ".join(source.channels),
        t(f"home.{_state(source, age)}_badge"),
    )


def _state(source: SourceFreshness, age: int | None) -> str:
    """Say how fresh a source is, by the same number of days as the findings above the table."""
    if not source.n_answers:
        return "orders"
    if age is None:
        return "no_date"
    return "stale" if age > QUIET_DAYS else "fresh"
