"""The one writer of questions: SQL that SQLite, DuckDB, PostgreSQL and Spark all run as it stands.

The subset: whole-number columns, ``SUM``, ``COUNT(*)``, ``MIN``, ``MAX``, ``%``, ``CASE``, ``IN``, ``BETWEEN``,
``IS NULL``, ``GROUP BY`` plain names, derived tables with an alias. No date function, no division, no boolean as a
number, no order of NULLs, no parameters: a coded query holds nothing but whole numbers and names of columns, so the
text holds nothing else either. Every result is an additive whole-number count; means, shares and intervals are made
from them in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cx_core.engine.coded import LAST_DAY, CodedKey, CodedQuery, Timeline, table_of
from cx_core.metrics.boxes import Box
from cx_core.model.imports import CodedFilter
from cx_core.model.segment import CodedRule, CodedTest

_NEVER, _ALWAYS = "1 = 0", "1 = 1"
#: So many weeks before 1970 nobody answered anything.
_LONG_BEFORE = 1_000_000
#: A span with more gaps than this is listed.
_FEW_GAPS = 4
_COUNTS = ("n", "n_top", "n_bottom", "total", "squares")

#: For each sum of `ClusterSums` in its order: one customer's share of it, and that of all answers without a customer
#: together. Each of those is a customer of its own, so n² = n, x² = top + bottom, s² = its square.
_CLUSTER_SHARES = (
    ("1", "n"),
    ("n * n", "n"),
    ("(n_top - n_bottom) * (n_top - n_bottom)", "n_top + n_bottom"),
    ("n * (n_top - n_bottom)", "n_top - n_bottom"),
    ("total * total", "squares"),
    ("n * total", "total"),
    ("n_top * n_top", "n_top"),
    ("n * n_top", "n_top"),
)


@dataclass(frozen=True)
class _Key:
    """A group key: the column it is made of and the expression that makes it."""

    column: str
    expression: str

    @property
    def is_recoded(self) -> bool:
        return self.column != self.expression


def counts_sql(coded: CodedQuery) -> str:
    """Write the question for the counts of every cell.

    A row of the answer is: the period's number (for days and weeks its first day) when periods are asked for, one code
    a key, the scale id unless the metric is NPS, then n, top, bottom, sum and sum of squares in hundredths, and with
    ``clustered`` the eight sums of `ClusterSums` in their order. Without keys there is one row even when nothing is
    counted: n is 0 and the sums are NULL. Every column has a name of its own.

    Codes and days are grouped as they are first and recoded on the few groups that come out, which takes a third of the
    time that recoding every row takes. Sums over customers need the final groups at once.
    """
    keys = _keys(coded)
    if coded.clustered:
        keyed = _select([*_recoded(keys), "customer", *_score_columns(coded)], _answers(coded))
        customers = _select([*_names(keys), "customer", *_row_counts(coded)], _derived(keyed, "keyed"),
                            [*_names(keys), "customer"])  # fmt: skip
        return _select([*_names(keys), *_sums(), *_cluster_sums()], _derived(customers, "customers"), _names(keys))
    return _grouped(coded, keys, _row_counts(coded), _COUNTS)


def distribution_sql(coded: CodedQuery) -> str:
    """Write the question for the answers per score: the keys as in `counts_sql`, the score in hundredths, n."""
    return _grouped(coded, [*_keys(coded), _Key(coded.metric, coded.metric)], ["COUNT(*) AS n"], ("n",))


def range_sql(included: CodedFilter, metric: str | None = None) -> str:
    """Write the question for the first and the last day and the number of answers included (of one metric)."""
    conditions = [*_conditions(included), *([f"{metric} IS NOT NULL"] if metric else [])]
    where = f"\nWHERE {_all_of(conditions)}" if conditions else ""
    return f"SELECT MIN(day) AS first_day, MAX(day) AS last_day, COUNT(*) AS n\nFROM {table_of(metric)}{where}"


def days_sql() -> str:
    """Write the question for every day that has an answer."""
    return _select(["day"], "answers\nWHERE day IS NOT NULL", ["day"])


def _grouped(coded: CodedQuery, keys: Sequence[_Key], counts: Sequence[str], names: Sequence[str]) -> str:
    if not any(key.is_recoded for key in keys):
        return _select([*_recoded(keys), *counts], _answers(coded), [key.column for key in keys])
    columns = list(dict.fromkeys(key.column for key in keys))
    raw = _select([*columns, *counts], _answers(coded), columns)
    cells = _select([*_recoded(keys), *names], _derived(raw, "raw_groups"))
    return _select([*_names(keys), *(f"SUM({name}) AS {name}" for name in names)], _derived(cells, "cells"),
                   _names(keys))  # fmt: skip


def _keys(coded: CodedQuery) -> list[_Key]:
    keys = [_Key("day", _period(coded.timeline))] if coded.timeline else []
    keys += [_Key(key.column, _group(key)) for key in coded.keys]
    return keys + ([_Key(coded.scale_column, coded.scale_column)] if coded.scale_column else [])


def _period(timeline: Timeline) -> str:
    if timeline.spans is not None:
        return _search(_edges(timeline.spans))
    if timeline.n_days == 1:
        return "day"
    # Whole weeks are added first: databases differ in the remainder of a negative number. Day -3 was a Monday.
    return f"day - (day + {_LONG_BEFORE * timeline.n_days + 3}) % {int(timeline.n_days)}"


def _edges(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int | None]]:
    """Return, ascending, the last day of every period and of every gap before one (None)."""
    edges: list[tuple[int, int | None]] = []
    for number, (first, last) in enumerate(spans):
        if edges and edges[-1][0] < first - 1:
            edges.append((first - 1, None))
        edges.append((last, number))
    return edges


def _search(edges: Sequence[tuple[int, int | None]]) -> str:
    """Write a search by halves for the period of a day: ten years of months take seven comparisons, not sixty."""
    if not edges:
        return f"CASE WHEN {_NEVER} THEN 0 END"
    if len(edges) == 1:
        return "NULL" if edges[0][1] is None else str(int(edges[0][1]))
    half = len(edges) // 2
    return f"CASE WHEN day <= {int(edges[half - 1][0])} THEN {_search(edges[:half])} ELSE {_search(edges[half:])} END"


def _group(key: CodedKey) -> str:
    if key.groups is None:
        return key.column
    whens = [f"WHEN {key.column} IN ({_listed(codes)}) THEN {i}" for i, codes in enumerate(key.groups) if codes]
    return f"CASE {' '.join(whens) or f'WHEN {_NEVER} THEN 0'} END"


def _row_counts(coded: CodedQuery) -> list[str]:
    score = coded.metric
    return [
        "COUNT(*) AS n",
        f"SUM({_class(coded, top=True)}) AS n_top",
        f"SUM({_class(coded, top=False)}) AS n_bottom",
        f"SUM({score}) AS total",
        # The square of a score on 0–1000 does not fit 32 bits.
        f"SUM(CAST({score} AS BIGINT) * {score}) AS squares",
    ]


def _class(coded: CodedQuery, *, top: bool) -> str:
    whens = []
    for scale_id, box in coded.boxes:
        low, high = _limits(box, top=top)
        on_scale = f"{coded.scale_column} = {int(scale_id)} AND " if coded.scale_column else ""
        whens.append(f"WHEN {on_scale}{coded.metric} BETWEEN {low} AND {high} THEN 1")
    return f"CASE {' '.join(whens)} ELSE 0 END" if whens else "0"


def _limits(box: Box, *, top: bool) -> tuple[int, int]:
    return (int(box.top_min), int(box.top_max)) if top else (int(box.bottom_min), int(box.bottom_max))


def _sums() -> list[str]:
    return [f"SUM({name}) AS {name}" for name in _COUNTS]


def _cluster_sums() -> list[str]:
    return [
        f"SUM(CASE WHEN customer IS NULL THEN {alone} ELSE {share} END) AS c{i}"
        for i, (share, alone) in enumerate(_CLUSTER_SHARES)
    ]


def _score_columns(coded: CodedQuery) -> list[str]:
    return [coded.metric, *([coded.scale_column] if coded.scale_column else [])]


def _answers(coded: CodedQuery) -> str:
    conditions = [*_conditions(coded.included), f"{coded.metric} IS NOT NULL"]
    if coded.timeline:
        spans = coded.timeline.spans
        if spans is None:
            conditions.append(f"day <= {LAST_DAY}")
        elif spans:
            conditions.append(f"day BETWEEN {int(spans[0][0])} AND {int(spans[-1][1])}")
        else:
            conditions.append(_NEVER)
    return f"{coded.table}\nWHERE {_all_of(conditions)}"


def _conditions(included: CodedFilter) -> list[str]:
    conditions = []
    if included.first_day is not None:
        conditions.append(f"day >= {int(included.first_day)}")
    if included.last_day is not None:
        conditions.append(f"day <= {int(included.last_day)}")
    conditions += [_admits(column, codes) for column, codes in included.codes]
    return conditions + [_holds(rule) for rule in included.rules]


def _holds(rule: CodedRule) -> str:
    blocks = [_all_of([_test(test) for test in block]) for block in rule if block]
    return f"({' OR '.join(f'({block})' for block in blocks)})" if blocks else _NEVER


def _test(test: CodedTest) -> str:
    if test.between is not None:
        return f"{test.column} BETWEEN {int(test.between[0])} AND {int(test.between[1])}"
    codes = test.codes or ()
    if not test.is_not:
        return _admits(test.column, codes)
    known = [code for code in codes if code is not None]
    # NOT IN is neither true nor false of NULL, so the answers without a value are named.
    others = f"{test.column} NOT IN ({_listed(known)})" if known else _ALWAYS
    if None in codes:
        return f"({test.column} IS NOT NULL AND {others})"
    return f"({test.column} IS NULL OR {others})"


def _admits(column: str, codes: Sequence[int | None]) -> str:
    known = [code for code in codes if code is not None]
    tests = ([_is_one_of(column, known)] if known else []) + ([f"{column} IS NULL"] if None in codes else [])
    if not tests:
        return _NEVER
    return tests[0] if len(tests) == 1 else f"({' OR '.join(tests)})"


def _is_one_of(column: str, codes: Sequence[int]) -> str:
    """Write that a column has one of the codes: as a span with few gaps where it can be, which takes half of IN's time.

    >>> _is_one_of("channel", [4, 2, 1]), _is_one_of("channel", [7]), _is_one_of("place", [1, 90])
    ('channel BETWEEN 1 AND 4 AND channel <> 3', 'channel = 7', 'place IN (1, 90)')
    """
    first, last = int(min(codes)), int(max(codes))
    if first == last:
        return f"{column} = {first}"
    n_gaps = last - first + 1 - len(set(codes))
    if n_gaps > _FEW_GAPS:
        return f"{column} IN ({_listed(codes)})"
    gaps = [f"{column} <> {code}" for code in range(first, last) if code not in set(codes)] if n_gaps else []
    return _all_of([f"{column} BETWEEN {first} AND {last}", *gaps])


def _select(columns: Sequence[str], source: str, group_by: Sequence[str] = ()) -> str:
    grouped = f"\nGROUP BY {', '.join(group_by)}" if group_by else ""
    return f"SELECT {', '.join(columns)}\nFROM {source}{grouped}"


def _derived(text: str, name: str) -> str:
    return f"({text}) AS {name}"


def _recoded(keys: Sequence[_Key]) -> list[str]:
    return [f"{key.expression} AS k{i}" for i, key in enumerate(keys)]


def _names(keys: Sequence[_Key]) -> list[str]:
    return [f"k{i}" for i in range(len(keys))]


def _all_of(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions)


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(str(int(code)) for code in codes)
