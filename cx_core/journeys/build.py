"""Making maps: parts with ids and positions, copies with new ids, and the whole map checked at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cx_core.journeys.fields import flatten, unflatten
from cx_core.journeys.ids import is_id, new_id
from cx_core.journeys.operations import clean_line, clean_text, normalise_fields, noun_name, require_name
from cx_core.journeys.votes import voted
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Noun
from cx_core.model.problem import Refusal

MAX_PARTS = 2_000


def text(value: str | Text, en: str = "") -> Text:
    """Return a text of the map from a Vietnamese string, both strings, or a text.

    >>> text("Mua hàng", "Buy")
    Text(vi='Mua hàng', en='Buy')
    """
    return value if isinstance(value, Text) else Text(value, en)


def journey(title: str | Text, stages: Iterable[Stage] = (), **fields: Any) -> Journey:
    """Build a map from its stages: ids are made, parents and positions (1, 2, 3, …) set all the way down.

    >>> made = journey("Mua hàng", [stage("Tìm hiểu", [touchpoint("Trang web", channel="web")])])
    >>> made.touchpoints[0].position, made.touchpoints[0].stage_id == made.stages[0].id
    (1.0, True)
    """
    return place(Journey(id=fields.pop("id", None) or new_id(), title=text(title), stages=tuple(stages), **fields))


def stage(name: str | Text, touchpoints: Iterable[Touchpoint] = (), **fields: Any) -> Stage:
    """Build a stage for `journey`."""
    made = fields.pop("id", None) or new_id()
    return Stage(id=made, journey_id="", name=text(name), touchpoints=tuple(touchpoints), **fields)


def touchpoint(name: str | Text, pain_points: Iterable[PainPoint] = (), **fields: Any) -> Touchpoint:
    """Build a touchpoint for `stage`."""
    made = fields.pop("id", None) or new_id()
    return Touchpoint(id=made, stage_id="", name=text(name), pain_points=tuple(pain_points), **fields)


def pain_point(words: str | Text, severity: int = 3, **fields: Any) -> PainPoint:
    """Build a pain point for `touchpoint`."""
    made = fields.pop("id", None) or new_id()
    return PainPoint(id=made, touchpoint_id="", text=text(words), severity=severity, **fields)


def opportunity(words: str | Text, **fields: Any) -> Opportunity:
    """Build an opportunity, to be given to `touchpoint` as one of its ``opportunities``."""
    made = fields.pop("id", None) or new_id()
    return Opportunity(id=made, touchpoint_id="", text=text(words), **fields)


def place(one: Journey) -> Journey:
    """Return the map with every parent id set and positions 1, 2, 3, … in the order given."""
    return replace(one, stages=tuple(_placed_stage(part, one.id, at) for at, part in enumerate(one.stages, 1)))


def with_new_ids(one: Journey) -> Journey:
    """Return a copy that can live beside the original: every id new, revision and versions back at 1."""
    stages = tuple(
        replace(
            part,
            id=new_id(),
            version=1,
            touchpoints=tuple(_fresh_touchpoint(inner) for inner in part.touchpoints),
        )
        for part in one.stages
    )
    made = replace(one, id=new_id(), stages=stages, revision=1, version=1, updated_at=None)
    return place(with_references(made, _twins(one, made)))


def _twins(old: Journey, new: Journey) -> dict[str, str]:
    """Return the new id of every touchpoint and pain point by its old one."""
    found = {before.id: after.id for before, after in zip(old.touchpoints, new.touchpoints, strict=True)}
    return found | {before.id: after.id for before, after in zip(old.pain_points, new.pain_points, strict=True)}


def with_references(one: Journey, ids: Mapping[str, str]) -> Journey:
    """Return the map with its references between parts led over to new ids; those that lead nowhere are dropped."""

    def lead(old: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids[ref] for ref in old if ref in ids)

    def idea(part: Opportunity) -> Opportunity:
        return replace(part, pain_ids=lead(part.pain_ids), touchpoint_ids=lead(part.touchpoint_ids))

    def point(part: Touchpoint) -> Touchpoint:
        links = [link.split(":", 1) for link in part.links]
        kept = tuple(f"{kind}:{ids[ref]}" for kind, ref in links if ref in ids)
        return replace(part, links=kept, opportunities=tuple(map(idea, part.opportunities)))

    return replace(
        one, stages=tuple(replace(part, touchpoints=tuple(map(point, part.touchpoints))) for part in one.stages)
    )


def checked(one: Journey) -> Journey:
    """Return the map with clean texts and values, as a map must be before it is stored.

    Raises the refusals of `cx_core.journeys.operations.normalise`, and ``id_bad`` for ids that are malformed or
    stand twice, ``map_too_large`` above `MAX_PARTS` parts.
    """
    parts = [one.id, *(part.id for part in one.stages), *(part.id for part in one.touchpoints)]
    parts += [part.id for part in one.pain_points] + [part.id for part in one.opportunities]
    if len(parts) > MAX_PARTS:
        raise Refusal("map_too_large", {"limit": MAX_PARTS})
    if len(set(parts)) != len(parts) or not all(is_id(part) for part in parts):
        raise Refusal("id_bad")
    stages = tuple(
        replace(
            _checked("stage", part),
            touchpoints=tuple(
                replace(
                    voted(_checked("touchpoint", inner)),
                    pain_points=tuple(_checked("pain_point", pain) for pain in inner.pain_points),
                    opportunities=tuple(_checked("opportunity", idea) for idea in inner.opportunities),
                )
                for inner in part.touchpoints
            ),
        )
        for part in one.stages
    )
    kept = {part.id: part.id for part in one.touchpoints} | {part.id: part.id for part in one.pain_points}
    return with_references(replace(_checked("journey", one), stages=stages), kept)


def checked_persona(one: Persona) -> Persona:
    """Return the persona with clean texts; refuses like `checked`."""
    if not is_id(one.id):
        raise Refusal("id_bad")
    name = clean_line("name", one.name)
    if not name:
        raise Refusal("name_empty", {"noun": noun_name("persona")})
    texts: dict[str, Any] = {
        field: Text(clean_text(field, getattr(one, field).vi), clean_text(field, getattr(one, field).en))
        for field in ("role", "goals", "frustrations", "quote")
    }
    segments = tuple(sorted((field, tuple(sorted(set(values)))) for field, values in one.segment_filter))
    return replace(one, name=name, age_range=clean_line("age_range", one.age_range), segment_filter=segments, **texts)


def _checked(noun: Noun, part: Any) -> Any:
    fields = normalise_fields(noun, flatten(noun, part))
    require_name(noun, fields)
    return replace(part, **unflatten(noun, fields))


def _placed_stage(part: Stage, journey_id: str, at: int) -> Stage:
    touchpoints = tuple(_placed_touchpoint(inner, part.id, n) for n, inner in enumerate(part.touchpoints, 1))
    return replace(part, journey_id=journey_id, position=float(at), touchpoints=touchpoints)


def _placed_touchpoint(part: Touchpoint, stage_id: str, at: int) -> Touchpoint:
    pains = tuple(replace(pain, touchpoint_id=part.id, position=float(n)) for n, pain in enumerate(part.pain_points, 1))
    ideas = [replace(idea, touchpoint_id=part.id, position=float(n)) for n, idea in enumerate(part.opportunities, 1)]
    return replace(part, stage_id=stage_id, position=float(at), pain_points=pains, opportunities=tuple(ideas))


def _fresh_touchpoint(part: Touchpoint) -> Touchpoint:
    pains = tuple(replace(pain, id=new_id(), version=1) for pain in part.pain_points)
    ideas = tuple(replace(idea, id=new_id(), version=1) for idea in part.opportunities)
    return replace(part, id=new_id(), version=1, pain_points=pains, opportunities=ideas)
