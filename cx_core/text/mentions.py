"""What a comment says about each theme it names."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.text.analysis import ThemeMention
from cx_core.text.verdict import clause_label, squash
from cx_core.text.walk import Mention, Part


def theme_mentions(
    themes: Sequence[Mention], parts: Sequence[Part], spans: Sequence[tuple[int, int]]
) -> tuple[ThemeMention, ...]:
    """Return every theme named, with the feeling of its clauses.

    A theme takes the mean of the clauses that name it. A clause without a feeling borrows the next one's in its
    sentence, else the previous one's. Where one clause praises one theme and blames another, each feeling goes to
    the nearest.
    """
    sums: dict[str, list[float]] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    index = 0
    for first, end, keys in themes:
        while index + 1 < len(parts) and parts[index].end <= first:
            index += 1
        score = _score_at(parts, index, first, themes)
        where = (spans[first][0], spans[end - 1][1])
        for key in keys:
            if key in sums:
                sums[key].append(score)
                places[key].append(where)
            else:
                sums[key] = [score]
                places[key] = [where]
    found = []
    for key, scores in sums.items():
        score = squash(sum(scores) / len(scores))
        found.append(ThemeMention(key, clause_label(score), score, tuple(places[key])))
    return tuple(found)


def _score_at(parts: Sequence[Part], index: int, first: int, themes: Sequence[Mention]) -> float:
    part = parts[index]
    if part.score or part.hits:
        if len(part.hits) > 1 and _is_divided(part):
            return _nearest(part, first, themes)
        return part.score
    for neighbour in (*parts[index + 1 : index + 3], *reversed(parts[max(0, index - 2) : index])):
        if neighbour.hits and neighbour.sentence == part.sentence:
            return neighbour.score
    return 0.0


def _is_divided(part: Part) -> bool:
    values = [hit.value for hit in part.hits]
    return max(values) > 0 > min(values)


def _nearest(part: Part, first: int, themes: Sequence[Mention]) -> float:
    """Return the sum of the feelings that stand nearer to this theme than to any other of the clause."""
    within = [(start, end) for start, end, _ in themes if part.start <= start < part.end]
    if len({start for start, _ in within}) < 2:
        return part.score
    own = 0.0
    for hit in part.hits:
        nearest = min(within, key=lambda place: (_gap(place, hit.start, hit.end), place[0] > hit.start))
        if nearest[0] == first:
            own += hit.value
    return own


def _gap(place: tuple[int, int], start: int, end: int) -> int:
    return max(0, start - place[1], place[0] - end)
