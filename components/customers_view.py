"""Customers: do they stay, what are they worth, which revenue is at risk, and what happened with one of them."""

from __future__ import annotations

import streamlit as st

from components import state
from components.address import address_number, address_select
from components.cached import draw, kept, look, workspace
from components.chart_frame import chart_frame, table_frame
from components.cohort_view import draw_cohort
from components.customer_formulas import customer_formulas
from components.customer_timeline import draw_everyone
from components.empty_state import Action, empty_state
from components.number_card import NumberCard, number_cards
from components.rows_behind import Orders
from components.staleness import old_notice
from components.texts import language, t
from cx_core.charts.cohort_grid import cohort_grid
from cx_core.i18n import format_number, format_share
from cx_core.i18n.money import format_money
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.repeat_buying import MIN_CUSTOMERS
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.customers import CustomerValue, ValueModel

_WINDOWS, _USUAL_WINDOW = ("30", "60", "90", "180", "365"), "90"
#: Beyond this correlation of frequency and spend the model of spend is doubtful.
_INDEPENDENT = 0.3
_OUTCOME_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("class", "text"), ("n", "whole"), ("returned", "share"), ("returned_low", "share"), ("returned_high", "share"),
    ("spent", "whole"), ("spent_low", "whole"), ("spent_high", "whole"),
)  # fmt: skip
_GROUP_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("group", "text"), ("n", "whole"), ("amount", "whole"), ("share", "share"), ("answered", "whole"),
    ("top", "share"), ("bottom", "share"), ("rule", "text"),
)  # fmt: skip


def draw_customers() -> None:
    """Draw the page."""
    st.title(t("customers.title"), anchor=False)
    tools = st.container(horizontal=True, gap="small")
    with tools:
        model = _choose_model()
    found = kept(workspace().customers.value, model)
    if found is None:
        _draw_empty()
        return
    bought = found.purchases
    st.caption(t("customers.through", through=found.through, n_orders=found.n_orders, n_customers=found.n_customers))
    old_notice(found.through, "customers.stale")
    with tools:
        customer_formulas(found)
    _draw_cards(found)
    if bought.n_without_customer or bought.n_without_day or bought.n_unknown_revenue:
        st.caption(
            t("customers.left_out", n_without_customer=bought.n_without_customer, n_without_day=bought.n_without_day,
              n_unknown_revenue=bought.n_unknown_revenue)
        )  # fmt: skip
    st.subheader(t("customers.cohorts.heading"), anchor=False)
    grid = draw(cohort_grid, kept(workspace().customers.cohorts), look=look())
    clicked = chart_frame(grid, "cohorts", selectable=True, behind=Orders())
    if clicked is not None:
        draw_cohort(str(clicked["cohort"]), int(clicked["since"]))
    _draw_groups()
    _draw_outcomes(found)
    _draw_forecast(found)
    draw_everyone(found.metric)


def _choose_model() -> ValueModel:
    """Draw the assumptions; they are told on every number that rests on them."""
    with st.popover(t("customers.assumptions"), icon=":material/tune:"):
        window = address_select(
            t("customers.window"), _WINDOWS, key=state.VALUE_WINDOW, format_func=str, usual=_USUAL_WINDOW
        )
        margin = address_number(t("customers.margin"), 1, 100, usual=100, key=state.VALUE_MARGIN)
        discount = address_number(t("customers.discount"), 0, 100, usual=10, key=state.VALUE_DISCOUNT)
    return ValueModel(int(window), margin / 100, discount / 100)


def _draw_empty() -> None:
    empty_state(
        t("customers.empty"),
        icon=":material/receipt_long:",
        title=t("customers.empty_title"),
        actions=(
            Action(
                "import", t("trends.empty_import"), "pages/import_data.py", icon=":material/upload_file:", primary=True
            ),
            Action("home", t("trends.empty_home"), "pages/home.py", icon=":material/home:"),
        ),
    )


def _draw_cards(found: CustomerValue) -> None:
    window, stay, again = found.model.window, found.staying, found.repeating
    margin = format_share(found.model.margin, language())
    number_cards(
        [
            _share_card(
                "retention",
                found.retention,
                t("customers.card.retention_note", stayed=stay.n_end - stay.n_new, n_start=stay.n_start, window=window,
                  double=2 * window),
            ),
            _share_card("churn", found.churn, t("customers.card.churn_note", window=window)),
            _share_card(
                "repeat", found.repeat_rate, t("customers.card.repeat_note", n_too_new=again.n_too_new, window=window)
            ),
            _card(
                "historic",
                _money(found.historic.median, found.model.margin),
                t("customers.n", n=found.historic.n_customers),
                t("customers.card.historic_note", mean=_money(found.historic.mean, found.model.margin), margin=margin),
            ),
            _simple_card(found, margin),
            _risk_card(found),
        ]
    )  # fmt: skip


