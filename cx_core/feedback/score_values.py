"""The distinct values of a column, read as scores: what there is of numbers, stars, faces and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cx_core.feedback.labels import LabelScale, read_labels
from cx_core.feedback.mixed_scales import named_maximum, slips
from cx_core.feedback.score_text import MISSING_CODES, read_score


@dataclass(frozen=True)
class ScoreValues:
    """Counts of a column's scores by hundredths, and what else there was.

    ``out_of`` is the maximum that most cells write, ``n_words`` the number of cells that are no score. ``by_maximum``
    parts the counts by the maximum that a cell names, None for bare numbers.
    """

    numbers: dict[int, int]
    out_of: int | None
    has_stars: bool
    has_faces: bool
    n_words: int
    labels: LabelScale | None
    by_maximum: dict[int | None, dict[int, int]] = field(default_factory=dict)

    @property
    def n_numbers(self) -> int:
        """Number of cells that are numbers, stars or faces."""
        return sum(self.numbers.values())


def read_values(counts: Mapping[str, int]) -> ScoreValues:
    """Read a column's distinct values with their counts.

    >>> values = read_values({"5": 2, "9/10": 1, "99": 1})
    >>> values.numbers, values.by_maximum
    ({500: 2, 900: 1}, {None: {500: 2}, 10: {900: 1}})
    """
    numbers: dict[int, int] = {}
    words: dict[str, int] = {}
    maxima: dict[int, int] = {}
    by_maximum: dict[int | None, dict[int, int]] = {}
    forms: set[str] = set()
    drawn: set[int] = set()
    for text, count in counts.items():
        read = read_score(text)
        if read.form == "words":
            words[text] = words.get(text, 0) + count
        if read.value is None:
            continue
        forms.add(read.form)
        numbers[read.value] = numbers.get(read.value, 0) + count
        group = by_maximum.setdefault(named_maximum(text, read), {})
        group[read.value] = group.get(read.value, 0) + count
        if read.form == "stars" and read.out_of:
            drawn.add(read.out_of)
        if read.out_of and read.form != "face":
            maxima[read.out_of] = maxima.get(read.out_of, 0) + count
    if len(drawn) == 1 and 5 in by_maximum and 5 not in drawn:
        # ★★☆ beside ★★★: the full row is out of three as well.
        _merge(by_maximum, drawn.pop())
    numbers = _without_slips(numbers, by_maximum)
    maxima = {maximum: count for maximum, count in maxima.items() if maximum not in slips(by_maximum)}
    labels = read_labels(words) if words else None
    if labels and numbers:
        _add_labels(by_maximum, labels, words)
    n_words = 0 if labels and numbers else sum(words.values())
    out_of = max(maxima, key=lambda maximum: maxima[maximum]) if maxima else None
    scores = _without_codes(numbers, out_of)
    if None in by_maximum:
        by_maximum[None] = {value: count for value, count in by_maximum[None].items() if value in scores}
    return ScoreValues(scores, out_of, "stars" in forms, "face" in forms, n_words, labels, by_maximum)


def _without_slips(numbers: dict[int, int], by_maximum: dict[int | None, dict[int, int]]) -> dict[int, int]:
    left = dict(numbers)
    for maximum in slips(by_maximum):
        for value, count in by_maximum[maximum].items():
            left[value] -= count
    return {value: count for value, count in left.items() if count}


def _merge(by_maximum: dict[int | None, dict[int, int]], maximum: int) -> None:
    group = by_maximum[maximum]
    for value, count in by_maximum.pop(5).items():
        group[value] = group.get(value, 0) + count


def _add_labels(by_maximum: dict[int | None, dict[int, int]], labels: LabelScale, words: Mapping[str, int]) -> None:
    group = by_maximum.setdefault(labels.scale.maximum, {})
    for text, count in words.items():
        point = labels.point(text)
        if point is not None:
            group[point * 100] = group.get(point * 100, 0) + count


def _without_codes(numbers: dict[int, int], out_of: int | None) -> dict[int, int]:
    """Leave out "99 = no answer" where the other values stay far below it."""
    codes = {code * 100 for code in MISSING_CODES}
    rest = {value: count for value, count in numbers.items() if value not in codes}
    reached = max(rest, default=0)
    return rest if rest and reached <= 1100 and out_of != 100 else numbers
