"""What the wording of a question proves: which score it asks for, on which scale, and which end is good."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx_core.feedback.labels import leaning
from cx_core.model.feedback import Direction, Role
from cx_core.model.folding import fold

#: Words by the score they ask for, folded; the first of the lists that fits wins.
_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("nps", re.compile(r"\bnps\b|net promoter|recommend|likely to refer|\bgioi thieu\b|\bgioi thieu cho\b")),
    (
        "ces",
        re.compile(
            r"\bces\b|\beffort\b|\bcong suc\b|\bno luc\b|\bde dang\b|\beasy\b|\bease\b|\beasier\b|\bkho khan\b"
            r"|\bdifficult|\bde hay kho\b|\bkho hay de\b|\bdo de\b|\bmat cong\b|\bvat va\b"
        ),
    ),
    ("csat", re.compile(r"\bcsat\b|\bhai long\b|\bsatisf|\bdissatisf|\bung y\b|\bhow happy\b")),
    (
        "rating",
        re.compile(
            r"\bsao\b|\bstars?\b|\bstar rating\b|\brating\b|\brated?\b|\bso sao\b|\bdanh gia\b|\bsmiley|★|⭐"
            r"|\bxep hang\b|\bemotions?\b|\bcam xuc\b|\bcam nhan\b|\bmat cuoi\b|\bhappiness\b"
        ),
    ),
)
_EASY = re.compile(r"\bde dang\b|\beasy\b|\bease\b|\beasier\b|\bdo de\b|\bthuan tien\b")
_HARD = re.compile(r"\beffort\b|\bcong suc\b|\bno luc\b|\bkho khan\b|\bdifficult|\bmat cong\b|\bvat va\b")
_METRIC_NAME = re.compile(
    r"\b(customer )?effort( score| rating)?\b(?=\W*(\(|$|score|rating))|\bdiem (no luc|cong suc)\b"
)
#: A score of nothing in particular: worth a question.
_SCORE_WORDS = re.compile(
    r"\bdiem\b|\bscore\b|\bpoints?\b|\bcham\b|\bmuc do\b|\bthang diem\b|\bdanh gia\b|\brate\b|^q\d|^cau \d|\?"
)
#: Words that name a score; a question mark only asks for something.
_SCORE_NAMED = re.compile(r"\bdiem\b|\bscore\b|\bcham\b|\bthang diem\b|\bdanh gia\b|\brate\b|\bmuc do\b")
#: Numbers that are never an opinion, whatever their range.
_NOT_A_SCORE = re.compile(
    r"^stt$|^#$|^no\.?$|\bso luong\b|\btuoi\b|\bage\b|\bma\b|\bids?\b|\bnam\b|\byear\b|\bphone\b|\bdien thoai\b"
    r"|\bquantity\b|\bqty\b|\bcount\b|\bthoi gian\b|\bminutes?\b|\bhours?\b|\bphut\b|\bgio\b|\bso lan\b|\bindex\b"
    r"|\bversion\b"
    r"|\bgia tri\b|\bprice\b|\bso san pham\b|\bso nguoi\b|^thang \d+$|\bngay\b|\bdate\b|\bgroup\b|\bnhom\b"
    r"|\btotal points\b"
    r"|\btich diem\b|\bdoanh thu\b|\bso tien\b|\bthanh tien\b|\bthumbs ?up ?count\b|\blikes?\b|\bpage\b|\bseed\b"
    r"|\bprogress\b"
    r"|\bduration\b"
)
#: Of these, what people are also asked to rate: by choices such as "A1" to "A5", never by a number.
_RATED_ASPECT = re.compile(r"\bthoi gian\b|\bgio\b|\bgia tri\b|\bprice\b|\btich diem\b")
_RANGE = re.compile(r"(?<![\d.,/])([01])\s*(?:-|–|—|to|den|toi|->|→|\.\.|~|\.\.\.)\s*(3|4|5|6|7|10|11|100)(?![\d/])")
_SCALE_OF = re.compile(
    r"\bthang(?: diem)? (3|4|5|7|10|11|100)\b|\b(3|4|5|7|10|11)[- ]point\b|\bout of (5|7|10|100)\b|\((5|10) sao\)"
    r"|\b(5) stars?\b"
)
_MEANING = re.compile(r"(?<![\d.,])(\d{1,3})\s*(?:=|:|–|-|la)\s*\(?([^\d,;=()/]{2,60})")

_ENDS_OF_MAXIMUM = {3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 10: None, 11: 1, 100: 0}


@dataclass(frozen=True)
class Wording:
    """What a header says. ``role`` None: nothing; ``is_explicit``: it names the metric itself (NPS, CSAT, CES).

    ``minimum`` and ``maximum`` are the ends the wording states, either may be None. ``direction`` is None where the
    words do not decide it. ``asks_score``: the words speak of a score of some kind, or ask something; ``names_score``:
    they name one.
    """

    role: Role | None = None
    is_explicit: bool = False
    minimum: int | None = None
    maximum: int | None = None
    direction: Direction | None = None
    asks_score: bool = False
    names_score: bool = False
    excludes_score: bool = False
    is_rated_aspect: bool = False


def read_wording(header: str) -> Wording:
    """Read a column's header, with the headers above it.

    >>> w = read_wording("Bạn có sẵn lòng giới thiệu chúng tôi không? (0-10)")
    >>> w.role, w.minimum, w.maximum
    ('nps', 0, 10)
    >>> read_wording("Anh/chị mất bao nhiêu công sức? (1 = rất ít, 5 = rất nhiều)").direction
    'low_is_good'
    """
    text = fold(header)
    role = next((role for role, words in _WORDS if words.search(text)), None)
    minimum, maximum = _ends(text)
    return Wording(
        role=role,
        is_explicit=bool(re.search(r"\b(nps|csat|ces)\b", text)),
        minimum=minimum,
        maximum=maximum,
        direction=_direction(text, role),
        asks_score=bool(_SCORE_WORDS.search(text)) or role is not None,
        names_score=bool(_SCORE_NAMED.search(text)) or role is not None,
        excludes_score=bool(_NOT_A_SCORE.search(text)) and role in (None, "rating"),
        is_rated_aspect=not _NOT_A_SCORE.search(_RATED_ASPECT.sub(" ", text)),
    )


def _ends(text: str) -> tuple[int | None, int | None]:
    stated = _RANGE.search(text)
    if stated:
        return int(stated.group(1)), int(stated.group(2))
    meanings = [int(number) for number, label in _MEANING.findall(text) if leaning(label) or len(label.split()) <= 6]
    if len(meanings) > 1 and min(meanings) in (0, 1) and max(meanings) in _ENDS_OF_MAXIMUM:
        return min(meanings), max(meanings)
    scale = _SCALE_OF.search(text)
    if scale:
        maximum = next(int(number) for number in scale.groups() if number)
        return _ENDS_OF_MAXIMUM[maximum], maximum
    return None, None


def _direction(text: str, role: Role | None) -> Direction | None:
    by_labels = _direction_of_labels(text)
    if role != "ces":
        return by_labels or ("high_is_good" if role else None)
    if by_labels:
        return by_labels
    # "Customer effort score" is the name of the metric in both of its directions, not a question.
    asked = _METRIC_NAME.sub(" ", text)
    easy, hard = bool(_EASY.search(asked)), bool(_HARD.search(asked))
    if easy != hard:
        return "high_is_good" if easy else "low_is_good"
    return None


def _direction_of_labels(text: str) -> Direction | None:
    """Read "1 = rất khó, 7 = rất dễ". Agreement says nothing by itself: agreeing that it was hard is bad."""
    low = high = 0
    found = [(int(number), label) for number, label in _MEANING.findall(text) if not _is_agreement(label)]
    if not found:
        return None
    smallest, largest = min(found)[0], max(found)[0]
    for number, label in found:
        if number == smallest and number <= 1:
            low = leaning(label)
        elif number == largest:
            high = leaning(label)
    if low < 0 or high > 0:
        return "high_is_good"
    return "low_is_good" if low > 0 or high < 0 else None


def _is_agreement(label: str) -> bool:
    return "dong y" in label or "agree" in label
