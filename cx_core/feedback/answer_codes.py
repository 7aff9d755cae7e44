"""Answers kept as the codes of a questionnaire ("A1" to "A5"): their order is known, what they mean is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from cx_core.feedback.labels import LabelScale, fold_label
from cx_core.model.feedback import Scale
from cx_core.model.folding import fold

#: What a tool writes where somebody wrote an answer of their own instead of taking one of the list.
OTHER_CODE = "-oth-"
_CODE = re.compile(r"(?P<letters>[a-z][a-z_]{0,11}?)[_-]?(?P<number>\d{1,2})")
_FEWEST, _MOST = 3, 11
#: The lengths that most scales have; a shorter row of codes may be one of which the last was never chosen.
_USUAL = (5, 7, 10, 11)
#: From this many answers on, the largest code met is taken for the last one.
_ENOUGH = 30


def read_codes(values: Collection[str]) -> LabelScale | None:
    """Return a column's distinct values as points in the order of their codes; None when they are no such codes.

    All begin with the same letters and go on with whole numbers from 0 or 1, of which at least three and
    half were met. `OTHER_CODE` may stand among them and is no point. Which end is good is not known.

    >>> scale = read_codes(["A1", "A3", "A5", "A4"])
    >>> scale.scale.label, scale.point("A3"), scale.point("A2")
    ('1–5', 3, None)
    >>> read_codes(["A1", "B2", "C3"]) is None
    True
    """
    found = {fold_label(value): _CODE.fullmatch(fold(value)) for value in values if fold(value) != OTHER_CODE}
    if not all(found.values()) or not _FEWEST <= len(found) <= _MOST + 1:
        return None
    codes = {label: (match["letters"], int(match["number"])) for label, match in found.items() if match}
    numbers = [number for _, number in codes.values()]
    low, high = min(0, *numbers) or min(1, *numbers), max(numbers)
    length = high - low + 1
    is_one_row = len({letters for letters, _ in codes.values()}) == 1 and len(set(numbers)) == len(numbers)
    if not is_one_row or high > _MOST or 2 * len(numbers) < length:
        return None
    return LabelScale("codes", Scale(low, high), {label: number for label, (_, number) in codes.items()})


def name_of_set(labels: LabelScale) -> str:
    """Return what all columns of the same codes have in common: their letters and the ends of their numbers.

    >>> name_of_set(read_codes(["A1", "A3", "A5", "A4"]))
    'a1-5'
    """
    letters = next(iter(labels.points)).rstrip("0123456789").strip()
    return f"{letters}{labels.scale.minimum}-{labels.scale.maximum}"


def code_scales(labels: LabelScale, counts: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """Return the scales that codes may be on, likeliest first: few answers may have left out the last one."""
    low, high = labels.scale.minimum, labels.scale.maximum
    steps = high - low + 1
    longer = next((usual for usual in _USUAL if usual > steps), None)
    if steps in _USUAL or longer is None or sum(counts.values()) >= _ENOUGH:
        return ((low, high),)
    return ((low, high), (low, low + longer - 1))
