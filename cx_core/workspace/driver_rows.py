"""The rows that drivers are computed from: what stands beside a score in one response, or in one customer's life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Before the name of a driver that is a row of a grid: its label could be the name of a score.
PART = "part:"

Row = dict[str, float]


@dataclass(frozen=True)
class Scored:
    """One answer's scores from 0 to 100, by role. ``response``: the import, the row of the file, the customer."""

    response: tuple[int, int, int | None]
    customer: int | None
    place: int | None
    scores: Row


def by_response(outcome: str, answers: Sequence[Scored], label_of: Callable[[int], str | None]) -> list[Row]:
    """Return a row a response: its outcome, its other scores, and the scores of its grids under `PART` and the label.

    A grid's scores are answers of their own at the touchpoints that its rows name (`label_of`). Where responses of an
    import hold several scores of the outcome's kind, the one without a touchpoint is the outcome; where that does not
    decide it, each answer stands for itself. Responses without the outcome or without anything beside it are left out.
    """
    responses: dict[tuple[int, int, int | None], list[Scored]] = defaultdict(list)
    for answer in answers:
        responses[answer.response].append(answer)
    in_grids = {
        import_id
        for (import_id, *_), parts in responses.items()
        if sum(outcome in one.scores for one in parts) > 1
    }  # fmt: skip

    def label(one: Scored) -> str | None:
        return None if one.place is None else label_of(one.place)

    rows = []
    for (import_id, *_), parts in responses.items():
        mains = [one for one in parts if outcome in one.scores]
        if import_id in in_grids and len(parts) > 1:
            mains = [one for one in mains if label(one) is None]
        if len(mains) == 1:
            rows.append({**mains[0].scores, **_grid([one for one in parts if one is not mains[0]], label)})
        else:
            rows += [one.scores for one in parts]
    return [row for row in rows if outcome in row and len(row) > 1]


def _grid(parts: Sequence[Scored], label: Callable[[Scored], str | None]) -> Row:
    found: dict[str, list[float]] = {}
    for one in parts:
        name = label(one)
        if name is not None:
            found.setdefault(PART + name, []).extend(one.scores.values())
    return {name: sum(values) / len(values) for name, values in found.items()}


def by_customer(outcome: str, answers: Sequence[Scored], name_of: Callable[[int], str | None]) -> list[Row]:
    """Return a row a customer: the mean of the outcome, and the mean of the other scores at each touchpoint."""
    sums: dict[int, dict[str, list[float]]] = {}
    for one in answers:
        if one.customer is None or one.place is None:
            continue
        own = sums.setdefault(one.customer, {})
        if outcome in one.scores:
            own.setdefault(outcome, []).append(one.scores[outcome])
        others = [score for role, score in one.scores.items() if role != outcome]
        name = name_of(one.place)
        if name is not None and others:
            own.setdefault(name, []).extend(others)
    means = ({name: sum(values) / len(values) for name, values in own.items()} for own in sums.values())
    return [row for row in means if outcome in row and len(row) > 1]
