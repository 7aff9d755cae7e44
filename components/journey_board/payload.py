"""What the board is told: the map, its scores and its words as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from components.journey_board.requests import BoardMemory, Selection, is_plain
from cx_core import i18n
from cx_core.i18n.measures import format_value
from cx_core.journeys.gaps import DISAGREEMENT
from cx_core.journeys.labels import evidence_backed_share
from cx_core.journeys.lanes import lane_order
from cx_core.model.journey import (
    CHANNELS,
    EMOTION_MAX,
    EMOTION_MIN,
    MAX_TEXT_LENGTH,
    EvidenceLevel,
    Journey,
    Opportunity,
    PainPoint,
    Stage,
    Touchpoint,
)
from cx_core.model.measure import Display
from cx_core.model.operation import Conflict, Noun

Verdict = Literal["rose", "fell", "not_enough_evidence"]
Json = dict[str, object]

#: Lanes whose content is a text of the touchpoint of the same name.
_TEXT_LANES = ("thought", "physical", "frontstage", "backstage", "support")
MOMENTS: tuple[str, ...] = ("zmot", "fmot", "smot", "umot", "recovery")


@dataclass(frozen=True)
class ChipData:
    """A measured score as the board shows it at one touchpoint: on its chip and as a mark on the curve.

    ``text`` is the formatted score ("NPS +32"). ``display`` decides what may be seen: under ``hidden`` neither
    score nor mark leaves the server. ``emotion``, ``low`` and ``high`` are the score and its interval on the
    axis of -2 to 2, None when unknown. ``verdict`` compares with the period before, ``better`` says whether that
    change is good for customers. ``tip`` is shown on demand. ``metric`` and ``value`` are what the chip says, to be
    held against a target; ``spark`` are the months that led to it, ``stale`` names the newest month of answers that
    are old. ``beside`` holds chips of further metrics, of which only the chip is shown.
    """

    text: str = ""
    n: int = 0
    display: Display = "none"
    emotion: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict | None = None
    better: bool | None = None
    tip: str = ""
    metric: str = ""
    value: float | None = None
    spark: tuple[float | None, ...] = ()
    stale: str = ""
    beside: tuple[ChipData, ...] = ()


def board_payload(
    journey: Journey,
    measures: Mapping[str, ChipData],
    language: str,
    *,
    memory: BoardMemory | None = None,
    readonly: bool = False,
    authors: Mapping[str, str] | None = None,
    selected: Selection | None = None,
    can_undo: bool | None = None,
    can_redo: bool | None = None,
) -> Json:
    """Return the whole board as plain JSON values, in one language.

    ``measures`` maps touchpoint ids to their chips; a touchpoint without one shows "no answers". ``authors`` maps
    ids of stages, touchpoints and pain points to the name of who changed them last, where that should be shown.
    ``selected`` selects from outside whenever it changes. ``can_undo`` and ``can_redo`` None: not known, buttons stay
    usable.

    >>> from cx_core.model.journey import Text
    >>> board_payload(Journey("j", Text(vi="Mua hàng")), {}, "vi")["journey"]
    {'id': 'j', 'title': 'Mua hàng', 'revision': 1, 'version': 1}
    """
    memory = memory or BoardMemory()
    return {
        "language": language,
        "labels": _texts("board.ui.", language),
        "channels": {code: i18n.translate(f"board.channel.{code}", language) for code in CHANNELS},
        "moments": {code: i18n.translate(f"board.moment.{code}", language) for code in MOMENTS},
        "max_length": MAX_TEXT_LENGTH,
        "evidences": {code: i18n.translate(f"evidence.{code}", language) for code in get_args(EvidenceLevel)},
        "backed": _backed(journey, language),
        "lanes": list(lane_order(journey)),
        "journey": {
            "id": journey.id,
            "title": journey.title.in_language(language),
            "revision": journey.revision,
            "version": journey.version,
        },
        "stages": [_stage(stage, measures, language) for stage in journey.stages],
        "acked": list(memory.acked),
        "conflicts": [_conflict(one, journey, language) for one in memory.conflicts],
        "readonly": readonly,
        "authors": dict(authors or {}),
        "selected": {"kind": selected.kind, "id": selected.id} if selected else None,
        "can_undo": can_undo,
        "can_redo": can_redo,
    }


def _texts(prefix: str, language: str) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in i18n.catalogue(language).items() if key.startswith(prefix)}


def _stage(stage: Stage, measures: Mapping[str, ChipData], language: str) -> Json:
    return {
        "id": stage.id,
        "version": stage.version,
        "position": stage.position,
        "name": stage.name.in_language(language),
        "goal": stage.customer_goal.in_language(language),
        "chips": [_chip(measures[stage.id], language)] if stage.id in measures else [],
        "touchpoints": [_touchpoint(one, measures.get(one.id), language) for one in stage.touchpoints],
    }


def _touchpoint(touchpoint: Touchpoint, chip: ChipData | None, language: str) -> Json:
    return {
        "id": touchpoint.id,
        "version": touchpoint.version,
        "position": touchpoint.position,
        "name": touchpoint.name.in_language(language),
        "action": touchpoint.customer_action.in_language(language),
        "channel": touchpoint.channel,
        "mot": touchpoint.moment_of_truth,
        "expected": touchpoint.expected,
        "perceived": touchpoint.perceived,
        "low": touchpoint.perceived_low,
        "high": touchpoint.perceived_high,
        "links": list(touchpoint.links),
        "chips": [_chip(one, language) | _aim(touchpoint, one, language) for one in (chip, *chip.beside)]
        if chip
        else [],
        "apart": _apart(touchpoint, chip),
        "measured": _mark(chip) if chip else None,
        "pains": [_pain(pain, language) for pain in touchpoint.pain_points],
        "ideas": [_idea(idea, language) for idea in touchpoint.opportunities],
        "evidence": touchpoint.evidence,
        "owner": touchpoint.owner,
        "duration": touchpoint.duration_minutes,
        "standard": touchpoint.service_standard.in_language(language),
        **{name: getattr(touchpoint, name).in_language(language) for name in _TEXT_LANES},
    }


def _pain(pain: PainPoint, language: str) -> Json:
    return {
        "id": pain.id,
        "version": pain.version,
        "position": pain.position,
        "text": pain.text.in_language(language),
        "severity": pain.severity,
        "evidence": pain.evidence,
    }


def _idea(idea: Opportunity, language: str) -> Json:
    return {
        "id": idea.id,
        "version": idea.version,
        "position": idea.position,
        "text": idea.text.in_language(language),
        "impact": idea.impact,
        "effort": idea.effort,
        "progress": idea.progress,
        "owner": idea.owner,
        "due": i18n.format_date(idea.due_on, language) if idea.due_on else "",
        "evidence": idea.evidence,
    }


def _backed(journey: Journey, language: str) -> str:
    share = evidence_backed_share(journey)
    return "" if share is None else i18n.format_share(share, language)


def _chip(chip: ChipData, language: str) -> Json:
    seen = chip.display not in ("none", "hidden")
    return {
        "state": {"shown": "ok", "full": "ok"}.get(chip.display, chip.display),
        "text": chip.text if seen else "",
        "n": i18n.format_number(chip.n, language),
        "verdict": chip.verdict if seen else None,
        "better": chip.better if seen else None,
        "tip": chip.tip if seen else "",
        "spark": _scaled(chip.spark) if seen else [],
        "stale": chip.stale,
    }


def _scaled(values: tuple[float | None, ...]) -> list[float | None]:
    """Return a line's values between 0 and 1; empty when fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, reach = min(known), max(known) - min(known)
    return [None if value is None else round((value - low) / reach, 3) if reach else 0.5 for value in values]


