"""What customers speak of: volume, feeling, impact, what is new, one theme from near, where it hurts."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import draw, kept_words, look, workspace
from components.chart_frame import chart_frame
from components.filter_choice import Choice, FilterOptions, to_address
from components.filters_bar import filters_sentence
from components.pain_candidates import draw_candidates
from components.plain import plain
from components.rows_behind import Answers, answers_behind
from components.stream import FEELING_PARAMETER, THEME_PARAMETER
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.charts.heat import Side
from cx_core.charts.theme_heat import ThemeCount, theme_heat
from cx_core.charts.theme_trend import ThemeAt, theme_trend
from cx_core.charts.themes import ThemeBar, theme_bars, theme_impacts
from cx_core.i18n import format_period, format_share
from cx_core.model.filters import MISSING
from cx_core.model.journey import Journey
from cx_core.workspace.themes import ThemeTable
from cx_core.workspace.words import WordsQuery

_GROWTH = ("new", "growing", "fading")
_GROWTH_ICONS = {"new": "fiber_new", "growing": "trending_up", "fading": "trending_down"}


def draw_themes(table: ThemeTable, choice: Choice, options: FilterOptions, journey: Journey | None) -> None:
    """Draw everything below the filters. Behind the charts stand the comments that were read."""
    with answers_behind("sentiment", choice.filters(options)):
        _draw_themes(table, choice, options, journey)


def _draw_themes(table: ThemeTable, choice: Choice, options: FilterOptions, journey: Journey | None) -> None:
    if not table.n:
        is_waiting = kept_words(workspace().words.count, WordsQuery(choice.filters(options)))
        what, icon = ("nothing_read", "hourglass") if is_waiting else ("no_words", "speaker_notes_off")
        st.info(t(f"themes_page.{what}"), icon=f":material/{icon}:")
        return
    names = workspace().taxonomies.every_name(language())
    shares = {
        name: format_share(n / table.n, language())
        for name, n in (("positive", table.n_positive), ("negative", table.n_negative))
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("themes_page.read", n=table.n, **shares), width="content")
        for feeling in ("positive", "negative"):
            _link(None, feeling, choice, options, t(f"themes_page.read_{feeling}"))
    _draw_growth(table, names, choice, options)
    bars = tuple(
        ThemeBar(row.theme, names.get(row.theme, row.theme), row.n, row.n_positive, row.n_negative, row.impact)
        for row in table.rows
    )
    context = filters_sentence(choice, options)
    left, right = st.columns(2)
    with left:
        volume = chart_frame(
            draw(theme_bars, bars, look=look(), n=table.n, context=context), "theme_bars", selectable=True
        )
    with right:
        impacts = draw(theme_impacts, bars, metric=choice.metric, look=look(), n=table.n_scored, context=context)
        scored = Answers(choice.metric, (choice.filters(options),))
        impact = chart_frame(impacts, f"theme_impacts_{choice.metric}", selectable=True, behind=scored)
    _take_click((volume, impact))
    _draw_one(table, names, choice, options)
    if journey is not None:
        _draw_heat(table.n, journey, names, choice, options)

    def complaints(touchpoint: str | None, theme: str) -> dict[str, list[str]]:
        narrowed = choice if touchpoint is None else choice.narrowed("touchpoint", (touchpoint,))
        return {**to_address(narrowed, options), THEME_PARAMETER: [theme], FEELING_PARAMETER: ["negative"]}

    draw_candidates(journey, choice.filters(options), names, complaints)


def _draw_growth(table: ThemeTable, names: dict[str, str], choice: Choice, options: FilterOptions) -> None:
    """Say what is new, what grows and what fades, each with the way to its words; nothing where nothing is sure."""
    for word in _GROWTH:
        found = [row for row in table.rows if row.growth and row.growth.word == word]
        if not found:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(t(f"themes_page.growth.{word}"), width="content")
            for row in found[:8]:
                assert row.growth is not None
                shares = [format_share(one, language()) for one in (row.growth.share_before, row.growth.share_recent)]
                st.page_link(
                    "pages/feedback.py",
                    label=f"{plain(names.get(row.theme, row.theme))} {shares[0]} → {shares[1]}",
                    icon=f":material/{_GROWTH_ICONS[word]}:",
                    help=t("themes_page.growth.help", n=row.growth.n_recent),
                    query_params={**to_address(choice, options), THEME_PARAMETER: [row.theme]},
                )


def _take_click(clicks: tuple[dict[str, object] | None, ...]) -> None:
    """Look at the theme that was clicked last; a click that was seen before is none."""
    before = state.read(state.THEME_CLICKED, (None,) * len(clicks))
    now = tuple(str(one["theme"]) if one else None for one in clicks)
    for old, new in zip(before, now, strict=True):
        if new is not None and new != old:
            state.write(state.THEME_CHOSEN, new)
    state.write(state.THEME_CLICKED, now)


def _draw_one(table: ThemeTable, names: dict[str, str], choice: Choice, options: FilterOptions) -> None:
    """Draw one theme from near: its trend, and as much praise as complaint in customers' own words."""
    keys = [row.theme for row in table.rows]
    if not keys:
        return
    if state.read(state.THEME_CHOSEN) not in keys:
        state.write(state.THEME_CHOSEN, keys[0])
    filters = choice.filters(options)
    theme = st.selectbox(
        t("themes_page.look_at"),
        keys,
        format_func=lambda key: plain(names[key]) if key in names else key,
        key=state.THEME_CHOSEN,
        width=360,
        persist_state="session",
    )
    left, right = st.columns([3, 2])
    with left:
        points = kept_words(workspace().themes.trend, theme, choice.grain or "month", filters)
        told = tuple(ThemeAt(one.period, one.n, one.n_negative, one.n_all) for one in points)
        # Another theme is another chart: a click on the old one must not be read as one on the new.
        key = f"theme_trend_{keys.index(theme)}"
        clicked = chart_frame(draw(theme_trend, told, label=names.get(theme, theme), look=look()), key, selectable=True)
        period = next((one.period for one in points if clicked and one.period.label == clicked["period"]), None)
    with right, st.container(border=True):
        what = t("themes_page.quotes_of", period=format_period(period, language())) if period else ""
        st.markdown(f"**{what or t('themes_page.quotes')}**")
        st.caption(t("themes_page.quotes_note"))
        if period is not None:
            choice = choice.in_period(period, options.last_day)
            filters = choice.filters(options)
        verbatim_list(kept_words(workspace().themes.quotes, theme, 2, filters))
        _link(theme, None, choice, options, t("themes_page.to_all"))
        _link(theme, "negative", choice, options, t("themes_page.to_complaints"))


