"""Reading CJML: the first journey of a document, with a problem for whatever has no place on a map."""

from __future__ import annotations

from dataclasses import replace

from cx_core.formats.document import UNNAMED_STAGE, UNTITLED, Findings, ReadJourney, finish
from cx_core.formats.lenient_xml import Element, parse
from cx_core.formats.tables import number
from cx_core.journeys import build
from cx_core.journeys.channels import channel_code
from cx_core.journeys.ids import is_id, new_id
from cx_core.model.journey import Initiator, Journey, Stage, Text, Touchpoint
from cx_core.model.problem import Refusal

_POINTS = {
    f"{kind}{what}".lower() for kind in ("actual", "planned") for what in ("CommunicationPoint", "Action")
}  # fmt: skip
_RATING_MIN, _RATING_MAX, _RATING_MIDDLE = 1.0, 5.0, 3.0


def read_document(text: str, *, tolerant: bool, language: str) -> ReadJourney:
    """Return the map of a CJML document."""
    findings = Findings()
    root = parse(text, findings, tolerant=tolerant)
    found = [child for one in (root, *root.all("CJML")) for child in one.children if child.name.endswith("journey")]
    if root.first("CJML") is None or not found:
        raise Refusal("journey_file_foreign")
    for other in found[1:]:
        findings.add("second_diagram", other.line)
    journey = _Reader(found[0], findings, language).journey()
    return finish(journey, (), findings, tolerant=tolerant)


class _Reader:
    def __init__(self, element: Element, findings: Findings, language: str) -> None:
        self.element = element
        self.findings = findings
        self.language = language
        self.users = {one.attributes.get("actorid") for one in element.all("endUser")}
        self.providers = [one.attributes.get("actorid") for one in element.all("serviceProvider")]

    def journey(self) -> Journey:
        phases = {
            one.attributes.get("phaseid", "").strip(): self._phase(one) for one in self.element.all("journeyPhase")
        }
        order = list(phases)
        for point in self._points():
            phase = self._phase_of(point)
            if phase not in phases:
                phases[phase] = build.stage(self._text(phase, point.line) or UNNAMED_STAGE)
                order.append(phase)
            stage = phases[phase]
            phases[phase] = replace(stage, touchpoints=(*stage.touchpoints, self._touchpoint(point)))
        title = self._word(self.element, "journeyTitle") or self._word(self.element, "journeyID")
        identity = self.element.word("journeyID")
        return build.journey(
            title or UNTITLED,
            [phases[one] for one in order],
            id=identity if is_id(identity) else new_id(),
            scenario=self._word(self.element, "journeyShortSummary"),
            state="to_be" if self.element.name.startswith("planned") else "as_is",
        )

    def _points(self) -> list[Element]:
        def below(element: Element) -> list[Element]:
            return [
                found for child in element.children for found in ([child] if child.name in _POINTS else below(child))
            ]

        return below(self.element)

    def _phase(self, element: Element) -> Stage:
        identity = element.attributes.get("phaseid", "").strip()
        name = self._word(element, "phaseName") or self._text(identity, element.line) or UNNAMED_STAGE
        return build.stage(
            name,
            id=identity if is_id(identity) else new_id(),
            customer_goal=self._word(element, "phaseDescription"),
        )

    def _phase_of(self, point: Element) -> str:
        found = point.first("belongsTo")
        return found.attributes.get("phaseidref", "").strip() if found else ""

    def _touchpoint(self, point: Element) -> Touchpoint:
        initiator = point.first("initiator")
        name = (self._word(initiator, "initiatorLabel") if initiator else Text()) or self._word(point, "receiverLabel")
        identity = point.word("touchpointID")
        channel = point.word("channelName")
        if channel and channel_code(channel) is None:
            self.findings.add("channel_unknown", point.line, column=channel[:60], lost=False)
        return build.touchpoint(
            name or self._text(identity, point.line) or UNTITLED,
            id=identity if is_id(identity) else new_id(),
            channel=channel_code(channel) or "other",
            initiator=self._initiator(initiator),
            customer_action=self._word(point, "comment"),
            thought=self._word(point, "experienceDescription"),
            perceived=self._rating(point),
        )

    def _initiator(self, element: Element | None) -> Initiator:
        reference = element.first("refersTo") if element else None
        actor = reference.attributes.get("actoridref") if reference else None
        if actor is None or actor in self.users:
            return "customer"
        if actor not in self.providers:
            line = reference.line if reference else self.element.line
            self.findings.add("actor_unknown", line, column=actor[:60], lost=False)
        return "third_party" if actor in self.providers[1:] else "company"

    def _rating(self, point: Element) -> float | None:
        element = point.first("experienceRating")
        if element is None or not element.text:
            return None
        rating = number(element.text)
        if rating is None:
            self.findings.add("score_bad", element.line, allowed="1–5")
            return None
        if not _RATING_MIN <= rating <= _RATING_MAX:
            self.findings.add("score_clamped", element.line, allowed="1–5", lost=False)
        return round(min(max(rating, _RATING_MIN), _RATING_MAX) - _RATING_MIDDLE, 4)

    def _word(self, element: Element, name: str) -> Text:
        found = element.first(name)
        return self._text(found.text, found.line) if found else Text()

    def _text(self, words: str, line: int) -> Text:
        cut = self.findings.text(words, line)
        return Text(vi=cut) if self.language == "vi" else Text(en=cut)