def _card(name: str, value: str, *lines: str) -> NumberCard:
    return NumberCard(t(f"customers.card.{name}"), value, lines, t(f"customers.how.{name}"))


def _share_card(name: str, found: Estimate, note: str) -> NumberCard:
    if found.value is None:
        return _card(name, "–", t(f"reason.{found.reason or 'no_customers'}"))
    ends = {key: format_share(end, language()) for key, end in (("low", found.low), ("high", found.high))}
    return _card(
        name, format_share(found.value, language()), t("customers.n", n=found.n), t("customers.interval", **ends), note
    )


def _simple_card(found: CustomerValue, margin: str) -> NumberCard:
    if found.simple.value is None:
        return _card("simple", "–", t("customers.card.simple_none", window=found.model.window))
    note = t(
        "customers.card.simple_note",
        low=format_money(found.simple.low, language()),
        high=format_money(found.simple.high, language()),
        margin=margin,
        discount=format_share(found.model.discount, language()),
    )
    return _card("simple", format_money(found.simple.value, language()), t("customers.n", n=found.staying.n_end), note)


def _risk_card(found: CustomerValue) -> NumberCard:
    if found.risk is None or found.risk.share is None or found.metric is None:
        return _card("risk", "–", t("customers.card.risk_none"))
    note = t(
        "customers.card.risk_note",
        share=format_share(found.risk.share, language()),
        n=found.risk.n_customers,
        metric=t(f"metric.{found.metric}.short"),
        n_silent=found.risk.n_silent,
    )
    return _card(
        "risk", format_money(found.risk.revenue, language()), t("customers.n", n=found.risk.n_all_customers), note
    )


def _money(amount: float | None, margin: float) -> str:
    return format_money(None if amount is None else amount * margin, language())


def _draw_groups() -> None:
    rows = kept(workspace().customers.groups)
    st.subheader(t("customers.groups.heading"), anchor=False)
    st.caption(t("customers.groups.note"))
    columns = tuple(Column(t(f"customers.groups.{name}"), kind) for name, kind in _GROUP_COLUMNS)
    table = tuple(
        (
            t(f"customers.groups.name.{one.group}"), one.n_customers, one.amount, one.share, one.n_answered,
            one.n_top / one.n_answered if one.n_answered >= MIN_N_SHOWN else None,
            one.n_bottom / one.n_answered if one.n_answered >= MIN_N_SHOWN else None,
            t(f"customers.groups.how.{one.group}"),
        )
        for one in rows
    )  # fmt: skip
    table_frame(t("customers.groups.heading"), columns, table, key="rfm")


def _draw_outcomes(found: CustomerValue) -> None:
    if found.metric is None:
        return
    st.subheader(t("customers.outcomes.heading"), anchor=False)
    if not any(one.n for one in found.outcomes):
        st.info(t("customers.outcomes.none", window=found.model.window), icon=":material/hourglass_empty:")
        return
    metric = t(f"metric.{found.metric}.short")
    st.caption(t("customers.outcomes.note", window=found.model.window, metric=metric))
    columns = tuple(Column(t(f"customers.outcomes.{name}"), kind) for name, kind in _OUTCOME_COLUMNS)
    rows = tuple(
        (
            t(f"charts.class.{found.metric}.{one.answered}"), one.n, one.returned.value, one.returned.low,
            one.returned.high, one.spent.value, one.spent.low, one.spent.high,
        )
        for one in found.outcomes
    )  # fmt: skip
    table_frame(t("customers.outcomes.heading"), columns, rows, key="outcomes")
    st.caption(t("customers.associated"))


def _draw_forecast(found: CustomerValue) -> None:
    st.subheader(t("customers.forecast.heading"), anchor=False)
    if found.n_customers < MIN_CUSTOMERS:
        st.caption(t("customers.forecast.too_few", least=MIN_CUSTOMERS, n=found.n_customers))
        return
    if not st.toggle(t("customers.forecast.run"), key=state.VALUE_FORECAST, persist_state="session"):
        return
    ahead = kept(workspace().customers.forecast, found.model)
    if ahead.reason:
        st.caption(t("customers.forecast.too_few", least=MIN_CUSTOMERS, n=ahead.n_customers))
        return
    number_cards(
        [
            NumberCard(t("customers.forecast.alive"), format_number(ahead.n_alive, language(), 0)),
            NumberCard(t("customers.forecast.orders"), format_number(ahead.orders_ahead, language(), 0)),
            NumberCard(t("customers.forecast.revenue"), format_money(ahead.revenue_ahead, language())),
        ]
    )
    st.caption(t("customers.forecast.note", n=ahead.n_customers, n_once=ahead.n_once))
    if ahead.revenue_ahead is None:
        st.caption(t("customers.forecast.no_revenue"))
    elif ahead.correlation is not None:
        key = "independent" if abs(ahead.correlation) < _INDEPENDENT else "dependent"
        st.caption(t(f"customers.forecast.{key}", r=format_number(ahead.correlation, language(), 2)))