def _link(theme: str | None, feeling: str | None, choice: Choice, options: FilterOptions, label: str) -> None:
    address = to_address(choice, options)
    if theme is not None:
        address[THEME_PARAMETER] = [theme]
    if feeling is not None:
        address[FEELING_PARAMETER] = [feeling]
    st.page_link("pages/feedback.py", label=label, icon=":material/forum:", query_params=address)


def _draw_heat(n: int, journey: Journey, names: dict[str, str], choice: Choice, options: FilterOptions) -> None:
    cells = kept_words(workspace().themes.by_touchpoint, journey.id, choice.filters(options))
    counts = tuple(ThemeCount(one.touchpoint or MISSING, one.theme, one.n, one.n_negative) for one in cells)
    rows = [Side(one.id, one.name.in_language(language())) for one in journey.touchpoints]
    rows.append(Side(MISSING, t("filters.missing")))
    volume: dict[str, int] = {}
    for cell in counts:
        volume[cell.theme] = volume.get(cell.theme, 0) + cell.n
    themes = tuple(Side(key, names.get(key, key)) for key in sorted(volume, key=lambda key: (-volume[key], key)))
    clicked = chart_frame(
        draw(theme_heat, counts, rows=tuple(rows), themes=themes, look=look(), n=n), "theme_heat", selectable=True
    )
    if clicked is None:
        return
    labels = {row.id: row.label for row in rows}
    row, theme = str(clicked["row"]), str(clicked["theme"])
    what = f"{labels.get(row, row)} × {names.get(theme, theme)}"
    narrowed = choice.narrowed("touchpoint", (row,))
    _link(theme, None, narrowed, options, plain(t("themes_page.to_cell", what=what)))
