"""Markdown: a page of notes with the map as a Mermaid diagram and as a table."""

from __future__ import annotations

import re

from cx_core.formats import mermaid
from cx_core.formats.document import ReadJourney
from cx_core.formats.losses import losses
from cx_core.formats.map_grid import Lane, map_lanes
from cx_core.formats.svg_text import sentence
from cx_core.i18n import translate
from cx_core.model.journey import Journey, Persona, Stage, Touchpoint
from cx_core.model.message import Message

#: What Markdown, or the HTML it may hold, would take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&:-])")


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return a page with the title, the scenario, the diagram in a fence, and a table of the touchpoints."""
    parts = [f"# {_escape(journey.title.in_language(language))}"]
    for field in ("scenario", "goal"):
        words = getattr(journey, field).in_language(language)
        if words:
            parts.append(f"**{sentence(translate(f'field.{field}', language))}:** {_escape(words)}")
    diagram = mermaid.write(journey, language, personas).decode("utf-8").rstrip()
    parts.append(f"```mermaid\n{diagram}\n```")
    parts.append(_table(journey, language, personas))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of the first ``journey`` diagram among the fences; the table is not read."""
    return mermaid.read(data, tolerant=tolerant, language=language)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the page does not show; read again by this program, nothing is lost."""
    return losses(journey, "second_language", "images", "behind", "detail_maps", "votes")


def _table(journey: Journey, language: str, personas: tuple[Persona, ...]) -> str:
    lanes = map_lanes(journey, language, personas)
    head = [translate("stage.name", language), *(lane.name for lane in lanes)]
    lines = [_row(head), _row(["---"] * len(head), plain=True)]
    for stage in journey.stages:
        name = stage.name.in_language(language)
        for at, touchpoint in enumerate(stage.touchpoints or (None,)):
            cells = [_text(lane, stage, touchpoint, is_first=at == 0) for lane in lanes]
            lines.append(_row([name, *cells]))
    return "\n".join(lines)


def _text(lane: Lane, stage: Stage, touchpoint: Touchpoint | None, *, is_first: bool) -> str:
    """Return a cell; what is said of a whole stage stands in its first row alone."""
    if lane.stage_text is not None:
        return lane.stage_text(stage) if is_first else ""
    return lane.text(touchpoint) if touchpoint else ""


def _row(cells: list[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else [_escape(cell) for cell in cells])} |"


def _escape(text: str) -> str:
    """Return a text so that it shows as it is on one line: nothing in it is markup, a link or a tag."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", "<br>")
