"""PNG out: the drawing as a picture for slides and chats, made here without a browser and without a network."""

from __future__ import annotations

import math
import re

from cx_core.formats import svg
from cx_core.formats.overlay import NO_OVERLAY, Overlay
from cx_core.formats.svg_canvas import FONT
from cx_core.model.journey import Journey, Persona

#: Two dots for each unit of the drawing, so that it stays sharp on a projector.
SCALE = 2.0
#: A larger picture is made smaller: nobody's program opens it, and its dots would fill the memory.
MAX_DOTS = 40_000_000

#: The face of the letters, which has every Vietnamese one; its files come with the package ``font-roboto``.
_FACE = "Roboto"
_FILES = ("Roboto", "RobotoBold", "RobotoItalic", "RobotoBoldItalic")


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
) -> bytes:
    """Return the drawing of a map as a PNG on white, at most `MAX_DOTS` dots."""
    return picture(svg.draw(journey, language, personas, overlay))


def picture(drawing: str) -> bytes:
    """Return one of our drawings as a PNG. Letters that the face lacks, such as emoji, come from the system's fonts."""
    # Loaded here: the fonts and the renderer are wanted by few commands.
    import font_roboto
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing.replace(FONT, _FACE),
            zoom=zoom(drawing),
            background="white",
            font_family=_FACE,
            sans_serif_family=_FACE,
            font_files=[font_roboto.font_files[name] for name in _FILES],
        )
    )


def zoom(drawing: str) -> float:
    """Return how many dots stand for a unit of the drawing.

    >>> zoom('<svg width="1000" height="500"/>'), zoom('<svg width="40000" height="1000"/>')
    (2.0, 1.0)
    """
    size = re.search(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"', drawing)
    wide, high = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    return min(SCALE, math.sqrt(MAX_DOTS / (wide * high)))
