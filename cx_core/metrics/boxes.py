"""Which scores count as good, middling and bad: the three classes of every metric, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cx_core.model.feedback import SENTIMENT_SCALE, Scale

#: Scores are stored in hundredths of a point, so the limits are too.
HUNDREDTHS = 100

#: A scale with more whole-number points than this (0–100) has no boxes to count: its top is the best fifth.
_MOST_BOXES = 11


@dataclass(frozen=True)
class Box:
    """The scores of the good and of the bad class, in hundredths, both ends included; the rest is the middle.

    ``top`` is always the good end: on a scale where low is good it holds the low scores.

    >>> Box(900, 1000, 0, 600).holds_top(900)
    True
    """

    top_min: int
    top_max: int
    bottom_min: int
    bottom_max: int

    def holds_top(self, score: int) -> bool:
        """Tell whether a score in hundredths is in the good class."""
        return self.top_min <= score <= self.top_max

    def holds_bottom(self, score: int) -> bool:
        """Tell whether a score in hundredths is in the bad class."""
        return self.bottom_min <= score <= self.bottom_max


def box_limits(metric: str, scale: Scale) -> Box:
    """Return the classes of ``metric`` (a key of the registry) on ``scale``.

    - ``nps``: 9–10 promoters, 0–6 detractors (Reichheld 2003). Only a scale that ends at 10 and starts at 0 or 1;
      any other is a ValueError, since an answer on 5 or 7 points is never turned into NPS.
    - ``detractors``: the classes of NPS with their places changed, since what it counts are the detractors.
    - ``sentiment``: +1 praise, -1 complaint on the scale of -1 to 1.
    - ``csat``, ``rating``: the two best boxes, only the best one where there are fewer than four (3: 3; 5: 4–5; 7: 6–7;
      10: 9–10), the best fifth of a long scale (0–100: 80–100). Bad is every whole score under the midpoint
      (5: 1–2; 7: 1–3), so that a neutral answer is neither.
    - ``ces``: good and bad are the whole scores on either side of the midpoint (7: 5–7 and 1–3; 5: 4–5 and 1–2).

    Where low is good (CES 1.0) the classes are mirrored. A half score between two classes is in the middle.
    Raises KeyError for an unknown metric.

    >>> box_limits("ces", Scale(1, 7))
    Box(top_min=500, top_max=700, bottom_min=100, bottom_max=300)
    >>> box_limits("ces", Scale(1, 5, "low_is_good"))
    Box(top_min=100, top_max=200, bottom_min=400, bottom_max=500)
    """
    if metric == "detractors":
        nps = box_limits("nps", scale)
        return Box(nps.bottom_min, nps.bottom_max, nps.top_min, nps.top_max)
    top_min, bottom_max = _WHOLE_LIMITS[metric](scale)
    low, high = scale.minimum, scale.maximum
    if scale.direction == "low_is_good":
        # Mirror: a score s on low..high stands where low + high - s would stand on a scale that runs upwards.
        top, bottom = (low, low + high - top_min), (low + high - bottom_max, high)
    else:
        top, bottom = (top_min, high), (low, bottom_max)
    return Box(*(HUNDREDTHS * limit for limit in (*top, *bottom)))


def _nps(scale: Scale) -> tuple[int, int]:
    if scale.maximum != 10 or scale.minimum not in (0, 1) or scale.direction != "high_is_good":
        raise ValueError(f"NPS is asked from 0 to 10, not on {scale.label} ({scale.direction})")
    return 9, 6


def _feeling(scale: Scale) -> tuple[int, int]:
    if scale != SENTIMENT_SCALE:
        raise ValueError(f"a feeling lies on {SENTIMENT_SCALE.label}, not on {scale.label}")
    return 1, -1


def _best_boxes(scale: Scale) -> tuple[int, int]:
    n_boxes = scale.maximum - scale.minimum + 1
    if n_boxes > _MOST_BOXES:
        best_fifth = -(-(scale.maximum - scale.minimum) // 5)
        return scale.maximum - best_fifth, _last_under_midpoint(scale)
    return scale.maximum - (1 if n_boxes >= 4 else 0), _last_under_midpoint(scale)


def _either_side(scale: Scale) -> tuple[int, int]:
    return (scale.minimum + scale.maximum) // 2 + 1, _last_under_midpoint(scale)


def _last_under_midpoint(scale: Scale) -> int:
    return (scale.minimum + scale.maximum - 1) // 2


_WHOLE_LIMITS: dict[str, Callable[[Scale], tuple[int, int]]] = {
    "nps": _nps,
    "csat": _best_boxes,
    "ces": _either_side,
    "rating": _best_boxes,
    "sentiment": _feeling,
}
