"""The rows behind what a page shows, as files: of everything the page includes, or of one chart's own part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st

from components.cached import workspace
from components.downloads import table_downloads
from components.texts import t
from cx_core.model.filters import Filters
from cx_core.model.table import Column, Row
from cx_core.workspace.behind import MAX_ROWS


@dataclass(frozen=True)
class Answers:
    """Answers of a metric; several filters follow each other, as the two spans of a comparison do."""

    metric: str
    filters: tuple[Filters, ...]


@dataclass(frozen=True)
class Orders:
    """Every order that has a customer and a day."""


_shown: ContextVar[Answers | None] = ContextVar("answers_behind", default=None)


@contextmanager
def answers_behind(metric: str, *filters: Filters) -> Iterator[None]:
    """Say for everything drawn inside the ``with`` block which answers stand behind it."""
    before = _shown.set(Answers(metric, filters))
    try:
        yield
    finally:
        _shown.reset(before)


def shown_answers() -> Answers | None:
    """Return the answers behind what is being drawn; None where nobody said."""
    return _shown.get()


def rows_downloads(behind: Answers | Orders, *, key: str) -> None:
    """Draw buttons for the rows behind a number as Excel and CSV; they are read when a button is pressed."""
    if isinstance(behind, Orders):
        orders_downloads(key=key)
    else:
        answers_downloads(behind, key=key)


def orders_downloads(*, key: str) -> None:
    """Draw buttons for every order as Excel and CSV."""
    st.caption(t("customers.formula.rows"))
    columns = (
        Column(t("customers.formula.code")),
        Column(t("formula.column.customer")),
        Column(t("formula.column.day"), "date"),
        Column(t("customers.column.amount"), "whole"),
    )
    table_downloads(columns, workspace().customers.order_rows, name=t("customers.title"), key=key)


def answers_downloads(answers: Answers, *, key: str) -> None:
    """Draw buttons for the answers as Excel and CSV; they are read when a button is pressed."""
    st.caption(t("formula.rows_note", n=MAX_ROWS))
    name = t(f"metric.{answers.metric}.short")
    table_downloads(_columns(), lambda: _rows(answers), name=name, key=key)


def _rows(answers: Answers) -> Sequence[Row]:
    return [row for one in answers.filters for row in workspace().behind.rows(answers.metric, one)]


def _columns() -> tuple[Column, ...]:
    texts = [Column(t(f"formula.column.{name}")) for name in ("channel", "touchpoint", "stage", "source", "customer")]
    scores = [Column(t(f"metric.{metric}.short"), "number") for metric in ("nps", "csat", "ces", "rating")]
    return (
        Column(t("formula.column.day"), "date"),
        *texts,
        *scores,
        Column(t("metric.sentiment.short")),
        Column(t("formula.column.words")),
        Column(t("formula.column.row"), "whole"),
    )
