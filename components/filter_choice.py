"""What a person chose in the filter bar: a frozen value that becomes filters, an address and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

from cx_core.i18n import say, translate
from cx_core.model.filters import MISSING, SAVED_SEGMENT, SURVEY_KIND, Filters
from cx_core.model.folding import fold
from cx_core.model.period import GRAINS, Grain, Period

#: Spans of days to choose from; all but the last follow from the day that the data reach.
SPANS: tuple[str, ...] = ("all", "days_30", "days_90", "months_6", "months_12", "this_year", "last_year", "custom")
#: Fields that every workspace has; the others are segment columns of its files.
FIXED_FIELDS = ("channel", "touchpoint", "stage", "source", SAVED_SEGMENT)
#: The kinds of surveys taken together, which nobody gets without asking for it.
BOTH_KINDS = "both"
#: The metrics that are asked of two kinds of surveys.
OF_TWO_KINDS = ("nps", "detractors")
#: Fields whose values are ids of a map's things, when there is a map.
ON_MAP = ("touchpoint", "stage")
#: Stands for `MISSING` in the address, where an empty value would not be seen.
_MISSING_IN_URL = "~"
_MOST_VALUES, _LONGEST_VALUE = 60, 200


@dataclass(frozen=True)
class FieldOptions:
    """One field to filter by: its name in `Filters`, its label, and its values as pairs of value and label."""

    field: str
    label: str
    values: tuple[tuple[str, str], ...]

    def label_of(self, value: str) -> str:
        """Return the label of a value; a value that is not there any more is shown as it is."""
        return dict(self.values).get(value, value)


@dataclass(frozen=True)
class FilterOptions:
    """What can be chosen. ``first_day`` and ``last_day`` are the days that the data span, None without dates.

    ``scales`` pairs a metric with the scales it was asked on, the most answers first; two scales are never pooled.
    ``segments`` are the saved segments, which overlap and so are filtered by but split by never. ``kinds`` are the
    kinds of surveys with NPS as pairs of value and label, the most answers first; pooled only when asked for.
    """

    metrics: tuple[str, ...]
    fields: tuple[FieldOptions, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    journey_id: str | None = None
    grains: tuple[Grain, ...] = GRAINS
    scales: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    segments: FieldOptions | None = None
    kinds: tuple[tuple[str, str], ...] = ()

    @property
    def filterable(self) -> tuple[FieldOptions, ...]:
        """Every field to filter by: those that split the answers, and the saved segments."""
        return (*self.fields, self.segments) if self.segments else self.fields

    def kinds_of(self, metric: str) -> tuple[tuple[str, str], ...]:
        """Return the kinds of surveys to choose from; none where a metric has one."""
        return self.kinds if metric in OF_TWO_KINDS and len(self.kinds) > 1 else ()

    def scales_of(self, metric: str) -> tuple[tuple[str, str], ...]:
        """Return the scales to choose from as pairs of key and label; none where all answers have one scale."""
        found = dict(self.scales).get(metric, ())
        return found if len(found) > 1 else ()

    @property
    def own_fields(self) -> tuple[str, ...]:
        """The fields that are columns of people's files and go by the names that stood there."""
        return tuple(one.field for one in self.fields if one.field not in FIXED_FIELDS)


