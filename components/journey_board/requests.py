"""What the board says: the queue of a browser read with care, each request carried out once, what is selected."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from cx_core.model.journey import MAX_TEXT_LENGTH
from cx_core.model.operation import NOUNS, VERBS, Applied, Conflict, Noun, Operation, Verb
from cx_core.model.problem import Refusal

SelectionKind = Literal["stage", "touchpoint", "pain_point", "opportunity", "persona", "theme"]
StepKind = Literal["undo", "redo", "dismiss"]

_STEPS: tuple[StepKind, ...] = ("undo", "redo", "dismiss")

#: Limits of what is taken from a browser in one go; a real queue holds a few requests of a few fields.
MAX_REQUESTS, MAX_FIELDS, MAX_ID, MAX_ACKED = 500, 30, 64, 300
#: A key of an entry holds an id, and the name of a field before it.
MAX_KEY = MAX_ID + 32
#: A map can have as many lanes in its order as a list of codes can hold.
MAX_ITEMS = 50


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
    return all(isinstance(name, str) and len(name) <= MAX_KEY and is_plain(value) for name, value in fields.items())


def is_plain(value: object) -> bool:
    """Tell whether a value is one that a field of an operation can have: JSON, of a sane size, never nested."""
    if isinstance(value, list | tuple):
        return len(value) <= MAX_ITEMS and all(isinstance(one, str) and len(one) <= MAX_TEXT_LENGTH for one in value)
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
    if kind not in get_args(SelectionKind) or not _is_id(thing_id):
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
