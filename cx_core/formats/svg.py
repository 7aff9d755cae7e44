"""The map as a drawing: SVG text, the same for the same map, with words and parts that a screen reader finds."""

from __future__ import annotations

from cx_core.formats.losses import losses
from cx_core.formats.overlay import NO_OVERLAY, Overlay
from cx_core.formats.svg_canvas import Canvas
from cx_core.formats.svg_head import draw_cards, draw_people, draw_stages, draw_title
from cx_core.formats.svg_lanes import draw_lanes
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
) -> bytes:
    """Return the drawing of a map, as `draw` makes it."""
    return draw(journey, language, personas, overlay).encode("utf-8", "replace")


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the drawing does not show."""
    return losses(
        journey, "second_language", "aliases", "hidden_lanes", "drawn_images", "behind", "detail_maps", "votes"
    )


def draw(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
    *,
    with_people: bool = True,
) -> str:
    """Return the SVG of a map.

    Lanes stand in the order of the map and grow with their texts, so that nothing is cut. ``with_people`` False leaves
    out the personas' cards.
    """
    canvas = Canvas(journey, language, personas)
    draw_title(canvas)
    if with_people:
        draw_people(canvas)
    draw_stages(canvas, overlay.numbers)
    draw_cards(canvas)
    draw_lanes(canvas, overlay)
    return canvas.whole()
