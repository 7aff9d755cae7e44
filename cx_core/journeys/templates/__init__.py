"""Maps to begin with: typical stages, touchpoints and questions of a trade, in both languages.

A template is one TOML file beside this one. It holds what is common in the trade and nothing about anybody's customers:
no emotions and no pain points, and everything on it is marked as an assumption.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cx_core.journeys import build
from cx_core.model.journey import Journey, Stage, Text, Touchpoint

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A question worth asking customers at a touchpoint, and the metric its answers feed."""

    metric: str
    text: Text


@dataclass(frozen=True)
class Template:
    """A map to begin with. ``key`` is its file's name; its own name stands in the language files."""

    key: str

    @cached_property
    def _content(self) -> dict[str, Any]:
        return tomllib.loads((_FOLDER / f"{self.key}.toml").read_text("utf-8"))

    @property
    def title(self) -> Text:
        """The title its map begins with, which also names the template."""
        return _text(self._content, "title")

    @property
    def n_stages(self) -> int:
        """Number of stages."""
        return len(self._content.get("stage", []))

    @property
    def n_touchpoints(self) -> int:
        """Number of touchpoints."""
        return sum(len(stage.get("touchpoint", [])) for stage in self._content.get("stage", []))

    def journey(self) -> Journey:
        """Return a new map drawn from the template, with ids of its own."""
        return build.journey(
            self.title,
            [_stage(stage) for stage in self._content.get("stage", [])],
            scenario=_text(self._content, "scenario"),
            goal=_text(self._content, "goal"),
        )

    def questions(self) -> dict[Text, Question]:
        """Return the suggested question by the name of its touchpoint."""
        touchpoints = [one for stage in self._content.get("stage", []) for one in stage.get("touchpoint", [])]
        return {
            _text(one, "name"): Question(one["metric"], _text(one, "question"))
            for one in touchpoints
            if "metric" in one
        }


def template(key: str) -> Template:
    """Return a template by key; `KeyError` when there is none."""
    return {one.key: one for one in ALL_TEMPLATES}[key]


def _stage(content: dict[str, Any]) -> Stage:
    return build.stage(
        _text(content, "name"),
        [_touchpoint(one) for one in content.get("touchpoint", [])],
        customer_goal=_text(content, "goal"),
    )


def _touchpoint(content: dict[str, Any]) -> Touchpoint:
    return build.touchpoint(
        _text(content, "name"),
        channel=content["channel"],
        initiator=content.get("initiator", "customer"),
        customer_action=_text(content, "action"),
        moment_of_truth=content.get("moment"),
        aliases=tuple(content.get("aliases", ())),
    )


def _text(content: dict[str, Any], key: str) -> Text:
    words = content.get(key, {})
    return Text(words.get("vi", ""), words.get("en", ""))


ALL_TEMPLATES: tuple[Template, ...] = (
    Template("empty"),
    Template("online_shop"),
    Template("retail_chain"),
    Template("cafe"),
    Template("bank"),
    Template("insurance"),
    Template("telecom"),
    Template("clinic"),
    Template("travel"),
    Template("education"),
    Template("saas"),
    Template("home_services"),
)
