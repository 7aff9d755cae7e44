"""The designed journey of a persona: stages, touchpoints, what is expected and felt there, what hurts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

JourneyState = Literal["as_is", "to_be"]
JourneyStatus = Literal["draft", "validated", "archived"]
Initiator = Literal["customer", "company", "third_party"]
MomentOfTruth = Literal["zmot", "fmot", "smot", "umot", "recovery"]
EvidenceLevel = Literal["assumption", "anecdote", "observed", "survey", "analytics", "validated"]

#: Channels a touchpoint can be on; names and symbols stand in the language files under ``channel.<code>``.
CHANNELS: tuple[str, ...] = (
    "store", "web", "app", "phone", "sms", "email", "chat", "zalo", "facebook", "tiktok", "shopee", "lazada", "tiki",
    "marketplace", "delivery", "kiosk", "letter", "event", "word_of_mouth", "advertising", "other",
)  # fmt: skip

EMOTION_MIN, EMOTION_MAX = -2.0, 2.0
SEVERITY_MIN, SEVERITY_MAX = 1, 5
MAX_TEXT_LENGTH = 500


@dataclass(frozen=True)
class Text:
    """A text of the map in Vietnamese, in English, or both. Empty means not written.

    >>> Text(vi="Giao hàng").in_language("en")
    'Giao hàng'
    """

    vi: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in ``language``, else in the other one, else an empty string."""
        first, second = (self.en, self.vi) if language == "en" else (self.vi, self.en)
        return first or second

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


@dataclass(frozen=True)
class PainPoint:
    """Something that hurts customers at a touchpoint. ``severity`` is 1 (nuisance) to 5 (they leave)."""

    id: str
    touchpoint_id: str
    text: Text
    severity: int = 3
    position: float = 0.0
    root_cause: Text = Text()
    evidence: EvidenceLevel = "assumption"
    version: int = 1


@dataclass(frozen=True)
class Touchpoint:
    """A place of contact inside a stage, on one channel.

    ``expected`` and ``perceived`` are emotions from -2 (very bad) to 2 (very good): what customers expect
    here, and what the people who drew the map say they meet; None while nobody has said.
    ``aliases`` are further names under which feedback files call this place.
    """

    id: str
    stage_id: str
    name: Text
    position: float = 0.0
    channel: str = "other"
    initiator: Initiator = "customer"
    customer_action: Text = Text()
    thought: Text = Text()
    moment_of_truth: MomentOfTruth | None = None
    expected: float | None = None
    perceived: float | None = None
    expectation: Text = Text()
    service_standard: Text = Text()
    owner: str = ""
    evidence: EvidenceLevel = "assumption"
    aliases: tuple[str, ...] = ()
    pain_points: tuple[PainPoint, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Stage:
    """A phase of a journey, with its touchpoints in order."""

    id: str
    journey_id: str
    name: Text
    position: float = 0.0
    customer_goal: Text = Text()
    touchpoints: tuple[Touchpoint, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Persona:
    """An invented customer who stands for a segment of real ones.

    ``segment_filter`` pairs segment fields with values, so that live numbers can stand on the card.
    """

    id: str
    name: str
    role: Text = Text()
    age_range: str = ""
    goals: Text = Text()
    frustrations: Text = Text()
    quote: Text = Text()
    segment_filter: tuple[tuple[str, tuple[str, ...]], ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Journey:
    """The designed map: ordered stages of one journey for its personas.

    ``revision`` counts every change; a reader that has it need not read again. ``review_on`` is the day the
    owner means to look at the map again, None when no day is set.
    """

    id: str
    title: Text
    scenario: Text = Text()
    goal: Text = Text()
    state: JourneyState = "as_is"
    status: JourneyStatus = "draft"
    owner: str = ""
    review_on: date | None = None
    persona_ids: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    revision: int = 1
    version: int = 1
    updated_at: datetime | None = None

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """Every touchpoint in the order of the map."""
        return tuple(touchpoint for stage in self.stages for touchpoint in stage.touchpoints)

    @property
    def pain_points(self) -> tuple[PainPoint, ...]:
        """Every pain point in the order of the map."""
        return tuple(pain for touchpoint in self.touchpoints for pain in touchpoint.pain_points)

    def stage(self, stage_id: str) -> Stage | None:
        """Return a stage by id; None when the map has none such."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint | None:
        """Return a touchpoint by id; None when the map has none such."""
        return next((one for one in self.touchpoints if one.id == touchpoint_id), None)
