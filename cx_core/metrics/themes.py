"""What a theme costs or brings: its impact on the NPS, and an exact share-out of the NPS over themes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cx_core.metrics.contrasts import rest_of
from cx_core.metrics.estimates import Estimate, around, value_and_error
from cx_core.metrics.intervals import POINTS
from cx_core.model.measure import Counts


def theme_impact(with_theme: Counts, everyone: Counts, metric: str = "nps") -> Estimate:
    """Return what the NPS would be more without the answers that mention a theme, in points; positive: it costs points.

    Another ``metric`` is told in the unit of its own value.

    impact = NPS_without - NPS = share · (NPS_without - NPS_with), SE = share · sqrt(V_with/n_with +
    V_without/n_without). A theme that everybody mentions has none (reason ``on_everyone``), one that nobody
    mentions has 0. It is association, not the points one would win; impacts of themes that share answers overlap
    and are not added up.

    >>> impact = theme_impact(Counts(20, 0, 0, 20), Counts(100, 60, 10, 30))
    >>> impact.value
    32.5
    """
    if not everyone.n:
        return Estimate(None, reason="no_answers")
    if not with_theme.n:
        return Estimate(0.0, 0.0, 0.0, 0, "theme_impact")
    rest = rest_of(everyone, with_theme)
    inside, outside = value_and_error(metric, with_theme), value_and_error(metric, rest)
    if inside is None or outside is None:
        return Estimate(None, n=with_theme.n, reason="on_everyone")
    share = with_theme.n / everyone.n
    error = share * math.hypot(inside.error, outside.error)
    return around(share * (outside.value - inside.value), error, with_theme.n, "theme_impact")


@dataclass(frozen=True)
class Contribution:
    """What one theme adds to the NPS, in points. ``theme`` None holds the answers without any theme.

    ``n`` counts the answers that mention it.
    """

    theme: str | None
    points: float
    n: int


def attribute(answers: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[Contribution, ...]:
    """Share out the NPS of some answers over their themes; the contributions add up to it exactly.

    Each answer is a pair of its code (+1 promoter, 0 passive, -1 detractor) and its themes; its code is split
    equally over them and divided by the number of answers. The largest contributions (either sign) come first; no
    answers give no contributions. An answer without themes goes to the theme None.

    >>> [(one.theme, one.points) for one in attribute([(1, ("staff",)), (-1, ("price", "staff"))])]
    [('staff', 25.0), ('price', -25.0)]
    """
    parts: dict[str | None, list[float]] = {}
    mentions: Counter[str | None] = Counter()
    n_answers = 0
    for code, themes in answers:
        n_answers += 1
        named = tuple(dict.fromkeys(themes)) or (None,)
        for theme in named:
            parts.setdefault(theme, []).append(code / len(named))
            mentions[theme] += 1
    found = [
        Contribution(theme, POINTS * math.fsum(shares) / n_answers, mentions[theme]) for theme, shares in parts.items()
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.points)))


def attribute_change(
    before: Iterable[tuple[int, tuple[str, ...]]], after: Iterable[tuple[int, tuple[str, ...]]]
) -> tuple[Contribution, ...]:
    """Share out the change of the NPS over themes: the difference of two attributions, which adds up to it exactly.

    A waterfall's bars. ``n`` counts the mentions in both periods.

    >>> attribute_change([(1, ("staff",))], [(-1, ("price",))])
    (Contribution(theme='price', points=-100.0, n=1), Contribution(theme='staff', points=-100.0, n=1))
    """
    old = {one.theme: one for one in attribute(before)}
    new = {one.theme: one for one in attribute(after)}
    found = []
    for theme in dict.fromkeys((*new, *old)):
        earlier = old.get(theme, Contribution(theme, 0.0, 0))
        later = new.get(theme, Contribution(theme, 0.0, 0))
        found.append(Contribution(theme, later.points - earlier.points, earlier.n + later.n))
    return tuple(sorted(found, key=lambda one: -abs(one.points)))
