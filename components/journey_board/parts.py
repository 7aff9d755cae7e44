"""The parts of a map as the board shows them: plain data, texts in the map's language or marked as the other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cx_core import i18n
from cx_core.i18n.measures import format_value
from cx_core.journeys.gaps import DISAGREEMENT
from cx_core.journeys.people import felt_by
from cx_core.journeys.votes import tally
from cx_core.model.journey import (
    EMOTION_MAX,
    EMOTION_MIN,
    Opportunity,
    PainPoint,
    Persona,
    Stage,
    Text,
    Touchpoint,
)
from cx_core.model.measure import Display

Verdict = Literal["rose", "fell", "not_enough_evidence"]
Json = dict[str, object]

#: Lanes whose content is a text of the touchpoint of the same name.
_TEXT_LANES = ("thought", "physical", "frontstage", "backstage", "support")


class Tongue(NamedTuple):
    """The language of the screen, and the one in which the map's own texts are wanted."""

    ui: str
    spoken: str


@dataclass(frozen=True)
class ChipData:
    """A measured score as the board shows it at one touchpoint: on its chip and as a mark on the curve.

    ``text`` is the formatted score ("NPS +32"). ``display`` decides what may be seen: under ``hidden`` neither
    score nor mark leaves the server. ``emotion``, ``low`` and ``high`` are the score and its interval on the
    axis of -2 to 2, None when unknown. ``verdict`` compares with the period before, ``better`` says whether that
    change is good for customers, ``delta`` how large it is ("+4 points"). ``tip`` is shown on demand. ``metric`` and
    ``value`` are what the chip says, to be held against a target; ``spark`` are the months that led to it, ``stale``
    names the newest month of answers that are old. ``beside`` holds chips of personas, named by ``whose``, whose id is
    ``person``.
    """

    text: str = ""
    n: int = 0
    display: Display = "none"
    emotion: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict | None = None
    better: bool | None = None
    delta: str = ""
    tip: str = ""
    metric: str = ""
    value: float | None = None
    spark: tuple[float | None, ...] = ()
    stale: str = ""
    beside: tuple[ChipData, ...] = ()
    whose: str = ""
    person: str = ""


def texts(spoken: str, **written: Text) -> Json:
    """Return each text in a language; under ``foreign`` the names of those that are only there in the other one.

    >>> texts("en", name=Text("Mua"), goal=Text("", "Buy"))
    {'name': 'Mua', 'goal': 'Buy', 'foreign': ['name']}
    """
    shown: Json = {name: text.in_language(spoken) for name, text in written.items()}
    foreign = [name for name, text in written.items() if text and not (text.en if spoken == "en" else text.vi)]
    return {**shown, "foreign": foreign} if foreign else shown


def _notes(notes: tuple[tuple[str, Text], ...]) -> dict[str, Text]:
    return {f"note:{lane}": text for lane, text in notes}


def stage_part(
    stage: Stage, own: Stage, measures: Mapping[str, ChipData], tongue: Tongue, people: Sequence[Persona]
) -> Json:
    """Return a stage with its touchpoints; ``own`` is the stage as it is stored, whatever persona it is shown for."""
    return {
        "id": stage.id,
        "version": stage.version,
        "position": stage.position,
        "goal": stage.customer_goal.in_language(tongue.spoken),
        "chips": [_chip(measures[stage.id], tongue.ui)] if stage.id in measures else [],
        "touchpoints": [
            _touchpoint(one, stored, measures.get(one.id), tongue, people)
            for one, stored in zip(stage.touchpoints, own.touchpoints, strict=True)
        ],
        **texts(tongue.spoken, name=stage.name, **_notes(stage.notes)),
    }


def _touchpoint(
    touchpoint: Touchpoint, stored: Touchpoint, chip: ChipData | None, tongue: Tongue, people: Sequence[Persona]
) -> Json:
    chips = [_chip(one, tongue.ui) | _aim(touchpoint, one, tongue.ui) for one in (chip, *chip.beside)] if chip else []
    return {
        "id": touchpoint.id,
        "version": touchpoint.version,
        "position": touchpoint.position,
        "channel": touchpoint.channel,
        "mot": touchpoint.moment_of_truth,
        "expected": touchpoint.expected,
        "perceived": touchpoint.perceived,
        "low": touchpoint.perceived_low,
        "high": touchpoint.perceived_high,
        **_feelings(stored, people, chip.beside if chip else ()),
        "votes": dict(touchpoint.votes),
        "split": tally(dict(touchpoint.votes).values()).is_split,
        "links": list(touchpoint.links),
        "images": list(touchpoint.images),
        "chips": chips,
        "apart": _apart(touchpoint, chip),
        "measured": _mark(chip) if chip else None,
        "pains": [_pain(pain, tongue) for pain in touchpoint.pain_points],
        "ideas": [_idea(idea, tongue) for idea in touchpoint.opportunities],
        "evidence": touchpoint.evidence,
        "owner": touchpoint.owner,
        "duration": touchpoint.duration_minutes,
        **texts(
            tongue.spoken,
            name=touchpoint.name,
            action=touchpoint.customer_action,
            standard=touchpoint.service_standard,
            **{name: getattr(touchpoint, name) for name in _TEXT_LANES},
            **_notes(touchpoint.notes),
        ),
    }


def _feelings(stored: Touchpoint, people: Sequence[Persona], chips: Sequence[ChipData]) -> Json:
    """Return what the personas feel: of one alone only which of it is shared, of several each one's three emotions."""
    if not people:
        return {}
    if len(people) == 1:
        return {"shared": list(felt_by(stored, people[0].id).shared)}
    felt: Json = {}
    marks = {chip.person: _mark(chip) for chip in chips}
    for one in people:
        own = felt_by(stored, one.id)
        felt[one.id] = {
            "expected": own.expected,
            "perceived": own.perceived,
            "low": own.low,
            "high": own.high,
            "shared": list(own.shared),
            "measured": marks.get(one.id),
        }
    return {"felt": felt}


def _pain(pain: PainPoint, tongue: Tongue) -> Json:
    return {
        "id": pain.id,
        "version": pain.version,
        "position": pain.position,
        **texts(tongue.spoken, text=pain.text),
        "severity": pain.severity,
        "evidence": pain.evidence,
    }


def _idea(idea: Opportunity, tongue: Tongue) -> Json:
    return {
        "id": idea.id,
        "version": idea.version,
        "position": idea.position,
        **texts(tongue.spoken, text=idea.text),
        "impact": idea.impact,
        "effort": idea.effort,
        "progress": idea.progress,
        "owner": idea.owner,
        "due": i18n.format_date(idea.due_on, tongue.ui) if idea.due_on else "",
        "evidence": idea.evidence,
    }


def _chip(chip: ChipData, language: str) -> Json:
    seen = chip.display not in ("none", "hidden")
    return {
        "state": {"shown": "ok", "full": "ok"}.get(chip.display, chip.display),
        "text": chip.text if seen else "",
        "whose": chip.whose,
        "n": i18n.format_number(chip.n, language),
        "verdict": chip.verdict if seen else None,
        "better": chip.better if seen else None,
        "delta": chip.delta if seen else "",
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
