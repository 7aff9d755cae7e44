"""The head of a drawn map: what it is about, whose journey it is, its stages and the cards of its touchpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from cx_core.formats.channel_icons import CHANNEL_PATHS
from cx_core.formats.persona_columns import segment_words
from cx_core.formats.svg_canvas import (
    COLUMN,
    EDGE,
    ENOUGH,
    FADED,
    GAP,
    INK,
    ITALIC,
    LINE,
    MUTED,
    RULE,
    STRONG,
    Canvas,
    Column,
)
from cx_core.formats.svg_text import attribute, escaped, lines_at, number, sentence, wrap
from cx_core.i18n import format_date, format_share
from cx_core.journeys.labels import evidence_backed_share
from cx_core.model.journey import EvidenceLevel, Persona, Touchpoint

_STAGE_HEIGHT, _TIP = 48.0, 14.0
_PERSON, _PERSON_GAP = 440.0, 12.0
_LEVELS = get_args(EvidenceLevel)


@dataclass(frozen=True)
class _Block:
    """A text of a card in its lines, with the sign before it."""

    lines: list[str]
    size: float
    style: str = ""
    sign: str = ""
    indent: float = 0.0

    @property
    def height(self) -> float:
        return self.size * 1.4 * len(self.lines)


def draw_title(canvas: Canvas) -> None:
    """Draw the name of the map, its scenario and goal, and a line of facts."""
    journey, language = canvas.journey, canvas.language
    goal = journey.goal.in_language(language)
    said = (
        (journey.title.in_language(language), 28, STRONG),
        (journey.scenario.in_language(language), 15, FADED),
        (f"{sentence(canvas.say('field.goal'))}: {goal}" if goal else "", 15, FADED),
        (" · ".join(_facts(canvas)), 14, ""),
    )
    for words, size, style in said:
        lines = wrap(words, canvas.right - EDGE, size, ENOUGH, bold=style == STRONG)
        if lines:
            canvas.add(lines_at(lines, EDGE, canvas.y - 4, size, style=style))
            canvas.y += len(lines) * size * 1.4 + 4
    canvas.y += 12


def _facts(canvas: Canvas) -> list[str]:
    journey, language = canvas.journey, canvas.language
    facts = [persona.name for persona in canvas.personas]
    facts += [canvas.say(f"journey.state.{journey.state}"), canvas.say(f"journey.status.{journey.status}")]
    if journey.owner:
        facts.append(f"{canvas.say('touchpoint.owner')}: {journey.owner}")
    if journey.review_on:
        facts.append(f"{sentence(canvas.say('field.review_on'))}: {format_date(journey.review_on, language)}")
    share = evidence_backed_share(journey)
    if share is not None:
        facts.append(canvas.say("journey.evidence.share", share=format_share(share, language)))
    return facts


def draw_people(canvas: Canvas) -> None:
    """Draw a card for each persona that says more of itself than its name."""
    cards = [(one, blocks) for one in canvas.personas if (blocks := _about(canvas, one))]
    each_row = max(1, int((canvas.right - EDGE + _PERSON_GAP) // (_PERSON + _PERSON_GAP)))
    for first in range(0, len(cards), each_row):
        row = cards[first : first + each_row]
        height = max(sum(block.height for block in blocks) for _, blocks in row) + 26
        for at, (persona, blocks) in enumerate(row):
            _draw_person(canvas, persona, blocks, EDGE + at * (_PERSON + _PERSON_GAP), height)
        canvas.y += height + GAP
    canvas.y += GAP if cards else 0


def _about(canvas: Canvas, persona: Persona) -> list[_Block]:
    """Return what a persona's card says; nothing where it has no more than a name."""
    language = canvas.language
    quote = persona.quote.in_language(language)
    said = [
        (" · ".join(filter(None, (persona.role.in_language(language), persona.age_range))), FADED),
        (f"“{quote}”" if quote else "", ITALIC),
    ]
    for name in ("goals", "frustrations"):
        words = getattr(persona, name).in_language(language)
        said.append((f"{sentence(canvas.say(f'field.{name}'))}: {words}" if words else "", ""))
    who = segment_words(persona)
    said.append((f"{sentence(canvas.say('formats.column.segment_filter'))}: {who}" if who else "", FADED))
    blocks = [_Block(wrap(words, _PERSON - 28, 13, ENOUGH), 13, style) for words, style in said if words]
    return [_Block(wrap(persona.name, _PERSON - 28, 15, ENOUGH, bold=True), 15, STRONG), *blocks] if blocks else []


