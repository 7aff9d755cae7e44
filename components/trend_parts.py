"""The parts of the trends page: cards, the series, the breakdown, the distribution, the heat map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components import state
from components.address import address_buttons
from components.cached import draw, kept, look, workspace
from components.chart_frame import chart_frame
from components.filter_choice import FieldOptions, FilterOptions
from components.measure_card import Card, measure_cards
from components.plain import plain
from components.texts import language, t
from cx_core.charts.breakdown import Group, breakdown
from cx_core.charts.class_split import class_split
from cx_core.charts.distribution import ScoreBar, distribution
from cx_core.charts.heat import HeatCell, Side, heat
from cx_core.charts.score_trend import score_trend
from cx_core.charts.spark import spark
from cx_core.charts.trend_extras import TrendExtras
from cx_core.charts.trend_marks import NOTHING
from cx_core.i18n import format_number, format_period
from cx_core.i18n.measures import format_value
from cx_core.metrics.boxes import HUNDREDTHS, box_limits
from cx_core.metrics.compare import compare
from cx_core.metrics.contrasts import against_target, standing
from cx_core.metrics.trend import Point, Series, change_on_year, choose_grain, year_before
from cx_core.model.feedback import Scale
from cx_core.model.filters import MISSING, Filters
from cx_core.model.lunar import is_near_tet, year_before_by_tet
from cx_core.model.period import Grain, Period
from cx_core.model.query import Query

#: Scales with more points than this are not drawn score by score.
_MOST_BARS = 21


@dataclass(frozen=True)
class View:
    """What the page shows: the metric, the filters, and the filters in words."""

    metric: str
    filters: Filters
    context: str


#: The field that stands for the score an answer gave.
SCORE = "score"


@dataclass(frozen=True)
class Picked:
    """A group that was clicked: the field, its value, its name."""

    field: str
    value: str
    label: str


def fitting_grain(view: View) -> Grain:
    """Return the finest grain in which half of the periods have enough answers."""
    cells = kept(workspace().measuring.ask, Query(view.metric, every="day", filters=view.filters))
    return choose_grain({cell.period.first: cell.counts.n for cell in cells if cell.period})


def draw_cards(view: View, series: Series) -> None:
    """Draw what a manager reads first: the latest period with its verdict, last year's, the whole selection."""
    cards = []
    latest, previous = series.latest, series.previous
    if latest is not None:
        line = draw(spark, series.points, metric=view.metric, look=look())
        against = t("trends.against_previous", period=_name(previous.period)) if previous else ""
        cards.append(Card(latest.measure, series.change, against, _title(latest.period), spark=line))
        on_year = change_on_year(series)
        if on_year is not None:
            against = t("trends.against_year", period=_name(year_before(latest.period)))
            cards.append(Card(latest.measure, on_year, against, t("trends.on_year")))
        cards += _tet_card(view, latest)
    last = series.points[-1] if series.points else None
    if last is not None and not last.complete and last.measure.n:
        cards.append(Card(last.measure, title=_title(last.period), note=t("trends.unfinished")))
    cards.append(Card(kept(workspace().measuring.total, view.metric, view.filters), title=t("trends.selection")))
    measure_cards(cards, key="trend_cards")


def _tet_card(view: View, latest: Point) -> list[Card]:
    """Return the comparison with the span equally far from last year's Tết; none far from Tết or without answers."""
    first, last = latest.period.first, latest.period.last
    before = year_before_by_tet(first, last) if is_near_tet(first, last) else None
    if before is None:
        return []
    earlier = kept(workspace().measuring.total, view.metric, view.filters.with_dates(*before))
    if not earlier.n or earlier.counts is None or latest.measure.counts is None:
        return []
    found = compare(view.metric, earlier.counts, latest.measure.counts)
    spans = (view.filters.with_dates(*before), view.filters.with_dates(first, last))
    found = kept(workspace().measuring.against_sources, found, *spans)
    return [
        Card(latest.measure, found, t("events.tet_against", since=before[0], until=before[1]), t("events.tet_title"))
    ]


def draw_split(view: View, series: Series) -> Period | None:
    """Draw how the three classes of answers share each period; return the period that was clicked."""
    heading = t("events.split.heading")
    box = st.expander(heading, icon=":material/stacked_bar_chart:", key="class_split", on_change="rerun")
    if not box.open:
        return None
    with box:
        chart = draw(class_split, series.points, metric=view.metric, look=look(), context=view.context)
        return _period_of(chart_frame(chart, f"split_{view.metric}", selectable=True), series)


def draw_goal(view: View, series: Series, goal: float | None) -> None:
    """Say whether the latest complete period reaches the goal, as far as its answers can tell."""
    latest = series.latest
    if goal is None or latest is None or latest.measure.counts is None:
        return
    word = standing(against_target(view.metric, latest.measure.counts, goal)).key.rpartition(".")[2]
    key = {"above": "goal_above", "below": "goal_below"}.get(word, "goal_unclear")
    st.caption(t(f"events.{key}", goal=format_value(view.metric, goal, language())))