def _aim(touchpoint: Touchpoint, chip: ChipData, language: str) -> Json:
    """Hold a chip against the touchpoint's target; CSAT targets are written in percent."""
    aims = dict(one.split(":", 1) for one in touchpoint.targets)
    if chip.metric not in aims or chip.value is None or chip.display in ("none", "hidden"):
        return {}
    aim = float(aims[chip.metric]) / (100 if chip.metric == "csat" else 1)
    return {"target": format_value(chip.metric, aim, language), "met": chip.value >= aim}


def _apart(touchpoint: Touchpoint, chip: ChipData | None) -> float | None:
    """Return measured minus perceived where room and data lie a whole step of emotion apart; else None."""
    mark = _mark(chip) if chip else None
    if chip is None or mark is None or chip.emotion is None or touchpoint.perceived is None:
        return None
    apart = chip.emotion - touchpoint.perceived
    return round(apart, 2) if abs(apart) >= DISAGREEMENT else None


def _mark(chip: ChipData) -> Json | None:
    if chip.emotion is None or chip.display in ("none", "hidden"):
        return None
    low, high = (None if end is None else _on_axis(end) for end in (chip.low, chip.high))
    return {"value": _on_axis(chip.emotion), "low": low, "high": high, "small": chip.display == "grey"}


def _on_axis(value: float) -> float:
    return min(EMOTION_MAX, max(EMOTION_MIN, value))


def _conflict(conflict: Conflict, journey: Journey, language: str) -> Json:
    operation = conflict.operation
    wanted = set(operation.fields)
    return {
        "op_id": operation.op_id,
        "verb": operation.verb,
        "noun": operation.noun,
        "target_id": operation.target_id,
        "name": _name_of(journey, operation.noun, operation.target_id, language),
        "refused": dict(operation.fields),
        "current": {name: value for name, value in conflict.current.items() if name in wanted and is_plain(value)},
        "by": conflict.changed_by,
        "at": i18n.format_datetime(conflict.changed_at, language) if conflict.changed_at else "",
        "gone": conflict.gone,
    }


def _name_of(journey: Journey, noun: Noun, thing_id: str, language: str) -> str:
    if noun == "stage":
        stage = journey.stage(thing_id)
        return stage.name.in_language(language) if stage else ""
    if noun == "touchpoint":
        touchpoint = journey.touchpoint(thing_id)
        return touchpoint.name.in_language(language) if touchpoint else ""
    leaves: list[PainPoint | Opportunity] = [*journey.pain_points, *journey.opportunities]
    leaf = next((one for one in leaves if one.id == thing_id), None)
    return leaf.text.in_language(language) if leaf else ""
