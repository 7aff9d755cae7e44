"""Pain points that the data suggest: where customers suffer most, in their own words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx_core.model.imports import Verbatim
from cx_core.model.journey import MAX_TEXT_LENGTH, SEVERITY_MAX, SEVERITY_MIN, Frequency, Touchpoint
from cx_core.model.measure import Measure

#: Words under this length rarely say what hurts, and longer ones are cut on a card.
SHORTEST, LONGEST = 15, 160


@dataclass(frozen=True)
class SuggestedPain:
    """A pain point to be accepted with a click: text in a customer's words, and the quotes that speak for it.

    ``severity`` and ``frequency`` come from the share of answers in the bottom class of ``measure``.
    """

    touchpoint: Touchpoint
    text: str
    severity: int
    frequency: Frequency
    quotes: tuple[Verbatim, ...]
    measure: Measure


def severity_of(share_bottom: float) -> int:
    """Return a severity from the share of dissatisfied answers, 0 to 1: a fifth of them for each step.

    >>> [severity_of(share) for share in (0.0, 0.2, 0.21, 0.55, 1.0)]
    [1, 1, 2, 3, 5]
    """
    return min(SEVERITY_MAX, max(SEVERITY_MIN, math.ceil(share_bottom * SEVERITY_MAX)))


def frequency_of(share_bottom: float) -> Frequency:
    """Return how often customers are dissatisfied, as a word.

    >>> [frequency_of(share) for share in (0.1, 0.3, 0.5, 0.9)]
    ['rare', 'sometimes', 'often', 'always']
    """
    bounds: tuple[tuple[float, Frequency], ...] = ((0.2, "rare"), (0.45, "sometimes"), (0.75, "often"))
    return next((word for most, word in bounds if share_bottom < most), "always")


def suggest(
    touchpoint: Touchpoint, measure: Measure, words: tuple[Verbatim, ...], most: int = 3
) -> SuggestedPain | None:
    """Return a suggestion from dissatisfied customers' words at a touchpoint; None without any left.

    Words that stand behind one of its pain points already are passed over. The text is the shortest of the kept words
    that says something.
    """
    used = {ref for pain in touchpoint.pain_points for ref in pain.quote_ids}
    kept = tuple(one for one in words if str(one.id) not in used and len(one.text.strip()) >= SHORTEST)[:most]
    if not kept or not measure.n:
        return None
    share = measure.bottom / measure.n
    text = min((" ".join(one.text.split()) for one in kept), key=len)
    return SuggestedPain(touchpoint, _cut(text), severity_of(share), frequency_of(share), kept, measure)


def _cut(text: str) -> str:
    limit = min(LONGEST, MAX_TEXT_LENGTH)
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + " …"
