"""What customers speak of: how often, how they feel about it, what it does to the score, where, and what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from cx_core.metrics import MeasuredCell, measure_cells
from cx_core.metrics.boxes import box_limits
from cx_core.metrics.differences import share_difference
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.multiple import FALSE_DISCOVERY_RATE, adjusted_p_values
from cx_core.metrics.themes import theme_impact
from cx_core.model.analysed import Analysed, Mark, Sentiment
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.filters import Filters
from cx_core.model.imports import CodedFilter, Verbatim
from cx_core.model.measure import MIN_N_TESTED, Counts
from cx_core.model.period import Grain, Period, day_from_number, periods_between
from cx_core.model.query import Cell
from cx_core.model.said import Said
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from cx_core.store.theme_counts import ThemeCounts, ThemeScore
from cx_core.workspace.measuring import Measuring
from cx_core.workspace.words import unlike

#: A theme is new or growing when the last four weeks speak of it more than the twelve weeks before.
RECENT, EARLIER = timedelta(days=28), timedelta(days=84)
#: A growth must be seen by eye, too: this many comments, and this many times the share from before.
_MIN_RECENT, _MIN_RATIO = 10, 1.3
#: So many of the newest comments are looked through for quotes that differ.
_QUOTES_LOOKED_AT = 20


@dataclass(frozen=True)
class Growth:
    """A theme's share of the comments in the last four weeks and in the twelve before; ``word`` says what is sure.

    ``new`` was hardly spoken of before, ``growing`` and ``fading`` stand after a test that allows for the number of
    themes, ``steady`` is everything else.
    """

    n_recent: int
    share_recent: float
    share_before: float
    word: str


@dataclass(frozen=True)
class ThemeRow:
    """One theme: the comments that speak of it, those that praise and those that complain, and its impact.

    ``share`` is of all comments read. ``impact`` is what the metric's value would be more without these comments.
    """

    theme: str
    n: int
    n_positive: int
    n_negative: int
    share: float
    impact: Estimate
    growth: Growth | None = None

    @property
    def share_negative(self) -> float:
        """The share of the theme's comments that complain, 0 to 1."""
        return self.n_negative / self.n if self.n else 0.0

    @property
    def share_positive(self) -> float:
        """The share of the theme's comments that praise, 0 to 1."""
        return self.n_positive / self.n if self.n else 0.0


@dataclass(frozen=True)
class ThemeTable:
    """All themes, the most spoken of first; ``n`` comments were read, impacts are of the ``n_scored`` with a score."""

    rows: tuple[ThemeRow, ...]
    n: int
    n_positive: int
    n_negative: int
    scale: Scale | None = None
    n_scored: int = 0


@dataclass(frozen=True)
class ThemePoint:
    """How often a theme came up in a period: ``n`` of ``n_all`` comments, ``n_negative`` of them complaints."""

    period: Period
    n: int
    n_negative: int
    n_all: int


@dataclass(frozen=True)
class ThemeCell:
    """Where a touchpoint and a theme meet; ``touchpoint`` is an id of the map, None where nothing is assigned."""

    touchpoint: str | None
    theme: str
    n: int
    n_positive: int
    n_negative: int


