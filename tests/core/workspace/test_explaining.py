"""A planted fall is found where it was planted, and the parts add up to it."""

from datetime import date

import pytest

from cx_core.findings.explained import Split, explain_change
from cx_core.model.filters import Filters
from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take
from tests.core.workspace.small_shop import said, shop  # noqa: F401

JUNE, JULY = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))


def test_the_fall_is_put_down_to_the_channel_that_fell(shop):  # noqa: F811
    found = shop.explaining.explain("nps", Filters(), JUNE, JULY, ("channel", "touchpoint"))
    # Counted: +20 in June; July (5 + 20 promoters - 35 - 10 detractors) of 100 = -20.
    assert (found.before.value, found.after.value, found.comparison.verdict) == (20.0, -20.0, "fell")
    split = found.split("channel")
    assert split.parts.mix.value == pytest.approx(0)
    assert split.parts.rate.value == pytest.approx(-40)
    assert [(one.segment, one.rate.value) for one in split.parts.parts] == [("Zalo", -40.0), ("Store", 0.0)]
    assert sum(one.change.value for one in found.split("touchpoint").carried) == pytest.approx(-40)
    assert {one.value: one.comparison.verdict for one in split.moves}["Zalo"] == "fell"


def test_the_filters_days_do_not_count_but_its_values_do(shop):  # noqa: F811
    chosen = Filters(date(2026, 7, 30), date(2026, 7, 31)).with_values("channel", ["Store"])
    found = shop.explaining.explain("nps", chosen, JUNE, JULY, ("channel",))
    assert (found.before.n, found.after.n, found.comparison.verdict) == (50, 50, "not_enough_evidence")


def test_an_empty_side_gives_no_number(shop):  # noqa: F811
    long_ago = (date(2020, 1, 1), date(2020, 1, 31))
    found = shop.explaining.explain("nps", Filters(), long_ago, JULY, ("channel",))
    assert found.comparison.reason == "no_answers"
    assert found.split("channel").parts.change is None


def test_an_unknown_field_is_refused(shop):  # noqa: F811
    with pytest.raises(Refusal):
        shop.explaining.explain("nps", Filters(), JUNE, JULY, ("weather",))


def test_a_change_of_sources_is_not_called_a_change_of_the_customers(tmp_path):
    # June: 100 letters at +20. July: the letters end, and 100 answers over Zalo stand at -60. All at one desk.
    workspace = Workspace.open(tmp_path / "moved")
    plain, bad = [10] * 40 + [8] * 40 + [2] * 20, [10] * 10 + [8] * 20 + [2] * 70
    take(workspace.responses, *said("Desk", 6, plain), fingerprint="letters", name="letters.csv")
    take(workspace.responses, *said("Desk", 7, bad), fingerprint="zalo", name="zalo.csv")
    found = workspace.explaining.explain("nps", Filters(), JUNE, JULY, ("channel", "source"))
    assert found.comparison.difference < -50
    assert (found.comparison.verdict, found.comparison.reason) == ("not_enough_evidence", "other_sources")
    (desk,) = found.split("channel").moves
    assert desk.comparison.reason == "other_sources"
    splits = [
        Split(one.field, one.parts, tuple((move.value, move.comparison) for move in one.moves)) for one in found.splits
    ]
    told = explain_change(found.before, found.after, found.comparison, splits, lambda *_: None)
    assert told[0].message.key == "finding.sources.fell_total"
    assert {one.group for one in told if one.status == "confirmed"} == {
        (("source", "letters"),), (("source", "zalo"),),
    }  # fmt: skip
