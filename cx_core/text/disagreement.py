"""Where a score and its words disagree: a finding, not noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cx_core.model.message import Message
from cx_core.text.analysis import Analysis

#: A good score from here up, a bad one from here down, as a share of the scale; words this far from neutral.
GOOD_SCORE, BAD_SCORE, CLEAR_WORDS = 0.75, 0.3, 0.45


@dataclass(frozen=True)
class Disagreement:
    """A row whose words say the opposite of its score. ``strength`` is from 0 to 1."""

    kind: Literal["complaint_with_good_score", "praise_with_bad_score"]
    strength: float

    @property
    def message(self) -> Message:
        """What to show beside the row."""
        return Message.of(f"text.disagreement.{self.kind}")


def disagreement(analysis: Analysis, star: float | None) -> Disagreement | None:
    """Tell whether a row's score and its words disagree; None when they do not, or when there is no score.

    ``star`` is the score as a share of its scale (`share_of_scale`). A good score whose words complain, also in one
    clause among praise that weighs as much, or a bad score with nothing but praise.
    """
    if star is None:
        return None
    words = analysis.words.score
    if star >= GOOD_SCORE and words <= -CLEAR_WORDS / 2 and _worst(analysis) <= -CLEAR_WORDS:
        return Disagreement("complaint_with_good_score", min(1.0, star * -words * 1.2))
    if star <= BAD_SCORE and words >= CLEAR_WORDS and _worst(analysis) > -0.2:
        return Disagreement("praise_with_bad_score", min(1.0, (1 - star) * words * 1.2))
    return None


def _worst(analysis: Analysis) -> float:
    return min((clause.score for clause in analysis.clauses), default=0.0)
