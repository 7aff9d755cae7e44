"""Words that findings share: the name of a metric or a field, a value, a size, a contribution with its sign."""

from __future__ import annotations

from cx_core.metrics.compare import Comparison
from cx_core.metrics.registry import metric
from cx_core.model.message import Message, MessageValue
from cx_core.model.rounding import adding_up

#: Dimensions whose names stand in the language files; a segment column is called by its own name.
_NAMED_DIMENSIONS = ("channel", "touchpoint", "stage", "segment", "source", "theme")


def metric_message(found: Comparison) -> Message:
    """Name the metric of a comparison; an effort scale on which low is good has a name of its own.

    >>> metric_message(Comparison("nps", None)).key
    'metric.nps.short'
    """
    turned = not metric(found.metric).higher_is_better(found.scale)
    return Message.of(f"metric.{found.metric}.short{'_low_is_good' if turned else ''}")


def kind_message(name: Message, survey_kind: str | None) -> Message:
    """Add the kind of survey to a metric's name; None, where kinds are not apart, adds nothing.

    >>> kind_message(Message.of("metric.nps.short"), "relational").key
    'finding.of_kind.relational'
    """
    return name if survey_kind is None else Message.of(f"finding.of_kind.{survey_kind}", metric=name)


def dimension_message(field: str) -> Message | str:
    """Name a field inside a sentence; a column of somebody's file goes by its own name.

    >>> dimension_message("channel").key, dimension_message("Hạng")
    ('finding.dimension.channel', 'Hạng')
    """
    return Message.of(f"finding.dimension.{field}") if field in _NAMED_DIMENSIONS else field


def value_message(key: str, value: float | None) -> Message | None:
    """Say a value of a metric; None stays None and is shown as a dash.

    >>> value_message("csat", 0.823).value("n")
    82
    """
    if value is None:
        return None
    unit = metric(key).unit
    return Message.of(f"finding.value.{unit}", n=_shown(unit, value))


def change_messages(metric_key: str, before: float | None, after: float | None) -> dict[str, MessageValue]:
    """Say two values and the size of what lies between them, so that a reader who takes one from the other gets it.

    Without a value on a side there is no ``amount``.

    >>> said = change_messages("nps", 24.6, 21.3)
    >>> [said[name].value("n") for name in ("before", "after", "amount")]
    [24.6, 21.3, 3.3]
    """
    if before is None or after is None:
        return {"before": value_message(metric_key, before), "after": value_message(metric_key, after)}
    unit, times = metric(metric_key).unit, _times(metric_key)
    (last, first), difference = adding_up((times * after, -times * before), times * (after - before), _decimals(unit))
    return {
        "before": Message.of(f"finding.value.{unit}", n=_whole(-first)),
        "after": Message.of(f"finding.value.{unit}", n=_whole(last)),
        "amount": Message.of(f"finding.amount.{unit}", n=_whole(abs(difference))),
    }


def sum_messages(metric_key: str, **parts: float) -> dict[str, MessageValue]:
    """Say contributions with their signs, and as ``change`` what they make together, so that the words add up.

    >>> said = sum_messages("nps", mix=0.4, rate=0.4)
    >>> [said[name].value("amount").value("n") for name in ("mix", "rate", "change")]
    [0.4, 0.4, 0.8]
    """
    unit, times = metric(metric_key).unit, _times(metric_key)
    scaled = [times * one for one in parts.values()]
    rounded, total = adding_up(scaled, sum(scaled), _decimals(unit))
    return {name: _signed(unit, one) for name, one in zip((*parts, "change"), (*rounded, total), strict=True)}


def difference_message(metric_key: str, value: float | None) -> Message | None:
    """Say a difference in the unit of differences: two shares differ by percentage points, not by per cent.

    >>> difference_message("csat", -0.337).key, difference_message("csat", -0.337).value("n")
    ('finding.difference.share', -34)
    """
    if value is None:
        return None
    unit = metric(metric_key).unit
    return Message.of(f"finding.difference.{unit}", n=_shown(unit, value))


def evidence_message(found: Comparison) -> Message:
    """Say how sure a comparison is: the interval of the difference, and the answers on both sides.

    >>> evidence_message(Comparison("nps", -6.0, -12.0, 0.4, n_before=40, n_after=50)).value("n_after")
    50
    """
    return Message.of(
        "finding.evidence",
        low=difference_message(found.metric, found.low),
        high=difference_message(found.metric, found.high),
        n_before=found.n_before,
        n_after=found.n_after,
    )


def signed_message(metric_key: str, value: float) -> Message:
    """Say a contribution with its sign; one that rounds to nothing says so.

    >>> signed_message("nps", -6.2).key
    'explain.minus'
    """
    unit = metric(metric_key).unit
    return _signed(unit, _shown(unit, value))


def _signed(unit: str, shown: float) -> Message:
    if not shown:
        return Message.of("explain.nothing")
    amount = Message.of(f"finding.amount.{unit}", n=_whole(abs(shown)))
    return Message.of("explain.plus" if shown > 0 else "explain.minus", amount=amount)


def _shown(unit: str, value: float) -> float:
    """Return the number that the sentence names: the exact one stays in the comparison."""
    return _whole(round(100 * value if unit == "share" else value, _decimals(unit)))


def _times(metric_key: str) -> int:
    """Return what a value is multiplied by to be read: shares are told as per cent."""
    return 100 if metric(metric_key).unit == "share" else 1


def _decimals(unit: str) -> int:
    return 1 if unit == "score" else 0


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value
