"""Mermaid ``journey`` diagrams: what wikis, code hosts and note-taking programs draw from plain text."""

from __future__ import annotations

from cx_core.formats import mermaid_payload
from cx_core.formats.document import ReadJourney, decode
from cx_core.formats.losses import losses
from cx_core.formats.mermaid_reader import read_text
from cx_core.formats.mermaid_text import escape
from cx_core.i18n import translate
from cx_core.model.journey import Journey, Persona, Stage, Touchpoint
from cx_core.model.message import Message

#: Mermaid's faces go from 1 to 5, with 3 in the middle; a touchpoint without emotion is drawn there and marked.
MIDDLE = 3


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return the diagram of a map in one language.

    The face of a touchpoint is the perceived emotion plus 3. Whatever Mermaid cannot draw stands in comments beside the
    line it belongs to, so that reading the diagram again loses nothing, also after somebody has changed its words.
    """
    people = ", ".join(escape(name, is_person=True) for name in _people(journey, language, personas))
    header = mermaid_payload.part("journey", journey)
    lines = ["journey", f"    title {escape(journey.title.in_language(language))}"]
    lines.append(
        "    "
        + mermaid_payload.pack(
            v=1, language=language, journey=header, personas=[mermaid_payload.persona_part(one) for one in personas]
        )
    )
    for stage in journey.stages:
        lines += _stage_lines(stage, language, people)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of a diagram, or of the first ``journey`` in the fences of a Markdown text.

    ``language`` says which language a foreign diagram is written in; ours say it themselves. Raises `Refusal`
    ``mermaid_type_unknown`` for another diagram, ``journey_file_problems`` when lines cannot be read and
    ``tolerant`` is not set.
    """
    return read_text(decode(data), tolerant=tolerant, language=language)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the drawing does not show; read again by this program, nothing is lost."""
    return losses(
        journey, "second_language", "about", "channels", "pain_points", "expectations", "moments", "details",
        "without_score", "opportunities", "blueprint", "images", "own_lanes", "felt", "votes",
    )  # fmt: skip


def _people(journey: Journey, language: str, personas: tuple[Persona, ...]) -> list[str]:
    named = [persona.name for persona in personas if not journey.persona_ids or persona.id in journey.persona_ids]
    return named or [translate("formats.customer", language)]


def _stage_lines(stage: Stage, language: str, people: str) -> list[str]:
    lines = ["    " + mermaid_payload.pack(stage=mermaid_payload.part("stage", stage))]
    lines.append(f"    section {escape(stage.name.in_language(language))}")
    for touchpoint in stage.touchpoints:
        lines += _touchpoint_lines(touchpoint, language, people)
    return lines


def _touchpoint_lines(touchpoint: Touchpoint, language: str, people: str) -> list[str]:
    pains = [mermaid_payload.part("pain_point", pain) for pain in touchpoint.pain_points]
    ideas = [mermaid_payload.part("opportunity", idea) for idea in touchpoint.opportunities]
    payload = mermaid_payload.part("touchpoint", touchpoint)
    payload |= ({"pain_points": pains} if pains else {}) | ({"opportunities": ideas} if ideas else {})
    lines = ["      " + mermaid_payload.pack(touchpoint=payload)]
    if touchpoint.perceived is None:
        lines.append(f"      %% {mermaid_payload.NO_SCORE}")
    name = escape(touchpoint.name.in_language(language), starts_statement=True)
    lines.append(f"      {name}: {face(touchpoint.perceived)}: {people}")
    return lines


def face(emotion: float | None) -> str:
    """Return an emotion as Mermaid's score from 1 to 5, at most four decimals; the middle when it is unknown.

    >>> face(-2.0), face(0.5), face(None)
    ('1', '3.5', '3')
    """
    score = MIDDLE if emotion is None else emotion + MIDDLE
    return f"{score:.4f}".rstrip("0").rstrip(".")
