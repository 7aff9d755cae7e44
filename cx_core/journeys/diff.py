"""What is different between two maps: an as-is and its to-be, last year's and this year's, a map and its snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Opportunity, PainPoint, Touchpoint

_Leaf = TypeVar("_Leaf", PainPoint, Opportunity)
ChangeKind = Literal["added", "removed", "changed", "same"]

#: What of a touchpoint is compared word by word.
_CONTENT = (
    "name", "channel", "initiator", "customer_action", "thought", "moment_of_truth", "expectation",
    "service_standard", "owner", "frontstage", "backstage", "support", "physical", "duration_minutes", "targets",
    "evidence", "notes", "images",
)  # fmt: skip


@dataclass(frozen=True)
class Shift:
    """One value before and after; None on a side where it is unknown or the touchpoint is not there."""

    before: float | None
    after: float | None

    @property
    def value(self) -> float | None:
        """After minus before; None unless both are known."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class TouchpointChange:
    """One touchpoint in both maps: what it was, what it is, what of it differs.

    ``fields`` names the fields whose content differs, ``stage`` among them when it stands in another stage,
    ``severity`` when a pain point of both became lighter or heavier. Emotions lie from -2 to 2.
    """

    kind: ChangeKind
    before: Touchpoint | None
    after: Touchpoint | None
    fields: tuple[str, ...]
    expected: Shift
    perceived: Shift
    measured: Shift
    pains_added: tuple[PainPoint, ...]
    pains_removed: tuple[PainPoint, ...]
    ideas_added: tuple[Opportunity, ...] = ()
    ideas_removed: tuple[Opportunity, ...] = ()


@dataclass(frozen=True)
class MapDifference:
    """Every touchpoint of two maps, in the order of the second, with the removed ones at the end."""

    changes: tuple[TouchpointChange, ...]

    def of_kind(self, kind: ChangeKind) -> tuple[TouchpointChange, ...]:
        """Return the touchpoints that were added, removed, changed, or are the same."""
        return tuple(one for one in self.changes if one.kind == kind)


Measured = Mapping[str, MeasuredEmotion]


def difference(
    before: Journey, after: Journey, measured_before: Measured | None = None, measured_after: Measured | None = None
) -> MapDifference:
    """Compare two maps.

    Touchpoints are the same thing when they have the same id, else the same name in either language, the first such
    that nothing else has taken.

    >>> from cx_core.journeys import build
    >>> def named(names): return build.journey("x", [build.stage("s", [build.touchpoint(name) for name in names])])
    >>> old, new = named("ab"), named("bc")
    >>> [(one.kind, (one.after or one.before).name.vi) for one in difference(old, new).changes]
    [('same', 'b'), ('added', 'c'), ('removed', 'a')]
    """
    twins = _twins(before, after)
    taken = set(twins.values())
    stages = {one.id: _stage_name(journey, one) for journey in (before, after) for one in journey.touchpoints}
    old = {one.id: one for one in before.touchpoints}
    pairs: list[tuple[Touchpoint | None, Touchpoint | None]] = [
        (old.get(twins.get(one.id, "")), one) for one in after.touchpoints
    ]
    pairs += [(one, None) for one in before.touchpoints if one.id not in taken]
    return MapDifference(
        tuple(_change(first, second, stages, measured_before or {}, measured_after or {}) for first, second in pairs)
    )


def _twins(before: Journey, after: Journey) -> dict[str, str]:
    """Return the touchpoint of the first map for each of the second that has one."""
    known = {one.id for one in before.touchpoints}
    found = {one.id: one.id for one in after.touchpoints if one.id in known}
    free = [one for one in before.touchpoints if one.id not in found]
    for one in after.touchpoints:
        if one.id in found:
            continue
        twin = next((other for other in free if _names(other) & _names(one)), None)
        if twin is not None:
            found[one.id] = twin.id
            free.remove(twin)
    return found


def _names(one: Touchpoint | PainPoint | Opportunity) -> set[str]:
    text = one.name if isinstance(one, Touchpoint) else one.text
    return {fold(text.vi), fold(text.en)} - {""}


def _stage_name(journey: Journey, one: Touchpoint) -> set[str]:
    stage = journey.stage(one.stage_id)
    return {fold(stage.name.vi), fold(stage.name.en)} - {""} if stage else set()


def _change(
    before: Touchpoint | None,
    after: Touchpoint | None,
    stages: dict[str, set[str]],
    measured_before: Measured,
    measured_after: Measured,
) -> TouchpointChange:
    fields: tuple[str, ...] = ()
    if before is not None and after is not None:
        fields = tuple(name for name in _CONTENT if getattr(before, name) != getattr(after, name))
        if not stages[before.id] & stages[after.id]:
            fields = ("stage", *fields)
        if _severities_differ(before, after):
            fields = (*fields, "severity")
    old_pains, new_pains = (one.pain_points if one else () for one in (before, after))
    old_ideas, new_ideas = (one.opportunities if one else () for one in (before, after))
    added, removed = _only_in(new_pains, old_pains), _only_in(old_pains, new_pains)
    more, fewer = _only_in(new_ideas, old_ideas), _only_in(old_ideas, new_ideas)
    expected = Shift(before.expected if before else None, after.expected if after else None)
    perceived = Shift(before.perceived if before else None, after.perceived if after else None)
    felt = expected.before != expected.after or perceived.before != perceived.after
    moved = bool(fields or added or removed or more or fewer or felt)
    both: ChangeKind = "changed" if moved else "same"
    kind: ChangeKind = "added" if before is None else "removed" if after is None else both
    return TouchpointChange(
        kind,
        before,
        after,
        fields,
        expected,
        perceived,
        Shift(_shown(before, measured_before), _shown(after, measured_after)),
        added,
        removed,
        more,
        fewer,
    )


def _only_in(ones: Sequence[_Leaf], others: Sequence[_Leaf]) -> tuple[_Leaf, ...]:
    return tuple(one for one in ones if not any(_is_same(one, other) for other in others))


def _is_same(one: PainPoint | Opportunity, other: PainPoint | Opportunity) -> bool:
    return one.id == other.id or bool(_names(one) & _names(other))


def _severities_differ(before: Touchpoint, after: Touchpoint) -> bool:
    pairs = ((old, new) for old in before.pain_points for new in after.pain_points if _is_same(old, new))
    return any(old.severity != new.severity for old, new in pairs)


def _shown(one: Touchpoint | None, measured: Measured) -> float | None:
    found = measured.get(one.id) if one else None
    return found.value if found is not None and found.is_shown else None
