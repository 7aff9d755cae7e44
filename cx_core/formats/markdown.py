"""Markdown: a page of notes with the map as a Mermaid diagram and as a table."""

from __future__ import annotations

import re

from cx_core.formats import mermaid
from cx_core.formats.document import ReadJourney
from cx_core.formats.losses import losses
from cx_core.formats.map_grid import shown_lanes
from cx_core.i18n import translate
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message

#: What Markdown, or the HTML it may hold, would take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&:-])")


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return a page with the title, the scenario, the diagram in a fence, and a table of the touchpoints."""
    parts = [f"# {_escape(journey.title.in_language(language))}"]
    for field in ("scenario", "goal"):
        words = getattr(journey, field).in_language(language)
        if words:
            parts.append(f"**{translate(f'field.{field}', language)}:** {_escape(words)}")
    diagram = mermaid.write(journey, language, personas).decode("utf-8").rstrip()
    parts.append(f"```mermaid\n{diagram}\n```")
    parts.append(_table(journey, language))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of the first ``journey`` diagram among the fences; the table is not read."""
    return mermaid.read(data, tolerant=tolerant, language=language)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the page does not show; read again by this program, nothing is lost."""
    return losses(journey, "second_language", "opportunities", "images", "own_lanes", "felt")


def _table(journey: Journey, language: str) -> str:
    lanes = shown_lanes(journey, language)
    head = [translate("stage.name", language), *(translate(lane.key, language) for lane in lanes)]
    lines = [_row(head), _row(["---"] * len(head), plain=True)]
    for stage in journey.stages:
        name = stage.name.in_language(language)
        for touchpoint in stage.touchpoints:
            lines.append(_row([name, *(lane.text(touchpoint, language) for lane in lanes)]))
        if not stage.touchpoints:
            lines.append(_row([name, *[""] * len(lanes)]))
    return "\n".join(lines)


def _row(cells: list[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else [_escape(cell) for cell in cells])} |"


def _escape(text: str) -> str:
    """Return a text so that it shows as it is on one line: nothing in it is markup, a link or a tag."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", "<br>")
