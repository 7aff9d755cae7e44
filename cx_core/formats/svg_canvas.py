"""The sheet that a map is drawn on: columns for touchpoints, lane under lane, each with its name at the left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cx_core.formats.svg_text import escaped, lines_at, number, wrap
from cx_core.i18n import translate
from cx_core.model.journey import Journey, Persona, Stage, Touchpoint

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Be Vietnam Pro', Arial, sans-serif"
EDGE, HEAD, COLUMN, GAP = 24.0, 148.0, 168.0, 8.0
LINE = 19.0
#: A text of a map fits into so many lines whatever it says: on paper nothing may be cut.
ENOUGH = 60
INK, MUTED, RULE = "#1F2937", "#4B5563", "#DDE1E6"
STRONG = ' font-weight="700"'
FADED = f' fill="{MUTED}"'
ITALIC = ' font-style="italic"'


@dataclass(frozen=True)
class Column:
    """One column: a touchpoint, or the empty place of a stage without any."""

    stage: Stage
    touchpoint: Touchpoint | None
    left: float

    @property
    def centre(self) -> float:
        """The middle of the column."""
        return self.left + COLUMN / 2


class Canvas:
    """Collects what is drawn; ``y`` is where the next lane begins. ``personas`` are those of the map alone."""

    def __init__(self, journey: Journey, language: str, personas: tuple[Persona, ...]) -> None:
        self.journey = journey
        self.language = language
        self.personas = tuple(one for one in personas if one.id in journey.persona_ids)
        self.columns = _columns(journey)
        self.left = EDGE + HEAD
        self.right = max(self.left + COLUMN * len(self.columns), 900.0)
        self.y = EDGE
        self.lanes_from = EDGE
        self.parts: list[str] = []

    def say(self, key: str, **values: object) -> str:
        """Return one of our own texts in the language of the drawing."""
        return translate(key, self.language, **values)

    def add(self, drawn: str) -> None:
        """Put a piece of SVG on the sheet."""
        self.parts.append(drawn)

    def points(self) -> Iterator[tuple[Column, Touchpoint]]:
        """Give every touchpoint with its column."""
        for column in self.columns:
            if column.touchpoint is not None:
                yield column, column.touchpoint

    def spans(self) -> Iterator[tuple[Stage, float, float]]:
        """Give every stage with the left and the right end of its columns."""
        for stage in self.journey.stages:
            mine = [column for column in self.columns if column.stage is stage]
            yield stage, mine[0].left, mine[-1].left + COLUMN

    def lane(self, name: str, height: float, *, ruled: bool = True) -> None:
        """Name the lane that has just been drawn, go on below it, and draw a thin line between the two."""
        lines = wrap(name, HEAD - 20, 13, 4, bold=True)
        self.add(lines_at(lines, EDGE, self.y + 4, 13, style=STRONG))
        self.y += max(height, len(lines) * LINE + 8) + GAP
        if ruled:
            self.add(f'<path d="M{number(EDGE)} {number(self.y - GAP / 2)}H{number(self.right)}" stroke="{RULE}"/>')

    def whole(self) -> str:
        """Return the SVG of everything drawn so far."""
        wide, high = number(self.right + EDGE), number(self.y + EDGE)
        journey, language = self.journey, self.language
        described = self.say("formats.svg.described", stages=len(journey.stages), touchpoints=len(journey.touchpoints))
        borders = "".join(
            f'<path d="M{number(left)} {number(self.lanes_from)}V{number(self.y)}" stroke="{RULE}"/>'
            for at, (_, left, _) in enumerate(self.spans())
            if at
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
            'preserveAspectRatio="xMidYMin meet" role="img" aria-labelledby="map-title map-desc" '
            f'lang="{language}" font-family="{FONT}" fill="{INK}">'
            f'<title id="map-title">{escaped(journey.title.in_language(language))}</title>'
            f'<desc id="map-desc">{escaped(described)}</desc>'
            '<defs><pattern id="short" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="6" height="6" fill="#FBE3D3"/>'
            '<rect width="2" height="6" fill="#E08A52"/></pattern></defs>'
            f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>{borders}{"".join(self.parts)}</svg>\n'
        )


def _columns(journey: Journey) -> list[Column]:
    columns: list[Column] = []
    for stage in journey.stages:
        for touchpoint in stage.touchpoints or (None,):
            columns.append(Column(stage, touchpoint, EDGE + HEAD + len(columns) * COLUMN))
    return columns