def _draw_person(canvas: Canvas, persona: Persona, blocks: list[_Block], left: float, height: float) -> None:
    top = canvas.y
    drawn, y = [], top + 10
    for block in blocks:
        drawn.append(lines_at(block.lines, left + 14, y, block.size, style=block.style))
        y += block.height
    canvas.add(
        f"<g><title>{escaped(persona.name)}</title>"
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(_PERSON)}" height="{number(height)}" rx="8" '
        f'fill="#F8FAFB" stroke="{RULE}"/>{"".join(drawn)}</g>'
    )


def draw_stages(canvas: Canvas, numbers: Mapping[str, str]) -> None:
    """Draw the band of stages, each with its number when it has one, and under it what customers want there."""
    bands = []
    for stage, left, right in canvas.spans():
        name = stage.name.in_language(canvas.language)
        room = right - left - 2 * _TIP - 12
        chip = wrap(numbers.get(stage.id, "").replace("\n", " · "), room, 13, ENOUGH)
        bands.append((left, right, name, wrap(name, room, 16, ENOUGH, bold=True), chip))
    height = max([_STAGE_HEIGHT, *(len(lines) * 20.0 + len(chip) * 18 + 16 for *_, lines, chip in bands)])
    for at, (left, right, name, lines, chip) in enumerate(bands):
        path = _chevron(canvas.y, height, left, right, is_first=at == 0)
        top = canvas.y + (height - len(lines) * 20 - len(chip) * 18) / 2
        canvas.add(
            f'<g><title>{escaped(name)}</title><path d="{path}" fill="{"#E5E7EB" if at % 2 else "#F1F3F5"}"/>'
            + lines_at(lines, left + 2 * _TIP, top, 16, style=STRONG, leading=1.25)
            + lines_at(chip, left + 2 * _TIP, top + len(lines) * 20, 13, style=FADED)
            + "</g>"
        )
    canvas.lane(canvas.say("stage.name"), height, ruled=False)
    canvas.lanes_from = canvas.y
    draw_over_stages(canvas, canvas.say("stage.customer_goal"), _goals(canvas))


def _goals(canvas: Canvas) -> dict[str, str]:
    return {stage.id: stage.customer_goal.in_language(canvas.language) for stage in canvas.journey.stages}


def draw_over_stages(canvas: Canvas, name: str, texts: Mapping[str, str]) -> None:
    """Draw a lane with one text over all of a stage's columns, when any stage has one."""
    wrapped = [
        (left, texts[stage.id], wrap(texts[stage.id], right - left - 16, 13, ENOUGH))
        for stage, left, right in canvas.spans()
        if texts.get(stage.id)
    ]
    for left, text, lines in wrapped:
        canvas.add(f"<g><title>{escaped(text)}</title>{lines_at(lines, left + 8, canvas.y + 4, 13)}</g>")
    if wrapped:
        canvas.lane(name, max(len(lines) for *_, lines in wrapped) * LINE + 12)


def _chevron(top: float, height: float, left: float, right: float, *, is_first: bool) -> str:
    middle, bottom, end = number(top + height / 2), number(top + height), number(right - 4)
    notch = "" if is_first else f"L{number(left + _TIP)} {middle}"
    return (
        f"M{number(left)} {number(top)}H{end}L{number(right - 4 + _TIP)} {middle}L{end} {bottom}H{number(left)}{notch}Z"
    )


