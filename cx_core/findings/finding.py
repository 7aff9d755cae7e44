"""A statement worth showing, with the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.compare import Comparison
from cx_core.model.message import Message

#: ``confirmed`` is announced, ``watch`` is worth watching and said to be unconfirmed, ``note`` is about the data.
Status = Literal["confirmed", "watch", "note"]
_ORDER: tuple[Status, ...] = ("confirmed", "watch", "note")


@dataclass(frozen=True)
class Finding:
    """One statement. ``strength`` ranks it among those of its status; larger first, no unit of its own.

    ``kind`` is the message's family (``moved``, ``stale_source``, …). ``group`` pairs fields with values and is
    empty for everything together. ``comparison`` is the evidence of a change; ``evidence`` says it in a second
    sentence. ``survey_kind`` is the kind of survey where several are measured apart, else None.
    """

    kind: str
    message: Message
    strength: float
    status: Status = "note"
    metric: str | None = None
    group: tuple[tuple[str, str | None], ...] = ()
    comparison: Comparison | None = None
    evidence: Message | None = None
    survey_kind: str | None = None


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings confirmed first, then worth watching, then notes; the strongest first within each.

    >>> ranked([])
    ()
    """
    return tuple(sorted(findings, key=lambda one: (_ORDER.index(one.status), -one.strength)))
