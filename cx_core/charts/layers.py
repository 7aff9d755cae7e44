"""Views laid over each other, as plain documents.

Altair draws each view; putting them together is done here, because Altair copies every part of a layered chart several
times and checks it against its schema: a trend took 200 ms that way and takes 25 ms this way. The tests check every
document against the schema instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, ParamSpec, Self, cast

import altair as alt
from altair.utils import parse_shorthand, schemapi

# Altair checks every part of a chart when it is made, several times over; the tests check whole documents instead.
schemapi.disable_debug_mode()

Drawing = dict[str, Any]
_Given = ParamSpec("_Given")
#: Values that stand in a document as they are, and the ways of writing a part that `_written` knows.
_BARE = (str, int, float, bool, type(None))
_PLAIN = frozenset({alt.SchemaBase.to_dict, alt.X.to_dict, alt.XValue.to_dict, alt.XDatum.to_dict, alt.Chart.to_dict})
#: The name that a view with selections is known by in the document.
_PICKED_VIEW = "picked"


class View(alt.Chart):
    """A view whose channels are made into Altair's own kinds here.

    Altair looks through its five hundred kinds for each channel that is given as a text or a value, which takes 5 ms
    each time and was most of what a chart costs.

    >>> View().mark_text().encode(x=alt.value(0), text="n:N").to_dict()["encoding"]["x"]
    {'value': 0}
    """

    def encode(self, *args: Any, **channels: Any) -> Self:
        """Return the view with these channels."""
        return super().encode(*args, **{name: _channel(_kind(name), given) for name, given in channels.items()})


def _kind(name: str) -> str:
    return name[0].upper() + name[1:]


def _channel(kind: str, given: Any) -> Any:
    if isinstance(given, list | tuple):
        return [_channel(kind, one) for one in given]
    if isinstance(given, str):
        return getattr(alt, kind)(given)
    if isinstance(given, alt.SchemaBase):
        return given
    value = given if isinstance(given, Mapping) else given.to_dict()
    return getattr(alt, f"{kind}Value" if "value" in value else kind)(**value)


def kept_views(draw: Callable[_Given, Sequence[alt.Chart]]) -> Callable[_Given, tuple[Drawing, ...]]:
    """Return a function that writes its views once for equal arguments: another filter changes only rows and domains.

    Nobody may change what it returns; `with_domain` and `layer` make copies.
    """
    return cast(
        Callable[_Given, tuple[Drawing, ...]],
        lru_cache(maxsize=128)(lambda *args, **kwargs: tuple(view(one) for one in draw(*args, **kwargs))),
    )


def with_domain(drawings: Iterable[Drawing], channel: str, domain: Sequence[Any]) -> list[Drawing]:
    """Return views with another domain wherever the scale of a channel has one.

    >>> with_domain([{"encoding": {"x": {"scale": {"domain": [0, 1], "nice": False}}}}], "x", [5, 9])
    [{'encoding': {'x': {'scale': {'domain': [5, 9], 'nice': False}}}}]
    """
    return [_with_domain(one, channel, domain) for one in drawings]


def _with_domain(drawing: Drawing, channel: str, domain: Sequence[Any]) -> Drawing:
    channels = drawing["encoding"]
    given = channels.get(channel)
    if given is None or "domain" not in (given.get("scale") or ()):
        return drawing
    scale = {**given["scale"], "domain": list(domain)}
    return {**drawing, "encoding": {**channels, channel: {**given, "scale": scale}}}


def encoding(**shared: Any) -> Drawing:
    """Return channels that several views share, as a document has them.

    >>> encoding(x=alt.X("at:T"))
    {'x': {'field': 'at', 'type': 'temporal'}}
    """
    drawn: Drawing = view(View().mark_point().encode(**shared))["encoding"]
    return drawn


def view(chart: alt.Chart) -> Drawing:
    """Return one view without what belongs to a whole document; without data it has those of the layers around it."""
    return _written_parts(chart)


def _written(part: Any) -> Any:
    """Write a part of a view as a document has it.

    Altair's own way copies each part, asks each value of which of a dozen kinds it is, and tries a dozen patterns on
    each channel's short form; it takes eight times as long. Parts that Altair writes in a way of their own are left
    to it.
    """
    if isinstance(part, alt.SchemaBase):
        kind = type(part).to_dict
        if kind not in _PLAIN or isinstance(part._get("shorthand"), list | tuple):
            return part.to_dict(validate=False)
        return _written(part._args[0]) if part._args else _written_parts(part)
    if isinstance(part, dict):
        return {name: _written(value) for name, value in part.items() if value is not alt.Undefined}
    if isinstance(part, list | tuple):
        return [_written(value) for value in part]
    return part if isinstance(part, _BARE) else _left_to_altair(part)


def _written_parts(part: alt.SchemaBase) -> Drawing:
    given: Drawing = {name: value for name, value in part._kwds.items() if value is not alt.Undefined}
    short = given.pop("shorthand", None)
    if isinstance(short, str):
        # Second ends of a span have no type of their own, and no place for one.
        parsed = {name: value for name, value in _parsed(short) if name != "type" or "type" in part._kwds}
        given = parsed | given
    elif short is not None:
        given["field"] = short
    if isinstance(given.get("mark"), str):
        given["mark"] = {"type": given["mark"]}
    return {name: _written(value) for name, value in given.items()}


@cache
def _parsed(shorthand: str) -> tuple[tuple[str, Any], ...]:
    return tuple(parse_shorthand(shorthand).items())


def _left_to_altair(value: Any) -> Any:
    # Expressions and parameters have a form of their own; dates and numbers of other kinds go through a part's values.
    return value.to_dict() if hasattr(value, "to_dict") else alt.Dict(value=value).to_dict(validate=False)["value"]


def layer(
    *parts: alt.Chart | Drawing, shared: Mapping[str, Any] | None = None, independent: Sequence[str] = ()
) -> Drawing:
    """Return views laid over each other, the first at the bottom.

    ``shared`` are channels of all of them (`encoding`), ``independent`` the channels whose scales stay apart.
    """
    drawn: Drawing = {"layer": [view(part) if isinstance(part, alt.Chart) else {**part} for part in parts]}
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
