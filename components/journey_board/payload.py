"""What the board is told and what it says back: plain data both ways, nothing of the screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from cx_core import i18n
from cx_core.model.journey import (
    CHANNELS,
    EMOTION_MAX,
    EMOTION_MIN,
    MAX_TEXT_LENGTH,
    Journey,
    PainPoint,
    Stage,
    Touchpoint,
)
from cx_core.model.measure import Display
from cx_core.model.operation import NOUNS, VERBS, Applied, Conflict, Noun, Operation, Verb
from cx_core.model.problem import Refusal

SelectionKind = Literal["stage", "touchpoint", "pain_point"]
StepKind = Literal["undo", "redo", "dismiss"]
Verdict = Literal["rose", "fell", "not_enough_evidence"]
Json = dict[str, object]

MOMENTS: tuple[str, ...] = ("zmot", "fmot", "smot", "umot", "recovery")
_STEPS: tuple[StepKind, ...] = ("undo", "redo", "dismiss")

#: Limits of what is taken from a browser in one go; a real queue holds a few requests of a few fields.
MAX_REQUESTS, MAX_FIELDS, MAX_ID, MAX_ACKED = 500, 30, 64, 300


@dataclass(frozen=True)
class ChipData:
    """A measured score as the board shows it at one touchpoint: on its chip and as a mark on the curve.

    ``text`` is the formatted score ("NPS +32"). ``display`` decides what may be seen: under ``hidden`` neither
    score nor mark leaves the server. ``emotion``, ``low`` and ``high`` are the score and its interval on the
    axis of -2 to 2, None when unknown. ``verdict`` compares with the period before, ``better`` says whether that
    change is good for customers. ``tip`` is shown on demand. ``beside`` holds chips of further metrics,
    of which only the chip is shown.
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
    beside: tuple[ChipData, ...] = ()


@dataclass(frozen=True)
class Selection:
    """The one thing that is selected on the board or on the relation graph."""

    kind: SelectionKind
    id: str


@dataclass(frozen=True)
class Step:
    """A request that is no operation: one step back, one forward, or a conflict that has been settled.

    ``target_id`` is the ``op_id`` of the conflict for ``dismiss``, otherwise empty.
    """

    op_id: str
    kind: StepKind
    target_id: str = ""


@dataclass(frozen=True)
class Incoming:
    """What a browser sent: the requests that are well formed, in order, and the number of those that are not."""

    requests: tuple[Operation | Step, ...] = ()
    n_malformed: int = 0


