"""What a drawing of a map shows over the map's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cx_core.journeys.gaps import MeasuredEmotion


@dataclass(frozen=True)
class Overlay:
    """What is laid over a map: measured emotions and numbers by the touchpoint's id, pictures by their name.

    ``measured`` adds the measured curve. ``numbers`` are lines of text; those of stages go by the stage's id.
    ``images`` become part of the drawing.
    """

    measured: Mapping[str, MeasuredEmotion] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)


NO_OVERLAY = Overlay()
