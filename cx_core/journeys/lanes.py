"""Which lanes a map shows, in which order, and which of the blueprint's lines stand between them."""

from __future__ import annotations

from dataclasses import replace

from cx_core.model.journey import LANES, USUAL_LANES, Journey, Text

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


def with_all_lanes(journey: Journey) -> Journey:
    """Return the map with every lane shown, in its order.

    >>> with_all_lanes(Journey("j", Text("x"), lanes=("pain", "-emotion"))).lanes[:2]
    ('pain', 'emotion')
    """
    return replace(journey, lanes=tuple(lane.removeprefix(_HIDDEN) for lane in lane_order(journey)))


#: What of a touchpoint each lane shows.
_SHOWS: dict[str, tuple[str, ...]] = {
    "action": ("customer_action",),
    "thought": ("thought",),
    "emotion": ("expected", "perceived", "expected_by", "perceived_by", "expectation"),
    "measure": ("targets",),
    "pain": ("pain_points",),
    "opportunity": ("opportunities",),
    "physical": ("physical",),
    "frontstage": ("frontstage",),
    "backstage": ("backstage",),
    "support": ("support",),
    "standard": ("service_standard",),
    "duration": ("duration_minutes",),
    "owner": ("owner",),
    "image": ("images",),
}


def hidden_lanes(journey: Journey) -> tuple[str, ...]:
    """Return the lanes that somebody hid although something stands in them; none on an untouched map.

    >>> from cx_core.journeys import build
    >>> one = build.journey("x", [build.stage("y", [build.touchpoint("z", owner="Lan")])])
    >>> from dataclasses import replace
    >>> hidden_lanes(one), hidden_lanes(replace(one, lanes=("pain", "-owner", "-thought")))
    ((), ('owner',))
    """
    if not journey.lanes:
        return ()
    hidden = (lane.removeprefix(_HIDDEN) for lane in lane_order(journey) if lane.startswith(_HIDDEN))
    return tuple(lane for lane in hidden if _is_filled(journey, lane))


def _is_filled(journey: Journey, lane: str) -> bool:
    part = own_lane(lane)
    if part is None:
        return any(
            getattr(one, name) not in (None, (), "", Text()) for one in journey.touchpoints for name in _SHOWS[lane]
        )
    noted = journey.stages if lane.startswith("stage:") else journey.touchpoints
    return any(dict(one.notes).get(part) for one in noted)
