"""What a number would be if those who answered mirrored the customers: off unless somebody enters the true shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx_core.metrics.estimates import Estimate
from cx_core.metrics.weighted_cells import rake_cells, weighted_measure
from cx_core.model.filters import MISSING, Filters
from cx_core.model.folding import fold
from cx_core.model.measure import Measure
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.workspace.measuring import Measuring

#: True shares of a field's values, 0 to 1.
Targets = Mapping[str, Mapping[str, float]]
#: Shares typed by hand add up to 1 only nearly.
_NEARLY_ONE = 0.01


@dataclass(frozen=True)
class Weighed:
    """A number as measured and as weighted; ``effect`` is Kish's design effect, ``standing`` what to think of it."""

    plain: Measure
    weighted: Estimate
    effect: float
    effective_n: float
    standing: str
    is_close: bool


class Weighing:
    """Weights answers by what is known of the customers."""

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    def shares(self, metric: str, field: str, filters: Filters) -> tuple[tuple[str, float], ...]:
        """Return the share of each value of a field among those who answered; the missing one is ``""``."""
        counts: dict[str, int] = {}
        for cell in self._measuring.ask(Query(metric, (field,), filters=filters)):
            value = cell.value(field) or MISSING
            counts[value] = counts.get(value, 0) + cell.counts.n
        total = sum(counts.values())
        return tuple((value, n / total) for value, n in sorted(counts.items(), key=lambda item: -item[1]))

    def weigh(self, metric: str, filters: Filters, targets: Targets) -> Weighed:
        """Return a metric weighted to the true shares of some fields, beside what was measured.

        Raises `Refusal` ``weights_sum`` with the field whose shares do not add up to 1, ``weights_missing`` with the
        value that has answers but no share, and ``weights_empty`` with the value that has a share but no answers.
        """
        fields = tuple(targets)
        cells = self._measuring.ask(Query(metric, fields, filters=filters))
        plain = self._measuring.total(metric, filters)
        if plain.value is None or not fields:
            return Weighed(plain, Estimate(None, reason=plain.reason), 1.0, float(plain.n), "fine", True)
        groups = {field: [cell.value(field) or MISSING for cell in cells] for field in fields}
        wanted = {field: _checked(field, set(groups[field]), targets[field]) for field in fields}
        found = rake_cells(groups, [cell.counts.n for cell in cells], wanted)
        weighted = weighted_measure(metric, [cell.counts for cell in cells], found.values.tolist())
        return Weighed(plain, weighted, found.effect, found.effective_n, found.standing, found.is_close)


def targets_from_rows(rows: list[list[str]], values: Mapping[str, str]) -> dict[str, float]:
    """Return the shares of a small table: a value and its share in each row, with or without a header.

    ``values`` pairs the folded label of every value with the value itself. Shares over 1 are taken as per cent, with a
    comma or a point. Raises `Refusal` ``weights_table`` when no row fits.

    >>> targets_from_rows([["Hạng", "Tỷ lệ"], ["Vàng", "40%"], ["Bạc", "60"]], {"vang": "Vàng", "bac": "Bạc"})
    {'Vàng': 0.4, 'Bạc': 0.6}
    """
    found: dict[str, float] = {}
    for row in rows:
        value = values.get(fold(row[0]))
        share = _number(row[1]) if len(row) > 1 else None
        if value is not None and share is not None:
            found[value] = share
    if not found:
        raise Refusal("weights_table")
    return {value: share / 100 for value, share in found.items()} if max(found.values()) > 1 else found


def _number(text: str) -> float | None:
    try:
        return float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        return None


def _checked(field: str, present: set[str], shares: Mapping[str, float]) -> dict[str, float]:
    named = {value: share for value, share in shares.items() if share > 0}
    missing = sorted(present - set(named))
    if missing:
        raise Refusal("weights_missing", {"field": field, "value": missing[0] or "–"})
    empty = sorted(set(named) - present)
    if empty:
        raise Refusal("weights_empty", {"field": field, "value": empty[0] or "–"})
    total = sum(named.values())
    if abs(total - 1) > _NEARLY_ONE:
        raise Refusal("weights_sum", {"field": field, "total": round(100 * total, 1)})
    return {value: share / total for value, share in named.items()}
