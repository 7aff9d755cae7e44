"""What of a map the relation graph draws: which stages, which kinds of things; a large map begins with what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.plain import plain
from components.texts import t
from cx_core.model.journey import Journey, Stage


def chosen_part(journey: Journey, language: str, key: str, limit: int) -> Journey:
    """Offer the stages and kinds of things to draw; a map that is too large begins with as many stages as fit."""
    names = {one.id: plain(one.name.in_language(language)) or str(at) for at, one in enumerate(journey.stages, 1)}
    chosen = st.multiselect(
        t("board.graph.stages"), list(names), format_func=names.__getitem__, key=f"{key}_stages",
        placeholder=t("board.graph.all_stages"), default=list(_fitting(journey, limit)),
    )  # fmt: skip
    kinds = st.pills(
        t("board.graph.kinds"), ["pain_point", "opportunity"], selection_mode="multi",
        default=["pain_point", "opportunity"], format_func=lambda one: t(f"board.graph.kind_{one}"), key=f"{key}_kinds",
        label_visibility="collapsed",
    )  # fmt: skip
    return replace(
        journey,
        stages=tuple(_with_kinds(one, kinds) for one in journey.stages if not chosen or one.id in chosen),
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


def _with_kinds(stage: Stage, kinds: Sequence[str]) -> Stage:
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
