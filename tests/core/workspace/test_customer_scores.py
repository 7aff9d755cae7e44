"""What customers said at each touchpoint: counted by hand, and alike over the columns and answer by answer."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.filters import Filters
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

AT = "2026-05-04T05:00:00Z"


def rows_of(target, table, outcome):
    """Return the units as rows of what is given, rounded, in an order that means nothing."""
    found = [
        {outcome: target[at], **{name: values[at] for name, values in table.items() if np.isfinite(values[at])}}
        for at in range(len(target))
    ]
    return settled(found)


def settled(rows):
    return sorted(sorted((name, round(value, 6)) for name, value in row.items()) for row in rows)


def test_a_customer_has_the_mean_of_each_touchpoint(tmp_path):
    shop = Workspace.open(tmp_path)
    said = [
        {"customer": "a", "nps": 9, "touchpoint": "Survey"},
        {"customer": "a", "nps": 5, "touchpoint": "Survey"},
        {"customer": "a", "csat": 2, "rating": 4, "touchpoint": "Hotline"},  # 25 and 75 of 100
        {"customer": "a", "csat": 5, "touchpoint": "Shop"},
        {"customer": "b", "nps": 3, "csat": 3, "touchpoint": "Shop"},
        {"customer": "c", "csat": 3, "touchpoint": "Shop"},  # without the outcome
        {"customer": "d", "nps": 10, "touchpoint": "Shop"},  # with nothing beside it
        {"nps": 10, "csat": 5, "touchpoint": "Shop"},  # nobody's
    ]
    take(shop.responses, *({**one, "responded_at": AT, "identity": str(at)} for at, one in enumerate(said)))
    target, table = shop.driving._by_columns("nps", Filters())
    assert rows_of(target, table, "nps") == settled(
        [{"nps": 70.0, "Hotline": 50.0, "Shop": 100.0}, {"nps": 30.0, "Shop": 50.0}]
    )
    assert shop.driving.drivers("nps", kind="touchpoints").n_units == 2


ANSWER = st.fixed_dictionaries(
    {
        "customer": st.sampled_from([None, "a", "b", "c"]),
        "touchpoint": st.sampled_from([None, "Hotline", "Shop"]),
        "channel": st.sampled_from([None, "Zalo"]),
        "nps": st.sampled_from([None, 0, 7, 10]),
        "csat": st.sampled_from([None, 1, 4]),
        "ces": st.sampled_from([None, 1, 7]),
        "responded_at": st.sampled_from([None, AT]),
    }
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.lists(ANSWER, min_size=1, max_size=15),
    outcome=st.sampled_from(["nps", "csat"]),
    channels=st.sampled_from([(), ("Zalo",), ("",)]),
)
def test_columns_and_single_answers_tell_the_same(tmp_path_factory, answers, outcome, channels):
    shop = Workspace.open(tmp_path_factory.mktemp("shop"))
    one_of_each = {"customer": "c", "touchpoint": "Hotline", "channel": "Zalo", "nps": 7, "responded_at": AT}
    answers = [one_of_each, {**one_of_each, "channel": None}, *answers]
    take(shop.responses, *({**one, "identity": str(at)} for at, one in enumerate(answers)))
    filters = Filters().with_values("channel", channels)
    looked_up, _ = shop.driving._rows(outcome, filters, "touchpoints")
    found = shop.driving._by_columns(outcome, filters)
    assert found is not None
    assert rows_of(*found, outcome) == settled(looked_up)
    for values in found[1].values():
        assert any(math.isfinite(one) for one in values)


def test_without_columns_single_answers_are_looked_at(tmp_path, monkeypatch):
    shop = Workspace.open(tmp_path)
    said = [{"customer": "a", "nps": 9, "csat": 1 + at, "touchpoint": "Shop", "identity": str(at)} for at in range(2)]
    take(shop.responses, *said)
    monkeypatch.setattr(shop.responses.columns, "held", lambda stamp, names: None)
    ((name, mean, _, _),) = shop.driving.drivers("nps", kind="touchpoints").performance
    assert (name, mean) == ("Shop", pytest.approx(12.5))
