"""The map as a graph of its parts: stages, their touchpoints, what hurts there. Read only; a click selects."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import streamlit as st
import streamlit_agraph
from streamlit_agraph import Config

from components import state
from components.journey_board.payload import ChipData
from components.journey_board.requests import Selection, SelectionKind
from components.relation_choice import chosen_part
from components.texts import t
from cx_core.i18n import format_number, translate
from cx_core.model.journey import Journey, PainPoint, Stage, Text, Touchpoint

#: More nodes than this can neither be read nor drawn in good time.
MAX_NODES = 200
HEIGHT = 620

#: Pixels: from one stage to the next, a line of a label, the air around a label.
_COLUMN, _LINE, _AIR = 270, 20, 22
#: Width of a box, letters that fit on its lines, and the air above it, by what it shows.
_BOX: dict[SelectionKind, tuple[int, int, int]] = {
    "stage": (236, 22, 0),
    "touchpoint": (220, 22, 24),
    "pain_point": (196, 19, 9),
    "opportunity": (196, 19, 9),
}
_ACCENT = "#12907f"
#: Emotion from very bad to very good, the palette of the board.
_EMOTION = ("#9A3412", "#C2570C", "#6B7280", "#2B7BBA", "#084594")
_NO_SCORE = "#B8C2C0"


@dataclass(frozen=True)
class GraphNode:
    """One part of the map with its place in the drawing, in pixels; ``level`` is its measured emotion 0 to 4."""

    kind: SelectionKind
    id: str
    label: str
    x: float
    y: float
    height: float
    level: int | None = None

    @property
    def key(self) -> str:
        """The node's name in the graph, from which a click finds the part again."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class GraphEdge:
    """A line between two nodes: ``next`` from stage to stage, ``part`` from a thing to what it holds."""

    source: str
    target: str
    kind: Literal["next", "part"]


