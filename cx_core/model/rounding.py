"""Numbers of one sentence that add up as a reader counts: each is rounded, and their sums are rounded with them."""

from __future__ import annotations

from collections.abc import Sequence


def adding_decimals(parts: Sequence[float], total: float, decimals: int) -> int:
    """Return ``decimals``, or one more where the rounded parts would not add up to the rounded total.

    >>> adding_decimals((24.6, -21.3), 3.3, 0), adding_decimals((24.2, -21.1), 3.1, 0)
    (1, 0)
    """
    return decimals if _add_up(parts, total, decimals) else decimals + 1


def adding_up(parts: Sequence[float], total: float, decimals: int) -> tuple[tuple[float, ...], float]:
    """Return parts and their total, rounded to `adding_decimals`.

    Where even that leaves them apart, the part that was rounded furthest from its value goes the other way, so that the
    total is the one that stands elsewhere.

    >>> adding_up((24.6, -21.3), 3.3, 0), adding_up((24.66, -21.42), 3.24, 0)
    (((24.6, -21.3), 3.3), ((24.6, -21.4), 3.2))
    """
    shown = adding_decimals(parts, total, decimals)
    rounded, whole = [round(one, shown) for one in parts], round(total, shown)
    missing = round(whole - sum(rounded), shown)
    if missing:
        apart = [(one - near) * missing for one, near in zip(parts, rounded, strict=True)]
        at = apart.index(max(apart))
        rounded[at] = round(rounded[at] + missing, shown)
    return tuple(rounded), whole


def _add_up(parts: Sequence[float], total: float, decimals: int) -> bool:
    return round(sum(round(one, decimals) for one in parts), decimals) == round(total, decimals)
