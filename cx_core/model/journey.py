"""The designed journey of a persona: stages, touchpoints, what is expected and felt there, what hurts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

JourneyState = Literal["as_is", "to_be"]
JourneyStatus = Literal["draft", "validated", "archived"]
Initiator = Literal["customer", "company", "third_party"]
MomentOfTruth = Literal["zmot", "fmot", "smot", "umot", "recovery"]
PainKind = Literal["pain", "need", "barrier"]
Frequency = Literal["rare", "sometimes", "often", "always"]
Progress = Literal["open", "in_progress", "solved", "dismissed"]
LinkKind = Literal["next", "skip", "loop", "branch"]
EvidenceLevel = Literal["assumption", "anecdote", "observed", "survey", "analytics", "validated"]

#: Channels a touchpoint can be on; names and symbols stand in the language files under ``channel.<code>``.
CHANNELS: tuple[str, ...] = (
    "store", "web", "app", "phone", "sms", "email", "chat", "zalo", "facebook", "tiktok", "shopee", "lazada", "tiki",
    "marketplace", "delivery", "visit", "kiosk", "letter", "event", "word_of_mouth", "advertising", "other",
)  # fmt: skip

#: Lanes under the touchpoints, in their usual order. Below the line of interaction stands what the company does.
LANES: tuple[str, ...] = (
    "action", "thought", "emotion", "measure", "pain", "opportunity", "physical", "frontstage", "backstage", "support",
    "standard", "duration", "owner", "image",
)  # fmt: skip
#: What an untouched map shows of them.
USUAL_LANES: tuple[str, ...] = ("action", "emotion", "measure", "pain", "opportunity")

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
    """Something that hurts customers at a touchpoint. ``severity`` is 1 (nuisance) to 5 (they leave).

    ``kind`` and ``frequency`` are what the room says, None while nobody has. ``quote_ids`` are the ids of the answers
    whose words stand behind it; the words themselves stay with the feedback. ``themes`` (keys of the taxonomy) and
    ``phrases`` say which comments speak of it, so that its frequency can be counted.
    """

    id: str
    touchpoint_id: str
    text: Text
    severity: int = 3
    position: float = 0.0
    root_cause: Text = Text()
    evidence: EvidenceLevel = "assumption"
    kind: PainKind | None = None
    frequency: Frequency | None = None
    quote_ids: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Opportunity:
    """An idea to make a touchpoint better, for which somebody may take responsibility.

    ``impact`` and ``effort`` go from 1 (little) to 5 (much), None while nobody has said. ``pain_ids`` are the pain
    points it would ease, ``touchpoint_ids`` further touchpoints it concerns.
    """

    id: str
    touchpoint_id: str
    text: Text
    position: float = 0.0
    detail: Text = Text()
    impact: int | None = None
    effort: int | None = None
    progress: Progress = "open"
    owner: str = ""
    due_on: date | None = None
    evidence: EvidenceLevel = "assumption"
    pain_ids: tuple[str, ...] = ()
    touchpoint_ids: tuple[str, ...] = ()
    version: int = 1

    @property
    def priority(self) -> float | None:
        """Impact for effort, 0.2 to 5: which idea to take first; None while one of the two is unknown."""
        return None if self.impact is None or self.effort is None else self.impact / self.effort


@dataclass(frozen=True)
class Touchpoint:
    """A place of contact inside a stage, on one channel.

    ``expected`` and ``perceived`` are emotions from -2 (very bad) to 2 (very good): what customers expect
    here, and what the people who drew the map say they meet; None while nobody has said. ``perceived_low`` and
    ``perceived_high`` hold the middle half of what several people said.
    ``aliases`` are further names under which feedback files call this place.
    ``physical`` (what customers can see and touch), ``frontstage``, ``backstage`` and ``support`` are the lanes of a
    service blueprint. ``duration_minutes`` is how long customers spend here. ``links`` lead on to other touchpoints
    than the next one (``loop:<id>``), ``targets`` say what is aimed at (``nps:40``), ``images`` name files of the
    workspace. ``detail_id`` is the map that shows this place in detail. ``notes`` are the texts of the map's own
    lanes, by lane. ``expected_by``, ``perceived_by`` and their spread hold emotions of single personas, by persona:
    where a persona has none of its own, the shared one holds. ``votes`` are the emotions that several people named
    here, by voter: while there are any, ``perceived`` is their median and the spread their middle half.
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
    perceived_low: float | None = None
    perceived_high: float | None = None
    physical: Text = Text()
    frontstage: Text = Text()
    backstage: Text = Text()
    support: Text = Text()
    duration_minutes: float | None = None
    links: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    detail_id: str | None = None
    notes: tuple[tuple[str, Text], ...] = ()
    expected_by: tuple[tuple[str, float], ...] = ()
    perceived_by: tuple[tuple[str, float], ...] = ()
    perceived_low_by: tuple[tuple[str, float], ...] = ()
    perceived_high_by: tuple[tuple[str, float], ...] = ()
    votes: tuple[tuple[str, float], ...] = ()
    pain_points: tuple[PainPoint, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Stage:
    """A phase of a journey, with its touchpoints in order. ``notes`` are texts of the map's own lanes, by lane."""

    id: str
    journey_id: str
    name: Text
    position: float = 0.0
    customer_goal: Text = Text()
    notes: tuple[tuple[str, Text], ...] = ()
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
    owner means to look at the map again, None when no day is set. ``pair_id`` is the as-is map that a to-be map
    answers. ``lanes`` are the lanes in the order of this map, hidden ones with a hyphen before them (``-owner``);
    empty: as usual. ``own_lanes`` are the names of lanes that only this map has, by their id; among ``lanes`` they
    are called ``own:<id>`` with a text at each touchpoint, or ``stage:<id>`` with one at each stage.
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
    pair_id: str | None = None
    lanes: tuple[str, ...] = ()
    own_lanes: tuple[tuple[str, Text], ...] = ()
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

    @property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Every opportunity in the order of the map."""
        return tuple(idea for touchpoint in self.touchpoints for idea in touchpoint.opportunities)

    def stage(self, stage_id: str) -> Stage | None:
        """Return a stage by id; None when the map has none such."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint | None:
        """Return a touchpoint by id; None when the map has none such."""
        return next((one for one in self.touchpoints if one.id == touchpoint_id), None)
