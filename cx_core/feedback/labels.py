"""Worded answers (Likert and the like), Vietnamese and English, as points on their scale.

Labels are compared folded and whole, never by a part: "không hài lòng" contains "hài lòng".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from cx_core.model.feedback import Direction, Scale
from cx_core.model.folding import fold

Family = Literal[
    "satisfaction", "agreement", "ease", "quality", "likelihood", "frequency", "thumb", "helpdesk", "stars", "codes"
]


@dataclass(frozen=True)
class LabelFamily:
    """Labels that answer one kind of question, by level; level 1 is the worst."""

    key: Family
    levels: dict[int, tuple[str, ...]]
    seven: dict[int, tuple[str, ...]] | None = None


_SATISFACTION = LabelFamily(
    "satisfaction",
    {
        1: ("rất không hài lòng", "hoàn toàn không hài lòng", "cực kỳ không hài lòng", "rất chưa hài lòng",
            "very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied",
            "not at all satisfied", "very unhappy", "highly dissatisfied", "strongly dissatisfied"),
        2: ("không hài lòng", "chưa hài lòng", "dissatisfied", "unsatisfied", "not satisfied", "unhappy",
            "somewhat dissatisfied", "moderately dissatisfied", "slightly satisfied"),
        3: ("bình thường", "trung lập", "tạm được", "phân vân", "không ý kiến", "tương đối", "trung bình", "tạm ổn",
            "cũng được", "tạm", "neutral", "neither satisfied nor dissatisfied", "ok", "okay", "average",
            "moderately satisfied", "neither"),
        4: ("hài lòng", "khá hài lòng", "tương đối hài lòng", "satisfied", "somewhat satisfied", "happy",
            "mostly satisfied"),
        5: ("rất hài lòng", "cực kỳ hài lòng", "cực kì hài lòng", "hoàn toàn hài lòng", "vô cùng hài lòng",
            "tuyệt vời", "very satisfied", "extremely satisfied", "completely satisfied", "very happy", "delighted",
            "highly satisfied"),
    },
)  # fmt: skip

_AGREEMENT = LabelFamily(
    "agreement",
    {
        1: ("hoàn toàn không đồng ý", "rất không đồng ý", "strongly disagree", "completely disagree",
            "totally disagree"),
        2: ("không đồng ý", "chưa đồng ý", "disagree"),
        3: ("trung lập", "phân vân", "bình thường", "không ý kiến", "neutral", "neither agree nor disagree",
            "undecided", "neither"),
        4: ("đồng ý", "agree"),
        5: ("hoàn toàn đồng ý", "rất đồng ý", "strongly agree", "completely agree", "totally agree"),
    },
    {3: ("hơi không đồng ý", "somewhat disagree", "slightly disagree"),
     5: ("hơi đồng ý", "somewhat agree", "slightly agree")},
)  # fmt: skip

_EASE = LabelFamily(
    "ease",
    {
        1: ("rất khó", "rất khó khăn", "cực kỳ khó", "cực kỳ khó khăn", "very difficult", "extremely difficult",
            "very hard"),
        2: ("khó", "khó khăn", "difficult", "hard"),
        3: ("bình thường", "trung lập", "không khó không dễ", "neutral", "neither easy nor difficult",
            "neither difficult nor easy", "neither"),
        4: ("dễ", "dễ dàng", "easy"),
        5: ("rất dễ", "rất dễ dàng", "cực kỳ dễ", "cực kỳ dễ dàng", "very easy", "extremely easy"),
    },
    {3: ("hơi khó", "somewhat difficult", "slightly difficult"), 5: ("hơi dễ", "somewhat easy", "slightly easy")},
)  # fmt: skip

_QUALITY = LabelFamily(
    "quality",
    {
        1: ("rất kém", "rất tệ", "rất xấu", "cực kỳ tệ", "quá tệ", "terrible", "very poor", "very bad", "awful"),
        2: ("kém", "tệ", "yếu", "xấu", "chưa tốt", "không tốt", "poor", "bad", "below average"),
        3: ("bình thường", "trung bình", "tạm được", "tạm", "fair", "average", "ok", "okay", "neutral"),
        4: ("tốt", "khá", "khá tốt", "good", "above average"),
        5: ("rất tốt", "xuất sắc", "tuyệt vời", "giỏi", "excellent", "very good", "outstanding"),
    },
)  # fmt: skip

_LIKELIHOOD = LabelFamily(
    "likelihood",
    {
        1: ("chắc chắn không", "hoàn toàn không", "very unlikely", "extremely unlikely", "definitely not",
            "not at all likely"),
        2: ("không chắc", "ít khả năng", "unlikely", "probably not", "somewhat unlikely"),
        3: ("có thể", "phân vân", "neutral", "maybe", "might or might not", "not sure"),
        4: ("có khả năng", "nhiều khả năng", "likely", "probably", "somewhat likely"),
        5: ("chắc chắn", "chắc chắn có", "very likely", "extremely likely", "definitely"),
    },
)  # fmt: skip

_THUMB = LabelFamily(
    "thumb",
    {1: ("👎", "not recommended", "doesn't recommend", "does not recommend", "không đề xuất", "thumbs down",
         "negative"),
     2: ("👍", "recommended", "recommends", "đề xuất", "thumbs up", "positive")},
)  # fmt: skip

_HELPDESK = LabelFamily("helpdesk", {1: ("bad", "bad with comment"), 2: ("good", "good with comment")})

_STARS = LabelFamily("stars", {1: ("one",), 2: ("two",), 3: ("three",), 4: ("four",), 5: ("five",)})

ALL_FAMILIES: tuple[LabelFamily, ...] = (
    _SATISFACTION, _AGREEMENT, _EASE, _QUALITY, _LIKELIHOOD, _THUMB, _HELPDESK, _STARS,
)  # fmt: skip

_EDGES = " .!?…:;,*+~^\"'()[]"
#: What politeness puts behind a label and changes no level ("lắm" would), and how people shorten "không"; folded.
_AT_THE_END = re.compile(r"(?:[\s.!,+~]+(?:a|nha|nhe|nhen|ne|luon|roi|shop|ban|minh|em))+$")
_NOT = re.compile(r"^(?:ko|k|kh|kg|hok|hong)\s+(?=\S)")
_LEADING_NUMBER = re.compile(r"^\s*(\d{1,2})\s*[-–—.:)=_]\s*(?=\D)")


def fold_label(text: str) -> str:
    """Return a label without its leading number, its end marks and diacritics; a machine's underscores are blanks.

    >>> fold_label("5 - Rất hài lòng!"), fold_label("very_satisfied"), fold_label("ko hài lòng ạ")
    ('rat hai long', 'very satisfied', 'khong hai long')
    """
    label = fold(_LEADING_NUMBER.sub("", text).replace("_", " ")).strip(_EDGES)
    return _NOT.sub("khong ", _AT_THE_END.sub("", label)).strip(_EDGES)


def _levels(family: LabelFamily) -> dict[str, int]:
    return {fold_label(label): level for level, labels in family.levels.items() for label in labels}


def _seven_levels(family: LabelFamily) -> dict[str, int]:
    """Levels on seven points: the strong ends move out, the "somewhat" labels stand between."""
    stretched = {1: 1, 2: 2, 3: 4, 4: 6, 5: 7}
    levels = {label: stretched[level] for label, level in _levels(family).items()}
    extra = {fold_label(label): level for level, labels in (family.seven or {}).items() for label in labels}
    return {**levels, **extra}


_BY_FAMILY = {family.key: _levels(family) for family in ALL_FAMILIES}
_SEVEN_BY_FAMILY = {family.key: _seven_levels(family) for family in ALL_FAMILIES if family.seven}


@dataclass(frozen=True)
class LabelScale:
    """A column's labels as points: ``points`` by folded label, on ``scale``; ``family`` says what was asked."""

    family: Family
    scale: Scale
    points: dict[str, int]

    def point(self, text: str) -> int | None:
        """Return the point of a label; None when it is not one of the scale's."""
        return self.points.get(fold_label(text))

    def on(self, maximum: int) -> LabelScale:
        """Return the same labels on seven points where the source is known to use seven; else as they are.

        A row of codes may go on behind the last one met.
        """
        if self.family == "codes" and maximum > self.scale.maximum:
            return replace(self, scale=replace(self.scale, maximum=maximum))
        seven = _SEVEN_BY_FAMILY.get(self.family)
        if maximum != 7 or seven is None:
            return self
        return LabelScale(self.family, Scale(1, 7, self.scale.direction), seven)


