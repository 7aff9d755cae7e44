"""What of a map the relation graph draws: which stages, which kinds of things; a large map begins with what fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components.distinct import distinct
from components.relation_layout import ThemeAt
from components.texts import t
from cx_core.model.journey import Journey, Persona, Stage

#: What may be left out; stages and touchpoints are the map itself.
KINDS = ("persona", "pain_point", "theme", "opportunity")
#: So many themes of each touchpoint are drawn, and so many in all; fewer comments than this are no theme of a place.
_MOST_EACH, _MOST_THEMES, _FEWEST_COMMENTS = 2, 24, 3


@dataclass(frozen=True)
class Parts:
    """What is drawn: the map narrowed to it, its personas, its themes."""

    journey: Journey
    personas: tuple[Persona, ...]
    themes: tuple[ThemeAt, ...]


def strongest(themes: Sequence[ThemeAt]) -> tuple[ThemeAt, ...]:
    """Return the themes that come up most at each touchpoint, and of those the most frequent ones.

    >>> spoken = [ThemeAt("t", "a", "A", 9), ThemeAt("t", "b", "B", 2), ThemeAt("t", "c", "C", 5)]
    >>> [one.key for one in strongest(spoken)]
    ['a', 'c']
    """
    ranked = sorted((one for one in themes if one.touchpoint_id), key=lambda one: (-one.n, one.key))
    total: Counter[str] = Counter()
    for one in ranked:
        total[one.key] += one.n
    common = {key for key, _ in total.most_common(_MOST_THEMES)}
    each: Counter[str] = Counter()
    kept = []
    for one in ranked:
        if one.key in common and one.n >= _FEWEST_COMMENTS and each[one.touchpoint_id] < _MOST_EACH:
            each[one.touchpoint_id] += 1
            kept.append(one)
    return tuple(kept)


def chosen_parts(
    journey: Journey, personas: Sequence[Persona], themes: Sequence[ThemeAt], language: str, key: str, limit: int
) -> Parts:
    """Offer the stages and kinds of things to draw; a map that is too large begins with as many stages as fit."""
    names = {one.id: one.name.in_language(language) or str(at) for at, one in enumerate(journey.stages, 1)}
    labels = distinct(names)
    besides = len(personas) + len({one.key for one in themes})
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        chosen = st.multiselect(
            t("board.graph.stages"), list(labels), format_func=labels.__getitem__, key=f"{key}_stages",
            placeholder=t("board.graph.all_stages"), default=list(_fitting(journey, limit - besides)),
        )  # fmt: skip
    with right:
        kinds = st.pills(
            t("board.graph.kinds"), KINDS, selection_mode="multi", default=KINDS,
            format_func=lambda one: t(f"board.graph.kind_{one}"), key=f"{key}_kinds",
        )  # fmt: skip
    stages = tuple(_with_kinds(one, kinds) for one in journey.stages if not chosen or one.id in chosen)
    if len(stages) < len(journey.stages):
        st.caption(t("board.graph.some_stages", n=len(stages), total=len(journey.stages)))
    drawn = {point.id for one in stages for point in one.touchpoints}
    return Parts(
        replace(journey, stages=stages),
        tuple(personas) if "persona" in kinds and stages else (),
        tuple(one for one in themes if one.touchpoint_id in drawn) if "theme" in kinds else (),
    )


def _fitting(journey: Journey, limit: int) -> tuple[str, ...]:
    """Return the first stages that can be drawn together; nothing, which means all, when the whole map can be."""
    kept: list[str] = []
    nodes = 0
    for stage in journey.stages:
        nodes += 1 + sum(1 + len(one.pain_points) + len(one.opportunities) for one in stage.touchpoints)
        if nodes > limit:
            return tuple(kept) or (journey.stages[0].id,)
        kept.append(stage.id)
    return ()


def _with_kinds(stage: Stage, kinds: Collection[str]) -> Stage:
    return replace(
        stage,
        touchpoints=tuple(
            replace(
                one,
                pain_points=one.pain_points if "pain_point" in kinds else (),
                opportunities=one.opportunities if "opportunity" in kinds else (),
            )
            for one in stage.touchpoints
        ),
    )
