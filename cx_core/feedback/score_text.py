"""One cell of a score column as a number: "9/10", "4,5 sao", "★★★★☆", "😡", "8 điểm", "4 - Tốt"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cx_core.model.folding import fold

Form = Literal["number", "stars", "face", "missing", "words"]

#: Folded cells that say "no score here". A 0 is never among them.
MISSING_WORDS: frozenset[str] = frozenset(
    {
        "", "na", "n/a", "n.a", "n.a.", "#n/a", "-", "--", "–", "—", ".", "null", "none", "nan", "nil", "offered",
        "unoffered", "not offered", "unfamiliar (n/a)", "not applicable", "khong ap dung", "khong co", "khong biet",
        "chua danh gia", "khong danh gia", "kxd", "khong tra loi", "no answer", "prefer not to say", "don't know",
        "dont know", "unfamiliar", "skipped", "bo qua", "chua co",
    }
)  # fmt: skip
#: Asked, but not answered: the denominator of a response rate.
ASKED_WORDS: frozenset[str] = frozenset({"offered"})
#: Numbers that survey tools write for "no answer"; taken so only where the scale does not reach them.
MISSING_CODES: frozenset[int] = frozenset({-1, -9, -99, -999, 88, 97, 98, 99, 997, 998, 999, 9999})

_FACES = {
    1: "😡🤬😠😤🤮😢😭😫😖👿💔",
    2: "🙁☹😟😞😕😒😔😣",
    3: "😐😑😶🤔",
    4: "🙂😊☺😌😀😃👍",
    5: "😍🥰😁😄🤩😆❤",
}
_FACE_POINTS = {face: point for point, faces in _FACES.items() for face in faces}
_STARS, _NO_STARS = "★⭐🌟✭✮", "☆✩"
_IGNORED_MARKS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]")
_NUMBER = r"[-+]?\d{1,4}(?:[.,]\d{1,2}|[.,]0+)?"
_PLAIN = re.compile(rf"^({_NUMBER})$")
_OUT_OF = re.compile(rf"^({_NUMBER})\s*(?:/|trên|out of|of)\s*(\d{{1,3}})\b\D*$", re.IGNORECASE)
_WITH_UNIT = re.compile(
    rf"^(?:điểm|diem|score|mức|muc)?\s*:?\s*({_NUMBER})\s*(?:điểm|diem|đ|d|sao|stars?|points?|pts?|%|\*|★|⭐️?)?\.?$",
    re.IGNORECASE,
)
#: "3 sao rưỡi": a half more than it says.
_AND_A_HALF = re.compile(r"^(\d{1,2})\s*(?:điểm|diem|đ|sao)?\s*(?:rưỡi|ruoi)\b\D{0,20}$", re.IGNORECASE)
_WITH_LABEL = re.compile(rf"^({_NUMBER})\s*(?:[-–—:.)=(_]\s*|\s)(?=[^\d\s])\D{{1,80}}$")


@dataclass(frozen=True)
class ScoreText:
    """What a cell says: ``value`` in hundredths of a point, ``out_of`` the maximum it names; both None if none."""

    form: Form
    value: int | None = None
    out_of: int | None = None


#: No score is longer, a label behind its number included.
_LONGEST = 100
_MISSING = ScoreText("missing")
_WORDS = ScoreText("words")


def read_score(text: str) -> ScoreText:
    """Read one cell. Words that are no number come back as ``words``: labels are judged by column.

    >>> read_score("9/10"), read_score("4,5 sao").value, read_score("★★★★☆").value, read_score("0").value
    (ScoreText(form='number', value=900, out_of=10), 450, 400, 0)
    >>> read_score("N/A").form, read_score("😡").value, read_score("Tốt").form
    ('missing', 100, 'words')
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return _WORDS
    if fold(text) in MISSING_WORDS:
        return _MISSING
    return _drawn(text) or _number(text) or _WORDS


def _number(text: str) -> ScoreText | None:
    plain = _PLAIN.match(text)
    if plain:
        return ScoreText("number", _hundredths(plain.group(1)))
    out_of = _OUT_OF.match(text)
    if out_of:
        return ScoreText("number", _hundredths(out_of.group(1)), int(out_of.group(2)))
    half = _AND_A_HALF.match(text)
    if half:
        return ScoreText("number", _hundredths(half.group(1)) + 50)
    unit = _WITH_UNIT.match(text)
    if unit:
        return ScoreText("number", _hundredths(unit.group(1)), 100 if text.rstrip(".").endswith("%") else None)
    label = _WITH_LABEL.match(text)
    return ScoreText("number", _hundredths(label.group(1))) if label else None


def _hundredths(number: str) -> int:
    whole, _, rest = number.replace(",", ".").partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole or 0)) * 100 + int((rest + "00")[:2]))


def _drawn(text: str) -> ScoreText | None:
    """Read a row of stars, or one face (repeated faces count once)."""
    marks = _IGNORED_MARKS.sub("", text)
    if not marks or marks[0].isascii():
        return None
    if all(mark in _STARS + _NO_STARS for mark in marks):
        full = sum(mark in _STARS for mark in marks)
        return ScoreText("stars", full * 100, len(marks) if full < len(marks) else None)
    faces = set(marks)
    if len(faces) == 1 and marks[0] in _FACE_POINTS:
        return ScoreText("face", _FACE_POINTS[marks[0]] * 100, 5)
    return None
