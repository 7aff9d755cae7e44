"""Which pain point to take first: how bad, how many customers, how far below what they expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cx_core.journeys.gaps import Gap
from cx_core.model.journey import Frequency, Journey, PainPoint

#: The share of customers that a reported frequency stands for.
SHARES: dict[Frequency, float] = {"rare": 0.1, "sometimes": 0.3, "often": 0.6, "always": 0.9}
#: Where nobody has said how often, it counts as sometimes, and the inputs say so.
UNKNOWN_SHARE = SHARES["sometimes"]

Source = Literal["measured", "reported", "unknown"]


@dataclass(frozen=True)
class MeasuredShare:
    """How many of the comments at a touchpoint speak of a pain point: ``n`` of ``of``, which is at least 1."""

    n: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.n / self.of


@dataclass(frozen=True)
class PainPriority:
    """The priority of one pain point with everything it was computed from.

    ``value`` = severity · share · (1 + max(0, -gap) / 4), from 0 to 10. ``frequency`` is the share of customers,
    0 to 1, None when nobody said; ``source`` says where it comes from: ``measured`` among the touchpoint's comments
    (``counted`` then says how many of how many), else ``reported`` by the room. ``gap`` is reality minus expectation at
    the touchpoint in steps of emotion, None when unknown, which counts as none. ``rank`` counts from 1 among ``total``.
    """

    pain_id: str
    value: float
    severity: int
    frequency: float | None
    source: Source
    gap: float | None
    rank: int = 0
    total: int = 0
    counted: MeasuredShare | None = None


def priorities(
    journey: Journey, all_gaps: tuple[Gap, ...], measured: Mapping[str, MeasuredShare] | None = None
) -> dict[str, PainPriority]:
    """Return the priority of every pain point of a map by its id; equal values share a rank.

    ``measured`` holds the shares that were counted, by pain point; a counted share wins over what the room says.

    >>> from cx_core.journeys import build
    >>> from cx_core.journeys.gaps import gaps
    >>> pain = build.pain_point("Trễ", 5, id="p", frequency="often")
    >>> one = build.journey("x", [build.stage("y", [build.touchpoint("z", [pain], expected=1.0, perceived=-1.0)])])
    >>> priorities(one, gaps(one))["p"].value
    4.5
    """
    by_place = {gap.touchpoint_id: gap.value for gap in all_gaps}
    counted = measured or {}
    found = [_priority(pain, by_place, counted.get(pain.id)) for pain in journey.pain_points]
    values = sorted((one.value for one in found), reverse=True)
    return {one.pain_id: replace(one, rank=values.index(one.value) + 1, total=len(found)) for one in found}


def _priority(pain: PainPoint, gaps: Mapping[str, float | None], counted: MeasuredShare | None) -> PainPriority:
    share = SHARES[pain.frequency] if pain.frequency else None
    source: Source = "reported" if pain.frequency else "unknown"
    if counted is not None:
        share, source = counted.value, "measured"
    gap = gaps.get(pain.touchpoint_id)
    value = pain.severity * (UNKNOWN_SHARE if share is None else share) * (1 + max(0.0, -(gap or 0.0)) / 4)
    return PainPriority(pain.id, value, pain.severity, share, source, gap, counted=counted)
