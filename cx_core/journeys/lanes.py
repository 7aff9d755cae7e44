"""Which lanes a map shows, in which order, and which of the blueprint's lines stand between them."""

from __future__ import annotations

from cx_core.model.journey import LANES, USUAL_LANES, Journey

#: The line that is drawn above a lane of the service blueprint.
LINE_ABOVE = {"frontstage": "interaction", "backstage": "visibility", "support": "internal"}
_HIDDEN = "-"


def lane_order(journey: Journey) -> tuple[str, ...]:
    """Return every lane in the order of the map, hidden ones with a hyphen before them.

    An untouched map shows the usual ones. Lanes that a map does not mention are hidden and stand last.

    >>> from cx_core.model.journey import Text
    >>> lane_order(Journey("j", Text("x"), lanes=("pain", "-emotion")))[:3]
    ('pain', '-emotion', '-action')
    """
    if not journey.lanes:
        return tuple(lane if lane in USUAL_LANES else _HIDDEN + lane for lane in LANES)
    named = {lane.removeprefix(_HIDDEN) for lane in journey.lanes}
    return (*journey.lanes, *(_HIDDEN + lane for lane in LANES if lane not in named))


def shown_lanes(journey: Journey) -> tuple[str, ...]:
    """Return the lanes that are shown, in order."""
    return tuple(lane for lane in lane_order(journey) if not lane.startswith(_HIDDEN))
