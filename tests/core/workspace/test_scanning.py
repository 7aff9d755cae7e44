"""Groups scanned together: the planted fall is announced, the steady group is not, and the spans are those said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cx_core.findings.moved import scan_table, what_moved
from cx_core.model.filters import Filters
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

LAST = date(2026, 6, 30)
PLAIN, BAD = [10] * 24 + [8] * 24 + [2] * 12, [10] * 6 + [8] * 6 + [2] * 48


def told(channel, days_before, scores):
    at = datetime(LAST.year, LAST.month, LAST.day, 5, tzinfo=UTC) - timedelta(days=days_before)
    return [
        {
            "responded_at": at.isoformat(),
            "channel": channel,
            "nps": score,
            "identity": f"{channel} {days_before} {place}",
        }
        for place, score in enumerate(scores)
    ]


@pytest.fixture
def shop(tmp_path):
    """Two channels with 60 answers in each of the two spans; Zalo falls from +20 to -70, the store stays."""
    workspace = Workspace.open(tmp_path / "shop")
    rows = [*told("Store", 100, PLAIN), *told("Store", 0, PLAIN), *told("Zalo", 100, PLAIN), *told("Zalo", 89, BAD)]
    take(workspace.responses, *rows)
    return workspace


def test_the_spans_are_the_last_ninety_days_and_the_ninety_before(shop):
    scan = shop.scanning.scan("nps", Filters(), ("channel",))
    assert scan.after == (date(2026, 4, 2), LAST)
    assert scan.before == (date(2026, 1, 2), date(2026, 4, 1))
    # Day 89 before the last is the first of the ninety.
    assert {change.group: change.after.n for change in scan.changes} == {
        (): 120, (("channel", "Store"),): 60, (("channel", "Zalo"),): 60,
    }  # fmt: skip


def test_only_what_moved_is_announced(shop):
    found = what_moved(shop.scanning.scan("nps", Filters(), ("channel",)).changes)
    assert [(one.status, one.group) for one in found] == [("confirmed", (("channel", "Zalo"),)), ("confirmed", ())]


def test_the_table_has_every_group_that_was_looked_at(shop):
    rows = scan_table(shop.scanning.scan("nps", Filters(), ("channel",)).changes)
    by_group = {change.group: (before.value, after.value) for change, before, after, _ in rows}
    assert by_group[("channel", "Store"),] == (20.0, 20.0)
    # 6 promoters and 48 detractors of 60.
    assert by_group[("channel", "Zalo"),] == (20.0, -70.0)


def test_filters_end_the_later_span(shop):
    earlier = Filters(until=date(2026, 5, 1))
    assert shop.scanning.scan("nps", earlier, ()).after[1] == date(2026, 5, 1)


def test_without_days_there_is_nothing_to_scan(tmp_path):
    workspace = Workspace.open(tmp_path / "shop")
    assert workspace.scanning.scan("nps", Filters(), ("channel",)) is None


def test_home_scans_both_kinds_of_surveys_and_names_them(tmp_path):
    """The yearly survey falls; the larger one after visits stays, and neither hides the other."""
    workspace = Workspace.open(tmp_path / "two")
    visits = [{**one, "touchpoint": "Desk"} for days in (100, 0) for one in told("Store", days, PLAIN)]
    yearly = [
        {name: value for name, value in one.items() if name != "channel"}
        for days, scores in ((100, PLAIN), (0, BAD[:30] + BAD[-20:]))
        for one in told("yearly", days, scores)
    ]
    take(workspace.responses, *visits, fingerprint="visits", name="visits.csv")
    take(workspace.responses, *yearly, fingerprint="yearly", name="yearly.csv")
    moved = [one for one in workspace.overviews.overview(LAST).with_status("confirmed") if one.metric == "nps"]
    assert [(one.survey_kind, one.group) for one in moved] == [("relational", ())]
