"""Views laid over each other, as plain documents.

Altair draws each view; putting them together is done here, because Altair copies every part of a layered chart several
times and checks it against its schema: a trend took 200 ms that way and takes 25 ms this way. The tests check every
document against the schema instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Drawing = dict[str, Any]
#: The name that a view with selections is known by in the document.
_PICKED_VIEW = "picked"


def encoding(**channels: Any) -> Drawing:
    """Return channels that several views share, as a document has them.

    >>> encoding(x=alt.X("at:T"))
    {'x': {'field': 'at', 'type': 'temporal'}}
    """
    shared: Drawing = view(alt.Chart().mark_point().encode(**channels))["encoding"]
    return shared


def view(chart: alt.Chart) -> Drawing:
    """Return one view without what belongs to a whole document."""
    drawn: Drawing = chart.to_dict(validate=False)
    for name in ("$schema", "config", "datasets"):
        drawn.pop(name, None)
    # A view that names no data has the data of the layers around it.
    if drawn.get("data") == {"name": "empty"}:
        del drawn["data"]
    return drawn


def layer(
    *parts: alt.Chart | Drawing, shared: Mapping[str, Any] | None = None, independent: Sequence[str] = ()
) -> Drawing:
    """Return views laid over each other, the first at the bottom.

    ``shared`` are channels of all of them (`encoding`), ``independent`` the channels whose scales stay apart.
    """
    drawn: Drawing = {"layer": [view(part) if isinstance(part, alt.Chart) else part for part in parts]}
    if shared:
        drawn["encoding"] = dict(shared)
    if independent:
        drawn["resolve"] = {"scale": dict.fromkeys(independent, "independent")}
    return drawn


def document(drawing: Drawing, *, height: int, data: str | None = None, **rows: Sequence[dict[str, Any]]) -> Drawing:
    """Return a whole document: its selections at the top, where Streamlit looks for them, and its rows by name.

    ``data`` is the name of the rows that views without data of their own draw.
    """
    whole: Drawing = {"$schema": alt.SCHEMA_URL, **drawing, "height": height}
    selections = _lifted(whole)
    if selections:
        whole["params"] = selections
    if data:
        whole["data"] = {"name": data}
    return {**whole, "datasets": {name: list(given) for name, given in rows.items()}}


def _lifted(drawing: Drawing) -> list[Drawing]:
    """Take the selections out of the one view that has them, and say that they belong to it."""
    for part in drawing.get("layer", []):
        if "params" in part:
            part["name"] = _PICKED_VIEW
            return [{**param, "views": [_PICKED_VIEW]} for param in part.pop("params")]
        found = _lifted(part)
        if found:
            return found
    return []
