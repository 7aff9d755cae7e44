"""What a comment says about each theme it names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cx_core.text.analysis import ThemeMention
from cx_core.text.verdict import clause_label, squash
from cx_core.text.walk import Mention, Part

_new = tuple.__new__


def theme_mentions(
    themes: Sequence[Mention],
    parts: Sequence[Part],
    sentences: Sequence[int],
    begins: Sequence[int],
    ends: Sequence[int],
) -> tuple[ThemeMention, ...]:
    """Return every theme named, with the feeling of its clauses.

    A theme takes the mean of the clauses that name it. A clause without a feeling borrows the next one's in its
    sentence, else the previous one's. Where one clause praises one theme and blames another, each feeling goes to the
    nearest. ``parts`` are the clauses with a feeling, ``sentences`` the word after each sentence, ``begins`` and
    ``ends`` where each word stands in the text.
    """
    sums: dict[str, float] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    index = 0
    n_parts = len(parts)
    for first, end, keys in themes:
        while index < n_parts and parts[index].end <= first:
            index += 1
        if index < n_parts and parts[index].start <= first:
            part = parts[index]
            score = _nearest(part, first, themes) if len(part.hits) > 1 and _is_divided(part) else part.score
        else:
            score = _borrowed(parts, index, bisect_right(sentences, first))
        where = (begins[first], ends[end - 1])
        for key in keys:
            if key in sums:
                sums[key] += score
                places[key].append(where)
            else:
                sums[key] = score
                places[key] = [where]
    found = []
    for key, total in sums.items():
        spans = tuple(places[key])
        score = squash(total / len(spans))
        found.append(_new(ThemeMention, (key, clause_label(score), score, spans)))
    return tuple(found)


def _borrowed(parts: Sequence[Part], after: int, sentence: int) -> float:
    """Return the score of the next clause of a sentence, else of the previous one, else 0."""
    for index in (after, after - 1):
        if 0 <= index < len(parts) and parts[index].sentence == sentence:
            return parts[index].score
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
