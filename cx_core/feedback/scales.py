"""Which score a column holds, on which scale and which end is good: proven by values and wording, else left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cx_core.feedback.answer_codes import code_scales, read_codes
from cx_core.feedback.labels import Family, LabelScale
from cx_core.feedback.mixed_scales import Mix, find_mix
from cx_core.feedback.question_words import Wording, read_wording
from cx_core.feedback.score_text import read_score
from cx_core.feedback.score_values import ScoreValues, read_values
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Direction, Role, Scale

#: A column with more distinct values than this is measured, not rated.
MOST_DISTINCT = 220
#: Share of the answers that must read as a score, with words that ask for one and without.
_SHARE_ASKED, _SHARE_UNASKED = 0.5, 0.8
#: Stray values of a real scale stay under this share; they are reported, not taken for a longer scale.
_STRAY_SHARE = 0.02
#: A stated maximum stands unless more than this share of the values lies above it.
_OUTSIDE_SHARE = 0.4
_STANDARD_MAXIMA = (5, 7, 10, 11, 100)
#: All that a question answered with yes or no holds, in hundredths.
_YES_NO = frozenset({0, 100})
#: From this many answers on, the largest value met is taken for the end of the scale.
_ENOUGH = 30


#: What worded answers measure by themselves; agreement and likelihood depend on what was asked.
_ROLE_OF_LABELS: dict[Family, Role] = {
    "satisfaction": "csat",
    "quality": "csat",
    "ease": "ces",
    "helpdesk": "csat",
    "thumb": "rating",
    "stars": "rating",
}


@dataclass(frozen=True)
class ScoreColumn:
    """What is known of a column that holds scores.

    ``role`` is None while it is open; ``roles`` lists what it may be, likeliest first. ``scale_choices`` likewise; with
    one choice the scale is proven. ``direction`` is None while open. ``labels`` are set for worded answers. ``mix`` is
    set where the cells are out of several maxima: the scale is then for a person to choose.
    """

    role: Role | None
    roles: tuple[Role, ...]
    scale_choices: tuple[tuple[int, int], ...]
    direction: Direction | None
    labels: LabelScale | None = None
    confidence: float = 0.0
    mix: Mix | None = None

    @property
    def is_coded(self) -> bool:
        """Tell whether the answers are codes ("A1" to "A5"), of which only a person knows what they mean."""
        return self.labels is not None and self.labels.family == "codes"

    @property
    def scale(self) -> Scale | None:
        """The scale, once its ends and direction are proven."""
        if len(self.scale_choices) != 1 or self.direction is None:
            return None
        return Scale(*self.scale_choices[0], self.direction)


def judge_scores(header: str, counts: Mapping[str, int], *, codes: bool | None = None) -> ScoreColumn | None:
    """Judge a column by its header and its distinct values with their counts; None when it holds no scores.

    ``codes``: the tool is known to write codes for answers; False: a person said that they are no scale here. None
    takes codes for a scale where the header names a score.

    >>> column = judge_scores("Giới thiệu cho bạn bè (0-10)", {"10": 4, "0": 1, "7": 2})
    >>> column.role, column.scale.label
    ('nps', '0–10')
    >>> judge_scores("Điểm (1-10)", {"1": 1, "10": 3, "7": 2}).role is None
    True
    """
    if not counts or len(counts) > MOST_DISTINCT:
        return None
    wording = read_wording(header)
    if wording.excludes_score:
        return _judge_codes(wording, counts) if codes and wording.is_rated_aspect else None
    values = read_values(counts)
    if not values.labels and not values.numbers:
        return _judge_codes(wording, counts) if codes or (wording.role and codes is None) else None
    if values.labels and not values.numbers:
        if not wording.asks_score and not _shows_both_ends(values.labels, counts):
            return None  # a title "Ok" over every review is no satisfaction
        return _judge_labels(wording, values.labels)
    if set(values.numbers) <= _YES_NO and not wording.names_score and values.out_of is None:
        return None  # yes or no, as some tools write it
    share = values.n_numbers / max(1, values.n_numbers + values.n_words)
    if not values.numbers or share < (_SHARE_ASKED if wording.role else _SHARE_UNASKED):
        return None
    drawn = values.has_stars or values.has_faces
    if not wording.asks_score and not drawn and values.out_of is None:
        return None
    return _judge_numbers(wording, values)


def scale_of_values(header: str, counts: Mapping[str, int], role: Role) -> ScoreColumn:
    """Judge scale and direction of a column whose role somebody has fixed."""
    wording = read_wording(header)
    values = read_values(counts)
    coded = None if values.labels or values.numbers else _judge_codes(wording, counts)
    if coded:
        return replace(coded, role=role, roles=(role,), confidence=1.0)
    if values.labels and not values.numbers:
        labels = values.labels
        ends = (labels.scale.minimum, labels.scale.maximum)
        return ScoreColumn(role, (role,), (ends,), _direction_for(role, wording, labels), labels, 1.0)
    direction = _direction_for(role, wording, None)
    choices, mix = _scale_choices(role, wording, values), _mix(role, wording, values)
    return ScoreColumn(role, (role,), choices, direction, values.labels, 1.0, mix)


def _shows_both_ends(labels: LabelScale, counts: Mapping[str, int]) -> bool:
    """Tell whether the labels met in a column reach from the bad half of the scale to the good one."""
    points = [point for text in counts if (point := labels.point(text)) is not None]
    middle = (labels.scale.minimum + labels.scale.maximum) / 2
    return min(points) < middle < max(points)


def _judge_codes(wording: Wording, counts: Mapping[str, int]) -> ScoreColumn | None:
    """Take codes for points in their order; which end is good stays open, whatever the header says."""
    said = {text: count for text, count in counts.items() if read_score(text).form == "words"}
    labels = read_codes(said)
    if labels is None:
        return None
    # Nobody has answered a code with a number from 0 to 10.
    role: Role = wording.role if wording.role and wording.role != "nps" else "rating"
    return ScoreColumn(role, (role,), code_scales(labels, said), None, labels, 0.6)


def _judge_labels(wording: Wording, labels: LabelScale) -> ScoreColumn | None:
    role: Role | None = wording.role
    if role == "nps":
        role = "rating"  # worded answers are never turned into 0 to 10
    role = role or _ROLE_OF_LABELS.get(labels.family)
    ends = (labels.scale.minimum, labels.scale.maximum)
    if role is None:
        return ScoreColumn(None, ("csat", "ces", "rating", "ignore"), (ends,), "high_is_good", labels, 0.5)
    direction = _direction_for(role, wording, labels)
    return ScoreColumn(role, (role,), (ends,), direction, labels, 0.95 if wording.role else 0.8)


def _judge_numbers(wording: Wording, values: ScoreValues) -> ScoreColumn | None:
    low, high = _bounds(values)
    is_stated = wording.maximum is not None and _mostly_within(values, wording.maximum)
    if low < 0 or high > 10_000 or (high > 1_100 and not wording.role and not is_stated):
        return None
    if wording.role == "nps" and not _mostly_within(values, NPS_SCALE.maximum):
        return None  # a table of results ("NPS +21"), not of answers
    role, roles = _role(wording, values, low, high)
    choices = _scale_choices(role, wording, values) if role else _scale_choices("rating", wording, values)
    direction = _direction_for(role, wording, None) if role else None
    confidence = 0.98 if wording.is_explicit and role else 0.9 if role == wording.role and role else 0.6
    return ScoreColumn(role, roles, choices, direction, values.labels, confidence, _mix(role, wording, values))


def _mix(role: Role | None, wording: Wording, values: ScoreValues) -> Mix | None:
    """Find several scales in one column. NPS has one scale only; what is out of another one is listed."""
    return None if role == "nps" else find_mix(values.by_maximum, wording.maximum)


def _bounds(values: ScoreValues) -> tuple[int, int]:
    """Return the smallest and largest value, stray ones left out."""
    numbers = values.numbers
    if sum(numbers.values()) < 1 / _STRAY_SHARE:
        return min(numbers), max(numbers)
    allowed = sum(numbers.values()) * _STRAY_SHARE
    ordered = sorted(numbers)
    while len(ordered) > 1 and ordered[-1] > 1_100 and numbers[ordered[-1]] <= allowed:
        ordered.pop()
    return ordered[0], ordered[-1]


def _role(wording: Wording, values: ScoreValues, low: int, high: int) -> tuple[Role | None, tuple[Role, ...]]:
    """Return the role, None with the candidates where a person must decide."""
    if wording.role == "nps":
        return _nps_role(wording, values, low, high)
    if wording.role:
        return wording.role, (wording.role,)
    if values.has_stars or values.has_faces:
        return "rating", ("rating",)
    top = wording.maximum or values.out_of or _next_maximum(high)
    if top == 5 and (wording.minimum in (None, 1)) and low >= 100:
        return "csat", ("csat",)
    if top in (10, 11):
        starts_at_zero = low == 0 or wording.minimum == 0
        first: tuple[Role, ...] = ("nps", "csat", "rating") if starts_at_zero else ("csat", "rating", "nps")
        return None, (*first, "ces", "ignore")
    if top == 7:
        return None, ("ces", "csat", "rating", "ignore")
    return None, ("csat", "rating", "ces", "ignore")


def _nps_role(wording: Wording, values: ScoreValues, low: int, high: int) -> tuple[Role | None, tuple[Role, ...]]:
    """Take a recommendation question for NPS unless something speaks for another scale.

    A stated 1–10, or a 1 without any 0, means that it may start at 1; stars, or a maximum of 5 or 7, that it is no NPS.
    """
    open_roles: tuple[Role, ...] = ("nps", "rating", "csat", "ignore")
    stated = wording.maximum or values.out_of
    if (stated or 10) != 10 or values.has_stars or values.has_faces or high <= 500:
        return (None, open_roles) if stated == 11 or high > 500 else _not_nps(wording, values, high)
    if wording.minimum == 1 or (wording.minimum is None and not wording.is_explicit and low == 100):
        return None, open_roles
    return "nps", ("nps",)


def _not_nps(wording: Wording, values: ScoreValues, high: int) -> tuple[Role | None, tuple[Role, ...]]:
    """A recommendation asked on 5 points is a rating; answers that merely stay low are asked about."""
    if wording.maximum in (3, 4, 5, 7) or values.has_stars or values.has_faces:
        return "rating", ("rating",)
    if wording.is_explicit or wording.maximum == 10:
        return "nps", ("nps",)
    return None, ("nps", "rating", "csat", "ignore")


def _next_maximum(high: int) -> int:
    return next((top for top in _STANDARD_MAXIMA if high <= top * 100), 100)


def _scale_choices(role: Role, wording: Wording, values: ScoreValues) -> tuple[tuple[int, int], ...]:
    """Return the scales the column may be on; one means proven."""
    if role == "nps":
        return ((NPS_SCALE.minimum, NPS_SCALE.maximum),)
    if not values.numbers:
        return ((1, 5), (0, 10), (1, 10), (1, 7))
    low, high = _bounds(values)
    stated = wording.maximum or values.out_of
    if (stated and high <= stated * 100) or (stated and _mostly_within(values, stated)):
        return (_starting(stated, wording, low),)
    if values.has_faces or values.has_stars:
        return ((1, max(5, -(-high // 100))),) if low else ((0, 5),)
    return _choices_by_values(role, values, low, high)


def _mostly_within(values: ScoreValues, maximum: int) -> bool:
    outside = sum(count for value, count in values.numbers.items() if value > maximum * 100)
    return outside <= values.n_numbers * _OUTSIDE_SHARE


def _starting(maximum: int, wording: Wording, low: int) -> tuple[int, int]:
    if wording.minimum is not None:
        return wording.minimum, maximum
    if maximum == 100:
        return 0, 100
    return (0 if low < 100 else 1), maximum


def _choices_by_values(role: Role, values: ScoreValues, low: int, high: int) -> tuple[tuple[int, int], ...]:
    start = 0 if low < 100 else 1
    if role == "ces" and high <= 500:
        # Five and seven points are both usual; thirty answers none of which passes 5 speak for five.
        many = values.n_numbers >= _ENOUGH and high == 500
        return ((start, 5),) if many else ((1, 7), (1, 5))
    if high == 500:
        return ((start, 5),)
    if high < 500:
        shorter = (start, -(-high // 100))
        return tuple(dict.fromkeys(((start, 5), shorter))) if high > 200 else ((start, 5), (start, 3), (start, 7))
    if high <= 700:
        proven = high == 700 and values.n_numbers >= _ENOUGH
        return ((start, 7),) if proven or (role == "ces" and high == 700) else ((start, 7), (start, 10))
    if high <= 1000:
        return (
            ((start, 10),)
            if high == 1000 or values.n_numbers >= _ENOUGH
            else ((start, 10), (0, 10))[: 2 - (start == 0)]
        )
    if high <= 1100:
        return ((1, 11), (0, 10), (1, 10))
    return ((0, 100),)


def _direction_for(role: Role | None, wording: Wording, labels: LabelScale | None) -> Direction | None:
    if labels and labels.family in _ROLE_OF_LABELS:
        return labels.scale.direction
    if role == "ces":
        return wording.direction if wording.role == "ces" or wording.direction else None
    return wording.direction or "high_is_good"


def is_score_role(role: Role) -> bool:
    """Tell whether a role's values are scores."""
    return role in SCORE_ROLES
