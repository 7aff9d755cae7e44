"""One column, several scales: "5" beside "9/10", "80%" beside "4", stars beside "8/10". Found, then asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cx_core.feedback.score_text import ScoreText

#: What may be done with such a column: bring every score to one scale, take bare numbers for scores out of the named
#: maximum, or keep the scores on one scale and list the others as missing.
WayKind = Literal["rescale", "same", "keep"]
_WAY = re.compile(r"(rescale|keep)-(\d{1,3})(?:-(\d{1,3}))?|same-(\d{1,3})")
_STANDARD_MAXIMA = (5, 7, 10, 11, 100)
#: Named maxima of so small a share of the scores are slips; they are listed, not asked about.
_SLIP_SHARE = 0.02
#: So many bare numbers above the maximum that the header names are subtotals and slips, not another scale.
_STATED_SLIP_SHARE = 0.05
#: Stars and faces without a stated maximum are out of five.
_DRAWN = 500
_STAR_UNITS = ("sao", "star", "stars", "★", "⭐", "*", "sao rưỡi")


@dataclass(frozen=True)
class Way:
    """What is done with a column of several scales.

    ``maximum`` is the scale that comes out, ``plain`` the maximum that numbers without one are out of; None where the
    column had none such.

    >>> Way("rescale", 5, 5).text, Way.read("same-10"), Way.read("9")
    ('rescale-5-5', Way(kind='same', maximum=10, plain=10), None)
    """

    kind: WayKind
    maximum: int
    plain: int | None = None

    @property
    def text(self) -> str:
        """The way as an answer names it."""
        if self.kind == "same" or self.plain is None:
            return f"{self.kind}-{self.maximum}"
        return f"{self.kind}-{self.maximum}-{self.plain}"

    @classmethod
    def read(cls, text: str) -> Way | None:
        """Read an answer; None when it is none."""
        found = _WAY.fullmatch(text)
        if not found:
            return None
        kind, maximum, plain, same = found.groups()
        if same:
            return cls("same", int(same), int(same)) if int(same) else None
        if not int(maximum) or plain == "0":
            return None
        return cls("rescale" if kind == "rescale" else "keep", int(maximum), int(plain) if plain else None)


@dataclass(frozen=True)
class Mix:
    """The scales of one column: the lowest score that names each maximum, and what may be done, the likeliest first.

    ``plain_high`` is the largest bare number, None where there is none; scores in hundredths.
    """

    lows: Mapping[int | None, int]
    plain_high: int | None
    ways: tuple[Way, ...]

    def admits(self, way: Way) -> bool:
        """Tell whether a way still fits: what was said of bare numbers holds only while none of them passes it."""
        if self.plain_high is None:
            return True
        return way.plain is not None and self.plain_high <= way.plain * 100

    def start(self, way: Way) -> int:
        """Return the lower end of the scale that comes out: 0 for 100 and where a score on it is under 1, else 1."""
        on_it = [low for maximum, low in self.lows.items() if (maximum or way.plain) == way.maximum]
        return 0 if way.maximum == 100 or min(on_it, default=100) < 100 else 1


def named_maximum(text: str, read: ScoreText) -> int | None:
    """Return the maximum that a cell is out of by its own writing; None for a bare number.

    >>> named_maximum("9/10", ScoreText("number", 900, 10)), named_maximum("9", ScoreText("number", 900))
    (10, None)
    >>> named_maximum("4 sao", ScoreText("number", 400))
    5
    """
    if read.out_of:
        return read.out_of
    drawn = read.form in ("stars", "face") or text.casefold().rstrip(" .\ufe0f").endswith(_STAR_UNITS)
    return 5 if drawn and read.value is not None and read.value <= _DRAWN else None


def find_mix(by_maximum: Mapping[int | None, Mapping[int, int]], stated: int | None) -> Mix | None:
    """Find several scales in one column; None where all scores agree.

    ``by_maximum`` has the scores by the maximum that their cells name, None for bare numbers: counts by hundredths.
    ``stated`` is the maximum that the header names.

    Bare numbers are on the stated scale, else on the shortest usual one that holds them: beside "9/10", numbers up to 5
    may be out of 5 or out of 10, and only a person knows. Named maxima of under 2 % of the scores are slips.

    >>> mix = find_mix({None: {500: 1, 400: 1, 300: 1}, 10: {900: 1, 800: 1}}, None)
    >>> [way.text for way in mix.ways]
    ['rescale-5-5', 'same-10', 'keep-5-5']
    >>> find_mix({None: {500: 1, 800: 1}, 10: {900: 1}}, None) is None
    True
    """
    counts = {maximum: sum(values.values()) for maximum, values in by_maximum.items() if values}
    named = [maximum for maximum in counts if maximum and maximum not in slips(by_maximum)]
    bare = by_maximum.get(None, {})
    plain = _plain_maximum(bare, stated, sum(counts.values()))
    plain_high = max((value for value in bare if not plain or value <= plain * 100), default=None)
    weight: dict[int, int] = {maximum: counts[maximum] for maximum in named}
    if plain:
        weight[plain] = weight.get(plain, 0) + counts[None]
    if len(weight) < 2:
        return None
    base = max(weight, key=lambda maximum: (weight[maximum], maximum == plain))
    lows = {maximum: min(by_maximum[maximum]) for maximum in counts}
    return Mix(lows, plain_high, tuple(_ways(base, plain, plain_high, named)))


def slips(by_maximum: Mapping[int | None, Mapping[int, int]]) -> list[int]:
    """Return the named maxima of so few scores that they are slips of the pen.

    >>> slips({None: {500: 99}, 10: {900: 1}}), slips({None: {500: 4}, 10: {900: 1}})
    ([10], [])
    """
    counts = {maximum: sum(values.values()) for maximum, values in by_maximum.items()}
    total = sum(counts.values())
    return [maximum for maximum, count in counts.items() if maximum and count <= total * _SLIP_SHARE]


def _plain_maximum(bare: Mapping[int, int], stated: int | None, total: int) -> int | None:
    """Return what bare numbers are out of. A few above it are no scale of their own: they are listed as too large.

    What the header states is doubted only where many scores pass it.
    """
    if not bare:
        return None

    def n_above(maximum: int) -> int:
        return sum(count for value, count in bare.items() if value > maximum * 100)

    if stated and n_above(stated) <= total * _STATED_SLIP_SHARE:
        return stated
    # In a short column one number is no slip yet: 2 % of it is less than one.
    return next((maximum for maximum in _STANDARD_MAXIMA if n_above(maximum) <= total * _SLIP_SHARE), 100)


def _ways(base: int, plain: int | None, plain_high: int | None, named: list[int]) -> list[Way]:
    ways = [Way("rescale", base, plain)]
    for maximum in sorted(named, reverse=True):
        if plain_high is not None and maximum != plain and plain_high <= maximum * 100:
            ways.append(Way("same", maximum, maximum))
    ways.append(Way("keep", base, plain))
    return ways


def settle(value: int, named: int | None, way: Way, minimum: int) -> int | None:
    """Return a score in hundredths on the scale that comes out, or None where it is left out.

    A score keeps its share of its maximum: 9 out of 10 is 4.5 out of 5. What would fall under the scale's ``minimum``
    is raised to it: 1 out of 10 is 1 on 1–5. Scores above their own maximum are left out.

    >>> settle(900, 10, Way("rescale", 5, 5), 1), settle(100, 10, Way("rescale", 5, 5), 1)
    (450, 100)
    >>> settle(400, None, Way("same", 10, 10), 1), settle(900, 10, Way("keep", 5, 5), 1)
    (400, None)
    """
    own = named or way.plain
    if own is None or not 0 <= value <= own * 100:
        return None
    if own == way.maximum:
        return value if value >= minimum * 100 else None
    if way.kind == "keep":
        return None
    return max(minimum * 100, round(value * way.maximum / own))