@dataclass(frozen=True)
class BoardMemory:
    """What a session remembers between runs: ids already dealt with, and conflicts nobody has settled yet."""

    acked: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


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
    {'id': 'j', 'title': 'Mua hàng', 'revision': 1}
    """
    memory = memory or BoardMemory()
    return {
        "language": language,
        "labels": _texts("board.ui.", language),
        "channels": {code: i18n.translate(f"board.channel.{code}", language) for code in CHANNELS},
        "moments": {code: i18n.translate(f"board.moment.{code}", language) for code in MOMENTS},
        "max_length": MAX_TEXT_LENGTH,
        "journey": {"id": journey.id, "title": journey.title.in_language(language), "revision": journey.revision},
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
        "chips": [_chip(one, language) for one in (chip, *chip.beside)] if chip else [],
        "measured": _mark(chip) if chip else None,
        "pains": [_pain(pain, language) for pain in touchpoint.pain_points],
    }


def _pain(pain: PainPoint, language: str) -> Json:
    return {
        "id": pain.id,
        "version": pain.version,
        "position": pain.position,
        "text": pain.text.in_language(language),
        "severity": pain.severity,
    }


def _chip(chip: ChipData, language: str) -> Json:
    seen = chip.display not in ("none", "hidden")
    return {
        "state": {"shown": "ok", "full": "ok"}.get(chip.display, chip.display),
        "text": chip.text if seen else "",
        "n": i18n.format_number(chip.n, language),
        "verdict": chip.verdict if seen else None,
        "better": chip.better if seen else None,
        "tip": chip.tip if seen else "",
    }


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
        "current": {name: value for name, value in conflict.current.items() if name in wanted and _is_plain(value)},
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
    pain = next((one for one in journey.pain_points if one.id == thing_id), None)
    return pain.text.in_language(language) if pain else ""


def operations_from(raw: object, journey_id: str, actor: str) -> Incoming:
    """Read the queue a browser sent: what is well formed becomes operations and steps, the rest is counted.

    Only the form is judged here; whether the actor may, and whether the map allows it, is judged where it is applied.
    ``raw`` None (no event) is an empty queue.

    >>> operations_from([{"op_id": "1", "step": "undo"}, "?"], "j", "Lan")
    Incoming(requests=(Step(op_id='1', kind='undo', target_id=''),), n_malformed=1)
    """
    if raw is None:
        return Incoming()
    if not isinstance(raw, list):
        return Incoming(n_malformed=1)
    read = [_request(one, journey_id, actor) for one in raw[:MAX_REQUESTS]]
    good = tuple(one for one in read if one is not None)
    return Incoming(good, len(raw) - len(good))


def _request(raw: object, journey_id: str, actor: str) -> Operation | Step | None:
    if not isinstance(raw, dict) or not _is_id(raw.get("op_id")):
        return None
    if "step" in raw:
        return _step(raw)
    fields = raw.get("fields", {})
    well_formed = (
        raw.get("verb") in VERBS
        and raw.get("noun") in NOUNS
        and _is_id(raw.get("target_id"))
        and _is_version(raw.get("version"))
        and _are_fields(fields)
    )
    if not well_formed:
        return None
    return Operation(
        op_id=raw["op_id"],
        journey_id=journey_id,
        verb=cast(Verb, raw["verb"]),
        noun=cast(Noun, raw["noun"]),
        target_id=raw["target_id"],
        actor=actor,
        version=raw.get("version"),
        fields=dict(fields),
    )


def _step(raw: dict[str, object]) -> Step | None:
    target = raw.get("target_id", "")
    if raw["step"] not in _STEPS or not (target == "" or _is_id(target)):
        return None
    return Step(str(raw["op_id"]), cast(StepKind, raw["step"]), str(target))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_ID


def _is_version(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _are_fields(fields: object) -> bool:
    if not isinstance(fields, dict) or len(fields) > MAX_FIELDS:
        return False
    return all(isinstance(name, str) and len(name) <= MAX_ID and _is_plain(value) for name, value in fields.items())


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return len(value) <= MAX_FIELDS and all(isinstance(one, str) and len(one) <= MAX_TEXT_LENGTH for one in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= 4 * MAX_TEXT_LENGTH)


def settle(
    memory: BoardMemory,
    incoming: Incoming,
    carry_out: Callable[[Operation | Step], Applied | Conflict | None],
) -> tuple[BoardMemory, tuple[Refusal, ...]]:
    """Carry out what is new in a queue, once each, and remember what became of it.

    ``carry_out`` applies an operation, or takes the undo or redo step, and returns what became of it; it raises
    `Refusal` for what may not be done. A refused request is acknowledged too, so that the board shows the map as it is;
    the refusals come back for the page to tell.
    """
    seen = set(memory.acked)
    refusals: list[Refusal] = []
    for request in incoming.requests:
        if request.op_id in seen:
            continue
        seen.add(request.op_id)
        memory, refusal = _settle_one(memory, request, carry_out)
        if refusal:
            refusals.append(refusal)
    return memory, tuple(refusals)


def _settle_one(
    memory: BoardMemory, request: Operation | Step, carry_out: Callable[[Operation | Step], Applied | Conflict | None]
) -> tuple[BoardMemory, Refusal | None]:
    memory = replace(memory, acked=(*memory.acked, request.op_id)[-MAX_ACKED:])
    if isinstance(request, Step) and request.kind == "dismiss":
        return replace(memory, conflicts=_without(memory.conflicts, request.target_id)), None
    try:
        outcome = carry_out(request)
    except Refusal as refusal:
        return memory, refusal
    if isinstance(outcome, Conflict):
        memory = replace(memory, conflicts=(*memory.conflicts, outcome))
    return memory, None


def _without(conflicts: Sequence[Conflict], op_id: str) -> tuple[Conflict, ...]:
    return tuple(one for one in conflicts if one.operation.op_id != op_id)


def selection_from(raw: object) -> Selection | None:
    """Read what the board says is selected; None when nothing is, or when it cannot be read."""
    if not isinstance(raw, Mapping):
        return None
    kind, thing_id = raw.get("kind"), raw.get("id")
    if kind not in ("stage", "touchpoint", "pain_point") or not _is_id(thing_id):
        return None
    return Selection(cast(SelectionKind, kind), str(thing_id))


def newest(
    before: tuple[Selection | None, Selection | None, Selection | None],
    outside: Selection | None,
    inside: Selection | None,
) -> tuple[Selection | None, Selection | None, Selection | None]:
    """Return what was selected last: on the board (``inside``) or by the page (``outside``).

    ``before`` is what this function returned in the run before: outside, inside, and the one that holds. A choice on
    the board wins when both changed at once.

    >>> a = Selection("stage", "A")
    >>> newest((a, a, a), None, a)[2] is None
    True
    """
    before_outside, before_inside, held = before
    if inside != before_inside:
        held = inside
    elif outside != before_outside:
        held = outside
    return outside, inside, held
