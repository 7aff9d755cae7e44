"""What each theme carries of a change: every answer's score shared out over what its comment speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cx_core.metrics.attribution import Carried, shared_change
from cx_core.metrics.boxes import box_limits
from cx_core.metrics.registry import score_role
from cx_core.model.feedback import NPS_SCALE, Scale
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.model.measure import Counts
from cx_core.model.said import NO_THEME, Said
from cx_core.store.responses import ResponseStore
from cx_core.store.theme_shares import ThemeShare, ThemeShares
from cx_core.workspace.measuring import Measuring

_Side = dict[str | None, dict[int, Counts]]


class ThemeCauses:
    """Shares changes out over themes."""

    def __init__(self, responses: ResponseStore, shares: ThemeShares, measuring: Measuring) -> None:
        self._responses = responses
        self._shares = shares
        self._measuring = measuring

    def carried(
        self,
        metric: str,
        filters: Filters,
        before: tuple[date, date],
        after: tuple[date, date],
        scale: Scale | None = None,
    ) -> tuple[Carried, ...]:
        """Return what each theme carries of the change between two spans; the parts add up to it exactly.

        Group None are the answers that speak of no theme. ``scale`` keeps the answers on one scale. Empty for a metric
        that is no score of an answer, where a span has no answers, and where no comment speaks of a theme.
        """
        role = score_role(metric)
        if role is None:
            return ()
        sides = [self._side(metric, role, filters.with_dates(*span), scale) for span in (before, after)]
        if not any(theme is not None for side in sides for theme in side):
            return ()
        return shared_change(metric, *sides)

    def words(self, metric: str, filters: Filters, theme: str | None, limit: int) -> tuple[Verbatim, ...]:
        """Return the newest comments on a theme that gave a metric's score; ``theme`` None those that speak of none."""
        included = replace(self._measuring.included(filters, metric), said=Said((theme or NO_THEME,)))
        return self._responses.verbatims(included, metric=score_role(metric), limit=limit)

    def _side(self, metric: str, role: str, filters: Filters, wanted: Scale | None) -> _Side:
        included = self._measuring.included(filters.with_values("scale", ()))
        scales = self._measuring.dictionary().scales
        side: _Side = {}
        for one in self._shares.scores(included, role):
            scale = NPS_SCALE if one.scale is None else scales[one.scale]
            if wanted is not None and scale != wanted:
                continue
            by_k = side.setdefault(one.theme, {})
            by_k[one.n_themes] = by_k.get(one.n_themes, Counts(scale=scale)) + _counts_of(one, metric, scale)
        return side


def _counts_of(one: ThemeShare, metric: str, scale: Scale) -> Counts:
    box = box_limits(metric, scale)
    top, bottom = one.n * box.holds_top(one.hundredths), one.n * box.holds_bottom(one.hundredths)
    total = one.n * one.hundredths
    return Counts(one.n, top, one.n - top - bottom, bottom, total, total * one.hundredths, scale)
