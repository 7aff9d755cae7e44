"""Where each part of a map stands in the relation graph: a column a kind, what belongs together side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from components.journey_board.payload import ChipData
from components.journey_board.requests import SelectionKind
from cx_core.formats.svg_text import wrap
from cx_core.i18n import format_number, translate
from cx_core.model.journey import Journey, Persona, Stage, Text, Touchpoint

EdgeKind = Literal["next", "part", "link"]

#: The columns from left to right with the width of their boxes, in pixels at full size: together they are as wide as
#: the page, so that the whole map is readable without a zoom.
COLUMNS: dict[SelectionKind, int] = {
    "persona": 108, "stage": 128, "touchpoint": 164, "pain_point": 176, "theme": 128, "opportunity": 176,
}  # fmt: skip
#: The size of the letters, and the air between a box and its label on either side.
TEXT, MARGIN = 15, 9
#: What the empty piece at the end of each line takes, which sets the lines apart.
_LINE_END = 12
#: Pixels: between two columns, a line of a label, the air inside a box, between boxes, between touchpoints.
_BETWEEN, _LINE, _AIR, _GAP, _ROW = 26, 20, 20, 8, 18
_MOST_LINES = 4


@dataclass(frozen=True)
class ThemeAt:
    """A theme that customers speak of at a touchpoint, in ``n`` comments."""

    touchpoint_id: str
    key: str
    name: str
    n: int


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
    name: str = ""

    @property
    def key(self) -> str:
        """The node's name in the graph, from which a click finds the part again."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class GraphEdge:
    """A line between two nodes: ``next`` from stage to stage, ``part`` to what belongs to it, ``link`` a leap."""

    source: str
    target: str
    kind: EdgeKind


@dataclass(frozen=True)
class Relations:
    """The whole drawing; ``width`` and ``height`` are what it needs at full size."""

    nodes: tuple[GraphNode, ...] = ()
    edges: tuple[GraphEdge, ...] = ()

    @property
    def width(self) -> float:
        """The width of the drawing in pixels at full size."""
        return max((node.x + COLUMNS[node.kind] / 2 for node in self.nodes), default=0.0)

    @property
    def height(self) -> float:
        """The height of the drawing in pixels at full size."""
        return max((node.y + node.height / 2 for node in self.nodes), default=0.0)


def relation_nodes(
    journey: Journey,
    language: str,
    measures: Mapping[str, ChipData],
    personas: Sequence[Persona] = (),
    themes: Sequence[ThemeAt] = (),
) -> Relations:
    """Place every part of a map: persona, stage, touchpoint, pain points, themes, opportunities, from left to right.

    Positions are computed, never simulated, so that the picture is the same every time. A touchpoint's label carries
    its score and n when they may be shown.

    >>> stage = Stage("s", "j", Text("Mua"), touchpoints=(Touchpoint("t", "s", Text("Trả tiền")),))
    >>> [(node.key, node.label) for node in relation_nodes(Journey("j", Text("A"), stages=(stage,)), "vi", {}).nodes]
    [('stage:s', 'Mua'), ('touchpoint:t', 'Trả tiền')]
    """
    plan = _Plan(language, measures, _columns_for(journey, personas, themes))
    for persona in personas:
        plan.stack("persona", persona.id, Text(persona.name, persona.name))
    for stage in journey.stages:
        plan.stage(stage)
    plan.themes(themes)
    plan.edges += _edges(journey, personas, themes)
    return Relations(tuple(plan.nodes), tuple(plan.edges))


def _columns_for(
    journey: Journey, personas: Sequence[Persona], themes: Sequence[ThemeAt]
) -> dict[SelectionKind, float]:
    """Return the middle of each column that has something in it; they close up."""
    there = {
        "persona": personas, "stage": journey.stages, "touchpoint": journey.touchpoints,
        "pain_point": journey.pain_points, "theme": themes, "opportunity": journey.opportunities,
    }  # fmt: skip
    found: dict[SelectionKind, float] = {}
    left = 0.0
    for kind, width in COLUMNS.items():
        if there[kind]:
            found[kind] = left + width / 2
            left += width + _BETWEEN
    return found


