"""One bar that drives every number of a page; its state lives in the address and survives changes of page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from components import state
from components.arrival import is_new_here
from components.cached import kept, workspace
from components.filter_choice import (
    BOTH_KINDS,
    SPANS,
    Choice,
    FieldOptions,
    FilterOptions,
    address_names,
    from_address,
    parameters,
    sentence,
    span_days,
    to_address,
)
from components.plain import plain
from components.texts import day_format, language, t
from cx_core.model.filters import MISSING

_METRIC, _GRAIN, _SPAN, _DAYS, _KIND = "f_metric", "f_grain", "f_span", "f_days", "f_kind"
_AUTO = "auto"


def filters_bar(
    options: FilterOptions, beside: Callable[[Choice], None] | None = None, *, has_grain: bool = True
) -> Choice:
    """Draw the bar and return what is chosen: metric, grain, span of days and values of fields.

    ``beside`` draws the tools of a page in the same row, so that they cost no row of their own on a phone.
    ``has_grain``: whether the page shows anything by periods; where not, the choice of other pages is kept.

    An address that names filters wins over what this session chose before; else the session's choice comes back, also
    after another page. Use ``choice.filters(options)`` for the numbers and `filters_sentence` for the words.
    """
    _seed(_current(options), options)
    row = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    with row:
        _draw_main(options, has_grain)
        _draw_more(options)
    choice = _read(options)
    state.write(state.FILTERS, choice)
    _write_address(choice, options)
    if beside is not None:
        with row:
            beside(choice)
    _draw_sentence(choice, options)
    return choice


def filters_sentence(choice: Choice, options: FilterOptions) -> str:
    """Say in one line what is included."""
    return sentence(choice.filters(options), options, language())


def _address(options: FilterOptions) -> dict[str, list[str]]:
    """Return what the address names; a source that was renamed since a link was copied goes by its name of today."""
    names = address_names(options)
    address = {name: values for name in names if (values := st.query_params.get_all(name))}
    if "source" in address:
        former = kept(workspace().reading.former_sources)
        address["source"] = [former.get(name, name) for name in address["source"]]
    return address


def _current(options: FilterOptions) -> Choice:
    """Return the choice in force, and forget the widgets' state when an address has just named another one."""
    address, kept = _address(options), state.read(state.FILTERS)
    if kept is None or (address and address != state.read(state.FILTERS_WRITTEN)):
        _forget_widgets(options)
        return from_address(address, options)
    if kept.journey_id != options.journey_id:
        _forget_widgets(options)
    if kept.metric not in options.metrics:
        state.take(_METRIC)
        kept = replace(kept, metric=options.metrics[0])
    return kept.on_map(options.journey_id)


def _field_key(name: str, options: FilterOptions) -> str:
    return f"f_in_{parameters(options)[name]}"


def _scale_key(metric: str) -> str:
    """Return the key of a metric's scales; each metric keeps its own choice."""
    return f"f_scale_{metric}"


def _forget_widgets(options: FilterOptions) -> None:
    scales = (_scale_key(metric) for metric in options.metrics)
    fields = (_field_key(one.field, options) for one in options.filterable)
    for key in (_METRIC, _GRAIN, _SPAN, _DAYS, _KIND, *scales, *fields):
        state.take(key)


def _seed(choice: Choice, options: FilterOptions) -> None:
    """Give each widget its value before it is drawn; Streamlit forgets widgets that another page did not draw."""
    days = tuple(day for day in span_days(choice, options.last_day) if day)
    values: dict[str, object] = {
        _METRIC: choice.metric,
        _GRAIN: choice.grain or _AUTO,
        _SPAN: choice.span,
        _DAYS: days if len(days) == 2 else (),
        _scale_key(choice.metric): choice.scale_on(options),
        _KIND: choice.kind_on(options),
    }
    values |= {_field_key(one.field, options): list(choice.values(one.field)) for one in options.filterable}
    is_new = is_new_here("filters")
    for key, value in values.items():
        if is_new and value == "":
            state.take(key)
        elif value != "" and (is_new or state.read(key) is None):
            state.write(key, value)


