"""Sources that come and go: what a line may join, and what no customer changed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.findings import Change, what_moved
from cx_core.i18n import say
from cx_core.metrics.alerts import watch_series
from cx_core.metrics.compare import compare
from cx_core.metrics.continuity import held_against_sources, is_continued, shared_part
from cx_core.metrics.trend import build_series, build_series_by_group, change_on_year, rolling
from cx_core.model.measure import Counts
from cx_core.model.period import Period
from cx_core.model.query import Cell
from tests.core.metrics.answers import nps_counts

GLAD, CROSS = nps_counts(120, 50, 30), nps_counts(60, 50, 90)  # +45 and -15
SOURCES = st.dictionaries(st.sampled_from(["form", "zalo", "store", None]), st.integers(0, 50))


def parts(**n):
    return [(name, Counts(count)) for name, count in n.items()]


def months(*answers, first=(2026, 1)):
    """Cells of months by their sources: {"form": counts}."""
    period, plain, by_source = Period.containing(date(*first, 1), "month"), [], []
    for one in answers:
        plain += [Cell((), period, sum(one.values(), Counts()))]
        by_source += [Cell((("source", name),), period, counts) for name, counts in one.items()]
        period = period.next()
    return plain, by_source, period.previous().last


def series_of(*answers, first=(2026, 1)):
    plain, by_source, last = months(*answers, first=first)
    return build_series("nps", plain, last, by_source=by_source)


def test_a_quarter_of_other_sources_leaves_three_quarters_in_common():
    assert shared_part(parts(form=30, zalo=10), parts(form=20, zalo=20)) == 0.75
    assert shared_part(parts(form=30), parts(zalo=10)) == 0.0
    assert shared_part([], parts(zalo=10)) is None


@given(SOURCES, SOURCES)
def test_what_two_spans_share_is_a_share_and_the_same_from_both_sides(before, after):
    one, two = ([(name, Counts(n)) for name, n in side.items()] for side in (before, after))
    shared = shared_part(one, two)
    assert shared == pytest.approx(shared_part(two, one)) if shared is not None else shared_part(two, one) is None
    if shared is not None:
        assert -1e-12 <= shared <= 1 + 1e-12
    assert shared_part(one, one) == (pytest.approx(1) if any(before.values()) else None)


def test_half_is_enough_to_go_on():
    assert is_continued(parts(old=10), parts(old=5, new=5))
    assert not is_continued(parts(old=10), parts(old=49, new=51))
    assert is_continued([], parts(new=5))


def test_a_fall_that_other_sources_bring_is_not_announced_and_one_inside_a_source_is():
    fall = compare("nps", GLAD, CROSS)
    assert fall.verdict == "fell"
    replaced = held_against_sources(fall, [("mail", GLAD)], [("zalo", CROSS)])
    assert (replaced.verdict, replaced.reason, replaced.difference) == (
        "not_enough_evidence", "other_sources", fall.difference,
    )  # fmt: skip
    assert held_against_sources(fall, [("mail", GLAD)], [("mail", CROSS)]) == fall
    assert held_against_sources(fall, [], [("zalo", CROSS)]) == fall


def test_sources_that_only_change_their_weights_carry_the_change():
    # The form stays at +45 and Zalo at -15; only Zalo's weight goes from a tenth to nine tenths.
    a_tenth, most = nps_counts(12, 5, 3), nps_counts(108, 45, 27)
    few, many = nps_counts(6, 5, 9), nps_counts(54, 45, 81)
    fall = compare("nps", most + few, a_tenth + many)
    held = held_against_sources(fall, [("form", most), ("zalo", few)], [("form", a_tenth), ("zalo", many)])
    assert (fall.verdict, held.reason) == ("fell", "other_sources")


def test_a_source_that_ends_and_one_that_begins_break_the_comparison_of_months_and_years():
    replaced = series_of({"mail": GLAD}, {"mail": GLAD}, {"zalo": CROSS})
    assert (replaced.change.verdict, replaced.change.reason) == ("not_enough_evidence", "other_sources")
    assert series_of({"mail": GLAD}, {"mail": CROSS}).change.verdict == "fell"
    year = [{"mail": GLAD}] + [{"mail": GLAD, "zalo": GLAD}] * 11 + [{"zalo": CROSS}]
    assert change_on_year(series_of(*year, first=(2025, 1))).reason == "other_sources"


def test_the_rolling_line_pools_no_two_regimes():
    series = series_of({"mail": GLAD}, {"mail": GLAD}, {"zalo": CROSS}, {"zalo": CROSS})
    assert [(point.measure.value, point.measure.reason) for point in rolling(series, 2)] == [
        (45.0, None), (None, "other_sources"), (-15.0, None),
    ]  # fmt: skip


def test_a_level_belongs_to_its_sources():
    # Thirteen months of mail at +45, then Zalo at -15: no alarm against the level of the mails.
    regimes = [{"mail": GLAD}] * 13 + [{"zalo": CROSS}] * 3
    assert watch_series(series_of(*regimes, first=(2025, 1))).baseline.reason == "too_few_periods"
    same = [{"mail": one["mail"] if "mail" in one else one["zalo"]} for one in regimes]
    wobbly = [{"mail": nps_counts(120 + i % 3, 50, 30 - i % 3)} for i in range(13)]
    fallen = watch_series(series_of(*wobbly, *same[13:], first=(2025, 1)))
    assert fallen.latest_alarm is not None
    assert fallen.latest_alarm.is_worse
    # One month in which another source was loudest is left out, and the watch goes on.
    once = [*wobbly[:6], {"fair": CROSS}, *wobbly[6:], {"mail": GLAD}]
    watch = watch_series(series_of(*once, first=(2025, 1)))
    assert watch.baseline.centre is not None
    assert watch.latest_alarm is None


def test_groups_have_their_own_sources():
    period = Period.containing(date(2026, 1, 1), "month")
    cells = [Cell((("channel", "web"),), at, counts) for at, counts in ((period, GLAD), (period.next(), CROSS))]
    by_source = [
        Cell((("channel", "web"), ("source", name)), cell.period, cell.counts)
        for cell, name in zip(cells, ("mail", "zalo"), strict=True)
    ]
    ((_, web),) = build_series_by_group("nps", cells, date(2026, 2, 28), by_source=by_source)
    assert web.change.reason == "other_sources"


def test_findings_tell_of_the_sources_once_and_announce_nothing():
    mail, zalo = (("mail", GLAD),), (("zalo", CROSS),)
    total = Change("nps", (), GLAD, CROSS, sources_before=mail, sources_after=zalo)
    desk = Change("nps", (("channel", "desk"),), GLAD, CROSS, sources_before=mail, sources_after=zalo)
    (finding,) = what_moved([total, desk])
    assert (finding.status, finding.group) == ("note", ())
    assert say(finding.message, "vi") == (
        "NPS khác trước: từ 45 xuống -15, nhưng phần lớn là do nguồn trả lời đã khác, chưa hẳn do khách hàng."
    ).replace("-", "−")
    (alone,) = what_moved([desk])
    assert "other sources answered" in say(alone.message, "en")
