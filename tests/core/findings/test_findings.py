"""What is announced, what is only watched, and what the data do not say, in words of both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cx_core.findings import (
    Change,
    about_channels,
    about_sources,
    about_unassigned,
    about_unmeasured,
    what_moved,
)
from cx_core.i18n import say
from cx_core.model.feedback import Scale
from cx_core.model.imports import SourceFreshness
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of, nps_counts

FALL = (nps_counts(60, 20, 20), nps_counts(35, 30, 35))
TOTAL = Change("nps", (), *FALL)
ZALO = Change("nps", (("channel", "zalo"),), *FALL, label="Zalo")
QUIET = [Change("nps", (("channel", f"c{i}"),), nps_counts(50, 30, 20), nps_counts(50, 30, 20)) for i in range(20)]


def test_a_real_fall_is_confirmed_and_said_in_both_languages():
    (finding,) = what_moved([TOTAL])
    assert (finding.status, finding.metric, finding.group) == ("confirmed", "nps", ())
    assert finding.comparison.verdict == "fell"
    assert say(finding.message, "vi") == "NPS giảm 40 điểm, từ 40 xuống 0."
    assert say(finding.message, "en") == "NPS fell by 40 points, from 40 to 0."
    assert say(finding.evidence, "en") == (
        "95% confidence interval of the change: −61 to −17. Answers: 100 before, 100 after."
    )


def test_kinds_of_surveys_are_scanned_apart_and_named():
    # The quiet answers of one kind do not hide, by being many, the weak but clear fall of the other.
    weak = Change("nps", (), nps_counts(50, 30, 20), nps_counts(37, 32, 31), survey_kind="relational")
    quiet = [replace(one, survey_kind="transactional") for one in QUIET]
    (finding,) = what_moved([weak, *quiet])
    assert (finding.status, finding.survey_kind) == ("confirmed", "relational")
    assert say(finding.message, "vi") == "NPS (khảo sát định kỳ) giảm 24 điểm, từ 30 xuống 6."
    (after,) = what_moved([replace(TOTAL, survey_kind="transactional")])
    assert say(after.message, "en") == "NPS (after a touchpoint) fell by 40 points, from 40 to 0."


def test_a_group_is_called_by_its_label():
    (finding,) = what_moved([ZALO])
    assert say(finding.message, "vi") == "NPS ở kênh Zalo giảm 40 điểm, từ 40 xuống 0."
    (by_column,) = what_moved([Change("nps", (("Hạng thẻ", "Vàng"),), *FALL)])
    assert say(by_column.message, "vi") == "NPS ở Hạng thẻ Vàng giảm 40 điểm, từ 40 xuống 0."
    (unassigned,) = what_moved([Change("nps", (("touchpoint", None),), *FALL)])
    assert say(unassigned.message, "en") == "NPS for touchpoint not assigned fell by 40 points, from 40 to 0."


def test_a_change_that_is_clear_alone_may_be_chance_among_many():
    weak = Change("nps", (("channel", "web"),), nps_counts(50, 30, 20), nps_counts(37, 32, 31))
    assert what_moved([weak])[0].status == "confirmed"
    (watched,) = what_moved([weak, *QUIET])
    assert watched.status == "watch"
    assert say(watched.message, "vi") == ("NPS ở kênh web có thể đã giảm 24 điểm, từ 30 xuống 6; chưa xác nhận.")


def test_each_metric_and_dimension_is_a_scan_of_its_own():
    findings = what_moved([TOTAL, ZALO, *QUIET])
    assert [(one.status, one.group) for one in findings] == [
        ("confirmed", ()),
        ("confirmed", (("channel", "zalo"),)),
    ]


def test_no_change_is_no_finding_and_small_groups_are_left_out():
    assert what_moved(QUIET) == ()
    assert what_moved([]) == ()
    assert what_moved([Change("nps", (), nps_counts(9, 0, 0), nps_counts(0, 0, 9))]) == ()
    assert what_moved([Change("nps", (), Counts(), nps_counts(50, 0, 0))]) == ()


def test_confirmed_stands_before_watched_and_the_certain_before_the_large():
    certain = Change("nps", (("stage", "a"),), nps_counts(600, 200, 200), nps_counts(400, 300, 300))
    large = Change("nps", (("stage", "b"),), nps_counts(20, 6, 6), nps_counts(8, 10, 14))
    watched = Change("nps", (("stage", "c"),), nps_counts(20, 10, 5), nps_counts(18, 10, 7))
    findings = what_moved([watched, large, certain])
    assert [dict(one.group)["stage"] for one in findings] == ["a", "b", "c"]
    assert [one.status for one in findings] == ["confirmed", "confirmed", "watch"]


def test_the_watch_list_stays_short():
    shaky = [Change("nps", (("place", str(i)),), nps_counts(20, 10, 5), nps_counts(17, 9, 9)) for i in range(12)]
    assert len(what_moved(shaky)) == 5
    assert len(what_moved(shaky, max_watched=2)) == 2


def test_shares_and_scores_are_said_in_their_own_units():
    five = Scale(1, 5)
    satisfied = Change("csat", (), Counts(200, 100, 0, 100, scale=five), Counts(200, 160, 0, 40, scale=five))
    assert say(what_moved([satisfied])[0].message, "en") == ("CSAT rose by 30 percentage points, from 50% to 80%.")
    effort = Scale(1, 5, "low_is_good")
    easier = Change("ces", (), counts_of([4, 5, 3, 4] * 20, "ces", effort), counts_of([2, 1, 3, 2] * 20, "ces", effort))
    (finding,) = what_moved([easier])
    assert finding.comparison.better
    assert say(finding.message, "vi") == "CES 1.0 (công sức) giảm 2 điểm trên thang, từ 4 xuống 2."


# --- what the data do not say


def source(name: str, n: int, last_on: date | None) -> SourceFreshness:
    return SourceFreshness(1, name, "generic", n, last_on, last_on, datetime(2026, 3, 1, tzinfo=UTC))


def test_sources_that_went_quiet():
    sources = [
        source("Google Form", 40, date(2026, 2, 25)),
        source("Sổ tay", 10, date(2025, 12, 1)),
        source("Zendesk", 10, date(2026, 1, 1)),
        source("Cũ", 7, None),
        source("Đơn hàng", 0, None),
    ]
    findings = about_sources(sources, date(2026, 3, 1))
    assert [one.kind for one in findings] == ["stale_source", "stale_source", "undated_source"]
    assert say(findings[0].message, "vi") == "Nguồn Sổ tay im lặng đã 90 ngày, lượt trả lời cuối vào 01/12/2025."
    assert say(findings[1].message, "en") == (
        "The source Zendesk has been silent for 59 days; its last answer came on 1 Jan 2026."
    )
    assert say(findings[2].message, "vi").startswith("7 lượt trả lời từ nguồn Cũ")


def test_channels_nobody_hears():
    note = about_channels(["Cửa hàng", "Zalo", "Hotline", "Zalo"], ["CUA HANG"])
    assert say(note.message, "vi") == "Chưa nghe được 2 kênh có trên bản đồ: Zalo, Hotline."
    assert about_channels(["Zalo"], ["zalo"]) is None
    assert about_channels([], []) is None


@pytest.mark.parametrize(("n", "total", "said"), [(0, 0, None), (4, 100, None), (5, 100, 5), (100, 100, 100)])
def test_answers_without_a_place(n, total, said):
    note = about_unassigned(n, total)
    assert (note.message.value("share") if note else None) == said


def test_touchpoints_without_answers():
    assert say(about_unmeasured(["a", "b"], {"a"}).message, "vi") == "1 trên 2 điểm chạm chưa có lượt trả lời nào."
    assert about_unmeasured(["a"], ["a"]) is None
    assert about_unmeasured([], []) is None
