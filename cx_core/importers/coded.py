"""Columns of answer codes: a tool's "A1" to "A5" are taken for a scale once a person has said which end is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from cx_core.feedback.scales import ScoreColumn
from cx_core.importers.judged import GIVEN, Judged
from cx_core.model.feedback import SCORE_ROLES, Direction, Role

#: What is said of a row of codes: which end is good, or that they merely group the answers.
CodeAnswer = Literal["high_is_good", "low_is_good", "no_scale"]
NO_SCALE: CodeAnswer = "no_scale"
CODE_ANSWERS: tuple[CodeAnswer, ...] = get_args(CodeAnswer)
#: What is said of several columns of the same codes; ``one_by_one``: each is asked about by itself.
AlikeAnswer = Literal["high_is_good", "low_is_good", "no_scale", "ignore", "one_by_one"]
IGNORE: AlikeAnswer = "ignore"
ONE_BY_ONE: AlikeAnswer = "one_by_one"
ALIKE_ANSWERS: tuple[AlikeAnswer, ...] = get_args(AlikeAnswer)


@dataclass(frozen=True)
class Codes:
    """Whether codes may be answers in a file, and what has been said of them by column and by set."""

    is_expected: bool = False
    said: Mapping[str, CodeAnswer] = field(default_factory=dict)
    directions: Mapping[str, Direction] = field(default_factory=dict)
    said_of_sets: Mapping[str, AlikeAnswer] = field(default_factory=dict)

    def allowed(self, key: str) -> bool | None:
        """Tell whether a column's codes may be a scale; None leaves it to the header."""
        if key in self.said:
            return self.said[key] != NO_SCALE
        return True if self.is_expected or key in self.directions else None

    def is_told(self, key: str) -> bool:
        """Tell whether somebody has said which end is good."""
        return key in self.said or key in self.directions

    def with_groups(self, roles: Mapping[str, Role]) -> dict[str, Role]:
        """Return the roles that people gave, without scores of columns that are said to be no scale."""
        return {
            key: role for key, role in roles.items() if not (self.said.get(key) == NO_SCALE and role in SCORE_ROLES)
        }


def leave_open(judged: list[Judged], codes: Codes) -> list[Judged]:
    """Return the columns with those of codes open of which nobody has said which end is good."""
    return [replace(one, role="ignore", is_open=True) if is_open_code(one.score, one, codes) else one for one in judged]


def is_open_code(score: ScoreColumn | None, one: Judged, codes: Codes) -> bool:
    """Tell whether a column holds codes whose good end nobody has named."""
    is_coded = bool(score and score.is_coded and score.direction is None)
    return is_coded and not codes.is_told(one.asked_as) and one.confidence < GIVEN