def draw_cards(canvas: Canvas) -> None:
    """Draw the card of each touchpoint: channel, name, kind of moment, who begins, how well it is founded."""
    bodies = [(column, one, _card_blocks(canvas, one)) for column, one in canvas.points()]
    height = max([sum(block.height for block in blocks) for *_, blocks in bodies], default=40.0) + 18
    for column, one, blocks in bodies:
        _draw_card(canvas, column, one, blocks, height)
    canvas.lane(canvas.say("touchpoint.name"), height)


_ICON, _BARS = 22.0, 26.0


def _card_blocks(canvas: Canvas, one: Touchpoint) -> list[_Block]:
    room = COLUMN - 28

    def signed(sign: str, key: str, style: str = FADED, indent: float = _ICON) -> _Block:
        return _Block(wrap(canvas.say(key), room - indent, 12.5, ENOUGH), 12.5, style, sign, indent)

    name = one.name.in_language(canvas.language)
    blocks = [
        signed(_icon(one.channel), f"channel.{one.channel}"),
        _Block(wrap(name, room, 15, ENOUGH, bold=True), 15, STRONG),
    ]
    if one.moment_of_truth:
        blocks.append(signed(_DIAMOND, f"moment_of_truth.{one.moment_of_truth}", ""))
    if one.initiator != "customer":
        blocks.append(signed(_ARROW, f"initiator.{one.initiator}"))
    return [*blocks, signed(_bars(one.evidence), f"evidence.{one.evidence}", FADED + ITALIC, _BARS)]


def _draw_card(canvas: Canvas, column: Column, one: Touchpoint, blocks: list[_Block], height: float) -> None:
    left, top = column.left + 4, canvas.y
    said = [one.name.in_language(canvas.language), canvas.say(f"channel.{one.channel}")]
    if one.moment_of_truth:
        said.append(canvas.say(f"moment_of_truth.{one.moment_of_truth}"))
    drawn, y = [], top + 8
    for block in blocks:
        if block.sign:
            drawn.append(f'<g transform="translate({number(left + 10)} {number(y + 1)})">{block.sign}</g>')
        drawn.append(lines_at(block.lines, left + 10 + block.indent, y, block.size, style=block.style))
        y += block.height
    border = f'stroke="{INK}" stroke-width="1.8"' if one.moment_of_truth else 'stroke="#CBD5E1"'
    canvas.add(
        f'<g tabindex="0" data-id={attribute(one.id)} role="group" aria-label={attribute(", ".join(said))}>'
        f"<title>{escaped(', '.join(said))}</title>"
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(COLUMN - 8)}" height="{number(height)}" rx="8" '
        f'fill="#FFFFFF" {border}/>{"".join(drawn)}</g>'
    )


def _icon(channel: str) -> str:
    path = CHANNEL_PATHS.get(channel, CHANNEL_PATHS["other"])
    return (
        f'<path d="{path}" transform="scale(0.67)" fill="none" stroke="{MUTED}" stroke-width="1.8" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


#: The sign of a moment of truth, a diamond in a diamond.
_DIAMOND = (
    f'<path d="M9 1l7 7l-7 7l-7 -7Z" fill="#FFFFFF" stroke="{INK}"/>'
    f'<path d="M9 4.2l3.8 3.8l-3.8 3.8l-3.8 -3.8Z" fill="{INK}"/>'
)
#: An arrow that comes towards the customer: somebody else begins here.
_ARROW = (
    f'<path d="M15 8H3M8 3L3 8l5 5" fill="none" stroke="{MUTED}" stroke-width="1.6" stroke-linecap="round" '
    'stroke-linejoin="round"/>'
)


def _bars(level: str) -> str:
    """Return filled bars: none for an assumption, five for what was checked."""
    steps = _LEVELS.index(level)
    return "".join(
        f'<rect x="{at * 4}" y="{number(13 - 2 - at * 1.8)}" width="3" height="{number(2 + at * 1.8)}" '
        f'fill="{MUTED if at < steps else "#D5DAE0"}"/>'
        for at in range(5)
    )
