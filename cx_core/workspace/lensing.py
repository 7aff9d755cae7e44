"""What people set up to look at the answers with: regions above branches, kinds of surveys, saved segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.rfm import rfm
from cx_core.model.feedback import ONE_SCALE, SCORE_ROLES
from cx_core.model.filters import MISSING, SURVEY_KIND
from cx_core.model.folding import fold
from cx_core.model.imports import Dictionary
from cx_core.model.period import day_number
from cx_core.model.problem import Refusal
from cx_core.model.query import Cell, Query
from cx_core.model.segment import DAY, FEELING, HAS_ORDERS, ORDERS, RFM, THEME, CodedRule, CodedTest, Condition, Level
from cx_core.store.lenses import Hierarchy, Lenses
from cx_core.store.orders import OrderBook
from cx_core.store.responses import ResponseStore
from cx_core.store.theme_counts import ThemeCounts

RELATIONAL, TRANSACTIONAL = "relational", "transactional"
KINDS = (RELATIONAL, TRANSACTIONAL)
#: A source most of whose answers name a touchpoint asks after a contact; so do the tools of help desks.
_MOSTLY = 0.5
_HELP_DESKS = frozenset({"zendesk", "chatwoot", "medallia_agent", "zalo_zns"})
_FIRST_DAY, _LAST_DAY = -(2**31), 2**31 - 1


@dataclass(frozen=True)
class SourceKind:
    """What kind of survey a source is, what would be proposed, and its NPS answers."""

    source: str
    kind: str
    proposed: str
    n: int


class Lensing:
    """Puts what people set up into the dictionary, so that every question can name it."""

    def __init__(self, lenses: Lenses, responses: ResponseStore) -> None:
        self.lenses = lenses
        self._responses = responses
        self._book = OrderBook(responses.read)
        self._words = ThemeCounts(responses.read)

    def stamp(self) -> str:
        """Return a text that changes with what is set up."""
        return self.lenses.stamp()

    def through(self, plain: Dictionary, ask: Callable[[Query], tuple[Cell, ...]]) -> Dictionary:
        """Return a dictionary with the levels and the saved segments; ``ask`` questions the answers with ``plain``."""
        levels = [*self._kinds_level(plain, ask), *self._regions(plain)]
        lensed = replace(plain, levels=tuple(levels))
        return replace(lensed, saved=_Saved(self, lensed))

    def survey_kinds(self, plain: Dictionary, ask: Callable[[Query], tuple[Cell, ...]]) -> tuple[SourceKind, ...]:
        """Return the kind of each source that asked for NPS, the most answers first."""
        said, profiles = self.lenses.survey_kinds(), {one.source: one.profile for one in self._responses.freshness()}
        placed: dict[str, int] = {}
        counts: dict[str, int] = {}
        for cell in ask(Query("nps", ("source", "touchpoint"))):
            source = cell.value("source") or ""
            counts[source] = counts.get(source, 0) + cell.counts.n
            if cell.value("touchpoint") is not None:
                placed[source] = placed.get(source, 0) + cell.counts.n
        found = []
        for source, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            after_contact = placed.get(source, 0) > _MOSTLY * n or profiles.get(source) in _HELP_DESKS
            proposed = TRANSACTIONAL if after_contact else RELATIONAL
            found.append(SourceKind(source, said.get(source, proposed), proposed, n))
        return tuple(found)

    def save_hierarchy(self, hierarchy: Hierarchy, dictionary: Dictionary) -> None:
        """Keep a hierarchy. Raises `Refusal` ``hierarchy_name_taken`` where the data have a field of its name."""
        taken = dictionary.column(hierarchy.name)
        level = dictionary.level(hierarchy.name)
        own = any(one.field == hierarchy.field and one.name == hierarchy.name for one in self.lenses.hierarchies())
        if taken is not None and not (level is not None and own):
            raise Refusal("hierarchy_name_taken", {"name": hierarchy.name})
        self.lenses.save_hierarchy(hierarchy)

    def rule(self, blocks: tuple[tuple[Condition, ...], ...], dictionary: Dictionary) -> CodedRule:
        """Return a segment's rule in codes. A block that names what is not there any more selects nothing."""
        return tuple(tuple(test for one in block for test in self._tests(one, dictionary)) for block in blocks if block)

    def _kinds_level(self, plain: Dictionary, ask: Callable[[Query], tuple[Cell, ...]]) -> tuple[Level, ...]:
        kinds = {one.source: one.kind for one in self.survey_kinds(plain, ask)}
        groups = {code: kinds[name] for code, name in plain.sources.items() if name in kinds}
        return (Level(SURVEY_KIND, "source_id", groups),) if groups else ()

    def _regions(self, plain: Dictionary) -> Iterator[Level]:
        for one in self.lenses.hierarchies():
            column = plain.column(one.field)
            if column is None or plain.column(one.name) is not None:
                continue
            parents = {fold(child): parent for child, parent in one.parents}
            table = plain.table(one.field)
            groups = {code: parents[fold(label)] for code, label in table.items() if fold(label) in parents}
            yield Level(one.name, column, groups)

    def _tests(self, one: Condition, dictionary: Dictionary) -> tuple[CodedTest, ...]:
        if one.score is not None:
            return _score_tests(one, dictionary)
        if one.field == DAY:
            since = _FIRST_DAY if one.since is None else day_number(one.since)
            return (CodedTest("day", between=(since, _LAST_DAY if one.until is None else day_number(one.until))),)
        if one.field in (THEME, FEELING):
            ids = self._words.ids(one.values) if one.field == THEME else self._words.ids_feeling(one.values)
            return (CodedTest("id", ids, is_not=one.is_not),)
        if one.field == RFM:
            return (CodedTest("customer", self._in_groups(one.values), is_not=one.is_not),)
        if one.field == ORDERS:
            buyers = tuple(sorted({customer for customer, _, _ in self._book.purchases().orders}))
            return (CodedTest("customer", buyers, is_not=(HAS_ORDERS not in one.values) != one.is_not),)
        return _field_tests(one, dictionary)

    def _in_groups(self, groups: tuple[str, ...]) -> tuple[int, ...]:
        orders = self._book.purchases().orders
        if not orders:
            return ()
        return tuple(one.customer for one in rfm(orders, orders[-1][1]) if one.group in groups)


