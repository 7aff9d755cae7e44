"""Lines under watch: a fall after a steady year is seen, and a source that begins is named."""

from datetime import UTC, datetime, timedelta

import pytest

from cx_core.model.filters import Filters
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

MONDAY = datetime(2026, 1, 5, 5, tzinfo=UTC)


def week(number, channel, scores):
    at = (MONDAY + timedelta(weeks=number)).isoformat()
    return [
        {"responded_at": at, "channel": channel, "nps": score, "identity": f"{channel} {number} {place}"}
        for place, score in enumerate(scores)
    ]


@pytest.fixture
def shop(tmp_path):
    """Twenty steady weeks at +20 with 40 answers each; in the last one Zalo's answers are all bad."""
    workspace = Workspace.open(tmp_path / "shop")
    plain = [10, 10, 8, 8, 2] * 4
    rows = []
    for number in range(20):
        rows += week(number, "Store", plain) + week(number, "Zalo", [0] * 20 + [2] * 20 if number == 18 else plain)
    take(workspace.responses, *rows)
    return workspace


def test_the_line_that_fell_raises_an_alarm(shop):
    total, *groups = shop.alerting.lines("nps", "week", Filters(), "channel")
    assert total.is_total
    assert [line.value for line in groups] == ["Zalo", "Store"]
    by_name = {line.value: line.watch for line in groups}
    assert by_name["Zalo"].latest_alarm.is_worse
    assert by_name["Store"].latest_alarm is None


def test_levels_are_found_in_hindsight_only_where_there_are_two(shop):
    steady = shop.measuring.series("nps", "week", Filters().with_values("channel", ["Store"]))
    assert shop.alerting.levels(steady) == ()


def test_a_source_that_begins_later_is_named(shop):
    take(shop.responses, *week(10, "Web", [9] * 12), fingerprint="web", name="web.xlsx")
    spans = {one.source: one.first.label for one in shop.alerting.sources("nps", "week", Filters())}
    assert sorted(spans.values()) == ["2026-W02", "2026-W12"]


@pytest.fixture
def fallen(tmp_path):
    """Thirty weeks at +20 with 40 answers each, then fourteen at -100."""
    workspace = Workspace.open(tmp_path / "fallen")
    plain = [10, 10, 8, 8, 2] * 8
    rows = []
    for number in range(44):
        rows += week(number, "Store", plain if number < 30 else [0] * 20 + [2] * 20)
    take(workspace.responses, *rows)
    return workspace


def test_a_confirmed_level_quiets_the_line_and_keeps_its_history(fallen):
    (line,) = fallen.alerting.lines("nps", "week", Filters())
    assert line.watch.periods[-1].alarm
    # The first of the weeks that are still alarming is the first week after the fall: 26 + 4 weeks were quiet.
    assert line.new_level.first == (MONDAY + timedelta(weeks=30)).date()
    fallen.alerting.confirm(line.name, line.new_level.first)
    (calm,) = fallen.alerting.lines("nps", "week", Filters())
    assert calm.since == line.new_level.first
    # Fourteen weeks at the new level, all alike: no spread, so there is nothing to hold later weeks against.
    assert calm.watch.baseline.reason == "no_spread"
    assert not [one for one in calm.watch.periods if one.alarm]
    assert [one.period for one in calm.watched] == [one.period for one in line.watched][:4]


def test_a_confirmed_level_can_be_taken_back(fallen):
    (line,) = fallen.alerting.lines("nps", "week", Filters())
    fallen.alerting.confirm(line.name, line.new_level.first)
    fallen.alerting.confirm(line.name, None)
    assert fallen.alerting.confirmed() == ()
    assert fallen.alerting.lines("nps", "week", Filters()) == (line,)


def test_a_quiet_line_has_no_new_level_to_confirm(shop):
    store = shop.alerting.lines("nps", "week", Filters(), "channel")[2]
    assert store.new_level is None
