"""Measures turned into ranked statements worth showing, as messages."""

from cx_core.findings.coverage import about_channels, about_sources, about_unassigned, about_unmeasured
from cx_core.findings.finding import Finding
from cx_core.findings.moved import Change, what_moved

__all__ = [
    "Change",
    "Finding",
    "about_channels",
    "about_sources",
    "about_unassigned",
    "about_unmeasured",
    "what_moved",
]
