"""Whatever the metrics can say has its words in both languages."""

from typing import get_args

import pytest

from cx_core.i18n import LANGUAGES, catalogue
from cx_core.metrics import ALL_METRICS
from cx_core.metrics.alerts import Alarm as AlertAlarm
from cx_core.metrics.compare import Reason, Verdict
from cx_core.metrics.decomposition import Alarm as MixAlarm
from cx_core.metrics.effects import EffectVerdict
from cx_core.metrics.gap import Agreement, Standing
from cx_core.metrics.intervals import NpsMethod
from cx_core.metrics.maturity import DIMENSIONS, ITEMS, LEVELS
from cx_core.metrics.penalty_reward import Kind
from cx_core.metrics.priorities import Quadrant
from cx_core.model.measure import Display

METHODS = (
    *get_args(NpsMethod), "wilson", "t", "two_adjusted_nets", "newcombe", "welch", "paired", "target",
    "empirical_bayes", "kitagawa", "theme_impact", "did", "lmg", "johnson", "least_squares", "interrupted_series", "weighted",
)  # fmt: skip
BY_CUSTOMER = tuple(f"{method}_by_customer" for method in (*get_args(NpsMethod), "wilson", "t"))
OTHER_REASONS = (
    "too_few_customers", "too_few_periods", "too_few_groups", "no_comparison", "low_coverage", "no_drivers",
    "on_everyone", "no_customers",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_has_its_texts(language):
    texts = catalogue(language)
    for metric in ALL_METRICS:
        for part in ("name", "short", "unit", "definition", "denominator", "exclusions"):
            assert texts[f"metric.{metric.key}.{part}"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("verdict", get_args(Verdict)),
        ("reason", (*get_args(Reason), *OTHER_REASONS)),
        ("standing", ("above", "below", "not_enough_evidence")),
        ("gap", get_args(Standing)),
        ("agreement", get_args(Agreement)),
        ("display", get_args(Display)),
        ("alert", (*get_args(AlertAlarm), "young", "sees")),
        ("mix", (*get_args(MixAlarm), "mix", "rate")),
        ("quadrant", get_args(Quadrant)),
        ("attribute", get_args(Kind)),
        ("effect", get_args(EffectVerdict)),
        ("weighting", ("fine", "warn", "refuse")),
        ("maturity.level", LEVELS),
        ("maturity.dimension", DIMENSIONS),
        ("maturity.item", [f"{dimension}{item}" for dimension in DIMENSIONS for item in ITEMS]),
    ],
)
def test_every_word_has_its_text(language, area, words):
    texts = catalogue(language)
    assert [word for word in words if f"{area}.{word}" not in texts] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", [*METHODS, *BY_CUSTOMER])
def test_every_method_is_named_and_explained(language, method):
    texts = catalogue(language)
    assert texts[f"method.{method}.name"]
    assert texts[f"method.{method}.explain"]
