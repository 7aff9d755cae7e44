"""The map as a drawing: SVG text, the same for the same map, with words and parts that a screen reader finds."""

from __future__ import annotations

from collections.abc import Mapping

from cx_core.formats.losses import losses
from cx_core.formats.svg_canvas import Canvas
from cx_core.formats.svg_head import draw_cards, draw_people, draw_stages, draw_title
from cx_core.formats.svg_lanes import Behind, draw_lanes
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    measured: Mapping[str, MeasuredEmotion] | None = None,
    chips: Mapping[str, str] | None = None,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the drawing of a map, with what was measured where it is given, as `draw` takes it."""
    return draw(journey, language, personas, measured, chips, images).encode("utf-8", "replace")


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the drawing does not show."""
    return losses(
        journey, "second_language", "aliases", "hidden_lanes", "drawn_images", "behind", "detail_maps", "votes"
    )


def draw(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    measured: Mapping[str, MeasuredEmotion] | None = None,
    chips: Mapping[str, str] | None = None,
    images: Mapping[str, bytes] | None = None,
    *,
    with_people: bool = True,
) -> str:
    """Return the SVG of a map.

    ``measured`` holds measured emotions by touchpoint id and adds their curve, ``chips`` lines of numbers by the id
    of a touchpoint or stage, ``images`` pictures by name, which become part of the drawing. Lanes stand in the order
    of the map and grow with their texts, so that nothing is cut. ``with_people`` False leaves out the personas' cards.
    """
    canvas = Canvas(journey, language, personas)
    behind = Behind(measured or {}, chips or {}, images or {})
    draw_title(canvas)
    if with_people:
        draw_people(canvas)
    draw_stages(canvas, behind.numbers)
    draw_cards(canvas)
    draw_lanes(canvas, behind)
    return canvas.whole()
