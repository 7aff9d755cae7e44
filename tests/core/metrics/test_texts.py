"""Whatever the metrics can say has its words in both languages."""

from typing import get_args

import pytest

from cx_core.i18n import LANGUAGES, catalogue
from cx_core.metrics import ALL_METRICS
from cx_core.metrics.compare import Reason, Verdict
from cx_core.metrics.gap import Agreement, Standing
from cx_core.metrics.intervals import NpsMethod
from cx_core.model.measure import Display

METHODS = (*get_args(NpsMethod), "wilson", "t", "two_adjusted_nets", "newcombe", "welch", "paired", "target")
BY_CUSTOMER = tuple(f"{method}_by_customer" for method in (*get_args(NpsMethod), "wilson", "t"))


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
        ("reason", (*get_args(Reason), "too_few_customers", "too_few_periods")),
        ("standing", ("above", "below", "not_enough_evidence")),
        ("gap", get_args(Standing)),
        ("agreement", get_args(Agreement)),
        ("display", get_args(Display)),
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
