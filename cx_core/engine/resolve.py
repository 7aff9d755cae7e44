"""From names to codes: a query as people write it becomes a query in whole numbers."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from cx_core.engine.coded import LAST_DAY, NPS_SCALE_ID, Assignment, CodedKey, CodedQuery, Question, Timeline
from cx_core.metrics.boxes import Box, box_limits
from cx_core.metrics.registry import ALL_METRICS, metric
from cx_core.model.feedback import ONE_SCALE, Scale
from cx_core.model.filters import ALSO_SEGMENT, MISSING, SAVED_SEGMENT, Filters
from cx_core.model.folding import fold, fold_name
from cx_core.model.imports import CodedFilter, Dictionary
from cx_core.model.message import MessageValue
from cx_core.model.period import GRAINS, Grain, Period, day_from_number, day_number
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.model.segment import CodedRule, CodedTest

BoxLimits = Callable[[str, Scale], Box]

#: Fields whose values are ids of a map when the filters name a map.
_MAP_FIELDS = ("touchpoint", "stage")
#: The grains whose periods are all of one length; months and quarters need a list of days that have answers.
_N_DAYS: dict[Grain, int] = {"day": 1, "week": 7}
#: A refusal names at most this many of the things that exist.
_MAX_NAMED = 12


def resolve(
    query: Query,
    dictionary: Dictionary,
    assignment: Assignment | None = None,
    days: Sequence[int] = (),
    boxes: BoxLimits = box_limits,
) -> Question:
    """Return the coded form of ``query`` together with what its answer means.

    ``days`` are the day numbers on which there are answers, in any order; they are needed for months and quarters,
    which are cut here and not by a database. Raises Refusal ``unknown_metric``, ``unknown_field`` or
    ``unknown_value``, and ValueError when the filters name a map and ``assignment`` is not of that map.
    """
    column = column_of(query.metric)
    _check_map(query.filters, assignment)
    included = resolve_filters(query.filters, dictionary, assignment, query.metric)
    keys, names = [], []
    for field in query.by:
        key, table = _key(field, dictionary, assignment if query.filters.journey_id else None)
        keys.append(key)
        names.append(table)
    timeline, periods = _halves(query) if query.cut else _timeline(query.every, days, included)
    scales = {NPS_SCALE_ID: ONE_SCALE[column]} if column in ONE_SCALE else dict(dictionary.scales)
    coded = CodedQuery(
        column,
        tuple(keys),
        timeline,
        included,
        tuple((scale_id, boxes(query.metric, scale)) for scale_id, scale in sorted(scales.items())),
        query.clustered,
    )
    return Question(coded, query.by, tuple(names), "day" if query.cut else query.every, periods, scales)


def column_of(key: str) -> str:
    """Return the column that a metric counts. Raises Refusal ``unknown_metric``: it becomes part of the question."""
    known = [one.key for one in ALL_METRICS]
    if key not in known:
        raise _unknown("unknown_metric", key, known)
    return metric(key).column


def needs_days(query: Query) -> bool:
    """Tell whether `resolve` must be told the days that have answers."""
    return query.every is not None and query.every not in _N_DAYS


def resolve_filters(
    filters: Filters, dictionary: Dictionary, assignment: Assignment | None = None, metric_key: str | None = None
) -> CodedFilter:
    """Return the filters in codes; fields of a map become the places that belong there.

    The field ``scale`` is about ``metric_key``; without one, and for a metric with one scale, it admits everything.

    Raises Refusal ``unknown_field`` or ``unknown_value`` with what exists, the closest first.
    """
    _check_map(filters, assignment)
    scored = None if metric_key is None else column_of(metric_key)
    admitted: dict[str, set[int | None]] = {}
    rules: list[CodedRule] = []
    for field, values in filters.where:
        if field in (SAVED_SEGMENT, ALSO_SEGMENT):
            rules.append(_rule(values, dictionary))
            continue
        if not values or (field == "scale" and (scored is None or scored in ONE_SCALE)):
            continue
        if field == "scale":
            column, codes = f"{scored}_scale", _scales(values, dictionary)
        elif assignment and filters.journey_id and field in _MAP_FIELDS:
            column, codes = "place", _places_at(field, values, dictionary, assignment)
        else:
            column, codes = _column(field, dictionary), _codes(field, values, dictionary)
        admitted[column] = admitted[column] & codes if column in admitted else codes
    return CodedFilter(
        day_number(filters.since) if filters.since else None,
        day_number(filters.until) if filters.until else None,
        tuple((column, _ordered(codes)) for column, codes in sorted(admitted.items())),
        rules=tuple(rules),
    )


def _rule(ids: Iterable[str], dictionary: Dictionary) -> CodedRule:
    """Return the rule that admits what any of some saved segments admits."""
    blocks: list[tuple[CodedTest, ...]] = []
    for one in ids:
        if one not in dictionary.saved:
            raise _unknown("unknown_value", one, dictionary.saved, SAVED_SEGMENT)
        blocks += dictionary.saved[one]
    return tuple(dict.fromkeys(blocks))


def _check_map(filters: Filters, assignment: Assignment | None) -> None:
    given = assignment.journey_id if assignment else None
    if filters.journey_id and filters.journey_id != given:
        raise ValueError(f"the filters are about the map {filters.journey_id}, the assignment about {given}")


def _column(field: str, dictionary: Dictionary) -> str:
    column = dictionary.column(field)
    if column is None:
        raise _unknown("unknown_field", field, dictionary.fields)
    return column


def _codes(field: str, values: Iterable[str], dictionary: Dictionary) -> set[int | None]:
    # Several codes can have one name: two sources may be called the same.
    by_name: dict[str, set[int]] = {}
    for code, label in dictionary.table(field).items():
        by_name.setdefault(fold_name(label), set()).add(code)
    codes: set[int | None] = set()
    for value in values:
        if value == MISSING:
            codes |= {None, *_without_group(field, dictionary)}
        elif fold_name(value) in by_name:
            codes |= by_name[fold_name(value)]
        else:
            raise _unknown("unknown_value", value, dictionary.table(field).values(), field)
    return codes


def _without_group(field: str, dictionary: Dictionary) -> set[int]:
    """Return the codes that a level puts into no group; none for another field."""
    level = dictionary.level(field)
    return set() if level is None else set(dictionary.column_codes(level.column)) - set(level.groups)


def _scales(values: Iterable[str], dictionary: Dictionary) -> set[int | None]:
    by_key = {scale.key: scale_id for scale_id, scale in dictionary.scales.items()}
    for value in values:
        if value not in by_key:
            raise _unknown("unknown_value", value, by_key, "scale")
    return {by_key[value] for value in values}


def _places_at(field: str, values: Iterable[str], dictionary: Dictionary, assignment: Assignment) -> set[int | None]:
    wanted = set(values)
    for value in sorted(wanted - {MISSING, *assignment.ids(field)}):
        raise _unknown("unknown_value", value, assignment.ids(field), field)
    places: set[int | None] = {
        place for place in dictionary.places if (assignment.value(field, place) or MISSING) in wanted
    }
    # An answer without a place is at no touchpoint.
    return places | {None} if MISSING in wanted else places


def _ordered(codes: set[int | None]) -> tuple[int | None, ...]:
    known: list[int | None] = [*sorted(code for code in codes if code is not None)]
    return (*known, None) if None in codes else tuple(known)


def _key(field: str, dictionary: Dictionary, assignment: Assignment | None) -> tuple[CodedKey, Mapping[int, str]]:
    if assignment and field in _MAP_FIELDS:
        at = {place: assignment.value(field, place) for place in sorted(dictionary.places)}
        return _grouped("place", {place: value for place, value in at.items() if value is not None})
    column, table = _column(field, dictionary), dictionary.table(field)
    if dictionary.level(field) is not None or len(set(table.values())) < len(table):
        return _grouped(column, table)
    return CodedKey(column), table


def _grouped(column: str, table: Mapping[int, str]) -> tuple[CodedKey, Mapping[int, str]]:
    members: dict[str, list[int]] = {}
    for code, name in sorted(table.items()):
        members.setdefault(name, []).append(code)
    return CodedKey(column, tuple(tuple(codes) for codes in members.values())), dict(enumerate(members))


def _timeline(
    every: Grain | None, days: Sequence[int], included: CodedFilter
) -> tuple[Timeline | None, tuple[Period, ...]]:
    """Cut the days into the periods that have answers.

    Only those: one wrong year in a file would otherwise ask for thousands of empty weeks.
    """
    if every is None:
        return None, ()
    if every not in GRAINS:
        raise ValueError(f"no grain is called {every}")
    if every in _N_DAYS:
        return Timeline(n_days=_N_DAYS[every]), ()
    return _periods_of(every, tuple(days), included.first_day, included.last_day)


@lru_cache(maxsize=64)
def _periods_of(
    every: Grain, days: tuple[int, ...], first: int | None, last: int | None
) -> tuple[Timeline, tuple[Period, ...]]:
    last = LAST_DAY if last is None else min(last, LAST_DAY)
    periods: list[Period] = []
    end = -math.inf
    for number in sorted(day for day in days if (first is None or day >= first) and day <= last):
        if number > end:
            periods.append(Period.containing(day_from_number(number), every))
            end = day_number(periods[-1].last)
    return Timeline(tuple((day_number(one.first), day_number(one.last)) for one in periods)), tuple(periods)


def _halves(query: Query) -> tuple[Timeline, tuple[Period, ...]]:
    """Return the two spans that a question's days are cut into."""
    cut, since, until = query.cut, query.filters.since, query.filters.until
    if cut is None or query.every or since is None or until is None or not since < cut <= until:
        raise ValueError("a cut lies inside the filters' days, and stands instead of periods")
    periods = (Period(since, cut - timedelta(days=1), "day"), Period(cut, until, "day"))
    return Timeline(tuple((day_number(one.first), day_number(one.last)) for one in periods)), periods


def _unknown(kind: str, name: str, known: Iterable[str], field: str | None = None) -> Refusal:
    """Refuse a name with the names there are, the closest ones first."""
    distinct = sorted(set(known))
    likeness = {one: difflib.SequenceMatcher(None, fold(name), fold(one)).ratio() for one in distinct}
    closest = sorted(distinct, key=lambda one: (-likeness[one], one))
    named = ", ".join(closest[:_MAX_NAMED]) + (", …" if len(closest) > _MAX_NAMED else "")
    values: dict[str, MessageValue] = {"name": name, "known": named or "–"}
    if field is not None:
        values["field"] = field
    return Refusal(kind, values)
