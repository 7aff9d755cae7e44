"""What the board is told: the map, its scores and its words as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from components.journey_board.parts import ChipData, Json, Tongue, stage_part, texts
from components.journey_board.requests import BoardMemory, Selection, is_plain
from cx_core import i18n
from cx_core.journeys.labels import evidence_backed_share
from cx_core.journeys.lanes import lane_order
from cx_core.journeys.people import as_felt_by
from cx_core.model.journey import CHANNELS, MAX_TEXT_LENGTH, EvidenceLevel, Journey, Opportunity, PainPoint, Persona
from cx_core.model.operation import Conflict, Noun

MOMENTS: tuple[str, ...] = ("zmot", "fmot", "smot", "umot", "recovery")

__all__ = ["MOMENTS", "ChipData", "Json", "board_payload"]


def board_payload(
    journey: Journey,
    measures: Mapping[str, ChipData],
    language: str,
    *,
    spoken: str | None = None,
    people: Sequence[Persona] = (),
    memory: BoardMemory | None = None,
    readonly: bool = False,
    authors: Mapping[str, str] | None = None,
    selected: Selection | None = None,
    can_undo: bool | None = None,
    can_redo: bool | None = None,
    voter: str | None = None,
) -> Json:
    """Return the whole board as plain JSON values, in one language; the map's own texts in ``spoken``, else in it too.

    ``measures`` maps touchpoint ids to their chips; a touchpoint without one shows "no answers". ``authors`` maps
    ids of stages, touchpoints and pain points to the name of who changed them last, where that should be shown.
    ``selected`` selects from outside whenever it changes. ``can_undo`` and ``can_redo`` None: not known, buttons stay
    usable. ``people`` are the personas whose emotions are shown: of one alone the map shows all as that one feels it,
    of several a curve each beside the shared one. ``voter`` is who votes here, None where nobody has said a name: then
    the browser goes by an id of its own.

    >>> from cx_core.model.journey import Text
    >>> board_payload(Journey("j", Text(vi="Mua hàng")), {}, "vi")["journey"]
    {'id': 'j', 'title': 'Mua hàng', 'revision': 1, 'version': 1}
    """
    memory = memory or BoardMemory()
    spoken = spoken or language
    tongue = Tongue(language, spoken)
    person = people[0].id if len(people) == 1 else None
    felt = as_felt_by(journey, person) if person else journey
    return {
        "language": spoken,
        "ui": language,
        "person": person,
        "voter": voter,
        "people": [{"id": one.id, "name": one.name} for one in people],
        "labels": _labels("board.ui.", language),
        "channels": {code: i18n.translate(f"board.channel.{code}", language) for code in CHANNELS},
        "moments": {code: i18n.translate(f"board.moment.{code}", language) for code in MOMENTS},
        "max_length": MAX_TEXT_LENGTH,
        "evidences": {code: i18n.translate(f"evidence.{code}", language) for code in get_args(EvidenceLevel)},
        "backed": _backed(journey, language),
        "lanes": list(lane_order(journey)),
        "own_lanes": {part: texts(spoken, name=name) for part, name in journey.own_lanes},
        "journey": {
            "id": journey.id,
            "title": journey.title.in_language(spoken),
            "revision": journey.revision,
            "version": journey.version,
        },
        "stages": [
            stage_part(shown, own, measures, tongue, people)
            for shown, own in zip(felt.stages, journey.stages, strict=True)
        ],
        "acked": list(memory.acked),
        "conflicts": [_conflict(one, journey, tongue) for one in memory.conflicts],
        "readonly": readonly,
        "authors": dict(authors or {}),
        "selected": {"kind": selected.kind, "id": selected.id} if selected else None,
        "can_undo": can_undo,
        "can_redo": can_redo,
    }


def _labels(prefix: str, language: str) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in i18n.catalogue(language).items() if key.startswith(prefix)}


def _backed(journey: Journey, language: str) -> str:
    share = evidence_backed_share(journey)
    return "" if share is None else i18n.format_share(share, language)


def _conflict(conflict: Conflict, journey: Journey, tongue: Tongue) -> Json:
    operation = conflict.operation
    wanted = set(operation.fields)
    return {
        "op_id": operation.op_id,
        "verb": operation.verb,
        "noun": operation.noun,
        "target_id": operation.target_id,
        "name": _name_of(journey, operation.noun, operation.target_id, tongue.spoken),
        "refused": dict(operation.fields),
        "current": {name: value for name, value in conflict.current.items() if name in wanted and is_plain(value)},
        "by": conflict.changed_by,
        "at": i18n.format_datetime(conflict.changed_at, tongue.ui) if conflict.changed_at else "",
        "gone": conflict.gone,
    }


def _name_of(journey: Journey, noun: Noun, thing_id: str, language: str) -> str:
    if noun == "journey":
        return journey.title.in_language(language)
    if noun == "stage":
        stage = journey.stage(thing_id)
        return stage.name.in_language(language) if stage else ""
    if noun == "touchpoint":
        touchpoint = journey.touchpoint(thing_id)
        return touchpoint.name.in_language(language) if touchpoint else ""
    leaves: list[PainPoint | Opportunity] = [*journey.pain_points, *journey.opportunities]
    leaf = next((one for one in leaves if one.id == thing_id), None)
    return leaf.text.in_language(language) if leaf else ""
