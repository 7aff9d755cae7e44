"""A first map drawn from the feedback itself: its stages, touchpoints and channels, in the usual order of a journey."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cx_core.journeys import build
from cx_core.journeys.channels import channel_code
from cx_core.journeys.matching import match_places
from cx_core.journeys.operations import MAX_ALIASES, MAX_LINE_LENGTH
from cx_core.journeys.phases import Phase, phase_of_channel, phase_of_words, usual_title
from cx_core.model.folding import fold
from cx_core.model.imports import PlaceCount
from cx_core.model.journey import Journey, Stage, Text, Touchpoint

#: More touchpoints than this make no map that a person can read; the rest stays unassigned, where it can be found.
MAX_PROPOSED = 40

_NUMBERED = re.compile(r"\D{0,12}?(\d{1,2})\b")


@dataclass(frozen=True)
class Proposal:
    """A first map and what of the feedback finds its place on it.

    ``answers`` counts by touchpoint id. ``n_answers`` is all feedback, ``n_matched`` what the map claims, decided by
    the same rules as everywhere. ``n_left_out`` is the number of touchpoints beyond `MAX_PROPOSED`.
    """

    journey: Journey
    answers: dict[str, int] = field(default_factory=dict)
    n_answers: int = 0
    n_matched: int = 0
    n_left_out: int = 0


@dataclass
class _Found:
    """A touchpoint as the files speak of it: every place that means it."""

    places: list[PlaceCount]

    @property
    def n(self) -> int:
        return sum(one.n_answers for one in self.places)

    @property
    def label(self) -> str:
        return _commonest(self.places, "touchpoint_label") or _commonest(self.places, "channel_label") or ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The channels by which it is called where no touchpoint is named."""
        labels = {one.place.channel_label or "" for one in self.places if not one.place.touchpoint_label}
        return tuple(sorted(labels))[:MAX_ALIASES]

    @property
    def stage_label(self) -> str | None:
        return _commonest(self.places, "stage_label")

    @property
    def channel(self) -> str:
        known = Counter[str]()
        for one in self.places:
            code = channel_code(one.place.channel_label)
            if code:
                known[code] += one.n_answers
        return _most(known) or channel_code(self.label) or "other"

    @property
    def phase(self) -> Phase:
        return phase_of_words(self.label) or phase_of_channel(self.channel)


def propose(counts: Iterable[PlaceCount], language: str) -> Proposal:
    """Return a map of what the feedback speaks of; an empty one when it names neither touchpoints nor channels.

    A touchpoint that the files name becomes one on the map, once for each stage when every file says the stage;
    feedback that names a channel alone gets a touchpoint of that channel. Stages are those of the files; without any,
    the phases of the usual journey. Nothing is claimed about what customers expect or feel. ``language`` is the one in
    which names are written down; they keep the spelling most answers have.

    >>> from cx_core.model.imports import Place
    >>> made = propose([PlaceCount(Place(1, "Hotline"), 7, None), PlaceCount(Place(2, "Ads"), 3, None)], "vi")
    >>> [(stage.name.vi, [point.name.vi for point in stage.touchpoints]) for stage in made.journey.stages]
    [('Biết đến', ['Ads']), ('Hỗ trợ và hậu mãi', ['Hotline'])]
    >>> made.n_matched
    10
    """
    all_counts = tuple(counts)
    found = sorted(_touchpoints(all_counts), key=lambda one: (-one.n, fold(one.label)))
    kept, left = found[:MAX_PROPOSED], found[MAX_PROPOSED:]
    journey = build.checked(build.journey(usual_title(), _stages(kept, language)))
    answers = _matched(journey, all_counts)
    return Proposal(
        journey, answers, sum(one.n_answers for one in all_counts), sum(answers.values()), n_left_out=len(left)
    )


def _touchpoints(counts: Sequence[PlaceCount]) -> list[_Found]:
    named: dict[str, list[PlaceCount]] = defaultdict(list)
    for one in counts:
        if _is_name(one.place.touchpoint_label):
            named[fold(one.place.touchpoint_label or "")].append(one)
    channels: dict[str, list[PlaceCount]] = defaultdict(list)
    for one in counts:
        if not one.place.touchpoint_label and _is_name(one.place.channel_label):
            label = fold(one.place.channel_label or "")
            if label in named:
                named[label].append(one)
            else:
                channels[channel_code(label) or label].append(one)
    found = [part for places in named.values() for part in _by_stage(places)]
    return found + [_Found(places) for places in channels.values()]


