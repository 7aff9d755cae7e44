"""CJML 2.0, the Customer Journey Modelling Language: a subset, as XML.

A touchpoint of ours is a communication point between the end user and the service provider. Whoever begins it is its
initiator; its name is the initiator's label. A map of the present is an ``actualJourney``, one of the wished-for future
a ``plannedJourney``. Experience stands only in actual journeys, as a rating from 1 to 5. No schema of the language is
public, so reading is lenient: element names matter, their order and nesting do not.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from cx_core.formats.cjml_reader import read_document
from cx_core.formats.document import ReadJourney, decode
from cx_core.formats.losses import Part, losses
from cx_core.formats.mermaid import face
from cx_core.i18n import translate
from cx_core.model.journey import Initiator, Journey, Persona, Stage, Touchpoint
from cx_core.model.message import Message

_USER, _COMPANY, _THIRD = "user", "provider", "third-party"
_ACTOR_OF: dict[Initiator, str] = {"customer": _USER, "company": _COMPANY, "third_party": _THIRD}


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return the document of a map in one language."""
    kind = "planned" if journey.state == "to_be" else "actual"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<CJML version="2.0">', f"  <{kind}Journey>"]
    lines.append(f"    <journeyID>{escape(journey.id)}</journeyID>")
    lines += _element("journeyTitle", journey.title.in_language(language), 4)
    lines.append("    <journeyPhases>")
    for stage in journey.stages:
        lines += _phase(stage, language)
    lines.append("    </journeyPhases>")
    lines += _element("journeyShortSummary", journey.scenario.in_language(language), 4)
    lines += _actors(journey, language, personas)
    lines.append("    <touchpoints>")
    for stage in journey.stages:
        for touchpoint in stage.touchpoints:
            lines += _touchpoint(touchpoint, kind, language)
    lines += ["    </touchpoints>", f"  </{kind}Journey>", "</CJML>"]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the first journey of a document.

    Raises `Refusal` ``journey_file_dtd`` for a document type or entities, ``journey_file_syntax`` with the line where
    it stops being XML (unless ``tolerant``), ``journey_file_foreign`` when it holds no journey, and
    ``journey_file_problems``.
    """
    return read_document(decode(data), tolerant=tolerant, language=language)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the language has no words for."""
    planned: tuple[Part, ...] = ("perceived", "details") if journey.state == "to_be" else ("standards",)
    return losses(
        journey, "second_language", "personas", "goal_owner", "pain_points", "expectations", *planned, "moments",
        "aliases", "opportunities", "blueprint", "images", "own_lanes", "felt", "votes",
    )  # fmt: skip


def _element(name: str, text: str, indent: int) -> list[str]:
    return [f"{' ' * indent}<{name}>{_words(text)}</{name}>"] if text else []


def _words(text: str) -> str:
    """Return a text for XML, without the two code points that it forbids."""
    return escape(text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))


def _phase(stage: Stage, language: str) -> list[str]:
    lines = [f"      <journeyPhase phaseID={quoteattr(stage.id)}>"]
    lines += _element("phaseName", stage.name.in_language(language), 8)
    lines += _element("phaseDescription", stage.customer_goal.in_language(language), 8)
    return [*lines, "      </journeyPhase>"]


def _actors(journey: Journey, language: str, personas: tuple[Persona, ...]) -> list[str]:
    named = [persona.name for persona in personas if persona.id in journey.persona_ids]
    customer = ", ".join(named) or translate("formats.customer", language)
    lines = [
        "    <actors>",
        f'      <endUser actorID="{_USER}">',
        *_element("actorName", customer, 8),
        "      </endUser>",
    ]
    providers = [(_COMPANY, "company")]
    if any(touchpoint.initiator == "third_party" for touchpoint in journey.touchpoints):
        providers.append((_THIRD, "third_party"))
    for actor, word in providers:
        name = translate(f"initiator.{word}", language)
        lines += [f'      <serviceProvider actorID="{actor}">', *_element("companyName", name, 8)]
        lines.append("      </serviceProvider>")
    return [*lines, "    </actors>"]


def _touchpoint(touchpoint: Touchpoint, kind: str, language: str) -> list[str]:
    initiator = _ACTOR_OF[touchpoint.initiator]
    receiver = _COMPANY if initiator == _USER else _USER
    lines = [
        f"      <{kind}CommunicationPoint>",
        f"        <touchpointID>{escape(touchpoint.id)}</touchpointID>",
        f"        <belongsTo phaseIDref={quoteattr(touchpoint.stage_id)}/>",
        "        <initiator>",
        f'          <refersTo actorIDref="{initiator}"/>',
        *_element("initiatorLabel", touchpoint.name.in_language(language), 10),
        "        </initiator>",
        "        <receiver>",
        f'          <refersTo actorIDref="{receiver}"/>',
        "        </receiver>",
        "        <channel>",
        *_element("channelName", translate(f"channel.{touchpoint.channel}", language), 10),
        "        </channel>",
        *_element("comment", touchpoint.customer_action.in_language(language), 8),
    ]
    thought = touchpoint.thought.in_language(language)
    if kind == "actual" and (thought or touchpoint.perceived is not None):
        lines.append("        <touchpointExperience>")
        lines += _element("experienceDescription", thought, 10)
        if touchpoint.perceived is not None:
            lines += [f"          <experienceRating>{face(touchpoint.perceived)}</experienceRating>"]
        lines.append("        </touchpointExperience>")
    return [*lines, f"      </{kind}CommunicationPoint>"]