class Themes:
    """Questions about what customers speak of, under the filters of every page."""

    def __init__(
        self, responses: ResponseStore, analyses: AnalysisStore, counts: ThemeCounts, measuring: Measuring
    ) -> None:
        self._responses = responses
        self._analyses = analyses
        self._counts = counts
        self._measuring = measuring

    def of(self, verbatims: Iterable[Verbatim]) -> dict[int, Analysed]:
        """Return the analyses of some comments by id; those that still wait are not among them."""
        return self._analyses.of([one.id for one in verbatims])

    def n_read(self) -> int:
        """Return how many comments have been read at least once, be it before the last change of words or themes."""
        return self._counts.n_read()

    def table(self, metric: str, filters: Filters | None = None) -> ThemeTable:
        """Return every theme with its impact on a metric, measured on the scale with the most answers.

        The impact on a metric that is no score of single answers is not known.
        """
        included = self._included(filters)
        tallies = _tallies(self._counts.feelings(included))
        everyone = tallies.pop(None, _Tally())
        by_theme, scale = self._scores(included, metric)
        grown = self._growth(included)
        scored = by_theme.get(None, Counts())
        rows = [
            ThemeRow(
                theme,
                tally.n,
                tally.positive,
                tally.negative,
                tally.n / everyone.n if everyone.n else 0.0,
                theme_impact(by_theme.get(theme, Counts()), scored, metric),
                grown.get(theme),
            )
            for theme, tally in tallies.items()
            if theme is not None
        ]
        rows.sort(key=lambda row: (-row.n, row.theme))
        return ThemeTable(tuple(rows), everyone.n, everyone.positive, everyone.negative, scale, scored.n)

    def trend(self, theme: str, every: Grain, filters: Filters | None = None) -> tuple[ThemePoint, ...]:
        """Return how often a theme came up, period by period, from the first day with comments to the last."""
        rows = self._counts.days(self._included(filters))
        everyone = [(day_from_number(day), n) for name, day, n, _ in rows if name is None]
        if not everyone:
            return ()
        found: dict[Period, list[int]] = {
            period: [0, 0, 0] for period in periods_between(min(everyone)[0], max(everyone)[0], every)
        }
        for day, n in everyone:
            found[Period.containing(day, every)][2] += n
        for name, number, n, n_negative in rows:
            if name == theme:
                sums = found[Period.containing(day_from_number(number), every)]
                sums[0] += n
                sums[1] += n_negative
        return tuple(ThemePoint(period, *sums) for period, sums in found.items())

    def by_touchpoint(self, journey_id: str, filters: Filters | None = None) -> tuple[ThemeCell, ...]:
        """Return touchpoint × theme on a map."""
        assignment = self._measuring.assignment(journey_id)
        chosen = replace(filters or Filters(), journey_id=journey_id)
        tallies: dict[tuple[str | None, str], _Tally] = {}
        for theme, place, feeling, n in self._counts.places(self._included(chosen)):
            if theme is not None:
                key = (assignment.touchpoint(place) if assignment else None, theme)
                tallies.setdefault(key, _Tally()).add(feeling, n)
        return tuple(ThemeCell(*key, one.n, one.positive, one.negative) for key, one in tallies.items())

    def quotes(self, theme: str, n_each: int = 3, filters: Filters | None = None) -> tuple[Verbatim, ...]:
        """Return as many comments that praise a theme as complain of it, newest first; those marked as quotes first.

        What several customers say in the same words is quoted once.
        """
        wanted: tuple[Sentiment, ...] = ("positive", "negative")
        found: list[Verbatim] = []
        marks: tuple[Mark | None, ...] = ("quote", None)
        for feeling in wanted:
            chosen: dict[int, Verbatim] = {}
            for mark in marks:
                included = replace(self._included(filters), said=Said((theme,), feeling, mark))
                for one in self._responses.verbatims(included, limit=_QUOTES_LOOKED_AT):
                    chosen.setdefault(one.id, one)
            found += unlike(chosen.values())[:n_each]
        return tuple(found)

    def measure(self, metric: str, filters: Filters | None = None) -> tuple[MeasuredCell, ...]:
        """Return a metric over the answers that speak of each theme; one that speaks of two counts for both."""
        tables = self._by_scale(self._included(filters), metric).values()
        themes = sorted({theme for table in tables for theme in table if theme is not None})
        return tuple(
            cell
            for theme in themes
            for cell in measure_cells(
                metric, [Cell((("theme", theme),), None, table[theme]) for table in tables if theme in table]
            )
        )

    def _included(self, filters: Filters | None) -> CodedFilter:
        chosen = (filters or Filters()).with_values("scale", ())
        return self._measuring.included(chosen)

    def _scores(self, included: CodedFilter, metric: str) -> tuple[dict[str | None, Counts], Scale | None]:
        by_scale = self._by_scale(included, metric)
        main = _main(by_scale)
        return by_scale.get(main, {}), main

    def _by_scale(self, included: CodedFilter, metric: str) -> dict[Scale | None, dict[str | None, Counts]]:
        if metric not in SCORE_ROLES:
            return {}
        scales = self._measuring.dictionary().scales
        found: dict[Scale | None, dict[str | None, Counts]] = {}
        for one in self._counts.scores(included, metric):
            scale = NPS_SCALE if one.scale is None else scales[one.scale]
            table = found.setdefault(scale, {})
            table[one.theme] = table.get(one.theme, Counts(scale=scale)) + _counts_of(one, metric, scale)
        return found

    def _growth(self, included: CodedFilter) -> dict[str, Growth]:
        rows = self._counts.days(included)
        days = [day for theme, day, _, _ in rows if theme is None]
        if not days:
            return {}
        last = max(days)
        recent, before = last - RECENT.days, last - RECENT.days - EARLIER.days
        sums: dict[str | None, list[int]] = {}
        for theme, day, n, _ in rows:
            if day > before:
                sums.setdefault(theme, [0, 0])[0 if day > recent else 1] += n
        n_recent, n_before = sums.pop(None)
        themes = {theme: told for theme, told in sums.items() if theme is not None}
        tests = [
            share_difference(_share(told[1], n_before), _share(told[0], n_recent)) if n_before and n_recent else None
            for told in themes.values()
        ]
        sure = adjusted_p_values([None if one is None else one.p_value for one in tests])
        return {
            theme: _grown(told, n_recent, n_before, p_value)
            for (theme, told), p_value in zip(themes.items(), sure, strict=True)
        }


