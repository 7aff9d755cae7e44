"""A drawn chart: the specification, and everything a reader needs who does not see it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cx_core.charts.theme import Look, config
from cx_core.i18n import format_number
from cx_core.model.table import Column, Row

#: The most marks a chart may draw, and the most bytes its specification may have.
MAX_MARKS = 2000
MAX_SPEC_BYTES = 200_000

#: The room around a drawing; without it Streamlit adds a strip under each.
PADDING = {"left": 0, "top": 4, "right": 4, "bottom": 4}
#: What stands between the parts of a context, and how long a line under the title may get (a phone shows this much).
PART = " · "
_TITLE_WIDTH = 48
#: What of a title a phone shows in one line, and the width in pixels from which a chart shows any title whole.
_PHONE_TITLE, _WIDE = 40, 560


@dataclass(frozen=True)
class Chart:
    """What a builder of this room returns.

    ``spec`` is a plain Vega-Lite document with the data inside. ``alt`` says the same in sentences, ``columns`` and
    ``table`` in numbers, not rounded. ``note`` tells how to read the marks and names what is not drawn.
    ``reason`` is set, and ``spec`` is empty, when there is nothing to draw. ``picks`` names the selections that a
    click makes.
    """

    title: str
    n: int
    spec: dict[str, Any] = field(default_factory=dict)
    alt: str = ""
    columns: tuple[Column, ...] = ()
    table: tuple[Row, ...] = ()
    note: str = ""
    reason: str | None = None
    picks: tuple[str, ...] = ()

    @cached_property
    def packed(self) -> dict[str, Any]:
        """The document with its rows as Arrow streams, which is how they travel to a browser.

        Made once: a chart is drawn again with each click on its page, and packing takes longer than all the rest.
        """
        if "datasets" not in self.spec:
            return self.spec
        return {**self.spec, "datasets": {name: _stream(rows) for name, rows in self.spec["datasets"].items()}}


def _stream(rows: list[dict[str, Any]]) -> bytes | list[dict[str, Any]]:
    """Return rows as an Arrow stream; as they are where there are none, or where a column is of several kinds."""
    # Takes 50 ms to import, so it is imported where the first chart is drawn.
    import pyarrow as pa

    if not rows:
        return rows
    names = dict.fromkeys(name for row in rows for name in row)
    try:
        table = pa.table({name: [row.get(name) for row in rows] for name in names})
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return rows
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def finish(drawing: dict[str, Any], look: Look, *, title: str, n: int, context: str, alt: str) -> dict[str, Any]:
    """Return a specification with title, n, context, text alternative and look.

    The title stands inside, so that a picture saved from the chart still says what it shows and over how many answers.
    """
    under = [f"n = {format_number(n, look.language)}", *context.split(PART)]
    return {
        **drawing,
        "title": {"text": _fitting(title), "subtitle": _lines([part for part in under if part]), "aria": False},
        "description": alt,
        "padding": PADDING,
        "config": config(look),
    }


def _fitting(title: str) -> str | dict[str, str]:
    """Return a title that takes several lines where the chart is narrow: Vega cuts what does not fit.

    >>> _fitting("NPS theo tháng")
    'NPS theo tháng'
    """
    lines = textwrap.wrap(title, _PHONE_TITLE, break_long_words=False, break_on_hyphens=False)
    if len(lines) < 2:
        return title
    narrow, wide = json.dumps(lines), json.dumps(title)
    return {"expr": f"containerSize()[0] < {_WIDE} ? {narrow} : {wide}"}


def _lines(parts: Sequence[str]) -> list[str]:
    """Set the parts of a context in lines, broken between parts, and within one that is longer than a line.

    Vega cuts what does not fit, it never breaks.
    """
    broken = [line for part in parts for line in textwrap.wrap(part, _TITLE_WIDTH, break_on_hyphens=False) or [part]]
    lines = [broken[0]]
    for part in broken[1:]:
        joined = f"{lines[-1]}{PART}{part}"
        if len(joined) <= _TITLE_WIDTH:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines
