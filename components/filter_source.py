"""What the filter bar offers on these data: the metrics that were measured, the fields with their values, the days."""

from __future__ import annotations

from datetime import timedelta

from components.cached import kept, workspace
from components.distinct import distinct, touchpoint_labels
from components.filter_choice import FIXED_FIELDS, FieldOptions, FilterOptions
from components.texts import language, t
from cx_core.metrics import ALL_METRICS, SCORE_METRICS
from cx_core.model.filters import MISSING, SAVED_SEGMENT, Filters
from cx_core.model.journey import Journey

#: The scale that a page begins with is the one most asked in so many last days of the data.
_LATELY_DAYS = 30


def filter_options(journey: Journey | None, *, scores_only: bool = True) -> FilterOptions | None:
    """Return what can be chosen on these data; None when nothing has been measured.

    ``scores_only`` leaves out metrics that are no score of a single answer: some pages work on those alone.
    """
    measuring = workspace().measuring
    offered = SCORE_METRICS if scores_only else ALL_METRICS
    metrics = tuple(one.key for one in offered if kept(measuring.n_answers, Filters(), one.key))
    if not metrics:
        return None
    days = kept(measuring.day_range)
    names = (*(name for name in FIXED_FIELDS if name != SAVED_SEGMENT), *kept(measuring.segment_fields))
    fields = [field_options(name, journey) for name in names]
    return FilterOptions(
        metrics=metrics,
        fields=tuple(one for one in fields if one.values),
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        journey_id=journey.id if journey else None,
        scales=tuple((metric, _scales(metric)) for metric in metrics),
        segments=_segments(),
        kinds=_kinds(),
    )


def _segments() -> FieldOptions | None:
    """Return the saved segments to filter by; None where there are none."""
    known = tuple((one.id, one.name) for one in workspace().segments.all())
    return FieldOptions(SAVED_SEGMENT, t(f"filters.fields.{SAVED_SEGMENT}"), known) if known else None


def _kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of surveys that asked for NPS, the most answers first."""
    counts: dict[str, int] = {}
    for one in kept(workspace().measuring.survey_kinds):
        counts[one.kind] = counts.get(one.kind, 0) + one.n
    return tuple((kind, t(f"filters.kinds.{kind}")) for kind in sorted(counts, key=lambda kind: -counts[kind]))


def _scales(metric: str) -> tuple[tuple[str, str], ...]:
    """Return the scales a metric was asked on: the one most asked lately first, then those with the most answers."""
    measuring = workspace().measuring
    found = kept(measuring.scales, metric)
    if len(found) > 1:
        last = kept(measuring.data_through)
        lately = Filters().with_dates(last - timedelta(days=_LATELY_DAYS - 1), last) if last else Filters()
        now = dict(kept(measuring.scales, metric, lately))
        found = tuple(sorted(found, key=lambda one: (-now.get(one[0], 0), -one[1])))
    return tuple((scale.key, t(f"filters.scales.{scale.direction}", scale=scale.label)) for scale, _ in found)


def field_options(name: str, journey: Journey | None) -> FieldOptions:
    """Return a field's values; the touchpoints and stages of the chosen map go by its ids and names."""
    label = t(f"filters.fields.{name}") if name in FIXED_FIELDS else name
    if journey is not None and name in ("touchpoint", "stage"):
        stages = {one.id: one.name.in_language(language()) for one in journey.stages}
        labels = touchpoint_labels(journey, language()) if name == "touchpoint" else distinct(stages)
        known = list(labels.items())
        return FieldOptions(name, label, (*known, (MISSING, t("filters.missing"))) if known else ())
    found = kept(workspace().measuring.options, name)
    return FieldOptions(name, label, tuple((one.value, one.label or t("filters.missing")) for one in found))