class _Saved(Mapping[str, CodedRule]):
    """The rules of the saved segments by id, each worked out when it is first asked for."""

    def __init__(self, lensing: Lensing, dictionary: Dictionary) -> None:
        self._lensing = lensing
        self._dictionary = dictionary
        self._segments = {one.id: one for one in lensing.lenses.segments()}

    def __getitem__(self, segment_id: str) -> CodedRule:
        return self._lensing.rule(self._segments[segment_id].blocks, self._dictionary)

    def __iter__(self) -> Iterator[str]:
        return iter(self._segments)

    def __len__(self) -> int:
        return len(self._segments)


def parents_from_rows(field: str, rows: list[list[str]]) -> Hierarchy:
    """Return the hierarchy that a small table holds: a header, then a value of ``field`` and its group in each row.

    The header of the second column names the groups. Raises `Refusal` ``hierarchy_table`` for a table without two
    columns, and ``hierarchy_twice`` with the value that stands in two groups.

    >>> parents_from_rows("Chi nhánh", [["Chi nhánh", "Vùng"], ["Quận 1", "Nam"]]).parents
    (('Quận 1', 'Nam'),)
    """
    full = [[cell.strip() for cell in row[:2]] for row in rows if len(row) >= 2 and row[0].strip()]
    if len(full) < 2 or not full[0][1]:
        raise Refusal("hierarchy_table", {"field": field})
    parents: dict[str, tuple[str, str]] = {}
    for child, parent in full[1:]:
        if parents.setdefault(fold(child), (child, parent))[1] != parent:
            raise Refusal("hierarchy_twice", {"value": child})
    return Hierarchy(field, full[0][1], tuple(sorted(parents.values())))


def _score_tests(one: Condition, dictionary: Dictionary) -> tuple[CodedTest, ...]:
    column, scale_key = one.score or ("", "")
    if column not in SCORE_ROLES:
        return (CodedTest("nps", ()),)
    low = -(10**6) if one.low is None else round(one.low * HUNDREDTHS)
    high = 10**6 if one.high is None else round(one.high * HUNDREDTHS)
    tests = [CodedTest(column, between=(low, high))]
    if scale_key and column not in ONE_SCALE:
        codes = tuple(code for code, scale in sorted(dictionary.scales.items()) if scale.key == scale_key)
        tests.append(CodedTest(f"{column}_scale", codes))
    return tuple(tests)


def _field_tests(one: Condition, dictionary: Dictionary) -> tuple[CodedTest, ...]:
    column = dictionary.column(one.field)
    if column is None:
        return (CodedTest("source_id", ()),)
    wanted = {fold(value) for value in one.values if value != MISSING}
    table = dictionary.table(one.field)
    codes: list[int | None] = [code for code, label in sorted(table.items()) if fold(label) in wanted]
    if MISSING in one.values:
        if dictionary.level(one.field) is not None:
            codes += sorted(set(dictionary.column_codes(column)) - set(table))
        codes.append(None)
    return (CodedTest(column, tuple(codes), is_not=one.is_not),)
