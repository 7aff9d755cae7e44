"""A map as a grid of texts, stages as columns: for workbooks, pages and anything that shows a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from cx_core.formats.svg_text import sentence
from cx_core.i18n import format_date, format_number, translate
from cx_core.i18n.measures import format_value
from cx_core.journeys.labels import emotion_word
from cx_core.journeys.lanes import own_lane, shown_lanes
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint


@dataclass(frozen=True)
class Lane:
    """One row of the grid: its name and what it says of one touchpoint, empty when there is nothing.

    A lane with ``stage_text`` says one thing for a whole stage instead.
    """

    name: str
    text: Callable[[Touchpoint], str]
    stage_text: Callable[[Stage], str] | None = None


def emotion_text(value: float | None, language: str) -> str:
    """Return an emotion as a number with its word; empty when it is unknown.

    >>> emotion_text(-1.5, "en"), emotion_text(1.0, "vi"), emotion_text(None, "en")
    ('−1.5 (Very bad)', '+1 (Tốt)', '')
    """
    if value is None:
        return ""
    sign = "+" if value > 0 else ""
    return f"{sign}{format_number(value, language)} ({translate(f'emotion.{emotion_word(value)}', language)})"


def duration_text(minutes: float | None, language: str) -> str:
    """Return how long something takes, in minutes, hours or days; empty when it is unknown.

    >>> duration_text(5, "vi"), duration_text(150, "en"), duration_text(4320, "vi")
    ('5 phút', '2.5 h', '3 ngày')
    """
    if minutes is None:
        return ""
    unit, size = next((unit, size) for unit, size, below in _UNITS if minutes < below)
    return translate(f"board.ui.{unit}", language, n=format_number(round(minutes / size, 1), language))


_UNITS = (("minutes", 1, 90), ("hours", 60, 2880), ("days", 1440, float("inf")))


def link_target(link: str) -> tuple[str, str]:
    """Return the kind of a link and the id of the touchpoint it leads to.

    >>> link_target("loop:t1")
    ('loop', 't1')
    """
    kind, _, target = link.partition(":")
    return kind, target


def target_texts(touchpoint: Touchpoint, language: str) -> list[str]:
    """Return what is aimed at, a line a metric; a CSAT target is written in percent."""
    return [
        f"{translate('blueprint.target', language, metric=translate(f'metric.{metric}.short', language))}: "
        + format_value(metric, float(value) / (100 if metric == "csat" else 1), language)
        for metric, _, value in (one.partition(":") for one in touchpoint.targets)
    ]


def field_words(one: Touchpoint, name: str, language: str) -> str:
    """Return what a field of a touchpoint says, in words; empty when it says nothing.

    >>> from cx_core.journeys import build
    >>> field_words(build.touchpoint("x", channel="zalo"), "channel", "vi")
    'Zalo'
    """
    if name == "duration_minutes":
        return duration_text(one.duration_minutes, language)
    if name == "targets":
        return "; ".join(target_texts(one, language))
    if name == "notes":
        return "; ".join(text.in_language(language) for _, text in one.notes)
    if name == "images":
        return translate("formats.images", language, n=len(one.images)) if one.images else ""
    value = getattr(one, name)
    if isinstance(value, Text):
        return value.in_language(language)
    return translate(f"{name}.{value}", language) if name in _CHOICES and value else str(value or "")


_CHOICES = ("channel", "initiator", "moment_of_truth", "evidence")


def map_lanes(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    numbers: Mapping[str, str] | None = None,
) -> tuple[Lane, ...]:
    """Return the lanes that say something on this map; those for name and channel are always there.

    ``numbers`` are lines about what was measured, by touchpoint id.
    """
    measured = numbers or {}

    def named(key: str, text: Callable[[Touchpoint], str]) -> Lane:
        return Lane(sentence(translate(key, language)), text)

    def field(key: str, name: str) -> Lane:
        return named(key, partial(_field, name=name, language=language))

    always = (
        field("touchpoint.name", "name"),
        named("touchpoint.channel", lambda one: translate(f"channel.{one.channel}", language)),
    )
    goals = Lane(
        translate("stage.customer_goal", language), _nothing, lambda stage: stage.customer_goal.in_language(language)
    )
    others = (
        goals,
        named("field.initiator", lambda one: "" if one.initiator == "customer" else
              translate(f"initiator.{one.initiator}", language)),
        field("touchpoint.customer_action", "customer_action"),
        field("touchpoint.thought", "thought"),
        named("emotion.expected", lambda one: emotion_text(one.expected, language)),
        named("emotion.perceived", lambda one: emotion_text(one.perceived, language)),
        named("formats.svg.spread", lambda one: _spread(one, language)),
        *_felt(journey, language, personas),
        named("board.ui.lane_measure", lambda one: measured.get(one.id, "")),
        field("touchpoint.expectation", "expectation"),
        field("touchpoint.service_standard", "service_standard"),
        named("formats.lane.moment", lambda one: (one.moment_of_truth and
              translate(f"moment_of_truth.{one.moment_of_truth}", language)) or ""),
        named("formats.lane.pain_points", lambda one: _pains(one, language)),
        named("board.ui.lane_opportunity", lambda one: _ideas(one, language)),
        field("board.ui.lane_physical", "physical"),
        field("board.ui.lane_frontstage", "frontstage"),
        field("board.ui.lane_backstage", "backstage"),
        field("board.ui.lane_support", "support"),
        named("board.ui.lane_duration", lambda one: duration_text(one.duration_minutes, language)),
        named("field.targets", lambda one: "\n".join(target_texts(one, language))),
        named("field.links", lambda one: _links(journey, one, language)),
        named("touchpoint.owner", lambda one: one.owner),
        named("field.evidence", lambda one: "" if one.evidence == "assumption" else
              translate(f"evidence.{one.evidence}", language)),
        *_own(journey, language),
    )  # fmt: skip
    return (*always, *(lane for lane in others if _says_something(lane, journey)))


def grid_rows(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> list[tuple[str, list[str]]]:
    """Return the grid: first the names of the stages, then a row a lane with its label and one text a stage.

    A stage's touchpoints stand in one cell, each on its line, numbered where there are several.
    """
    rows = [("", [stage.name.in_language(language) for stage in journey.stages])]
    for lane in map_lanes(journey, language, personas):
        rows.append((lane.name, [_cell(stage, lane) for stage in journey.stages]))
    return rows


def _cell(stage: Stage, lane: Lane) -> str:
    if lane.stage_text is not None:
        return lane.stage_text(stage)
    texts = [lane.text(touchpoint) for touchpoint in stage.touchpoints]
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1) if text)


def _says_something(lane: Lane, journey: Journey) -> bool:
    if lane.stage_text is not None:
        return any(lane.stage_text(stage) for stage in journey.stages)
    return any(lane.text(one) for one in journey.touchpoints)


def _nothing(touchpoint: Touchpoint) -> str:
    return ""


def _field(one: Touchpoint, name: str, language: str) -> str:
    words: Text = getattr(one, name)
    return words.in_language(language)


def _spread(one: Touchpoint, language: str) -> str:
    if one.perceived_low is None or one.perceived_high is None:
        return ""
    return f"{format_number(one.perceived_low, language)} – {format_number(one.perceived_high, language)}"


def pain_facts(pain: PainPoint, language: str) -> list[str]:
    """Return of what kind a pain point is and how often it is met, as far as the room has said."""
    kind = translate(f"pain_kind.{pain.kind}", language) if pain.kind and pain.kind != "pain" else ""
    often = translate(f"frequency.{pain.frequency}", language) if pain.frequency else ""
    return [fact for fact in (kind, often) if fact]


def idea_facts(idea: Opportunity, language: str) -> list[str]:
    """Return how an opportunity was weighed, who takes it on by when, and how far it has come."""
    weighed = idea.impact and idea.effort
    facts = (
        translate("board.ui.impact_effort", language, impact=idea.impact, effort=idea.effort) if weighed else "",
        idea.owner,
        format_date(idea.due_on, language) if idea.due_on else "",
        translate(f"progress.{idea.progress}", language) if idea.progress != "open" else "",
    )
    return [fact for fact in facts if fact]


def _pains(touchpoint: Touchpoint, language: str) -> str:
    return "\n".join(
        f"[{one.severity}] {_with(one.text.in_language(language), pain_facts(one, language))}"
        for one in touchpoint.pain_points
    )


def _ideas(touchpoint: Touchpoint, language: str) -> str:
    return "\n".join(
        _with(one.text.in_language(language), idea_facts(one, language)) for one in touchpoint.opportunities
    )


def _with(text: str, facts: list[str]) -> str:
    return f"{text} ({' · '.join(facts)})" if facts else text


def _links(journey: Journey, one: Touchpoint, language: str) -> str:
    names = {other.id: other.name.in_language(language) for other in journey.touchpoints}
    ways = [link_target(link) for link in one.links]
    return "\n".join(translate(f"blueprint.leads.{kind}", language, name=names[to]) for kind, to in ways if to in names)


def _felt(journey: Journey, language: str, personas: tuple[Persona, ...]) -> list[Lane]:
    """Return a lane for what each persona expects, and one for what it perceives, where it has its own."""

    def emotion(one: Touchpoint, name: str, persona_id: str) -> str:
        return emotion_text(dict(getattr(one, name)).get(persona_id), language)

    return [
        Lane(f"{translate(key, language)} · {persona.name}", partial(emotion, name=name, persona_id=persona.id))
        for persona in personas
        if persona.id in journey.persona_ids
        for key, name in (("emotion.expected", "expected_by"), ("emotion.perceived", "perceived_by"))
    ]


def _own(journey: Journey, language: str) -> list[Lane]:
    """Return the lanes that only this map has, also hidden ones."""
    names = dict(journey.own_lanes)
    order = [lane.removeprefix("-") for lane in (*journey.lanes, *shown_lanes(journey))]
    found: dict[str, Lane] = {}
    for lane in order:
        part = own_lane(lane)
        if part is None or part not in names or part in found:
            continue
        note = partial(_note, part=part, language=language)
        of_stage = lane.startswith("stage:")
        found[part] = Lane(
            names[part].in_language(language), _nothing if of_stage else note, note if of_stage else None
        )
    return list(found.values())


def _note(thing: Touchpoint | Stage, part: str, language: str) -> str:
    return dict(thing.notes).get(part, Text()).in_language(language)
