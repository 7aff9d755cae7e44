"""The map as a drawing: SVG text, the same for the same map, with words and parts that a screen reader finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx_core.formats.losses import losses
from cx_core.formats.svg_curve import EXPECTED, LANE_HEIGHT, MEASURED, PERCEIVED, draw_curve
from cx_core.formats.svg_text import attribute, escaped, lines_at, number, sentence, wrap
from cx_core.i18n import format_date, format_share, translate
from cx_core.journeys.curve import curve
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.journeys.labels import evidence_backed_share
from cx_core.model.journey import Journey, PainPoint, Persona, Stage, Touchpoint
from cx_core.model.message import Message

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Be Vietnam Pro', Arial, sans-serif"
_EDGE, _HEAD, _COLUMN, _GAP = 24.0, 148.0, 168.0, 8.0
_TITLE_HEIGHT, _STAGE_HEIGHT, _CARD_HEIGHT = 112.0, 48.0, 100.0
_MAX_PAINS, _PAIN_HEIGHT, _LINE = 3, 62.0, 19.0
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


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return the drawing of a map as it was drawn by people; `draw` adds what was measured."""
    return draw(journey, language, personas).encode("utf-8", "replace")


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the drawing does not show."""
    return losses(journey, "second_language", "aliases", "opportunities", "blueprint")


def draw(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    measured: Mapping[str, MeasuredEmotion] | None = None,
    chips: Mapping[str, str] | None = None,
) -> str:
    """Return the SVG of a map.

    ``measured`` holds measured emotions by touchpoint id and adds their curve, ``chips`` a line of numbers for a
    touchpoint's card. Texts are cut to the room they have; the whole of each stands in its tooltip.
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
    drawing.pains()
    drawing.texts("touchpoint.owner", lambda one: one.owner)
    return drawing.whole()


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
        title = wrap(self.journey.title.in_language(self.language), room, 28, 1, bold=True)
        self.parts.append(lines_at(title, _EDGE, self.y - 4, 28, style=' font-weight="700"'))
        scenario = wrap(self.journey.scenario.in_language(self.language), room, 15, 1)
        self.parts.append(lines_at(scenario, _EDGE, self.y + 36, 15, style=f' fill="{_MUTED}"'))
        self.parts.append(lines_at(wrap(" · ".join(self._facts(personas)), room, 14, 1), _EDGE, self.y + 62, 14))
        self.y += _TITLE_HEIGHT

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
        for number_, stage in enumerate(self.journey.stages):
            mine = [column for column in self.columns if column.stage is stage]
            left, right = mine[0].left, mine[-1].left + _COLUMN
            top, bottom, tip = self.y, self.y + _STAGE_HEIGHT, 14.0
            notch = f"L{number(left + tip)} {number((top + bottom) / 2)}" if number_ else ""
            path = (
                f"M{number(left)} {number(top)}H{number(right - 4)}L{number(right - 4 + tip)} "
                f"{number((top + bottom) / 2)}L{number(right - 4)} {number(bottom)}H{number(left)}{notch}Z"
            )
            name = stage.name.in_language(self.language)
            lines = wrap(name, right - left - 2 * tip - 12, 16, 2, bold=True)
            start = top + _STAGE_HEIGHT / 2 - len(lines) * 10
            self.parts.append(
                f'<g><title>{escaped(name)}</title><path d="{path}" fill="{"#E5E7EB" if number_ % 2 else "#F1F3F5"}"/>'
                + lines_at(lines, left + 2 * tip, start, 16, style=' font-weight="700"', leading=1.25)
                + "</g>"
            )
        self._label("stage.name", _STAGE_HEIGHT)
        self.y += _STAGE_HEIGHT + _GAP

    def cards(self, chips: Mapping[str, str]) -> None:
        height = _CARD_HEIGHT + (22 if chips else 0)
        for column in self.columns:
            if column.touchpoint is not None:
                self.parts.append(self._card(column, column.touchpoint, height, chips.get(column.touchpoint.id, "")))
        self._label("touchpoint.name", height)
        self.y += height + _GAP

    def _card(self, column: _Column, one: Touchpoint, height: float, chip: str) -> str:
        left, top, room = column.left + 4, self.y, _COLUMN - 8
        name = one.name.in_language(self.language)
        channel = translate(f"channel.{one.channel}", self.language)
        mark, said = "", f"{name}, {channel}"
        if one.moment_of_truth:
            x, y = left + room - 14, top + 14
            mark = (
                f'<path d="M{number(x)} {number(y - 9)}l9 9l-9 9l-9 -9Z" fill="#FFFFFF" stroke="{_INK}"/>'
                f'<path d="M{number(x)} {number(y - 5)}l5 5l-5 5l-5 -5Z" fill="{_INK}"/>'
            )
            said += f", {translate(f'moment_of_truth.{one.moment_of_truth}', self.language)}"
        lines = wrap(name, room - (44 if mark else 20), 15, 3, bold=True)
        foot = lines_at(wrap(channel, room - 20, 13, 1), left + 10, top + _CARD_HEIGHT - 24, 13, style=_FADED)
        shown = (
            lines_at(wrap(chip, room - 20, 13, 1, bold=True), left + 10, top + _CARD_HEIGHT - 4, 13, style=_STRONG)
            if chip
            else ""
        )
        return (
            f'<g tabindex="0" data-id={attribute(one.id)} role="group" aria-label={attribute(said)}>'
            f"<title>{escaped(said)}</title>"
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(room)}" height="{number(height)}" rx="8" '
            f'fill="#FFFFFF" stroke="#CBD5E1"/>{mark}'
            f"{lines_at(lines, left + 10, top + 8, 15, style=_STRONG)}{foot}{shown}</g>"
        )

    def texts(self, key: str, text_of: Callable[[Touchpoint], str], *, italic: bool = False) -> None:
        """Draw a lane of texts, when any touchpoint has one."""
        said = [(column, text_of(column.touchpoint)) for column in self.columns if column.touchpoint is not None]
        wrapped = [(column, text, wrap(text, _COLUMN - 16, 13, 4)) for column, text in said if text]
        if not wrapped:
            return
        height = max(len(lines) for _, _, lines in wrapped) * _LINE + 12
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

    def pains(self) -> None:
        with_pains = [
            (column, column.touchpoint.pain_points)
            for column in self.columns
            if column.touchpoint is not None and column.touchpoint.pain_points
        ]
        if not with_pains:
            return
        for column, pains in with_pains:
            ranked = sorted(pains, key=lambda pain: -pain.severity)
            for at, pain in enumerate(ranked[:_MAX_PAINS]):
                self.parts.append(self._pain(column, pain, self.y + at * _PAIN_HEIGHT))
            if len(ranked) > _MAX_PAINS:
                y = self.y + _MAX_PAINS * _PAIN_HEIGHT
                self.parts.append(lines_at([f"+{len(ranked) - _MAX_PAINS}"], column.left + 8, y, 13, style=_FADED))
        most = max(len(pains) for _, pains in with_pains)
        height = min(most, _MAX_PAINS) * _PAIN_HEIGHT + (20 if most > _MAX_PAINS else 0)
        self._label("formats.lane.pain_points", height)
        self.y += height + _GAP

    def _pain(self, column: _Column, pain: PainPoint, top: float) -> str:
        left, text = column.left + 4, pain.text.in_language(self.language)
        said = f"{text}. {translate(f'severity.{pain.severity}', self.language)}"
        x, y = left + 18, top + 10
        return (
            f"<g><title>{escaped(said)}</title>"
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(_COLUMN - 8)}" '
            f'height="{number(_PAIN_HEIGHT - 6)}" rx="6" fill="#FDF3EC"/>'
            f'<path d="M{number(x - 11)} {number(y)}h22l-11 20Z" fill="#9A3412"/>'
            f'<text x="{number(x)}" y="{number(y + 12)}" font-size="11" font-weight="700" fill="#FFFFFF" '
            f'text-anchor="middle">{pain.severity}</text>'
            f"{lines_at(wrap(text, _COLUMN - 54, 13, 2), left + 36, top + 6, 13)}</g>"
        )

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
            f'role="img" aria-labelledby="map-title map-desc" lang="{language}" font-family="{FONT}" fill="{_INK}">'
            f'<title id="map-title">{escaped(journey.title.in_language(language))}</title>'
            f'<desc id="map-desc">{escaped(described)}</desc>'
            '<defs><pattern id="short" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="6" height="6" fill="#FBE3D3"/>'
            '<rect width="2.5" height="6" fill="#C2570C"/></pattern></defs>'
            f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>{"".join(self.parts)}</svg>\n'
        )


_STRONG = ' font-weight="700"'
_FADED = f' fill="{_MUTED}"'
