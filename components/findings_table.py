"""The findings as a file: one row a statement, in words and in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.downloads import table_downloads
from components.texts import t, tell
from cx_core.findings.finding import Finding
from cx_core.findings.words import dimension_message
from cx_core.model.message import Message
from cx_core.model.table import Column, ColumnKind, Row

_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("status", "text"), ("words", "text"), ("metric", "text"), ("kind", "text"), ("field", "text"), ("group", "text"),
    ("difference", "number"), ("low", "number"), ("high", "number"), ("before", "whole"), ("after", "whole"),
    ("evidence", "text"),
)  # fmt: skip


def findings_downloads(findings: Sequence[Finding], *, name: str) -> None:
    """Draw a button that offers every finding as Excel and CSV; nothing where there are none."""
    if not findings:
        return
    with st.popover(t("ui.chart.download"), icon=":material/download:", type="tertiary", key="findings_files"):
        columns = tuple(Column(t(f"home.finding.{title}"), kind) for title, kind in _COLUMNS)
        table_downloads(columns, lambda: [_row(one) for one in findings], name=name, key="findings")


def _row(finding: Finding) -> Row:
    found = finding.comparison
    numbers = (found.difference, found.low, found.high, found.n_before, found.n_after) if found else (None,) * 5
    field, value = finding.group[-1] if finding.group else ("", "")
    dimension = dimension_message(field) if field else ""
    named = finding.message.value("group")
    return (
        t(f"home.finding.of.{finding.status}"),
        tell(finding.message),
        t(f"metric.{finding.metric}.short") if finding.metric else "",
        t(f"filters.kinds.{finding.survey_kind}") if finding.survey_kind else "",
        tell(dimension) if isinstance(dimension, Message) else dimension,
        named if isinstance(named, str) else value or "",
        *numbers,
        tell(finding.evidence) if finding.evidence else "",
    )
