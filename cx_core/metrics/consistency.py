"""Do the channels treat the same customer alike?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx_core.metrics.estimates import value_and_error
from cx_core.metrics.spread import true_spread
from cx_core.model.measure import Counts


@dataclass(frozen=True)
class Consistency:
    """100 means that channels differ by no more than chance; ``value`` is None with a reason for fewer than two.

    ``tau`` is the real spread in points, ``p_value`` the chance of as much spread among equal channels (Cochran's Q).
    """

    value: float | None
    tau: float | None
    p_value: float | None
    n_channels: int
    n: int
    reason: str | None = None


def channel_consistency(channels: Mapping[str, Counts]) -> Consistency:
    """Return 100 - tau, tau the DerSimonian–Laird spread of the channels' NPS after sampling noise; at least 0.

    The naive standard deviation would punish small channels. Channels without answers are left out.

    >>> alike = {"zalo": Counts(100, 50, 30, 20), "store": Counts(100, 50, 30, 20)}
    >>> channel_consistency(alike).value
    100.0
    """
    known = [one for one in (value_and_error("nps", counts) for counts in channels.values()) if one is not None]
    n = sum(counts.n for counts in channels.values())
    spread = true_spread(known)
    if spread.tau is None:
        return Consistency(None, None, None, len(known), n, spread.reason)
    return Consistency(max(0.0, 100.0 - spread.tau), spread.tau, spread.p_value, len(known), n)
