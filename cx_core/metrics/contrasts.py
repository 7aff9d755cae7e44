"""Comparisons of other shapes: a segment with its total, a value with a target, the same customers twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from cx_core.metrics.clusters import design_effect
from cx_core.metrics.compare import Comparison, compare, judge, practical_floor, with_difference
from cx_core.metrics.differences import Difference
from cx_core.metrics.distributions import normal_p_value, normal_quantile, student_p_value, student_quantile
from cx_core.metrics.intervals import POINTS, Trinomial, mean_score, net_moments, score_variance
from cx_core.metrics.registry import metric
from cx_core.metrics.sample_size import POWER
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from cx_core.model.message import Message


def rest_of(total: Counts, part: Counts) -> Counts:
    """Return the answers of ``total`` that are not in ``part``. ValueError when the part is not a part.

    >>> rest_of(Counts(3, 2, 0, 1), Counts(1, 1, 0, 0))
    Counts(n=2, top=1, middle=0, bottom=1, total=0, squares=0, scale=None, clusters=None)
    """
    rest = Counts(
        total.n - part.n,
        total.top - part.top,
        total.middle - part.middle,
        total.bottom - part.bottom,
        total.total - part.total,
        total.squares - part.squares,
        total.scale,
    )
    if min(rest.n, rest.top, rest.middle, rest.bottom) < 0:
        raise ValueError("the part holds answers that the total does not")
    return rest


def against_total(metric_key: str, part: Counts, total: Counts) -> Comparison:
    """Compare a segment with the total that it is part of; the difference is segment minus total.

    They overlap and are never tested as independent: part - total = (1 - w)(part - rest) with w = n_part / n_total,
    so the test is that of the part against the rest, and the difference, its interval and what could have been
    seen are those of part and rest times (1 - w). ``n_before`` counts the rest.

    >>> whole, part = Counts(200, 100, 40, 60), Counts(50, 40, 5, 5)
    >>> segment = against_total("nps", part, whole)
    >>> round(segment.difference, 1), standing(segment).key
    (50.0, 'standing.above')
    """
    rest = rest_of(total, part)
    apart = compare(metric_key, before=rest, after=part)
    if apart.difference is None:
        return apart
    weight = 1 - part.n / total.n
    scaled = [None if one is None else weight * one for one in (apart.low, apart.high, apart.detectable)]
    return judge(
        replace(apart, difference=weight * apart.difference, low=scaled[0], high=scaled[1], detectable=scaled[2])
    )


def standing(found: Comparison) -> Message:
    """Say where a value stands against its total or target: above, below, or not to be told apart.

    >>> standing(Comparison("nps", None)).key
    'standing.not_enough_evidence'
    """
    word = {"rose": "above", "fell": "below"}.get(found.verdict, found.verdict)
    return Message.of(f"standing.{word}")


def against_target(metric_key: str, counts: Counts, target: float) -> Comparison:
    """Compare a value with a fixed target in the unit of the metric's value; the difference is value minus target.

    z = (value - target) / SE with the plain standard error; where all answers agree, the adjusted one, since a
    spread of zero would make any target missed or met for sure. Means use t. ``n_before`` repeats n: a target has
    no answers of its own.

    >>> reached = against_target("nps", Counts(100, 60, 20, 20), 20)
    >>> reached.difference, standing(reached).key
    (20.0, 'standing.above')
    """
    found = Comparison(
        metric_key,
        None,
        n_before=counts.n,
        n_after=counts.n,
        floor=practical_floor(metric_key, counts.scale),
        scale=counts.scale,
    )
    value, error, degrees = _value_and_error(metric_key, counts)
    if value is None:
        return with_difference(found, None)
    difference = value - target
    if not error:
        return with_difference(found, Difference(difference, None, None, None, None, "target"))
    quantile = student_quantile(degrees) if degrees else normal_quantile()
    statistic = difference / error
    p_value = student_p_value(statistic, degrees) if degrees else normal_p_value(statistic)
    tested = Difference(
        difference,
        difference - quantile * error,
        difference + quantile * error,
        p_value,
        (quantile + normal_quantile(2 * POWER - 1)) * error,
        "target",
    )
    return with_difference(found, tested)


def same_customers(
    metric_key: str, before: Sequence[float], after: Sequence[float], scale: Scale | None = None
) -> Comparison:
    """Compare the same customers at two times, in the order of the customers: paired t on after minus before.

    For NPS the values are the codes +1, 0, -1 and the difference comes in points; for shares 1 and 0; for means the
    scores, whose ``scale`` gives the practical floor and says which way is better. Fewer than two customers, or the
    same change for all, gives no test. Source: Student 1908.

    >>> same_customers("nps", [-1, -1, 0, 1], [1, 0, 0, 1]).difference
    75.0
    """
    if len(before) != len(after):
        raise ValueError("each customer needs a value before and a value after")
    factor = POINTS if metric(metric_key).unit == "points" else 1.0
    changes = [factor * (new - old) for old, new in zip(before, after, strict=True)]
    n = len(changes)
    floor = practical_floor(metric_key, scale)
    found = Comparison(metric_key, None, n_before=n, n_after=n, floor=floor, scale=scale)
    if not n:
        return with_difference(found, None)
    mean = math.fsum(changes) / n
    variance = math.fsum((change - mean) ** 2 for change in changes) / (n - 1) if n > 1 else 0.0
    if variance <= 0:
        return with_difference(found, Difference(mean, None, None, None, None, "paired"))
    error, quantile = math.sqrt(variance / n), student_quantile(n - 1)
    p_value = student_p_value(mean / error, n - 1)
    detectable = (quantile + normal_quantile(2 * POWER - 1)) * error
    return with_difference(
        found, Difference(mean, mean - quantile * error, mean + quantile * error, p_value, detectable, "paired")
    )


def _value_and_error(metric_key: str, counts: Counts) -> tuple[float | None, float | None, float | None]:
    """Return the metric's value, its standard error and, for means, the degrees of freedom."""
    if not counts.n:
        return None, None, None
    unit = metric(metric_key).unit
    if unit == "score":
        variance, effect = score_variance(counts), design_effect(counts, "score")
        error = math.sqrt(variance * effect / counts.n) if variance else None
        return mean_score(counts), error, counts.n - 1
    if unit == "points":
        plain = Trinomial.of(counts.top, counts.n, counts.bottom)
        effect = design_effect(counts, "code")
        error = math.sqrt(effect) * plain.error if plain.variance > 0 else net_moments(counts).error
        return POINTS * plain.mean, POINTS * error, None
    share, effect = counts.top / counts.n, design_effect(counts, "top")
    spread = share * (1 - share) or (counts.top + 2) / (counts.n + 4) * (counts.n - counts.top + 2) / (counts.n + 4)
    return share, math.sqrt(spread * effect / counts.n), None
