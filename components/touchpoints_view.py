"""Where it hurts: the heat map over any two fields, the fair ranking of any field, what a click opens."""

from __future__ import annotations

import streamlit as st

from components import state
from components.address import address_select
from components.cached import draw, kept, look, workspace
from components.chart_frame import chart_frame
from components.filter_choice import Choice, FieldOptions, FilterOptions, to_address
from components.formula_card import derived_card
from components.lens_tools import hierarchy_button
from components.plain import plain
from components.slices_view import draw_slices
from components.texts import language, t
from components.trend_parts import Picked, View, in_sentence
from components.trend_words import draw_words
from components.weighting_view import draw_weighting
from cx_core.charts.heat import HeatCell, Side, heat
from cx_core.charts.league import Rank, league_chart
from cx_core.i18n.measures import format_size
from cx_core.model.filters import MISSING
from cx_core.model.query import Query
from cx_core.workspace.ranking import GroupLeague, Place

#: Rows and columns that a manager looks at first, where the data have them.
_FIRST_ROWS, _FIRST_COLUMNS = ("stage", "touchpoint"), ("channel",)
_CERTAIN = 0.05


def draw_touchpoints(view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw the page below its filters."""
    fields = {one.field: one for one in options.fields}
    left, right = st.columns([5, 3])
    with left:
        cell = _draw_heat(view, options, fields)
        place = _draw_league(view, options, fields)
        draw_slices(view, options)
        draw_weighting(view, options)
    with right:
        picked = cell or ((place,) if place else ())
        narrowed, filters = choice, view.filters
        for one in picked:
            narrowed = narrowed.narrowed(one.field, (one.value,))
            filters = filters.with_values(one.field, (one.value,))
        if picked:
            _draw_ways(narrowed, options, " × ".join(one.label for one in picked))
            for one in picked:
                # Only the group is kept: the other side of a cell may be one of the values that are to be seen.
                _draw_down(one, choice.narrowed(one.field, (one.value,)), options)
        else:
            st.caption(t("touchpoints.pick_cell"))
        draw_words(View(view.metric, filters, view.context), None, picked[-1] if picked else None)


def _draw_ways(narrowed: Choice, options: FilterOptions, what: str) -> None:
    """Draw where the clicked cell or group leads to."""
    address = to_address(narrowed, options)
    for page, key, icon in (("trends", "to_trends", "monitoring"), ("why", "to_why", "troubleshoot")):
        st.page_link(
            f"pages/{page}.py",
            label=plain(t(f"touchpoints.{key}", what=what)),
            icon=f":material/{icon}:",
            query_params=address,
        )


def _draw_down(one: Picked, narrowed: Choice, options: FilterOptions) -> None:
    """Draw the way from a group down to the values in it, such as from a region to its branches."""
    below = _below(one.field)
    child = next((other for other in options.fields if other.field == below), None)
    if child is None:
        return
    st.button(
        plain(t("hierarchy.down", field=in_sentence(child, options), group=one.label)),
        icon=":material/keyboard_double_arrow_down:",
        key=f"down_{one.field}",
        on_click=_go_down,
        args=(child.field, one.field, to_address(narrowed, options)),
    )


def _below(field: str) -> str | None:
    """Return the field that a level groups; None for a field that is no level."""
    return next((one.field for one in workspace().lensing.lenses.hierarchies() if one.name == field), None)


def _go_down(child: str, level: str, address: dict[str, list[str]]) -> None:
    for key in (state.HEAT_ROWS, state.HEAT_COLUMNS, state.LEAGUE_BY):
        if state.read(key) == level:
            state.write(key, child)
    state.write(state.LEAGUE_BY, child)
    for name, values in address.items():
        st.query_params[name] = values


def _draw_up(field: str, options: FilterOptions) -> None:
    """Draw the way from a field up to the level above it."""
    level = next((one.name for one in workspace().lensing.lenses.hierarchies() if one.field == field), None)
    if level in {one.field for one in options.fields}:
        st.button(
            plain(t("hierarchy.up", name=level)),
            icon=":material/keyboard_double_arrow_up:",
            key="league_up",
            on_click=state.write,
            args=(state.LEAGUE_BY, level),
        )


def _draw_heat(view: View, options: FilterOptions, fields: dict[str, FieldOptions]) -> tuple[Picked, ...]:
    st.subheader(t("touchpoints.heat"), anchor=False)
    if len(fields) < 2:
        st.info(t("touchpoints.too_few_fields"), icon=":material/grid_on:")
        return ()
    with st.container(horizontal=True, gap="small"):
        row = _choose_field("rows", state.HEAT_ROWS, list(fields), _FIRST_ROWS, fields)
        others = [name for name in fields if name != row]
        column = _choose_field("columns", state.HEAT_COLUMNS, others, _FIRST_COLUMNS, fields)
    found = kept(workspace().measuring.measure, Query(view.metric, (row, column), filters=view.filters))
    cells = tuple(HeatCell(one.value(row) or MISSING, one.value(column) or MISSING, one.measure) for one in found)
    chart = draw(
        heat,
        cells,
        rows=_sides(fields[row], {cell.row for cell in cells}),
        columns=_sides(fields[column], {cell.column for cell in cells}),
        metric=view.metric,
        names=(in_sentence(fields[row], options), in_sentence(fields[column], options)),
        look=look(),
        overall=kept(workspace().measuring.total, view.metric, view.filters),
        context=view.context,
    )
    # Another pair of fields is another chart: a click on the old one must not be read as one on the new.
    clicked = chart_frame(chart, f"heat_{view.metric}_{row}_{column}", selectable=True)
    return (
        ()
        if clicked is None
        else tuple(
            Picked(name, str(clicked[side]), fields[name].label_of(str(clicked[side])))
            for name, side in ((row, "row"), (column, "column"))
        )
    )


def _choose_field(
    label: str, key: str, names: list[str], first: tuple[str, ...], fields: dict[str, FieldOptions]
) -> str:
    wanted = next((name for name in first if name in names), names[0])
    label = t(f"touchpoints.{label}")
    return address_select(label, names, key=key, format_func=lambda name: fields[name].label, width=220, usual=wanted)


def _sides(one: FieldOptions, present: set[str]) -> tuple[Side, ...]:
    return tuple(Side(value, label) for value, label in one.values if value in present)


def _draw_league(view: View, options: FilterOptions, fields: dict[str, FieldOptions]) -> Picked | None:
    st.subheader(t("touchpoints.league"), anchor=False)
    st.caption(t("touchpoints.league_note"))
    hierarchy_button()
    names = list(fields)
    if not names:
        return None
    field = _choose_field("league_by", state.LEAGUE_BY, names, ("touchpoint", "channel"), fields)
    _draw_up(field, options)
    one = fields[field]
    found = kept(workspace().ranking.league, view.metric, field, view.filters)
    ranks = tuple(rank for place in found.places if (rank := _rank(place, one)) is not None)
    chart = draw(
        league_chart,
        ranks,
        metric=view.metric,
        dimension=in_sentence(one, options),
        look=look(),
        overall=found.total.value,
        scale=found.total.scale,
        context=view.context,
    )
    clicked = chart_frame(chart, f"league_{view.metric}_{field}", selectable=True)
    _draw_said(found, one, view)
    if clicked is None:
        return None
    return Picked(field, str(clicked["group"]), one.label_of(str(clicked["group"])))


def _rank(place: Place, field: FieldOptions) -> Rank | None:
    standing = place.standing
    if standing is None or standing.shrunk.value is None:
        return None
    tested = place.against_rest
    words = {"rose": "above", "fell": "below"}
    return Rank(
        place.value or MISSING,
        field.label_of(place.value or MISSING),
        standing.raw,
        standing.shrunk.value,
        standing.shrunk.low or 0.0,
        standing.shrunk.high or 0.0,
        place.measure.n,
        standing.best_place,
        standing.worst_place,
        words.get(tested.verdict, "not_enough_evidence") if tested else "not_enough_evidence",
    )


def _draw_said(found: GroupLeague, field: FieldOptions, view: View) -> None:
    """Say whether the groups differ at all, who is not ranked, and how alike the channels are."""
    few = [place for place in found.places if place.standing is None and place.measure.n]
    if few:
        named = ", ".join(f"{field.label_of(one.value or MISSING)} ({one.measure.n})" for one in few[:12])
        st.caption(plain(t("touchpoints.unranked", groups=named)))
    spread = found.spread
    if spread.p_value is not None and spread.tau is not None:
        key = "spread_real" if spread.p_value < _CERTAIN else "spread_chance"
        p = "< 0.001" if spread.p_value < 0.001 else f"= {spread.p_value:.3f}"
        p = p.replace(".", ",") if language() == "vi" else p
        st.caption(t(f"touchpoints.{key}", size=format_size(view.metric, spread.tau, language()), p=p))
    same = found.consistency
    if same and same.value is not None:
        words = t("touchpoints.consistency", value=round(same.value), n_channels=same.n_channels, n=same.n)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(words, width="content")
            derived_card("consistency", view.metric, view.filters)