@dataclass
class _Tally:
    n: int = 0
    positive: int = 0
    negative: int = 0

    def add(self, feeling: str, n: int) -> None:
        self.n += n
        self.positive += n if feeling == "positive" else 0
        self.negative += n if feeling == "negative" else 0


def _tallies(rows: Iterable[tuple[str | None, str, int]]) -> dict[str | None, _Tally]:
    found: dict[str | None, _Tally] = {}
    for theme, feeling, n in rows:
        found.setdefault(theme, _Tally()).add(feeling, n)
    return found


def _counts_of(one: ThemeScore, metric: str, scale: Scale) -> Counts:
    box = box_limits(metric, scale)
    top = one.n if box.holds_top(one.hundredths) else 0
    bottom = one.n if box.holds_bottom(one.hundredths) else 0
    total = one.n * one.hundredths
    return Counts(one.n, top, one.n - top - bottom, bottom, total, total * one.hundredths, scale)


def _main(by_scale: dict[Scale | None, dict[str | None, Counts]]) -> Scale | None:
    return max(by_scale, key=lambda scale: by_scale[scale].get(None, Counts()).n, default=None)


def _share(n: int, n_all: int) -> Counts:
    return Counts(n_all, n, 0, n_all - n)


def _grown(told: list[int], n_recent: int, n_before: int, p_value: float | None) -> Growth:
    share = told[0] / n_recent if n_recent else 0.0
    earlier = told[1] / n_before if n_before else 0.0
    word = "steady"
    if p_value is not None and p_value <= FALSE_DISCOVERY_RATE and n_before >= MIN_N_TESTED:
        if share >= earlier * _MIN_RATIO and told[0] >= _MIN_RECENT:
            word = "growing" if told[1] >= _MIN_RECENT else "new"
        elif earlier >= share * _MIN_RATIO and told[1] >= _MIN_RECENT:
            word = "fading"
    return Growth(told[0], share, earlier, word)
