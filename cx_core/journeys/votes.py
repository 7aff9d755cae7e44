"""What several people feel at a touchpoint: their votes, and what the map shows of them together."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cx_core.model.folding import fold
from cx_core.model.journey import Touchpoint

#: From here on the middle half of the votes lies so far apart that the room should talk about it: two whole steps.
SPLIT = 2.0


@dataclass(frozen=True)
class Tally:
    """Votes from -2 to 2 taken together: how many, their median, and the ends of their middle half.

    ``median`` is None without votes, ``low`` and ``high`` with fewer than two: one vote has no spread.
    """

    n: int
    median: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_split(self) -> bool:
        """True when the middle half of the votes lies at least `SPLIT` apart."""
        return self.low is not None and self.high is not None and self.high - self.low >= SPLIT


def tally(votes: Iterable[float]) -> Tally:
    """Count votes together.

    The ends are the quartiles between the votes by linear interpolation (Hyndman and Fan 1996, definition 7).

    >>> tally([2, -2, 0, 1, -1])
    Tally(n=5, median=0, low=-1.0, high=1.0)
    >>> tally([1.5])
    Tally(n=1, median=1.5, low=None, high=None)
    """
    given = sorted(votes)
    if len(given) < 2:
        return Tally(len(given), given[0] if given else None)
    low, _, high = statistics.quantiles(given, n=4, method="inclusive")
    return Tally(len(given), statistics.median(given), low, high)


def voted(touchpoint: Touchpoint) -> Touchpoint:
    """Return the touchpoint with what its votes make of the perceived emotion; unchanged without votes.

    >>> from cx_core.model.journey import Text
    >>> place = Touchpoint("t", "s", Text("Giao hàng"), perceived=2.0, votes=(("an", -1.0), ("lan", 0.0)))
    >>> voted(place).perceived, voted(place).perceived_low, voted(place).perceived_high
    (-0.5, -0.75, -0.25)
    """
    if not touchpoint.votes:
        return touchpoint
    found = tally(value for _, value in touchpoint.votes)
    return replace(touchpoint, perceived=found.median, perceived_low=found.low, perceived_high=found.high)


def voter_id(name: str) -> str:
    """Return the id under which somebody's votes are kept: the same for a name however it is written, and not the name.

    >>> voter_id("Lan Anh") == voter_id(" lan  anh "), voter_id("Lan Anh") == voter_id("Lan")
    (True, False)
    """
    return hashlib.sha256(fold(name).encode()).hexdigest()[:16]
