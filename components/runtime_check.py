"""What must hold of Streamlit itself before the first page is drawn."""

from __future__ import annotations

import gc
import logging
from functools import lru_cache

import streamlit as st

_LOG = logging.getLogger("mach")


@lru_cache
def ensure_cheap_reruns() -> bool:
    """Make sure that no full garbage collection follows each rerun; return True when the option does it.

    ``runner.postScriptGC`` is an undocumented option: should a release of Streamlit drop it, what is loaded now
    is frozen instead, which has nearly the same effect, and the log says so.
    """
    try:
        collects = st.get_option("runner.postScriptGC")
    except RuntimeError:
        collects = None
    if collects is False:
        return True
    gc.collect()
    gc.freeze()
    _LOG.warning("runner.postScriptGC is %s: reruns will be slower; start the app from its own folder", collects)
    return False
