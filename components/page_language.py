"""Tell the browser which language the page is in: screen readers choose their voice by it."""

from __future__ import annotations

import streamlit as st

_JS = """export default function ({ data, parentElement }) {
  parentElement.ownerDocument.documentElement.lang = data.language;
}"""

_mount = st.components.v2.component("mach_page_language", html="<span hidden></span>", js=_JS)


def announce(language: str) -> None:
    """Set the ``lang`` of the page; Streamlit leaves it at English."""
    with st.sidebar:
        _mount(data={"language": language}, key="page-language")
