"""Why a number moved: the verdict, ranked reasons with evidence, mix and experience apart, the words behind."""

from __future__ import annotations

import streamlit as st

from components import state
from components.address import address_buttons
from components.cached import draw, kept, look, workspace
from components.chart_frame import chart_frame, table_frame
from components.filter_choice import Choice, FieldOptions, FilterOptions, to_address
from components.measure_card import Card, measure_cards
from components.plain import plain
from components.rows_behind import Answers, answers_behind
from components.texts import language, t, tell
from components.trend_parts import Picked, View, fitting_grain, in_sentence
from components.trend_words import draw_words
from components.verbatim_list import verbatim_list
from components.why_spans import Spans, choose_spans
from components.why_themes import draw_theme_words, draw_themes, link_to_theme, theme_label, themes_of
from cx_core.charts.contribution import Bar, contribution
from cx_core.charts.words import capital
from cx_core.findings.explained import THEME, Split, explain_change, mix_share
from cx_core.findings.finding import Finding
from cx_core.i18n import say
from cx_core.i18n.measures import beside, unit_of
from cx_core.metrics.attribution import Carried
from cx_core.metrics.estimates import Estimate
from cx_core.model.filters import MISSING
from cx_core.model.measure import MIN_N_TESTED
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.explaining import Explanation, FieldSplit

_WORDS = 4


