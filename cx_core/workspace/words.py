"""Customers' own words: found by filters, by what they say and by the score that came with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from cx_core.engine.resolve import column_of
from cx_core.metrics import measure_pool
from cx_core.metrics.boxes import box_limits
from cx_core.model.feedback import NPS_SCALE, Scale
from cx_core.model.filters import Filters
from cx_core.model.folding import fold
from cx_core.model.imports import CodedFilter, Verbatim
from cx_core.model.measure import Counts, Measure
from cx_core.model.quoted import as_phrase, unquoted
from cx_core.model.said import Said
from cx_core.store.responses import ResponseStore
from cx_core.store.verbatims import VerbatimQuery
from cx_core.store.word_search import Wanted
from cx_core.workspace.measuring import Measuring

#: The store hands out pages of at most this many.
_PAGE = 200
#: An export holds at most this many rows; a spreadsheet with more helps nobody.
MAX_EXPORTED = 50_000

_SIGNS = re.compile(r"\W+")

ScoreClass = Literal["bottom", "middle", "top"]
SCORE_CLASSES: tuple[ScoreClass, ...] = ("bottom", "middle", "top")


@dataclass(frozen=True)
class WordsQuery:
    """Which words are wanted.

    ``search`` finds whole words anywhere in a comment, next to each other where they stand in quotes (`as_phrase`),
    with or without diacritics, in any case; a star at the end makes the last one a beginning (``giao*``). ``metric``
    keeps answers that gave that score, and ``score_class`` those whose score is good, middling or bad; it needs
    ``metric`` and, but for NPS, ``scale``.
    ``said`` narrows by theme, feeling and mark.
    """

    filters: Filters = field(default_factory=Filters)
    search: str = ""
    metric: str | None = None
    score_class: ScoreClass | None = None
    scale: Scale | None = None
    said: Said = field(default_factory=Said)


def together(query: WordsQuery) -> WordsQuery | None:
    """Return the same question for the words next to each other; None where they may not stand apart anyway.

    >>> together(WordsQuery(search="giao chậm")).search, together(WordsQuery(search="giao"))
    ('"giao chậm"', None)
    """
    wanted = Wanted.of(query.search)
    return replace(query, search=as_phrase(unquoted(query.search))) if wanted and wanted.parts else None


def unlike(verbatims: Iterable[Verbatim]) -> list[Verbatim]:
    """Return comments without those that differ from an earlier one by case, diacritics and signs alone.

    >>> [one.text for one in unlike([Verbatim(1, "Giao chậm!"), Verbatim(2, "giao cham"), Verbatim(3, "😡")])]
    ['Giao chậm!', '😡']
    """
    first: dict[str, Verbatim] = {}
    for one in verbatims:
        words = " ".join(_SIGNS.sub(" ", fold(one.text)).split())
        first.setdefault(words or one.text, one)
    return list(first.values())


class Words:
    """Finds words, newest first. ``before_search`` is called before a search: it may see to an index."""

    def __init__(
        self, responses: ResponseStore, measuring: Measuring, before_search: Callable[[], object] = lambda: None
    ) -> None:
        self._responses = responses
        self._measuring = measuring
        self._before_search = before_search

    def find(self, query: WordsQuery, limit: int = 20, offset: int = 0) -> tuple[Verbatim, ...]:
        """Return one page of verbatims, at most 200."""
        if query.search:
            self._before_search()
        return self._responses.verbatims(
            self._included(query),
            metric=query.metric,
            scores=_scores(query),
            search=query.search,
            limit=limit,
            offset=offset,
        )

    def count(self, query: WordsQuery) -> int:
        """Return how many verbatims there are."""
        return self._responses.n_verbatims(
            self._included(query),
            metric=query.metric,
            scores=_scores(query),
            search=query.search,
        )

    def measure(self, query: WordsQuery, metric: str) -> Measure:
        """Return one metric among the answers whose words are found: the NPS of those who write about delivery."""
        column_of(metric)
        if query.search:
            self._before_search()
        wanted = VerbatimQuery(self._included(query), query.metric, _scores(query), query.search)
        scales = self._measuring.dictionary().scales
        return measure_pool(
            metric,
            [
                _counts(metric, NPS_SCALE if scale is None else scales[scale], score, n)
                for scale, score, n in self._responses.score_tally(wanted, metric)
            ],
        )

    def every(self, query: WordsQuery) -> Iterator[Verbatim]:
        """Yield every verbatim, up to `MAX_EXPORTED`, a page of the store at a time."""
        for offset in range(0, MAX_EXPORTED, _PAGE):
            page = self.find(query, _PAGE, offset)
            yield from page
            if len(page) < _PAGE:
                return

    def _included(self, query: WordsQuery) -> CodedFilter:
        filters = query.filters
        if query.scale is not None and query.metric not in (None, "nps"):
            filters = filters.with_values("scale", [query.scale.key])
        return replace(self._measuring.included(filters, query.metric), said=query.said)


def _counts(metric: str, scale: Scale, score: int, n: int) -> Counts:
    box = box_limits(metric, scale)
    top, bottom = n * box.holds_top(score), n * box.holds_bottom(score)
    return Counts(n, top, n - top - bottom, bottom, n * score, n * score * score, scale)


def _scores(query: WordsQuery) -> tuple[int, int] | None:
    """Return the ends of the wanted scores in hundredths; None for all."""
    if query.metric is None or query.score_class is None:
        return None
    scale = NPS_SCALE if query.metric == "nps" else query.scale
    if scale is None:
        return None
    box = box_limits(query.metric, scale)
    if query.score_class == "top":
        return box.top_min, box.top_max
    if query.score_class == "bottom":
        return box.bottom_min, box.bottom_max
    low, high = sorted([(box.bottom_min, box.bottom_max), (box.top_min, box.top_max)])
    return low[1] + 1, high[0] - 1