@dataclass(frozen=True)
class Choice:
    """What was chosen. ``grain`` None leaves it to the amount of data; ``since`` and ``until`` count for ``custom``.

    ``scale`` is the key of a scale where the metric has several, empty for the one with most answers.
    ``kind`` is a kind of survey in the same way, or `BOTH_KINDS`.
    ``journey_id`` is the map whose touchpoints and stages ``where`` names; of another map they mean nothing.

    >>> Choice("nps", where=(("channel", ("Zalo",)),)).n_filters
    1
    """

    metric: str
    grain: Grain | None = None
    span: str = "all"
    since: date | None = None
    until: date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    journey_id: str | None = None
    scale: str = ""
    kind: str = ""

    @property
    def n_filters(self) -> int:
        """How many fields are filtered; the span of days is not one of them."""
        return len(self.where)

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a field."""
        return dict(self.where).get(name, ())

    def narrowed(self, name: str, values: Sequence[str]) -> Choice:
        """Return the choice with one field narrowed to some values."""
        kept = [(one, chosen) for one, chosen in self.where if one != name]
        return replace(self, where=tuple(sorted([*kept, (name, tuple(sorted(values)))])))

    def in_period(self, period: Period, last_day: date | None) -> Choice:
        """Return the choice for the part of a period that it includes; ``last_day`` is the day the data reach."""
        since, until = span_days(self, last_day)
        first, last = max(since or period.first, period.first), min(until or period.last, period.last)
        return replace(self, span="custom", since=first, until=last)

    def cleared(self) -> Choice:
        """Return the choice without its filters; metric and grain stay."""
        return Choice(self.metric, self.grain, journey_id=self.journey_id)

    def on_map(self, journey_id: str | None) -> Choice:
        """Return the choice for another map, without the touchpoints and stages of the one before."""
        if journey_id == self.journey_id:
            return self
        where = tuple((name, values) for name, values in self.where if name not in ON_MAP)
        return replace(self, where=where, journey_id=journey_id)

    def filters(self, options: FilterOptions) -> Filters:
        """Return the filters that the choice means on these data."""
        since, until = span_days(self, options.last_day)
        filters = Filters(since, until, journey_id=options.journey_id)
        for name, values in self.where:
            filters = filters.with_values(name, values)
        scale, kind = self.scale_on(options), self.kind_on(options)
        filters = filters.with_values(SURVEY_KIND, [kind] if kind not in ("", BOTH_KINDS) else [])
        return filters.with_values("scale", [scale] if scale else [])

    def kind_on(self, options: FilterOptions) -> str:
        """Return the kind of survey to measure: the chosen one, else that with most answers; empty without a choice."""
        known = [kind for kind, _ in options.kinds_of(self.metric)]
        return self.kind if known and self.kind in (*known, BOTH_KINDS) else (known[0] if known else "")

    def scale_on(self, options: FilterOptions) -> str:
        """Return the scale to measure on: the chosen one, else the one with most answers; empty when there is one."""
        keys = [key for key, _ in options.scales_of(self.metric)]
        return self.scale if self.scale in keys else (keys[0] if keys else "")


def span_days(choice: Choice, last_day: date | None) -> tuple[date | None, date | None]:
    """Return the first and last day of a choice's span, counted back from the day that the data reach.

    >>> span_days(Choice("nps", span="days_30"), date(2026, 11, 20))
    (datetime.date(2026, 10, 22), datetime.date(2026, 11, 20))
    >>> span_days(Choice("nps", span="months_12"), date(2026, 11, 20))[0]
    datetime.date(2025, 12, 1)
    """
    if choice.span == "custom":
        return choice.since, choice.until
    if choice.span == "all" or last_day is None:
        return None, None
    kind, _, number = choice.span.partition("_")
    if kind == "days":
        return last_day - timedelta(days=int(number) - 1), last_day
    if kind == "months":
        # Whole calendar months, the running one included, so that a monthly series has no cut period at its start.
        month = last_day.year * 12 + last_day.month - int(number)
        return date(month // 12, month % 12 + 1, 1), last_day
    if choice.span == "this_year":
        return date(last_day.year, 1, 1), last_day
    return date(last_day.year - 1, 1, 1), date(last_day.year - 1, 12, 31)


def parameters(options: FilterOptions) -> dict[str, str]:
    """Return the address parameter of each field; a segment column's is made of its name.

    >>> parameters(FilterOptions(("nps",), (FieldOptions("channel", "Kênh", ()), FieldOptions("Khu vực", "", ()))))
    {'channel': 'channel', 'Khu vực': 'by_khu-vuc'}
    """
    named: dict[str, str] = {}
    for one in options.filterable:
        name = one.field if one.field in FIXED_FIELDS else f"by_{re.sub('[^a-z0-9]+', '-', fold(one.field)).strip('-')}"
        while name in named.values():
            name += "-"
        named[one.field] = name
    return named


def to_address(choice: Choice, options: FilterOptions) -> dict[str, list[str]]:
    """Return the address parameters of a choice; what is as it is by default is left out."""
    address: dict[str, list[str]] = {}
    if choice.metric != options.metrics[0]:
        address["metric"] = [choice.metric]
    if choice.grain:
        address["every"] = [choice.grain]
    if choice.scale:
        address["scale"] = [choice.scale]
    if choice.kind:
        address["kind"] = [choice.kind]
    if choice.span != "all":
        address["span"] = [choice.span]
    if choice.span == "custom":
        days = {"since": choice.since, "until": choice.until}
        address.update({name: [day.isoformat()] for name, day in days.items() if day})
    names = parameters(options)
    for name, values in choice.where:
        if name in names:
            address[names[name]] = [_MISSING_IN_URL if value == MISSING else value for value in values]
    return address


def from_address(address: Mapping[str, Sequence[str]], options: FilterOptions) -> Choice:
    """Return the choice that an address means; what makes no sense is left out.

    A value that the data do not hold stays a filter: a link to what is gone must not show everything.
    """
    metric, grain, span = (_first(address, name) for name in ("metric", "every", "span"))
    where = []
    for name, parameter in parameters(options).items():
        given = [value[:_LONGEST_VALUE] for value in address.get(parameter, ())][:_MOST_VALUES]
        if given:
            where.append((name, tuple(sorted({MISSING if value == _MISSING_IN_URL else value for value in given}))))
    choice = Choice(
        metric=metric if metric in options.metrics else options.metrics[0],
        grain=cast(Grain, grain) if grain in options.grains else None,
        span=span if span in SPANS else "all",
        since=_day(_first(address, "since")),
        until=_day(_first(address, "until")),
        where=tuple(sorted(where)),
        journey_id=options.journey_id,
        scale=_first(address, "scale"),
        kind=_first(address, "kind"),
    )
    choice = replace(choice, scale=choice.scale if choice.scale in dict(options.scales_of(choice.metric)) else "")
    choice = replace(choice, kind=choice.kind if choice.kind in (BOTH_KINDS, *dict(options.kinds)) else "")
    return choice if choice.span == "custom" else replace(choice, since=None, until=None)


def address_names(options: FilterOptions) -> tuple[str, ...]:
    """Return every address parameter that belongs to the filter bar."""
    return ("metric", "every", "scale", "kind", "span", "since", "until", *parameters(options).values())


def sentence(filters: Filters, options: FilterOptions, language: str) -> str:
    """Say filters in one line, the values by their labels; without any, that everything is included.

    >>> sentence(Filters(), FilterOptions(("nps",)), "en")
    'all data'
    """
    scales = tuple(pair for _, pairs in options.scales for pair in pairs)
    labels = {
        one.field: one
        for one in (
            *options.filterable,
            FieldOptions("scale", translate("filters.scale", language), scales),
            FieldOptions(SURVEY_KIND, translate("filters.survey_kind", language), options.kinds),
        )
    }
    shown = Filters(filters.since, filters.until)
    for name, values in filters.where:
        known = labels.get(name)
        names = [translate("filters.missing", language) if value == MISSING else value for value in values]
        if known:
            names = [known.label_of(value) for value in values]
        shown = shown.with_values(known.label if known else name, names)
    parts = [say(part, language) for part in shown.sentence_parts()]
    return " · ".join(parts) or translate("filters.everything", language)


def _first(address: Mapping[str, Sequence[str]], name: str) -> str:
    values = address.get(name, ())
    return values[0] if values else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