def draw_why(view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw the page below its filters."""
    grain = choice.grain or fitting_grain(view)
    series = kept(workspace().measuring.series, view.metric, grain, view.filters)
    spans = choose_spans(series, view.filters, kept(workspace().measuring.data_through, view.filters))
    if spans is not None:
        _draw_explanation(view, choice, options, spans)


def _draw_explanation(view: View, choice: Choice, options: FilterOptions, spans: Spans) -> None:
    fields = {one.field: one for one in options.fields}
    found = kept(workspace().explaining.explain, view.metric, view.filters, spans.before, spans.after, tuple(fields))
    _draw_head(found, spans)
    if found.comparison.difference is None:
        st.info(tell(_findings(found, (), fields)[0].message), icon=":material/balance:")
        return
    themes = themes_of(view, found)
    sides = tuple(view.filters.with_dates(*span) for span in (found.span_before, found.span_after))
    behind = Answers(view.metric, sides)
    left, right = st.columns([5, 3])
    with left:
        _draw_reasons(found, themes, fields, view, choice, options)
        with answers_behind(view.metric, *sides):
            picked = _draw_split(found, fields, view, options)
            picked = _draw_places(found, fields, view, options) or picked
            picked = draw_themes(found, themes, view, behind) or picked
        st.caption(t("why.caveat"))
    with right:
        after = View(view.metric, view.filters.with_dates(*found.span_after), view.context)
        draw_words(after, None, picked)


def _draw_head(found: Explanation, spans: Spans) -> None:
    (before_since, before_until), (after_since, after_until) = found.span_before, found.span_after
    st.caption(
        t("why.comparing", before_since=before_since, before_until=before_until, after_since=after_since,
          after_until=after_until)
    )  # fmt: skip
    two = beside(found.after.metric, found.before.value, found.after.value)
    measure_cards(
        [
            Card(found.after, found.comparison, title=capital(spans.name_after), written=two.after, more=two.more),
            Card(found.before, title=capital(spans.name_before), written=two.before, more=two.more),
        ],
        key="why",
    )
    if found.n_other_scales and found.scale:
        st.caption(t("why.other_scales", scale=found.scale.label, n=found.n_other_scales))


def _findings(found: Explanation, themes: tuple[Carried, ...], fields: dict[str, FieldOptions]) -> tuple[Finding, ...]:
    splits = [
        Split(one.field, one.parts, tuple((move.value, move.comparison) for move in one.moves))
        for one in found.splits
        if len(one.parts.parts) > 1
    ]
    return explain_change(
        found.before,
        found.after,
        found.comparison,
        splits,
        lambda field, value: theme_label(value) if field == THEME else fields[field].label_of(value or MISSING),
        themes,
    )


def _draw_reasons(
    found: Explanation,
    themes: tuple[Carried, ...],
    fields: dict[str, FieldOptions],
    view: View,
    choice: Choice,
    options: FilterOptions,
) -> None:
    st.subheader(t("why.reasons"), anchor=False)
    findings = _findings(found, themes, fields)
    reasons = [one for one in findings if one.kind in ("rate", "mix", "theme")]
    for one in findings:
        if one.kind in ("verdict", "alarm"):
            _draw_statement(one)
    if not reasons:
        # A bar that stands clear of chance over too few answers to be told as a reason is not "nothing".
        is_few = any(part.rate.is_clear for split in found.splits for part in split.parts.parts)
        st.info(t("why.reasons_few" if is_few else "why.reasons_none", least=MIN_N_TESTED), icon=":material/balance:")
    for place, one in enumerate(reasons):
        with st.container(border=True, gap="xsmall"):
            _draw_reason(one, found, view, choice, options, place)


def _draw_statement(finding: Finding) -> None:
    text = plain(capital(tell(finding.message)))
    if finding.evidence:
        text += f"  \n:small[{plain(tell(finding.evidence))}]"
    if finding.kind == "alarm":
        st.warning(text, icon=":material/shuffle:")
    else:
        st.markdown(text)


def _draw_reason(
    finding: Finding, found: Explanation, view: View, choice: Choice, options: FilterOptions, place: int
) -> None:
    ((field, value),) = finding.group
    is_confirmed = finding.status == "confirmed"
    st.markdown(f"**{place + 1}.** {plain(capital(tell(finding.message)))}")
    if finding.evidence:
        st.caption(plain(tell(finding.evidence)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(
            t("why.confirmed" if is_confirmed else "why.watch"),
            icon=":material/check_circle:" if is_confirmed else ":material/visibility:",
            color="blue" if is_confirmed else "gray",
        )
        box = st.popover(
            t("why.words"), icon=":material/format_quote:", type="tertiary", key=f"why_words_{place}", on_change="rerun"
        )
        if box.open:
            with box:
                after = View(view.metric, view.filters.with_dates(*found.span_after), view.context)
                _draw_group_words(after, field, value or MISSING)
        if field == THEME:
            link_to_theme(value or MISSING, choice, options)
            return
        narrowed = choice.narrowed(field, (value or MISSING,))
        st.page_link(
            "pages/trends.py",
            label=t("why.to_trends"),
            icon=":material/monitoring:",
            query_params=to_address(narrowed, options),
        )


def _draw_group_words(view: View, field: str, value: str) -> None:
    if field == THEME:
        draw_theme_words(view, value, _WORDS)
        return
    filters = view.filters.with_values(field, (value,))
    verbatim_list(
        kept(workspace().measuring.verbatims, filters, metric=view.metric, period=None, limit=_WORDS, offset=0)
    )


def _draw_split(
    found: Explanation, fields: dict[str, FieldOptions], view: View, options: FilterOptions
) -> Picked | None:
    """Draw mix and experience by a field of the reader's choice; return the group that was clicked."""
    usable = [one.field for one in found.splits if len(one.parts.parts) > 1]
    if not usable:
        return None
    st.subheader(t("why.split"), anchor=False)
    st.caption(t("why.split_note"))
    field = address_buttons(t("why.by"), usable, key=state.WHY_BY, format_func=lambda name: plain(fields[name].label))
    split = found.split(field)
    if split is None:
        return None
    message = mix_share(split.parts, found.comparison)
    if message:
        st.markdown(plain(say(message, language())))
    one = fields[split.field]
    bars = tuple(
        _bar(part.segment, one, kind, estimate)
        for part in split.parts.parts
        for kind, estimate in (("rate", part.rate), ("mix", part.mix))
    )
    picked = _draw_chart(bars, one, found, view, options, f"split_{view.metric}_{one.field}")
    with st.expander(t("why.moves"), icon=":material/compare_arrows:", type="compact", key="why_moves"):
        _draw_moves(split, one, view)
    return picked


def _draw_places(
    found: Explanation, fields: dict[str, FieldOptions], view: View, options: FilterOptions
) -> Picked | None:
    """Draw what each touchpoint carries of the change; return the touchpoint that was clicked."""
    split = found.split("touchpoint")
    if split is None or len(split.carried) < 2:
        return None
    st.subheader(t("why.places"), anchor=False)
    st.caption(t("why.places_note"))
    one = fields["touchpoint"]
    bars = tuple(_bar(part.group, one, "carried", part.change) for part in split.carried)
    return _draw_chart(bars, one, found, view, options, f"carried_{view.metric}")


def _bar(value: str | None, field: FieldOptions, kind: str, estimate: Estimate) -> Bar:
    return Bar(
        value or MISSING,
        field.label_of(value or MISSING),
        kind,  # type: ignore[arg-type]
        estimate.value or 0.0,
        estimate.low,
        estimate.high,
        estimate.n,
    )


def _draw_chart(
    bars: tuple[Bar, ...], field: FieldOptions, found: Explanation, view: View, options: FilterOptions, key: str
) -> Picked | None:
    chart = draw(
        contribution,
        bars,
        metric=view.metric,
        dimension=in_sentence(field, options),
        change=found.comparison.difference or 0.0,
        n=found.before.n + found.after.n,
        look=look(),
        scale=found.after.scale,
        context=view.context,
    )
    picked = chart_frame(chart, key, selectable=True)
    if picked is None or picked.get("group") not in {bar.group for bar in bars}:
        return None
    value = str(picked["group"])
    return Picked(field.field, value, field.label_of(value))


def _draw_moves(split: FieldSplit, field: FieldOptions, view: View) -> None:
    """Draw each group's shares, values and own verdict, which allows for all groups being looked at together."""
    kind: ColumnKind = {"points": "points", "share": "share", "score": "number"}[unit_of(view.metric)]  # type: ignore[assignment]
    kinds: tuple[tuple[str, ColumnKind], ...] = (
        ("group", "text"), ("share_before", "share"), ("share_after", "share"), ("before", kind), ("after", kind),
        ("p_adjusted", "number"), ("verdict", "text"),
    )  # fmt: skip
    columns = tuple(Column(t(f"why.column.{name}"), one) for name, one in kinds)
    parts = {part.segment: part for part in split.parts.parts}
    rows = tuple(
        (
            field.label_of(move.value or MISSING),
            parts[move.value].share_before,
            parts[move.value].share_after,
            move.before.value if move.before.display not in ("none", "hidden") else None,
            move.after.value if move.after.display not in ("none", "hidden") else None,
            move.comparison.p_adjusted,
            tell(move.comparison.message),
        )
        for move in split.moves
        if move.value in parts
    )
    table_frame(t("why.split"), columns, rows, key="why_moves_table")