@dataclass(frozen=True)
class Relations:
    """The whole drawing. ``n_nodes`` may exceed what is drawn; `is_drawable` tells."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]

    @property
    def is_drawable(self) -> bool:
        """True when there is something to draw and not too much of it."""
        return 0 < len(self.nodes) <= MAX_NODES


def relation_nodes(journey: Journey, language: str, measures: Mapping[str, ChipData]) -> Relations:
    """Place every part of a map: a column a stage, its touchpoints below it, their pain points below each of them.

    Positions are computed, never simulated, so that the picture is the same every time. A touchpoint's label carries
    its score and n when they may be shown.

    >>> stage = Stage("s", "j", Text("Mua"), touchpoints=(Touchpoint("t", "s", Text("Trả tiền")),))
    >>> [(node.key, node.label) for node in relation_nodes(Journey("j", Text("A"), stages=(stage,)), "vi", {}).nodes]
    [('stage:s', 'Mua'), ('touchpoint:t', 'Trả tiền')]
    """
    nodes: list[GraphNode] = []
    edges: list[GraphEdge] = []
    for column, stage in enumerate(journey.stages):
        _place_stage(stage, column, language, measures, nodes, edges)
        if column:
            edges.append(GraphEdge(f"stage:{journey.stages[column - 1].id}", f"stage:{stage.id}", "next"))
    return Relations(tuple(nodes), tuple(edges))


def _place_stage(
    stage: Stage,
    column: int,
    language: str,
    measures: Mapping[str, ChipData],
    nodes: list[GraphNode],
    edges: list[GraphEdge],
) -> None:
    x, top = float(column * _COLUMN), 0.0

    def place(kind: SelectionKind, thing_id: str, label: str, parent: str | None, level: int | None = None) -> str:
        nonlocal top
        height = float(_LINE * (label.count("\n") + 1) + _AIR)
        top += _BOX[kind][2]
        node = GraphNode(kind, thing_id, label, x, top + height / 2, height, level)
        top += height
        nodes.append(node)
        if parent:
            edges.append(GraphEdge(parent, node.key, "part"))
        return node.key

    stage_key = place("stage", stage.id, _wrapped(stage.name, language, "stage"), None)
    for touchpoint in stage.touchpoints:
        chip = measures.get(touchpoint.id)
        key = place("touchpoint", touchpoint.id, _touchpoint_label(touchpoint, chip, language), stage_key, _level(chip))
        for pain in touchpoint.pain_points:
            place("pain_point", pain.id, _pain_label(pain, language), key)
        for idea in touchpoint.opportunities:
            place("opportunity", idea.id, _wrapped(idea.text, language, "opportunity", "★ "), key)


def _wrapped(text: Text, language: str, kind: SelectionKind, before: str = "") -> str:
    words = " ".join(text.in_language(language).split()) or translate("board.graph.unnamed", language)
    return "\n".join(textwrap.wrap(before + words, _BOX[kind][1], max_lines=3, placeholder=" …"))


def _touchpoint_label(touchpoint: Touchpoint, chip: ChipData | None, language: str) -> str:
    label = _wrapped(touchpoint.name, language, "touchpoint")
    if chip and chip.display not in ("none", "hidden"):
        label += f"\n{chip.text} · n={format_number(chip.n, language)}"
    return label


def _pain_label(pain: PainPoint, language: str) -> str:
    return _wrapped(pain.text, language, "pain_point", f"▼{pain.severity} ")


def _level(chip: ChipData | None) -> int | None:
    if chip is None or chip.emotion is None or chip.display in ("none", "hidden"):
        return None
    return round(min(2.0, max(-2.0, chip.emotion))) + 2


def graph_data(relations: Relations) -> dict[str, list[dict[str, Any]]]:
    """Return nodes and edges as vis.js takes them.

    ``title`` is None everywhere: the front end writes it into the page as markup and opens it as an address on a double
    click, so no text of a person may stand there. Labels are painted on a canvas, where text stays text.
    """
    return {"nodes": list(map(_vis_node, relations.nodes)), "edges": list(map(_vis_edge, relations.edges))}


def _vis_node(node: GraphNode) -> dict[str, Any]:
    background, border, ink = _colours(node)
    chosen = {"background": background, "border": _ACCENT}
    return {
        "id": node.key,
        "label": _airy(node.label),
        "title": None,
        "shape": "box",
        "x": node.x,
        "y": node.y,
        "fixed": True,
        "margin": 9,
        "borderWidth": 2 if node.kind != "stage" else 1,
        "borderWidthSelected": 4,
        # Without these two vis.js paints chosen nodes light blue, on which light text cannot be read.
        "color": {"background": background, "border": border, "highlight": chosen, "hover": chosen},
        "font": {
            "color": ink,
            "size": 17 if node.kind == "stage" else 15,
            "face": "Source Sans, Noto Sans, Be Vietnam Pro, sans-serif",
            "multi": "html",
            "mono": {"size": _LINE, "face": "sans-serif", "vadjust": 0},
        },
        "shapeProperties": {"borderRadius": 8, "borderDashes": node.kind == "touchpoint" and node.level is None},
        "widthConstraint": {"minimum": _BOX[node.kind][0], "maximum": _BOX[node.kind][0]},
    }


def _airy(label: str) -> str:
    """Set the lines of a label apart.

    vis.js packs lines as tightly as the letters are high, so that Vietnamese marks collide. A taller, empty piece at
    the end of each line makes room. It takes a little markup, whose brackets are therefore replaced in the text itself.
    """
    safe = label.replace("<", "‹").replace(">", "›")
    return "\n".join(f"{line}<code>\u00a0</code>" for line in safe.split("\n"))


def _colours(node: GraphNode) -> tuple[str, str, str]:
    if node.kind == "stage":
        return "#33413F", "#33413F", "#FFFFFF"
    if node.kind == "pain_point":
        return "#FBEDE4", "#E3B79C", "#3B1A0C"
    if node.kind == "opportunity":
        return "#E3F4F0", "#8CC9BD", "#0B3B34"
    return "#FFFFFF", _NO_SCORE if node.level is None else _EMOTION[node.level], "#17211F"


def _vis_edge(edge: GraphEdge) -> dict[str, Any]:
    onward = edge.kind == "next"
    colour = "#7B8A87" if onward else "#B8C2C0"
    return {
        "from": edge.source,
        "to": edge.target,
        "title": None,
        "width": 3 if onward else 1.5,
        "smooth": False,
        "arrows": {"to": {"enabled": onward, "scaleFactor": 0.7}},
        "color": {"color": colour, "highlight": colour, "hover": colour},
    }


def graph_config() -> dict[str, Any]:
    """Return the settings of the drawing: nothing moves by itself, nothing can be dragged out of its place."""
    config = Config(height=HEIGHT, directed=True, physics=False, hierarchical=False)
    # The constructor only takes pixels, and a missing ``groups`` is an error in the browser's console.
    config.width, config.groups = "100%", {}
    config.interaction = {"hover": True, "dragNodes": False, "navigationButtons": False, "zoomView": True}
    return cast(dict[str, Any], config.__dict__)


def part_of(key: object) -> Selection | None:
    """Return the part a node stands for; None for anything that is no node.

    >>> part_of("touchpoint:T1")
    Selection(kind='touchpoint', id='T1')
    """
    if not isinstance(key, str):
        return None
    kind, _, thing_id = key.partition(":")
    return Selection(cast(SelectionKind, kind), thing_id) if kind in _BOX and thing_id else None


def draw_relations(
    journey: Journey, language: str, *, key: str, measures: Mapping[str, ChipData] | None = None
) -> Selection | None:
    """Show the graph and under it a list of the same parts; return what was chosen just now in one of them.

    None when nothing new was chosen in this run. On a phone only the list is shown, since the labels of a whole map
    would be too small to read. ``key`` must not hold two underscores in a row.
    """
    relations = relation_nodes(chosen_part(journey, language, key, MAX_NODES), language, measures or {})
    if not relations.nodes:
        st.info(t("board.graph.empty"), icon=":material/info:")
        return None
    clicked = None
    if relations.is_drawable:
        clicked = _draw(relations, key)
    else:
        st.info(t("board.graph.too_many", n=len(relations.nodes), limit=MAX_NODES), icon=":material/info:")
    return part_of(_chosen_now(key, clicked, _pick(relations, language, key)))


def _draw(relations: Relations, key: str) -> str | None:
    area = re.sub(r"[^\w-]", "-", f"{key}_drawing", flags=re.ASCII)
    st.html(f"<style>@media (max-width: 640px) {{ .st-key-{area} {{ display: none; }} }}</style>")
    with st.container(key=area):
        # The package's own function takes no key, and without one every change of the data throws the picture away.
        return cast(
            "str | None",
            streamlit_agraph._agraph(
                data=json.dumps(graph_data(relations)),
                config=json.dumps(graph_config()),
                key=f"{key}_graph",
                default=None,
            ),
        )


def _pick(relations: Relations, language: str, key: str) -> str | None:
    labels = {
        node.key: translate(f"board.graph.{node.kind}", language, name=node.label.replace("\n", " "))
        for node in relations.nodes
    }
    return st.selectbox(
        t("board.graph.list"),
        list(labels),
        index=None,
        placeholder=t("board.graph.pick"),
        format_func=lambda one: labels.get(one, one),
        key=f"{key}_list",
    )


def _chosen_now(key: str, clicked: str | None, picked: str | None) -> str | None:
    """Return the choice that was not there in the run before, None when neither changed."""
    memory = f"{key}_chosen"
    before_clicked, before_picked = state.read(memory, (None, None))
    state.write(memory, (clicked, picked))
    if picked != before_picked:
        return picked
    return clicked if clicked != before_clicked else None
