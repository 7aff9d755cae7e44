"""What a format cannot carry of a map, said before the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from cx_core.journeys.fields import FIELDS, flatten
from cx_core.journeys.lanes import hidden_lanes
from cx_core.model.journey import Journey
from cx_core.model.message import Message

Part = Literal[
    "second_language", "personas", "about", "channels", "pain_points", "expectations", "perceived", "details",
    "aliases", "moments", "without_score", "counters", "opportunities", "blueprint", "connections", "images",
    "own_lanes", "felt", "goal_owner", "standards", "votes", "hidden_lanes", "drawn_images", "behind", "detail_maps",
]  # fmt: skip

_ABOUT = ("scenario", "goal", "owner", "review_on")
_CONNECTIONS = ("duration_minutes", "links", "targets", "detail_id")
_BLUEPRINT = ("physical", "frontstage", "backstage", "support", *_CONNECTIONS)
_FELT = ("expected_by", "perceived_by", "perceived_low_by", "perceived_high_by")
#: What stands on a pain point or an opportunity beside what a small card has room for.
_BEHIND = ("root_cause", "quote_ids", "themes", "phrases", "detail", "pain_ids", "touchpoint_ids")
#: A drawing holds at most so many pictures, the first ones of the map: more would make it too large to send.
MAX_DRAWN_IMAGES = 60
_STANDARDS = ("expectation", "service_standard", "owner", "evidence")
_DETAILS = ("customer_action", "thought", "expectation", "service_standard", "owner", "evidence")


def losses(journey: Journey, *parts: Part) -> tuple[Message, ...]:
    """Return a message for each of the named parts that the map really has.

    >>> from cx_core.journeys import build
    >>> one = build.journey("x", [build.stage("y", [build.touchpoint("z", channel="zalo")])])
    >>> [message.key for message in losses(one, "channels", "pain_points")]
    ['formats.loses.channels']
    """
    return tuple(Message.of(f"formats.loses.{part}", n=n) for part in parts if (n := _COUNT[part](journey)))


def _second_language(journey: Journey) -> int:
    texts = [
        getattr(part, field.name)
        for noun, group in (
            ("journey", (journey,)),
            ("stage", journey.stages),
            ("touchpoint", journey.touchpoints),
            ("pain_point", journey.pain_points),
        )
        for part in group
        for field in FIELDS[noun]  # type: ignore[index]
        if field.kind == "text"
    ]
    return sum(bool(text.vi and text.en and text.vi != text.en) for text in texts)


def _details(journey: Journey) -> int:
    return _touched(journey, _DETAILS) + sum(bool(stage.customer_goal) for stage in journey.stages)


def _touched(journey: Journey, names: tuple[str, ...]) -> int:
    flat = [flatten("touchpoint", touchpoint) for touchpoint in journey.touchpoints]
    return sum(any(_is_set(one, name) for name in names) for one in flat)


def _is_set(flat: dict[str, object], name: str) -> bool:
    values = [value for key, value in flat.items() if key in (name, f"{name}_vi", f"{name}_en")]
    return any(value not in ("", None, "assumption") for value in values)


def _behind(journey: Journey) -> int:
    leaves = (*journey.pain_points, *journey.opportunities)
    return sum(any(getattr(leaf, name, None) for name in _BEHIND) for leaf in leaves)


def _with_any(journey: Journey, names: tuple[str, ...]) -> int:
    return sum(any(getattr(one, name) for name in names) for one in journey.touchpoints)


_COUNT: dict[Part, Callable[[Journey], int]] = {
    "second_language": _second_language,
    "personas": lambda journey: len(journey.persona_ids),
    "goal_owner": lambda journey: sum(bool(getattr(journey, name)) for name in _ABOUT[1:]),
    "standards": lambda journey: _touched(journey, _STANDARDS),
    "about": lambda journey: sum(bool(getattr(journey, name)) for name in _ABOUT),
    "channels": lambda journey: sum(one.channel != "other" for one in journey.touchpoints),
    "pain_points": lambda journey: len(journey.pain_points),
    "expectations": lambda journey: sum(one.expected is not None for one in journey.touchpoints),
    "perceived": lambda journey: sum(one.perceived is not None for one in journey.touchpoints),
    "details": _details,
    "aliases": lambda journey: sum(len(one.aliases) for one in journey.touchpoints),
    "moments": lambda journey: sum(one.moment_of_truth is not None for one in journey.touchpoints),
    "without_score": lambda journey: sum(one.perceived is None for one in journey.touchpoints),
    "counters": lambda journey: 1,
    "images": lambda journey: sum(len(one.images) for one in journey.touchpoints),
    "hidden_lanes": lambda journey: len(hidden_lanes(journey)),
    "drawn_images": lambda journey: max(0, sum(len(one.images) for one in journey.touchpoints) - MAX_DRAWN_IMAGES),
    "behind": _behind,
    "detail_maps": lambda journey: sum(one.detail_id is not None for one in journey.touchpoints),
    "own_lanes": lambda journey: len(journey.own_lanes),
    "votes": lambda journey: sum(bool(one.votes) for one in journey.touchpoints),
    "felt": lambda journey: sum(any(getattr(one, name) for name in _FELT) for one in journey.touchpoints),
    "opportunities": lambda journey: len(journey.opportunities),
    "blueprint": lambda journey: _with_any(journey, _BLUEPRINT),
    "connections": lambda journey: _with_any(journey, _CONNECTIONS),
}
