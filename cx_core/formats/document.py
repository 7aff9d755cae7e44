"""What every format shares: the document that comes out of a file, its problems, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from cx_core.journeys import build
from cx_core.journeys.ids import is_id, new_id
from cx_core.journeys.operations import MAX_LINE_LENGTH
from cx_core.model.journey import MAX_TEXT_LENGTH, Journey, Persona, Stage, Text, Touchpoint
from cx_core.model.message import Message
from cx_core.model.picture import Picture
from cx_core.model.problem import Problem, Refusal

#: No map that people read comes near it.
MAX_DOCUMENT_BYTES = 5_000_000

#: Names for what a file leaves without one; a map has none without a name.
UNTITLED = Text("Hành trình", "Journey")
UNNAMED_STAGE = Text("Giai đoạn", "Stage")


@dataclass(frozen=True)
class ReadJourney:
    """A map read from a file, with its personas and what was wrong. Nothing has been stored yet.

    Each problem names one line in ``rows`` (in a workbook: one row); none where the whole file is meant.
    """

    journey: Journey
    personas: tuple[Persona, ...] = ()
    problems: tuple[Problem, ...] = ()
    images: tuple[Picture, ...] = ()


@dataclass
class Findings:
    """Problems met while reading one file, in the order they were met."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self, kind: str, line: int | None, *, column: str | None = None, allowed: str | None = None, lost: bool = True
    ) -> None:
        """Note one problem. ``lost`` tells whether something in the file does not go in because of it."""
        rows = () if line is None else (line,)
        self.problems.append(Problem(f"map_{kind}", column=column, rows=rows, allowed=allowed, lost=lost))

    def text(self, value: str, line: int | None, *, short: bool = False) -> str:
        """Return a text within the length that a map can hold; what is cut off is a problem."""
        limit = MAX_LINE_LENGTH if short else MAX_TEXT_LENGTH
        if len(value) <= limit:
            return value
        self.add("text_too_long", line, allowed=f"≤ {limit}")
        return value[:limit].rstrip()


def decode(data: bytes, limit: int = MAX_DOCUMENT_BYTES) -> str:
    """Return a document's text: UTF-8, or UTF-16 with its mark; line ends as ``\\n``, the mark removed.

    Raises `Refusal` ``journey_file_too_large``, ``journey_file_empty`` or ``journey_file_not_text``.
    """
    if len(data) > limit:
        raise Refusal("journey_file_too_large", {"limit_mb": limit // 1_000_000})
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("journey_file_not_text") from None
    if "\x00" in text:
        raise Refusal("journey_file_not_text")
    if not text.strip():
        raise Refusal("journey_file_empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def finish(journey: Journey, personas: tuple[Persona, ...], findings: Findings, *, tolerant: bool) -> ReadJourney:
    """Return what was read, checked as a whole.

    Unless ``tolerant``, raises `Refusal` ``journey_file_problems`` when anything was lost, with the first such line and
    its reason, and all problems.
    """
    lost = [problem for problem in findings.problems if problem.lost]
    if lost and not tolerant:
        raise refusal_for(findings.problems)
    people = tuple(build.checked_persona(persona) for persona in personas)
    named = tuple(one for one in journey.persona_ids if one in {persona.id for persona in people})
    if named != journey.persona_ids:
        findings.add("persona_missing", None, lost=False)
        journey = replace(journey, persona_ids=named)
    return ReadJourney(build.checked(_in_order(_own_ids(journey))), people, tuple(findings.problems))


def refusal_for(problems: list[Problem]) -> Refusal:
    """Return the refusal that names the first line that cannot be read, and carries every problem."""
    lost = [problem for problem in problems if problem.lost]
    first = lost[0]
    reason = Message.of(
        f"problem.{first.kind}",
        column=first.column or "",
        allowed=first.allowed or "",
        rows=", ".join(map(str, first.rows)),
        count=first.count,
    )
    line = first.rows[0] if first.rows else 1
    return Refusal("journey_file_problems", {"line": line, "reason": reason, "n": len(lost)}, tuple(problems))


def _in_order(journey: Journey) -> Journey:
    """Number the parts anew unless their positions rise in the order they stand in."""
    groups: list[tuple[Any, ...]] = [journey.stages]
    groups += [stage.touchpoints for stage in journey.stages]
    groups += [touchpoint.pain_points for touchpoint in journey.touchpoints]
    groups += [touchpoint.opportunities for touchpoint in journey.touchpoints]
    rising = all(one.position < other.position for group in groups for one, other in pairwise(group))
    return journey if rising else build.place(journey)


def _own_ids(journey: Journey) -> Journey:
    """Give a new id to every part whose id is malformed or stands twice, as after copying lines in an editor."""
    seen: set[str] = set()

    def own(part_id: str) -> str:
        kept = part_id if is_id(part_id) and part_id not in seen else new_id()
        seen.add(kept)
        return kept

    def of_touchpoint(part: Touchpoint, stage_id: str) -> Touchpoint:
        touchpoint_id = own(part.id)
        pains = tuple(replace(pain, id=own(pain.id), touchpoint_id=touchpoint_id) for pain in part.pain_points)
        ideas = tuple(replace(idea, id=own(idea.id), touchpoint_id=touchpoint_id) for idea in part.opportunities)
        return replace(part, id=touchpoint_id, stage_id=stage_id, pain_points=pains, opportunities=ideas)

    def of_stage(part: Stage, journey_id: str) -> Stage:
        stage_id = own(part.id)
        touchpoints = tuple(of_touchpoint(inner, stage_id) for inner in part.touchpoints)
        return replace(part, id=stage_id, journey_id=journey_id, touchpoints=touchpoints)

    journey_id = own(journey.id)
    return replace(journey, id=journey_id, stages=tuple(of_stage(part, journey_id) for part in journey.stages))