def read_labels(values: Iterable[str], direction: Direction = "high_is_good") -> LabelScale | None:
    """Return the label scale that a column's distinct values are written in; None when they are not labels.

    The family that knows the most of them wins; at least two distinct labels and 80 % of the distinct values must be
    known to it, so that a column of comments with one "tốt" is no scale.

    >>> scale = read_labels(["Rất hài lòng", "Không hài lòng", "Bình thường"])
    >>> scale.family, scale.scale.label, scale.point("RẤT HÀI LÒNG")
    ('satisfaction', '1–5', 5)
    """
    folded = {fold_label(value) for value in values} - {""}
    if len(folded) > 40:
        return None
    # Of two families that know as much, the one with fewer labels is the closer fit: Good and Bad are the help desk's.
    counted = [(sum(label in known for label in folded), -len(known), family) for family, known in _everything()]
    n_known, _, family = max(counted, key=lambda one: one[:2])
    if n_known < min(2, len(folded)) or not folded or n_known < 0.8 * len(folded):
        return None
    seven = _SEVEN_BY_FAMILY.get(family, {})
    known = _BY_FAMILY[family]
    if any(label in seven and label not in known for label in folded):
        return LabelScale(family, Scale(1, 7, direction), seven)
    return LabelScale(family, Scale(1, max(known.values()), direction), known)


def _everything() -> list[tuple[Family, dict[str, int]]]:
    everything: list[tuple[Family, dict[str, int]]] = []
    for family in ALL_FAMILIES:
        everything.append((family.key, {**_SEVEN_BY_FAMILY.get(family.key, {}), **_BY_FAMILY[family.key]}))
    return everything


def leaning(text: str) -> int:
    """Tell which end of a scale a label names: -1 the bad one, 1 the good one, 0 neither or unknown.

    Reads the words of a question such as "1 = rất khó, 7 = rất dễ".

    >>> leaning("rất khó"), leaning("Very satisfied"), leaning("mưa")
    (-1, 1, 0)
    """
    label = fold_label(text)
    for known in _BY_FAMILY.values():
        if label in known:
            top = max(known.values())
            return -1 if known[label] <= top / 2 else 1 if known[label] > (top + 1) / 2 else 0
    return 0