def _draw_main(options: FilterOptions, has_grain: bool) -> None:
    st.segmented_control(
        t("filters.metric"),
        options.metrics,
        format_func=lambda key: t(f"metric.{key}.short"),
        key=_METRIC,
        required=True,
        label_visibility="collapsed",
    )
    scales = dict(options.scales_of(state.read(_METRIC)))
    if scales:
        st.selectbox(
            t("filters.scale"),
            list(scales),
            format_func=scales.__getitem__,
            key=_scale_key(state.read(_METRIC)),
            width=170,
            label_visibility="collapsed",
        )
    kinds = dict(options.kinds_of(state.read(_METRIC)))
    if kinds:
        st.selectbox(
            t("filters.survey_kind"),
            [*kinds, BOTH_KINDS],
            format_func=lambda kind: kinds.get(kind) or t("filters.kinds.both"),
            key=_KIND,
            width=200,
            label_visibility="collapsed",
        )
    if has_grain:
        st.selectbox(
            t("filters.grain"),
            (_AUTO, *options.grains),
            format_func=lambda grain: t("filters.grain_auto" if grain == _AUTO else f"filters.grains.{grain}"),
            key=_GRAIN,
            width=160,
            label_visibility="collapsed",
        )
    st.selectbox(
        t("filters.span"),
        SPANS,
        format_func=lambda span: t(f"filters.spans.{span}"),
        key=_SPAN,
        width=180,
        label_visibility="collapsed",
    )
    if state.read(_SPAN) == "custom":
        st.date_input(t("filters.custom"), key=_DAYS, format=day_format(), width=230, label_visibility="collapsed")


def _draw_more(options: FilterOptions) -> None:
    n_filters = sum(bool(state.read(_field_key(one.field, options))) for one in options.filterable)
    if options.filterable:
        label = t("filters.more_active", n=n_filters) if n_filters else t("filters.more")
        with st.popover(label, icon=":material/filter_alt:", key="f_more"):
            for one in options.filterable:
                _draw_field(one, options)
    if n_filters or state.read(_SPAN) != "all":
        st.button(
            t("filters.clear"),
            icon=":material/filter_alt_off:",
            type="tertiary",
            key="f_clear",
            on_click=_clear,
            args=(options,),
        )


def _draw_field(one: FieldOptions, options: FilterOptions) -> None:
    key = _field_key(one.field, options)
    known = [value for value, _ in one.values]
    gone = [value for value in state.read(key) or () if value not in known]
    st.multiselect(
        plain(one.label),
        [*known, *gone],
        format_func=lambda value: t("filters.missing") if value == MISSING else one.label_of(value),
        key=key,
        placeholder=t("filters.any"),
        # Streamlit would write "Select all", in English.
        select_all=False,
        width=320,
    )


def _clear(options: FilterOptions) -> None:
    kept: Choice = state.read(state.FILTERS)
    state.write(state.FILTERS, kept.cleared())
    _forget_widgets(options)


def _read(options: FilterOptions) -> Choice:
    grain, span = state.read(_GRAIN), state.read(_SPAN)
    since, until = _days(state.read(_DAYS)) if span == "custom" else (None, None)
    # A click on the chosen metric can unchoose it for one run; there is no number without a metric.
    metric = state.read(_METRIC) if state.read(_METRIC) in options.metrics else options.metrics[0]
    scales = [key for key, _ in options.scales_of(metric)]
    scale = state.read(_scale_key(metric)) or ""
    kinds = [key for key, _ in options.kinds_of(metric)]
    kind = state.read(_KIND) or ""
    where = [(one.field, tuple(sorted(state.read(_field_key(one.field, options)) or ()))) for one in options.filterable]
    return Choice(
        metric=metric,
        scale=scale if scale in scales[1:] else "",
        kind=kind if kinds and kind in (*kinds[1:], BOTH_KINDS) else "",
        grain=None if grain == _AUTO else grain,
        span=span,
        since=since,
        until=until,
        where=tuple(sorted((name, values) for name, values in where if values)),
        journey_id=options.journey_id,
    )


def _days(picked: object) -> tuple[date | None, date | None]:
    """Return the two days of a calendar; while only the first has been clicked there is no end yet."""
    days = picked if isinstance(picked, tuple | list) else ()
    return (days[0] if days else None), (days[1] if len(days) > 1 else None)


def _write_address(choice: Choice, options: FilterOptions) -> None:
    wanted = to_address(choice, options)
    if _address(options) != wanted:
        for name in address_names(options):
            if name in wanted:
                st.query_params[name] = wanted[name]
            elif name in st.query_params:
                del st.query_params[name]
    state.write(state.FILTERS_WRITTEN, wanted)


def _draw_sentence(choice: Choice, options: FilterOptions) -> None:
    words = t("filters.showing", sentence=filters_sentence(choice, options))
    st.caption(plain(words))
