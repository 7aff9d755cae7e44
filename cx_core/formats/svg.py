"""The map as a drawing: SVG text, the same for the same map, with words and parts that a screen reader finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cx_core.formats.losses import losses
from cx_core.formats.svg_cards import Leaf, draw_leaf, idea_leaves, pain_leaves
from cx_core.formats.svg_curve import EXPECTED, LANE_HEIGHT, MEASURED, PERCEIVED, draw_curve
from cx_core.formats.svg_text import attribute, escaped, lines_at, number, sentence, wrap
from cx_core.i18n import format_date, format_share, translate
from cx_core.journeys.curve import curve
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.journeys.labels import evidence_backed_share
from cx_core.model.journey import Journey, Persona, Stage, Text, Touchpoint
from cx_core.model.message import Message

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Be Vietnam Pro', Arial, sans-serif"
_EDGE, _HEAD, _COLUMN, _GAP = 24.0, 148.0, 168.0, 8.0
_STAGE_HEIGHT, _LINE = 48.0, 19.0
#: A text of a map fits into so many lines whatever it says: on paper nothing may be cut.
_ENOUGH = 60
#: So many pain points or ideas stand under one touchpoint, then their number.
_MAX_CARDS = 12
_INK, _MUTED = "#1F2937", "#4B5563"


@dataclass(frozen=True)
class _Column:
    """One column: a touchpoint, or the empty place of a stage without any."""

    stage: Stage
    touchpoint: Touchpoint | None
    left: float

    @property
    def centre(self) -> float:
        return self.left + _COLUMN / 2


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    measured: Mapping[str, MeasuredEmotion] | None = None,
    chips: Mapping[str, str] | None = None,
) -> bytes:
    """Return the drawing of a map, with what was measured where it is given, as `draw` takes it."""
    return draw(journey, language, personas, measured, chips).encode("utf-8", "replace")


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the drawing does not show."""
    return losses(journey, "second_language", "aliases", "connections", "images", "own_lanes", "felt")


def draw(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    measured: Mapping[str, MeasuredEmotion] | None = None,
    chips: Mapping[str, str] | None = None,
) -> str:
    """Return the SVG of a map.

    ``measured`` holds measured emotions by touchpoint id and adds their curve, ``chips`` a line of numbers for a
    touchpoint's card. Lanes grow with their texts, so that nothing is cut.
    """
    columns = _columns(journey)
    drawing = _Drawing(journey, language, columns)
    drawing.title(personas)
    drawing.stages()
    drawing.cards(chips or {})
    drawing.texts("touchpoint.customer_action", lambda one: one.customer_action.in_language(language))
    drawing.texts("touchpoint.thought", lambda one: one.thought.in_language(language), italic=True)
    drawing.emotions(measured or {})
    drawing.texts("touchpoint.expectation", lambda one: one.expectation.in_language(language))
    drawing.texts("touchpoint.service_standard", lambda one: one.service_standard.in_language(language))
    drawing.leaves("formats.lane.pain_points", lambda one: pain_leaves(one, language))
    drawing.leaves("board.ui.lane_opportunity", lambda one: idea_leaves(one, language))
    _draw_blueprint(drawing, language)
    drawing.texts("touchpoint.owner", lambda one: one.owner)
    return drawing.whole()


#: What the company does, lane under lane, with the line above each; the first stands above all lines.
_BLUEPRINT: tuple[tuple[str, str, str], ...] = (
    ("physical", "", ""),
    ("frontstage", "interaction", ""),
    ("backstage", "visibility", ' stroke-dasharray="12 6"'),
    ("support", "internal", ' stroke-dasharray="2 4"'),
)


def _draw_blueprint(drawing: _Drawing, language: str) -> None:
    for name, line, dash in _BLUEPRINT:
        if not any(getattr(one, name) for one in drawing.journey.touchpoints):
            continue
        if line:
            drawing.line(f"board.ui.line_{line}", dash)
        drawing.texts(f"board.ui.lane_{name}", partial(_said, name=name, language=language))


def _said(one: Touchpoint, name: str, language: str) -> str:
    words: Text = getattr(one, name)
    return words.in_language(language)


def _columns(journey: Journey) -> list[_Column]:
    columns: list[_Column] = []
    for stage in journey.stages:
        for touchpoint in stage.touchpoints or (None,):
            columns.append(_Column(stage, touchpoint, _EDGE + _HEAD + len(columns) * _COLUMN))
    return columns


