"""Everything that may import streamlit, besides the pages and app.py."""

import gc

# What the app is made of stays. To look through it for garbage while it is loaded takes a tenth of the time to the
# first page, and to look through it again later holds up a rerun; frozen, the collector passes it over.
_collects = gc.isenabled()
gc.disable()
try:
    from components import shell
finally:
    gc.freeze()
    if _collects:
        gc.enable()

__all__ = ["shell"]
