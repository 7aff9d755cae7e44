"""The lanes under the touchpoints of a drawn map, in the order that the map gives them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from cx_core.formats.losses import MAX_DRAWN_IMAGES
from cx_core.formats.map_grid import duration_text, link_target, target_texts
from cx_core.formats.overlay import Overlay
from cx_core.formats.pictures import on_paper
from cx_core.formats.svg_canvas import COLUMN, EDGE, ENOUGH, FADED, HEAD, ITALIC, LINE, MUTED, STRONG, Canvas
from cx_core.formats.svg_cards import Leaf, draw_leaf, idea_leaves, pain_leaves
from cx_core.formats.svg_curve import draw_emotions
from cx_core.formats.svg_head import draw_over_stages
from cx_core.formats.svg_text import attribute, escaped, lines_at, number, sentence, wrap
from cx_core.i18n import format_number
from cx_core.journeys.curve import curve
from cx_core.journeys.lanes import LINE_ABOVE, own_lane, shown_lanes
from cx_core.model.journey import LANES, Journey, Text, Touchpoint

#: So many pain points or ideas stand under one touchpoint, then their number.
MAX_CARDS = 12
_DASHES = {"interaction": "", "visibility": ' stroke-dasharray="12 6"', "internal": ' stroke-dasharray="2 4"'}
_LINK_DASHES = {"next": "", "skip": ' stroke-dasharray="6 4"', "loop": ' stroke-dasharray="2 4"', "branch":
                ' stroke-dasharray="10 3 2 3"'}  # fmt: skip
_TRACK = 24.0
_PICTURE_HIGH = 120.0


def drawn_lanes(journey: Journey) -> tuple[str, ...]:
    """Return the lanes that a drawing shows: those of the map where somebody arranged them, else all.

    >>> drawn_lanes(Journey("j", Text("x"), lanes=("pain", "-emotion")))
    ('pain',)
    """
    shown = shown_lanes(journey)
    return shown if journey.lanes else (*LANES, *(lane for lane in shown if own_lane(lane) is not None))


def draw_lanes(canvas: Canvas, overlay: Overlay) -> None:
    """Draw every lane that says something, with the lines of a service blueprint between them."""
    _draw_links(canvas)
    for lane in drawn_lanes(canvas.journey):
        before, parts = canvas.y, len(canvas.parts)
        if line := LINE_ABOVE.get(lane):
            _draw_line(canvas, line)
        headed = canvas.y
        _draw_lane(canvas, lane, overlay)
        if canvas.y == headed:
            canvas.y = before
            del canvas.parts[parts:]


def _draw_lane(canvas: Canvas, lane: str, overlay: Overlay) -> None:
    own = own_lane(lane)
    if own is not None:
        _draw_own(canvas, lane, own)
    elif lane == "emotion":
        draw_emotions(canvas, overlay.measured)
        _draw_texts(canvas, "touchpoint.expectation", partial(_said, name="expectation", language=canvas.language))
    elif lane == "measure":
        _draw_measures(canvas, overlay)
    elif lane == "pain":
        _draw_leaves(canvas, "formats.lane.pain_points", lambda one: pain_leaves(one, canvas.language))
    elif lane == "opportunity":
        _draw_leaves(canvas, "board.ui.lane_opportunity", lambda one: idea_leaves(one, canvas.language))
    elif lane == "image":
        _draw_images(canvas, overlay.images)
    elif lane == "duration":
        _draw_texts(canvas, "board.ui.lane_duration", lambda one: duration_text(one.duration_minutes, canvas.language))
    elif lane == "owner":
        _draw_texts(canvas, "touchpoint.owner", lambda one: one.owner)
    else:
        key, name = _TEXTS[lane]
        said = partial(_said, name=name, language=canvas.language)
        _draw_texts(canvas, key, said, style=ITALIC if lane == "thought" else "")


#: Lanes that show one text of a touchpoint: the key of their name, and the text's field.
_TEXTS: dict[str, tuple[str, str]] = {
    "action": ("touchpoint.customer_action", "customer_action"),
    "thought": ("touchpoint.thought", "thought"),
    "physical": ("board.ui.lane_physical", "physical"),
    "frontstage": ("board.ui.lane_frontstage", "frontstage"),
    "backstage": ("board.ui.lane_backstage", "backstage"),
    "support": ("board.ui.lane_support", "support"),
    "standard": ("touchpoint.service_standard", "service_standard"),
}


def _said(one: Touchpoint, name: str, language: str) -> str:
    words: Text = getattr(one, name)
    return words.in_language(language)


def _draw_texts(canvas: Canvas, key: str, text_of: Callable[[Touchpoint], str], *, style: str = "") -> None:
    _draw_words(canvas, canvas.say(key), text_of, style=style)


def _draw_words(canvas: Canvas, name: str, text_of: Callable[[Touchpoint], str], *, style: str = "") -> None:
    """Draw a lane of texts, when any touchpoint has one."""
    wrapped = [(column, text, wrap(text, COLUMN - 16, 13, ENOUGH)) for column, one in canvas.points()
               if (text := text_of(one))]  # fmt: skip
    for column, text, lines in wrapped:
        drawn = lines_at(lines, column.left + 8, canvas.y + 4, 13, style=style)
        canvas.add(f"<g><title>{escaped(text)}</title>{drawn}</g>")
    if wrapped:
        canvas.lane(name, max(len(lines) for *_, lines in wrapped) * LINE + 12)


def _draw_own(canvas: Canvas, lane: str, part: str) -> None:
    """Draw a lane that only this map has, with a text at each touchpoint or at each stage."""
    name = dict(canvas.journey.own_lanes)[part].in_language(canvas.language)

    def note(notes: tuple[tuple[str, Text], ...]) -> str:
        return dict(notes).get(part, Text()).in_language(canvas.language)

    if lane.startswith("stage:"):
        draw_over_stages(canvas, name, {stage.id: note(stage.notes) for stage in canvas.journey.stages})
    else:
        _draw_words(canvas, name, lambda one: note(one.notes))


def _draw_measures(canvas: Canvas, overlay: Overlay) -> None:
    """Draw the numbers of each touchpoint, its targets, and where the room and the data disagree."""
    apart = {point.touchpoint_id: point.gap for point in curve(canvas.journey, overlay.measured).points}
    cells = []
    for column, one in canvas.points():
        said = overlay.numbers.get(one.id, "").split("\n")
        lines = [(line, STRONG if at == 0 and len(said) > 1 else "") for at, text in enumerate(said)
                 for line in wrap(text, COLUMN - 16, 13, ENOUGH, bold=at == 0)]  # fmt: skip
        more = [] if one.id in overlay.numbers else target_texts(one, canvas.language)
        gap = apart[one.id]
        if gap.room_and_data_disagree:
            points = _signed(gap.disagreement or 0.0, canvas.language)
            more.append(f"≠ {canvas.say('board.ui.apart', points=points)}")
        lines += [(line, FADED) for text in more for line in wrap(text, COLUMN - 16, 13, ENOUGH)]
        cells.append((column, lines))
    height = max((len(lines) for _, lines in cells), default=0)
    for column, lines in cells:
        canvas.add("".join(lines_at([line], column.left + 8, canvas.y + 4 + at * LINE, 13, style=style)
                           for at, (line, style) in enumerate(lines)))  # fmt: skip
    if height:
        canvas.lane(canvas.say("board.ui.lane_measure"), height * LINE + 12)


def _signed(value: float, language: str) -> str:
    return f"{'+' if value > 0 else ''}{format_number(value, language, 1)}"


def _draw_leaves(canvas: Canvas, key: str, leaves_of: Callable[[Touchpoint], Sequence[Leaf]]) -> None:
    """Draw a lane of small cards under the touchpoints that have any, the heaviest first."""
    tallest = 0.0
    for column, one in canvas.points():
        y, leaves = canvas.y, leaves_of(one)
        for leaf in leaves[:MAX_CARDS]:
            drawn, height = draw_leaf(leaf, column.left + 4, y, COLUMN - 8)
            canvas.add(drawn)
            y += height + 6
        if len(leaves) > MAX_CARDS:
            canvas.add(lines_at([f"+{len(leaves) - MAX_CARDS}"], column.left + 8, y, 13, style=FADED))
            y += 22
        tallest = max(tallest, y - canvas.y)
    if tallest:
        canvas.lane(canvas.say(key), tallest)


def _draw_images(canvas: Canvas, images: Mapping[str, bytes]) -> None:
    """Draw the pictures of each touchpoint, one below the other; each is part of the drawing itself."""
    left_over, tallest = MAX_DRAWN_IMAGES, 0.0
    for column, one in canvas.points():
        y = canvas.y + 4
        for place, name in enumerate(one.images, 1):
            if left_over == 0 or name not in images:
                continue
            left_over -= 1
            picture = on_paper(images[name])
            scale = min(1.0, (COLUMN - 16) / picture.width, _PICTURE_HIGH / picture.height)
            wide, high = picture.width * scale, picture.height * scale
            said = canvas.say("board.ui.image_of", place=place, name=one.name.in_language(canvas.language))
            canvas.add(
                f'<image x="{number(column.left + 8)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}" '
                f'href="data:image/jpeg;base64,{base64.b64encode(picture.data).decode()}" '
                f'role="img" aria-label={attribute(said)}><title>{escaped(said)}</title></image>'
            )
            y += high + 6
        tallest = max(tallest, y - canvas.y - 4)
    if tallest:
        canvas.lane(canvas.say("board.ui.lane_image"), tallest + 4)


def _draw_line(canvas: Canvas, line: str) -> None:
    """Draw a named line across the map: what stands below it, customers see less of."""
    name = wrap(canvas.say(f"board.ui.line_{line}"), HEAD + 60, 12, 1)
    canvas.add(
        f'<path d="M{number(canvas.left)} {number(canvas.y + 10)}H{number(canvas.right)}" stroke="{MUTED}" '
        f'stroke-width="1.5"{_DASHES[line]}/>' + lines_at(name, EDGE, canvas.y - 2, 12, style=FADED)
    )
    canvas.y += 28


def _draw_links(canvas: Canvas) -> None:
    """Draw where customers go on to other than the next touchpoint, each way on a track of its own."""
    centres = {one.id: column.centre for column, one in canvas.points()}
    ways = [(centres[one.id] + 14, centres[target] - 14, kind) for _, one in canvas.points() for link in one.links
            for kind, target in [link_target(link)] if target in centres]  # fmt: skip
    tracks: list[list[tuple[float, float]]] = []
    top = canvas.y - 8
    for start, stop, kind in sorted(ways, key=lambda way: abs(way[1] - way[0])):
        reach = (min(start, stop) - 30, max(start, stop) + 30)
        free = (at for at, taken in enumerate(tracks) if all(reach[1] < a or reach[0] > b for a, b in taken))
        track = next(free, len(tracks))
        if track == len(tracks):
            tracks.append([])
        tracks[track].append(reach)
        y, middle = top + 20 + track * _TRACK, (start + stop) / 2
        canvas.add(
            f'<path d="M{number(start)} {number(top + 4)}V{number(y)}H{number(stop)}V{number(top + 6)}" fill="none" '
            f'stroke="{MUTED}" stroke-width="1.6"{_LINK_DASHES[kind]}/>'
            f'<path d="M{number(stop - 4)} {number(top + 10)}l4 -7l4 7Z" fill="{MUTED}"/>'
            + lines_at([canvas.say(f"board.ui.link_{kind}")], middle, y - 8, 12, anchor="middle", style=_HALO)
        )
    if tracks:
        canvas.lane(sentence(canvas.say("field.links")), len(tracks) * _TRACK + 8)


_HALO = f' fill="{MUTED}" paint-order="stroke" stroke="#FFFFFF" stroke-width="5"'
