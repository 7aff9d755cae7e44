"""Labels that can be told apart. Streamlit's lists answer with the label that was chosen: two equal ones would be one.

The labels of lists (unlike those of buttons, tabs and segments) are shown as they are, so they are not made `plain`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cx_core.model.journey import Journey


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the labels by the same ids; from the second time on, a label carries a number.

    >>> distinct({"a": "Mua", "b": "Mua", "c": "Trả", "d": "Mua (2)"})
    {'a': 'Mua', 'b': 'Mua (2)', 'c': 'Trả', 'd': 'Mua (2) (2)'}
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for one, label in labels.items():
        number, told = 1, label
        while told in taken:
            number += 1
            told = f"{label} ({number})"
        taken.add(told)
        found[one] = told
    return found


def touchpoint_labels(journey: Journey, language: str) -> dict[str, str]:
    """Return a label for each touchpoint by id, in the order of the map; its stage helps to tell equal names apart."""
    stages = {stage.id: stage.name.in_language(language) for stage in journey.stages}
    names = {one.id: one.name.in_language(language) for one in journey.touchpoints}
    often = Counter(names.values())
    return distinct(
        {
            one.id: names[one.id] if often[names[one.id]] == 1 else f"{names[one.id]} · {stages.get(one.stage_id, '')}"
            for one in journey.touchpoints
        }
    )
