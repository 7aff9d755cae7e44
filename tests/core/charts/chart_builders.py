"""Measures and periods typed by hand, and the questions that tests ask a specification."""

import json
from datetime import date

from cx_core.charts.periods import TrendPoint
from cx_core.model.feedback import Scale
from cx_core.model.measure import Measure
from cx_core.model.period import Period


def month(number, year=2026):
    return Period.containing(date(year, number, 1), "month")


def nps(value, n=200, low=None, high=None, **more):
    """Return an NPS with an interval of ten points on either side, where none is given."""
    if value is None:
        return Measure("nps", None, n=n, reason=more.pop("reason", "no_answers"))
    return Measure("nps", value, value - 10 if low is None else low, value + 10 if high is None else high, n, **more)


def ces(value, scale, n=200):
    return Measure("ces", value, value - 0.2, value + 0.2, n, scale=scale)


def point(number, value, n=200, complete=True, **more):
    return TrendPoint(month(number), nps(value, n, **more), complete)


SEVEN = Scale(1, 7)
FIVE_EFFORT = Scale(1, 5, "low_is_good")


def units(spec):
    """Return every drawn view of a specification, from the bottom layer to the top."""
    parts = [part for name in ("layer", "vconcat", "hconcat") for part in spec.get(name, [])]
    found = [unit for part in parts for unit in units(part)]
    return [*found, spec] if "mark" in spec else found


def marks(spec, kind):
    return [unit for unit in units(spec) if unit["mark"]["type"] == kind]


def rows(spec):
    """Return every row of data in a specification, whichever way it is stored."""
    found = []
    for value in (*spec.get("datasets", {}).values(), spec.get("data", {}).get("values", [])):
        found += value
    for name in ("layer", "vconcat", "hconcat"):
        for part in spec.get(name, []):
            found += rows(part)
    return found


def fields(spec):
    """Return every name of a field that an encoding uses."""
    text = json.dumps([unit.get("encoding", {}) for unit in units(spec)] + [spec.get("encoding", {})])
    return {one["field"] for one in _dicts(json.loads(text)) if "field" in one}


def _dicts(thing):
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from _dicts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _dicts(value)


def strings(thing):
    if isinstance(thing, dict):
        for value in thing.values():
            yield from strings(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from strings(value)
    elif isinstance(thing, str):
        yield thing
