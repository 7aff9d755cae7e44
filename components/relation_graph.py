"""The map as a graph: persona, stage, touchpoint, pain point, theme, opportunity. Read only; a click selects."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

import streamlit as st
import streamlit_agraph
from streamlit_agraph import Config

from components import state
from components.cached import kept_words, workspace
from components.distinct import distinct
from components.journey_board.payload import ChipData
from components.journey_board.requests import Selection, SelectionKind
from components.relation_choice import chosen_parts, strongest
from components.relation_layout import COLUMNS, MARGIN, TEXT, GraphEdge, GraphNode, Relations, ThemeAt, relation_nodes
from components.texts import t
from cx_core.i18n import translate
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Persona

#: Scrolls the drawing sideways until the chosen box is in sight beside the panel that opened.
_keep_in_sight = st.components.v2.component(
    "mach_relation_sight", html="<span></span>", js=Path(__file__).with_name("relation_sight.js").read_text("utf-8")
)
#: More nodes than this can neither be read nor drawn in good time.
MAX_NODES = 200
_ACCENT = "#12907f"
#: Pixels. vis.js leaves a tenth around the drawing, so at its own width it is shown at ten elevenths of its size.
_LEAST_HEIGHT, _LEAST_WIDTH = 320, 560
_SHOWN_AT = 1 / 1.1
#: Emotion from very bad to very good, the palette of the board.
_EMOTION = ("#9A3412", "#C2570C", "#6B7280", "#2B7BBA", "#084594")
_NO_SCORE = "#B8C2C0"
#: Ground, border and ink of the other kinds; their labels also begin with a sign of their own.
_COLOURS: dict[SelectionKind, tuple[str, str, str]] = {
    "persona": ("#F1EAF6", "#B79CCB", "#2E1A3D"),
    "stage": ("#33413F", "#33413F", "#FFFFFF"),
    "pain_point": ("#FBEDE4", "#E3B79C", "#3B1A0C"),
    "theme": ("#EAF0F7", "#9DB4CF", "#12263D"),
    "opportunity": ("#E3F4F0", "#8CC9BD", "#0B3B34"),
}


def graph_data(relations: Relations) -> dict[str, list[dict[str, Any]]]:
    """Return nodes and edges as vis.js takes them.

    ``title`` is None everywhere: the front end writes it into the page as markup and opens it as an address on a double
    click, so no text of a person may stand there. Labels are painted on a canvas, where text stays text.
    """
    return {"nodes": list(map(_vis_node, relations.nodes)), "edges": list(map(_vis_edge, relations.edges))}


def _vis_node(node: GraphNode) -> dict[str, Any]:
    background, border, ink = _colours(node)
    chosen = {"background": background, "border": _ACCENT}
    width = COLUMNS[node.kind] - 2 * MARGIN
    return {
        "id": node.key,
        "label": _airy(node.label),
        "title": None,
        "shape": "ellipse" if node.kind == "persona" else "box",
        "x": node.x,
        "y": node.y,
        "fixed": True,
        "margin": MARGIN,
        "borderWidth": 2 if node.kind != "stage" else 1,
        "borderWidthSelected": 4,
        # Without these two vis.js paints chosen nodes light blue, on which light text cannot be read.
        "color": {"background": background, "border": border, "highlight": chosen, "hover": chosen},
        "font": {
            "color": ink,
            "size": TEXT,
            "face": "Source Sans, Noto Sans, Be Vietnam Pro, sans-serif",
            "multi": "html",
            "mono": {"size": 20, "face": "sans-serif", "vadjust": 0},
        },
        "shapeProperties": {"borderRadius": 8, "borderDashes": node.kind == "touchpoint" and node.level is None},
        "widthConstraint": {"minimum": width},
    }


def _airy(label: str) -> str:
    """Set the lines of a label apart.

    vis.js packs lines as tightly as the letters are high, so that Vietnamese marks collide. A taller, empty piece at
    the end of each line makes room. It takes a little markup, whose brackets are therefore replaced in the text itself.
    """
    safe = label.replace("<", "‹").replace(">", "›")
    return "\n".join(f"{line}<code>\u00a0</code>" for line in safe.split("\n"))


def _colours(node: GraphNode) -> tuple[str, str, str]:
    if node.kind == "touchpoint":
        return "#FFFFFF", _NO_SCORE if node.level is None else _EMOTION[node.level], "#17211F"
    return _COLOURS[node.kind]


def _vis_edge(edge: GraphEdge) -> dict[str, Any]:
    onward = edge.kind != "part"
    colour = "#7B8A87" if onward else "#B8C2C0"
    curved = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
    leap = {"enabled": True, "type": "curvedCW", "roundness": 0.35}
    return {
        "from": edge.source,
        "to": edge.target,
        "title": None,
        "width": 3 if edge.kind == "next" else 1.5,
        "smooth": {"next": False, "part": curved, "link": leap}[edge.kind],
        "dashes": edge.kind == "link",
        "arrows": {"to": {"enabled": onward, "scaleFactor": 0.7}},
        "color": {"color": colour, "highlight": _ACCENT, "hover": colour},
    }


def graph_config(height: float = 620) -> dict[str, Any]:
    """Return the settings of the drawing: nothing moves by itself, nothing can be dragged out of its place.

    ``height`` is that of the drawing at full size.
    """
    config = Config(height=max(_LEAST_HEIGHT, round(height)), directed=True, physics=False, hierarchical=False)
    # The constructor only takes pixels, and a missing ``groups`` is an error in the browser's console.
    config.width, config.groups = "100%", {}
    # The wheel scrolls the page: the drawing is as long as the map.
    config.interaction = {"hover": True, "dragNodes": False, "navigationButtons": False, "zoomView": False}
    return cast(dict[str, Any], config.__dict__)


def part_of(key: object) -> Selection | None:
    """Return the part a node stands for; None for anything that is no node.

    >>> part_of("touchpoint:T1")
    Selection(kind='touchpoint', id='T1')
    """
    if not isinstance(key, str):
        return None
    kind, _, thing_id = key.partition(":")
    return Selection(cast(SelectionKind, kind), thing_id) if kind in get_args(SelectionKind) and thing_id else None


def draw_map_relations(
    journey: Journey, language: str, filters: Filters, measures: Mapping[str, ChipData]
) -> Selection | None:
    """Show the graph of a map with its personas and with what customers speak of at its touchpoints."""
    names = workspace().taxonomies.every_name(language)
    cells = kept_words(workspace().themes.by_touchpoint, journey.id, filters)
    themes = [ThemeAt(one.touchpoint or "", one.theme, names.get(one.theme, one.theme), one.n) for one in cells]
    personas = [one for one in workspace().maps.personas() if one.id in journey.persona_ids]
    return draw_relations(
        journey,
        language,
        key=f"relations-{journey.id}",
        measures=measures,
        personas=personas,
        themes=strongest(themes),
    )


def draw_relations(
    journey: Journey,
    language: str,
    *,
    key: str,
    measures: Mapping[str, ChipData] | None = None,
    personas: Sequence[Persona] = (),
    themes: Sequence[ThemeAt] = (),
) -> Selection | None:
    """Show the graph and under it a list of the same parts; return what was chosen just now in one of them.

    None when nothing new was chosen in this run. On a phone only the list is shown, since the labels of a whole map
    would be too small to read. ``key`` must not hold two underscores in a row.
    """
    parts = chosen_parts(journey, personas, themes, language, key, MAX_NODES)
    relations = relation_nodes(parts.journey, language, measures or {}, parts.personas, parts.themes)
    if not relations.nodes:
        st.info(t("board.graph.empty"), icon=":material/info:")
        return None
    clicked = None
    if len(relations.nodes) <= MAX_NODES:
        clicked = _draw(relations, key)
    else:
        st.info(t("board.graph.too_many", n=len(relations.nodes), limit=MAX_NODES), icon=":material/info:")
    return part_of(_chosen_now(key, clicked, _pick(relations, language, key)))


def _draw(relations: Relations, key: str) -> str | None:
    """Draw the graph in a frame of its own width, whatever room there is: a panel beside it moves nothing."""
    area = re.sub(r"[^\w-]", "-", f"{key}_drawing", flags=re.ASCII)
    width = max(_LEAST_WIDTH, round(relations.width))
    st.html(
        f"<style>.st-key-{area} {{ overflow-x: auto; }}"
        f" .st-key-{area} iframe {{ width: {width}px !important; max-width: none; }}"
        f" @media (max-width: 640px) {{ .st-key-{area} {{ display: none; }} }}</style>"
    )
    with st.container(key=area):
        # The package's own function takes no key, and without one every change of the data throws the picture away.
        clicked = cast(
            "str | None",
            streamlit_agraph._agraph(
                data=json.dumps(graph_data(relations)),
                config=json.dumps(graph_config(relations.height)),
                key=f"{key}_graph",
                default=None,
            ),
        )
    node = next((one for one in relations.nodes if one.key == clicked), None)
    if node is not None:
        middle = width / 2 + (node.x - relations.width / 2) * _SHOWN_AT
        reach = COLUMNS[node.kind] / 2 * _SHOWN_AT
        _keep_in_sight(
            data={"area": area, "left": middle - reach, "right": middle + reach}, key=f"{key}_sight", height=1
        )
    return clicked


def _pick(relations: Relations, language: str, key: str) -> str | None:
    """Offer the same parts as a list; of equal names each carries a number, since the list answers with the label."""
    labels = distinct(
        {
            node.key: translate(f"board.graph.{node.kind}", language, name=node.name or node.label)
            for node in relations.nodes
        }
    )
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
