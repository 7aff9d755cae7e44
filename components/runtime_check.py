"""What must hold of Streamlit itself before the first page is drawn."""

from __future__ import annotations

import gc
import logging
import os
import socket
from contextlib import suppress
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


@lru_cache
def ensure_prompt_messages() -> None:
    """Make sure that each message leaves the moment it is written, on every connection of this process.

    Streamlit's server leaves it to the system to gather small messages, which then wait for the browser to confirm the
    one before: up to 40 ms of every rerun. What listens hands the option on to the connections that it accepts.
    Where the system does not list its open files by number (Windows), nothing is done.
    """
    with suppress(OSError):
        for number in [int(name) for name in os.listdir("/dev/fd")]:
            _send_at_once(number)


def _send_at_once(number: int) -> None:
    # A file that is no socket, or is gone by now, raises OSError.
    with suppress(OSError):
        one = socket.socket(fileno=number)
        try:
            if one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM:
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        finally:
            # The number stays its owner's to close.
            one.detach()