@dataclass
class _Plan:
    """Boxes placed so far; ``bottom`` is how far down each column is filled."""

    language: str
    measures: Mapping[str, ChipData]
    x: Mapping[SelectionKind, float]
    nodes: list[GraphNode] = field(default_factory=list)
    edges: list[GraphEdge] = field(default_factory=list)
    bottom: dict[SelectionKind, float] = field(default_factory=dict)

    def stack(self, kind: SelectionKind, thing_id: str, text: Text, at_least: float = 0.0, **more: str) -> GraphNode:
        """Put a box under the last one of its column, not above ``at_least``."""
        label = _wrapped(text, self.language, kind, more.get("before", "")) + more.get("after", "")
        height = float(_LINE * (label.count("\n") + 1) + _AIR)
        top = max(self.bottom.get(kind, 0.0), at_least)
        level = _level(self.measures.get(thing_id)) if kind == "touchpoint" else None
        name = " ".join(text.in_language(self.language).split())
        node = GraphNode(kind, thing_id, label, self.x[kind], top + height / 2, height, level, name)
        self.bottom[kind] = top + height + _GAP
        self.nodes.append(node)
        return node

    def stage(self, stage: Stage) -> None:
        top = max(self.bottom.get(kind, 0.0) for kind in ("stage", "touchpoint", "pain_point", "opportunity"))
        self.stack("stage", stage.id, stage.name, top)
        for touchpoint in stage.touchpoints:
            self.touchpoint(touchpoint, top)
            top = max(self.bottom.get(kind, 0.0) for kind in ("touchpoint", "pain_point", "opportunity")) + _ROW - _GAP
        self.bottom["stage"] = max(self.bottom["stage"], top)

    def touchpoint(self, touchpoint: Touchpoint, top: float) -> None:
        chip = self.measures.get(touchpoint.id)
        self.stack("touchpoint", touchpoint.id, touchpoint.name, top, after=_score(chip, self.language))
        for pain in touchpoint.pain_points:
            self.stack("pain_point", pain.id, pain.text, top, before=f"▼{pain.severity} ")
        for idea in touchpoint.opportunities:
            self.stack("opportunity", idea.id, idea.text, top, before="★ ")

    def themes(self, themes: Sequence[ThemeAt]) -> None:
        """Put each theme once, near the middle of the touchpoints where it comes up."""
        heights = {node.id: node.y for node in self.nodes if node.kind == "touchpoint"}
        near: dict[str, list[float]] = {}
        names: dict[str, str] = {}
        for one in themes:
            if one.touchpoint_id in heights:
                near.setdefault(one.key, []).append(heights[one.touchpoint_id])
                names[one.key] = one.name
        for key in sorted(near, key=lambda one: (sum(near[one]) / len(near[one]), one)):
            middle = sum(near[key]) / len(near[key])
            self.stack("theme", key, Text(names[key], names[key]), max(0.0, middle - _LINE), before="# ")


def _edges(journey: Journey, personas: Sequence[Persona], themes: Sequence[ThemeAt]) -> list[GraphEdge]:
    edges: list[GraphEdge] = []
    stages = journey.stages
    edges += [GraphEdge(f"stage:{a.id}", f"stage:{b.id}", "next") for a, b in pairwise(stages)]
    # The arrows from stage to stage lead on from where each persona comes in.
    edges += [GraphEdge(f"persona:{one.id}", f"stage:{stage.id}", "part") for one in personas for stage in stages[:1]]
    drawn = {one.id for one in journey.touchpoints}
    pains = {one.id for one in journey.pain_points}
    for touchpoint in journey.touchpoints:
        here = f"touchpoint:{touchpoint.id}"
        edges.append(GraphEdge(f"stage:{touchpoint.stage_id}", here, "part"))
        edges += [GraphEdge(here, f"pain_point:{pain.id}", "part") for pain in touchpoint.pain_points]
        targets = [link.split(":", 1)[-1] for link in touchpoint.links]
        edges += [GraphEdge(here, f"touchpoint:{one}", "link") for one in targets if one in drawn]
        for idea in touchpoint.opportunities:
            sources = [f"pain_point:{pain}" for pain in idea.pain_ids if pain in pains] or [here]
            edges += [GraphEdge(source, f"opportunity:{idea.id}", "part") for source in sources]
    edges += [
        GraphEdge(f"touchpoint:{one.touchpoint_id}", f"theme:{one.key}", "part")
        for one in themes
        if one.touchpoint_id in drawn
    ]
    return edges


def _wrapped(text: Text, language: str, kind: SelectionKind, before: str = "") -> str:
    words = " ".join(text.in_language(language).split()) or translate("board.graph.unnamed", language)
    return "\n".join(wrap(before + words, COLUMNS[kind] - 2 * MARGIN - _LINE_END, TEXT, _MOST_LINES))


def _score(chip: ChipData | None, language: str) -> str:
    if not chip or chip.display in ("none", "hidden") or not chip.text:
        return ""
    return f"\n{chip.text} · n={format_number(chip.n, language)}"


def _level(chip: ChipData | None) -> int | None:
    if chip is None or chip.emotion is None or chip.display in ("none", "hidden"):
        return None
    return round(min(2.0, max(-2.0, chip.emotion))) + 2
