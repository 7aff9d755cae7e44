"""What a segment's conditions can be about: each field with its label and how its condition is put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.cached import kept, kept_words, workspace
from components.filter_source import field_options
from components.texts import language, t
from cx_core.metrics.rfm import GROUPS
from cx_core.model.analysed import SENTIMENTS
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.filters import SURVEY_KIND
from cx_core.model.segment import DAY, FEELING, HAS_ORDERS, NO_ORDERS, ORDERS, RFM, SCORE_PREFIX, THEME

Shape = Literal["values", "score", "day", "one"]


@dataclass(frozen=True)
class ConditionField:
    """One field: ``values`` to choose from as pairs of value and label, or the ends of a score's scale."""

    field: str
    label: str
    shape: Shape = "values"
    values: tuple[tuple[str, str], ...] = ()
    ends: tuple[float, float] = (0.0, 10.0)


def condition_fields() -> dict[str, ConditionField]:
    """Return every field that the data have, by name: columns first, then scores, words and orders."""
    names = ("channel", "touchpoint", "stage", "source", *kept(workspace().measuring.segment_fields))
    found = []
    for name in names:
        one = field_options(name, None)
        if one.values:
            found.append(ConditionField(name, one.label, values=one.values))
    kinds = tuple(dict.fromkeys(one.kind for one in kept(workspace().measuring.survey_kinds)))
    if kinds:
        labels = tuple((kind, t(f"filters.kinds.{kind}")) for kind in kinds)
        found.append(ConditionField(SURVEY_KIND, t("filters.survey_kind"), values=labels))
    found += _scores()
    found.append(ConditionField(DAY, t("segments.fields.day"), "day"))
    found += _words()
    if kept(workspace().customers.rows):
        groups = tuple((group, t(f"customers.groups.name.{group}")) for group in GROUPS)
        answers = tuple((one, t(f"segments.orders.{one}")) for one in (HAS_ORDERS, NO_ORDERS))
        found.append(ConditionField(RFM, t("segments.fields.rfm"), values=groups))
        found.append(ConditionField(ORDERS, t("segments.fields.orders"), "one", answers))
    return {one.field: one for one in found}


def _scores() -> list[ConditionField]:
    found = []
    for metric in SCORE_ROLES:
        scales = [scale for scale, _ in kept(workspace().measuring.scales, metric)]
        for scale in scales:
            name = t(f"metric.{metric}.short")
            label = t("segments.score", metric=name)
            if len(scales) > 1:
                label = t("segments.score_scale", metric=name, scale=scale.label)
            key = f"{SCORE_PREFIX}{metric}" if metric == "nps" else f"{SCORE_PREFIX}{metric}:{scale.key}"
            found.append(ConditionField(key, label, "score", ends=(float(scale.minimum), float(scale.maximum))))
    return found


def _words() -> list[ConditionField]:
    if not kept_words(workspace().measuring.n_answers, None, "sentiment"):
        return []
    themes = tuple(workspace().taxonomies.names(language()).items())
    feelings = tuple((one, t(f"feedback.sentiment.{one}")) for one in SENTIMENTS)
    return [
        ConditionField(THEME, t("segments.fields.theme"), values=themes),
        ConditionField(FEELING, t("segments.fields.feeling"), values=feelings),
    ]
