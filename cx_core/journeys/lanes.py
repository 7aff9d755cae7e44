"""Which lanes a map shows, in which order, and which of the blueprint's lines stand between them."""

from __future__ import annotations

from cx_core.model.journey import LANES, USUAL_LANES, Journey

#: The line that is drawn above a lane of the service blueprint.
LINE_ABOVE = {"frontstage": "interaction", "backstage": "visibility", "support": "internal"}
_HIDDEN = "-"
#: How a lane of the map's own is called among the lanes, by where its texts stand.
OWN = ("own", "stage")


def own_lane(lane: str) -> str | None:
    """Return the id of a lane that only this map has; None for every other lane.

    >>> own_lane("-own:l1"), own_lane("pain")
    ('l1', None)
    """
    scope, _, found = lane.removeprefix(_HIDDEN).partition(":")
    return found if found and scope in OWN else None


def lane_order(journey: Journey) -> tuple[str, ...]:
    """Return every lane in the order of the map, hidden ones with a hyphen before them.

    An untouched map shows the usual ones. Lanes that a map does not mention are hidden and stand last; lanes of its
    own are shown, and gone when they have no name any more.

    >>> from cx_core.model.journey import Text
    >>> lane_order(Journey("j", Text("x"), lanes=("pain", "-emotion")))[:3]
    ('pain', '-emotion', '-action')
    """
    own = [part for part, _ in journey.own_lanes]
    order = journey.lanes or tuple(lane if lane in USUAL_LANES else _HIDDEN + lane for lane in LANES)
    known = tuple(lane for lane in order if own_lane(lane) is None or own_lane(lane) in own)
    named = {lane.removeprefix(_HIDDEN) for lane in known}
    unnamed = (f"own:{part}" for part in own if named.isdisjoint(f"{scope}:{part}" for scope in OWN))
    return (*known, *unnamed, *(_HIDDEN + lane for lane in LANES if lane not in named))


def shown_lanes(journey: Journey) -> tuple[str, ...]:
    """Return the lanes that are shown, in order."""
    return tuple(lane for lane in lane_order(journey) if not lane.startswith(_HIDDEN))
