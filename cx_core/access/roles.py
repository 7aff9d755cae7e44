"""Who may change what: three roles, and one question before every operation."""

from __future__ import annotations

from typing import Literal

from cx_core.model.message import Message
from cx_core.model.operation import Operation
from cx_core.model.problem import Refusal

Role = Literal["facilitator", "participant", "viewer"]
ROLES: tuple[Role, ...] = ("facilitator", "participant", "viewer")

#: What a participant may do: add and vote, and nothing that moves or removes what others have made.
_PARTICIPANT_MAY = frozenset({"add_pain_point", "vote_touchpoint"})


def may(role: Role, operation: Operation) -> bool:
    """Tell whether a role may carry out an operation.

    A facilitator may do everything, a viewer nothing, a participant may add pain points and vote.

    >>> op = Operation("o1", "j1", "remove", "stage", "s1", "An", 1)
    >>> may("facilitator", op), may("participant", op), may("viewer", op)
    (True, False, False)
    """
    if role == "facilitator":
        return True
    return role == "participant" and operation.name in _PARTICIPANT_MAY


def may_edit(role: Role) -> bool:
    """Tell whether a role may shape maps at all; pages hide editing tools by it."""
    return role == "facilitator"


def may_undo(role: Role) -> bool:
    """Tell whether a role may take back its own changes, which an undo is limited to."""
    return role in ("facilitator", "participant")


def require(role: Role, operation: Operation) -> None:
    """Raise `Refusal` ``not_allowed`` unless the role may carry out the operation."""
    if not may(role, operation):
        raise Refusal("not_allowed", {"role": Message.of(f"role.{role}")})