def _by_stage(places: list[PlaceCount]) -> list[_Found]:
    """Part the places of one name by stage when each of them says one: the same words may stand for two things."""
    if not all(one.place.stage_label for one in places):
        return [_Found(places)]
    parts: dict[str, list[PlaceCount]] = defaultdict(list)
    for one in places:
        parts[fold(one.place.stage_label or "")].append(one)
    return [_Found(part) for part in parts.values()]


def _is_name(label: str | None) -> bool:
    """Tell whether a label can name something: it has a letter and the length of a name."""
    return bool(label) and any(letter.isalpha() for letter in label or "") and len(label or "") <= MAX_LINE_LENGTH


def _stages(found: Sequence[_Found], language: str) -> list[Stage]:
    """Return the stages in order; what says no stage joins one of its phase, else a new one named by the phase."""
    labelled: dict[str, list[_Found]] = defaultdict(list)
    unlabelled: list[_Found] = []
    for one in found:
        if _is_name(one.stage_label):
            labelled[fold(one.stage_label or "")].append(one)
        else:
            unlabelled.append(one)
    groups = [_Group(_text(_label_of(parts), language), _phase_of(parts), parts) for parts in labelled.values()]
    by_phase: dict[str, _Group] = {}
    for group in sorted(groups, key=lambda one: -one.n):
        by_phase.setdefault(group.phase.key, group)
    for one in unlabelled:
        if one.phase.key not in by_phase:
            by_phase[one.phase.key] = _Group(one.phase.name, one.phase, [])
            groups.append(by_phase[one.phase.key])
        by_phase[one.phase.key].parts.append(one)
    return [build.stage(one.name, _drawn(one.parts, language)) for one in sorted(groups, key=_place(groups))]


@dataclass
class _Group:
    name: Text
    phase: Phase
    parts: list[_Found]

    @property
    def n(self) -> int:
        return sum(one.n for one in self.parts)

    @property
    def number(self) -> int | None:
        """The number in its name, as in "Bước 2" and "3. Mua"."""
        digits = _NUMBERED.match(fold(self.name.in_language("vi")))
        return int(digits.group(1)) if digits else None


def _place(groups: Sequence[_Group]) -> Callable[[_Group], Any]:
    """Return the sorting key: by the numbers in the names when all have one, else by phase, then by answers."""
    if all(one.number is not None for one in groups):
        return lambda one: one.number
    return lambda one: (one.phase.order, -one.n, fold(one.name.in_language("vi")))


def _label_of(parts: Sequence[_Found]) -> str:
    return _commonest([place for one in parts for place in one.places], "stage_label") or ""


def _phase_of(parts: Sequence[_Found]) -> Phase:
    """Return the phase of a stage: by its own name, else the middle one of its touchpoints' phases."""
    named = phase_of_words(_label_of(parts))
    if named is not None:
        return named
    ordered = sorted((one.phase for one in parts), key=lambda one: one.order)
    return ordered[(len(ordered) - 1) // 2]


def _drawn(parts: Sequence[_Found], language: str) -> list[Touchpoint]:
    ordered = sorted(parts, key=lambda one: (one.phase.order, -one.n, fold(one.label)))
    return [
        build.touchpoint(
            _text(one.label, language),
            channel=one.channel,
            aliases=one.aliases,
            evidence="survey",
        )
        for one in ordered
    ]


def _text(label: str, language: str) -> Text:
    words = " ".join(label.split())
    return Text(en=words) if language == "en" else Text(vi=words)


def _matched(journey: Journey, counts: Sequence[PlaceCount]) -> dict[str, int]:
    matches = match_places(journey, [one.place for one in counts])
    found = Counter[str]()
    for one in counts:
        place = matches[one.place.id].touchpoint_id
        if place:
            found[place] += one.n_answers
    return dict(found)


def _commonest(places: Sequence[PlaceCount], name: str) -> str | None:
    """Return the spelling of a label that most answers have; None when none has one."""
    spellings = Counter[str]()
    for one in places:
        label = getattr(one.place, name)
        if label:
            spellings[label] += one.n_answers
    return _most(spellings)


def _most(counter: Counter[str]) -> str | None:
    return min(counter, key=lambda one: (-counter[one], one)) if counter else None