def draw_series(
    view: View, series: Series, grain: Grain, extras: TrendExtras = NOTHING, goal: float | None = None
) -> Period | None:
    """Draw the series with what lies over it and return the period that was clicked."""
    chart = draw(
        score_trend, series.points, metric=view.metric, look=look(), context=view.context, goal=goal, extras=extras
    )
    return _period_of(chart_frame(chart, f"trend_{grain}", selectable=True), series)


def _period_of(picked: dict[str, Any] | None, series: Series) -> Period | None:
    label = picked.get("period") if picked else None
    return next((point.period for point in series.points if point.period.label == label), None)


def draw_breakdown(view: View, options: FilterOptions) -> Picked | None:
    """Draw the metric by a field of the reader's choice and return the group that was clicked."""
    fields = {one.field: one for one in options.fields}
    if not fields:
        return None
    field = address_buttons(
        t("trends.by"), list(fields), key=state.TREND_BY, format_func=lambda name: plain(fields[name].label)
    )
    one = fields[field]
    measures = kept(workspace().measuring.by, view.metric, field, view.filters)
    groups = [Group(value or MISSING, one.label_of(value or MISSING), measure) for value, measure in measures.items()]
    chart = draw(
        breakdown,
        tuple(groups),
        metric=view.metric,
        dimension=in_sentence(one, options),
        look=look(),
        context=view.context,
        overall=kept(workspace().measuring.total, view.metric, view.filters),
    )
    picked = chart_frame(chart, f"by_{one.field}", selectable=True)
    if picked is None or picked.get("group") not in {group.id for group in groups}:
        return None
    value = str(picked["group"])
    return Picked(one.field, value, one.label_of(value))


def draw_distribution(view: View) -> Picked | None:
    """Draw how often each score was given, where the answers have one scale; return the score that was clicked."""
    scale = kept(workspace().measuring.total, view.metric, view.filters).scale
    if scale is None or scale.maximum - scale.minimum >= _MOST_BARS:
        return None
    counts = kept(workspace().measuring.distribution, view.metric, view.filters)
    scores = sorted({*counts, *(float(score) for score in range(scale.minimum, scale.maximum + 1))})
    bars = tuple(_bar(view.metric, scale, score, counts.get(score, 0)) for score in scores)
    chart = draw(distribution, bars, metric=view.metric, look=look(), context=view.context, scale=scale)
    picked = chart_frame(chart, f"scores_{view.metric}", selectable=True)
    if picked is None:
        return None
    score = float(picked["score"])
    return Picked(SCORE, str(score), t("trends.score", score=format_number(score, language())))


def draw_heat(view: View, options: FilterOptions) -> tuple[Picked, ...]:
    """Draw the stages of the map, else the touchpoints of the files, against the channels; return the clicked cell."""
    fields = {one.field: one for one in options.fields}
    rows, columns = fields.get("stage") or fields.get("touchpoint"), fields.get("channel")
    if rows is None or columns is None:
        return ()
    query = Query(view.metric, (rows.field, columns.field), filters=view.filters)
    found = kept(workspace().measuring.measure, query)
    cells = tuple(
        HeatCell(cell.value(rows.field) or MISSING, cell.value(columns.field) or MISSING, cell.measure)
        for cell in found
    )
    chart = draw(
        heat,
        cells,
        rows=_sides(rows, {cell.row for cell in cells}),
        columns=_sides(columns, {cell.column for cell in cells}),
        metric=view.metric,
        names=(in_sentence(rows, options), in_sentence(columns, options)),
        look=look(),
        overall=kept(workspace().measuring.total, view.metric, view.filters),
        context=view.context,
    )
    picked = chart_frame(chart, "heat", selectable=True)
    if picked is None:
        return ()
    sides = ((rows, str(picked["row"])), (columns, str(picked["column"])))
    return tuple(Picked(one.field, value, one.label_of(value)) for one, value in sides)


def _sides(one: FieldOptions, present: set[str]) -> tuple[Side, ...]:
    return tuple(Side(value, label) for value, label in one.values if value in present)


def _bar(metric: str, scale: Scale, score: float, n: int) -> ScoreBar:
    box, hundredths = box_limits(metric, scale), round(score * HUNDREDTHS)
    if box.holds_top(hundredths):
        return ScoreBar(score, n, "top")
    return ScoreBar(score, n, "bottom" if box.holds_bottom(hundredths) else "middle")


def _name(period: Period) -> str:
    return format_period(period, language())


def _title(period: Period) -> str:
    name = _name(period)
    return name[:1].upper() + name[1:]


def in_sentence(one: FieldOptions, options: FilterOptions) -> str:
    """Return a field's label as it stands inside a sentence; the name of a column of a file stays as it is written."""
    return one.label if one.field in options.own_fields else one.label[:1].lower() + one.label[1:]