class _Drawing:
    """Draws lane under lane; ``y`` is where the next one begins."""

    def __init__(self, journey: Journey, language: str, columns: list[_Column]) -> None:
        self.journey = journey
        self.language = language
        self.columns = columns
        self.left = _EDGE + _HEAD
        self.right = max(self.left + _COLUMN * len(columns), 900.0)
        self.y = _EDGE
        self.parts: list[str] = []

    def title(self, personas: tuple[Persona, ...]) -> None:
        room = self.right - _EDGE
        facts = " · ".join(self._facts(personas))
        title, scenario = self.journey.title, self.journey.scenario
        for words, size, style in (
            (title.in_language(self.language), 28, _STRONG),
            (scenario.in_language(self.language), 15, _FADED),
            (facts, 14, ""),
        ):
            lines = wrap(words, room, size, _ENOUGH, bold=style == _STRONG)
            if lines:
                self.parts.append(lines_at(lines, _EDGE, self.y - 4, size, style=style))
                self.y += len(lines) * size * 1.4 + 4
        self.y += 16

    def _facts(self, personas: tuple[Persona, ...]) -> list[str]:
        journey, language = self.journey, self.language
        facts = [persona.name for persona in personas if persona.id in journey.persona_ids]
        facts += [translate(f"journey.state.{journey.state}", language)]
        facts += [translate(f"journey.status.{journey.status}", language)]
        if journey.owner:
            facts.append(f"{translate('touchpoint.owner', language)}: {journey.owner}")
        if journey.review_on:
            facts.append(
                f"{sentence(translate('field.review_on', language))}: {format_date(journey.review_on, language)}"
            )
        share = evidence_backed_share(journey)
        if share is not None:
            facts.append(translate("journey.evidence.share", language, share=format_share(share, language)))
        return facts

    def stages(self) -> None:
        tip = 14.0
        bands: list[tuple[float, float, str, list[str]]] = []
        for stage in self.journey.stages:
            mine = [column for column in self.columns if column.stage is stage]
            left, right = mine[0].left, mine[-1].left + _COLUMN
            name = stage.name.in_language(self.language)
            bands.append((left, right, name, wrap(name, right - left - 2 * tip - 12, 16, _ENOUGH, bold=True)))
        height = max([_STAGE_HEIGHT, *(len(lines) * 20.0 + 16 for *_, lines in bands)])
        top, bottom, middle = self.y, self.y + height, self.y + height / 2
        for at, (left, right, name, lines) in enumerate(bands):
            notch = f"L{number(left + tip)} {number(middle)}" if at else ""
            path = (
                f"M{number(left)} {number(top)}H{number(right - 4)}L{number(right - 4 + tip)} "
                f"{number(middle)}L{number(right - 4)} {number(bottom)}H{number(left)}{notch}Z"
            )
            self.parts.append(
                f'<g><title>{escaped(name)}</title><path d="{path}" fill="{"#E5E7EB" if at % 2 else "#F1F3F5"}"/>'
                + lines_at(lines, left + 2 * tip, middle - len(lines) * 10, 16, style=_STRONG, leading=1.25)
                + "</g>"
            )
        self._label("stage.name", height)
        self.y += height + _GAP

    def cards(self, chips: Mapping[str, str]) -> None:
        shown = [(column, column.touchpoint) for column in self.columns if column.touchpoint is not None]
        names = {
            one.id: wrap(one.name.in_language(self.language), self._room(one), 15, _ENOUGH, bold=True)
            for _, one in shown
        }
        words = max([len(lines) for lines in names.values()], default=0) * 21 + 8
        foot = max(words + 8, 60)
        height = foot + 24 + (22 if chips else 0)
        for column, one in shown:
            self.parts.append(self._card(column, one, names[one.id], foot, height, chips.get(one.id, "")))
        self._label("touchpoint.name", height)
        self.y += height + _GAP

    @staticmethod
    def _room(one: Touchpoint) -> float:
        return _COLUMN - (52 if one.moment_of_truth else 28)

    def _card(self, column: _Column, one: Touchpoint, lines: list[str], foot: float, height: float, chip: str) -> str:
        left, top, room = column.left + 4, self.y, _COLUMN - 8
        channel = translate(f"channel.{one.channel}", self.language)
        mark, said = "", f"{one.name.in_language(self.language)}, {channel}"
        if one.moment_of_truth:
            x, y = left + room - 14, top + 14
            mark = (
                f'<path d="M{number(x)} {number(y - 9)}l9 9l-9 9l-9 -9Z" fill="#FFFFFF" stroke="{_INK}"/>'
                f'<path d="M{number(x)} {number(y - 5)}l5 5l-5 5l-5 -5Z" fill="{_INK}"/>'
            )
            said += f", {translate(f'moment_of_truth.{one.moment_of_truth}', self.language)}"
        below = lines_at(wrap(channel, room - 20, 13, 1), left + 10, top + foot - 2, 13, style=_FADED)
        if chip:
            below += lines_at(wrap(chip, room - 20, 13, 1, bold=True), left + 10, top + foot + 19, 13, style=_STRONG)
        return (
            f'<g tabindex="0" data-id={attribute(one.id)} role="group" aria-label={attribute(said)}>'
            f"<title>{escaped(said)}</title>"
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(room)}" height="{number(height)}" rx="8" '
            f'fill="#FFFFFF" stroke="#CBD5E1"/>{mark}'
            f"{lines_at(lines, left + 10, top + 8, 15, style=_STRONG)}{below}</g>"
        )

    def texts(self, key: str, text_of: Callable[[Touchpoint], str], *, italic: bool = False) -> None:
        """Draw a lane of texts, when any touchpoint has one."""
        said = [(column, text_of(column.touchpoint)) for column in self.columns if column.touchpoint is not None]
        wrapped = [(column, text, wrap(text, _COLUMN - 16, 13, _ENOUGH)) for column, text in said if text]
        if not wrapped:
            return
        label = len(wrap(translate(key, self.language), _HEAD - 20, 13, 2, bold=True))
        height = max(label, *(len(lines) for _, _, lines in wrapped)) * _LINE + 12
        style = ' font-style="italic"' if italic else ""
        for column, text, lines in wrapped:
            self.parts.append(
                f"<g><title>{escaped(text)}</title>{lines_at(lines, column.left + 8, self.y + 4, 13, style=style)}</g>"
            )
        self._label(key, height)
        self.y += height + _GAP

    def emotions(self, measured: Mapping[str, MeasuredEmotion]) -> None:
        centres = {column.touchpoint.id: column.centre for column in self.columns if column.touchpoint is not None}
        made = curve(self.journey, measured)
        self.parts.append(draw_curve(made, centres, self.left, self.right, self.y, self.language))
        self.y += LANE_HEIGHT + 6
        x = self.left
        for key, line in (
            ("emotion.expected", f'stroke="{EXPECTED}" stroke-width="2" stroke-dasharray="6 4"'),
            ("emotion.perceived", f'stroke="{PERCEIVED}" stroke-width="3"'),
            *([("emotion.measured", f'stroke="{MEASURED}" stroke-width="3"')] if measured else []),
        ):
            self.parts.append(
                f'<path d="M{number(x)} {number(self.y + 10)}h28" {line}/>'
                + lines_at([translate(key, self.language)], x + 36, self.y, 13)
            )
            x += 150
        self.y += 26 + _GAP

    def leaves(self, key: str, leaves_of: Callable[[Touchpoint], Sequence[Leaf]]) -> None:
        """Draw a lane of small cards under the touchpoints that have any, the heaviest first."""
        found = [(column, leaves_of(column.touchpoint)) for column in self.columns if column.touchpoint is not None]
        tallest = 0.0
        for column, leaves in found:
            y = self.y
            for leaf in leaves[:_MAX_CARDS]:
                drawn, height = draw_leaf(leaf, column.left + 4, y, _COLUMN - 8)
                self.parts.append(drawn)
                y += height + 6
            if len(leaves) > _MAX_CARDS:
                self.parts.append(lines_at([f"+{len(leaves) - _MAX_CARDS}"], column.left + 8, y, 13, style=_FADED))
                y += 22
            tallest = max(tallest, y - self.y)
        if tallest:
            self._label(key, tallest)
            self.y += tallest + _GAP

    def line(self, key: str, dash: str) -> None:
        """Draw a named line across the map: what stands below it, customers see less of."""
        name = wrap(translate(key, self.language), _HEAD + 60, 12, 1)
        self.parts.append(
            f'<path d="M{number(self.left)} {number(self.y + 10)}H{number(self.right)}" stroke="{_MUTED}" '
            f'stroke-width="1.5"{dash}/>' + lines_at(name, _EDGE, self.y - 2, 12, style=_FADED)
        )
        self.y += 20 + _GAP

    def _label(self, key: str, height: float) -> None:
        lines = wrap(translate(key, self.language), _HEAD - 20, 13, 2, bold=True)
        top = self.y + min(height / 2, 40) - len(lines) * 10
        self.parts.append(lines_at(lines, _EDGE, top, 13, style=_STRONG))

    def whole(self) -> str:
        wide, high = number(self.right + _EDGE), number(self.y + _EDGE)
        journey, language = self.journey, self.language
        described = translate(
            "formats.svg.described", language, stages=len(journey.stages), touchpoints=len(journey.touchpoints)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
            'preserveAspectRatio="xMidYMin meet" role="img" aria-labelledby="map-title map-desc" '
            f'lang="{language}" font-family="{FONT}" fill="{_INK}">'
            f'<title id="map-title">{escaped(journey.title.in_language(language))}</title>'
            f'<desc id="map-desc">{escaped(described)}</desc>'
            '<defs><pattern id="short" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="6" height="6" fill="#FBE3D3"/>'
            '<rect width="2.5" height="6" fill="#C2570C"/></pattern></defs>'
            f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>{"".join(self.parts)}</svg>\n'
        )


_STRONG = ' font-weight="700"'
_FADED = f' fill="{_MUTED}"'
