"""Chips against targets, with their months; a flag where room and data lie apart."""

from datetime import date

from components.journey_board import ChipData, board_payload
from components.touchpoint_chips import chips
from cx_core.journeys import build
from cx_core.model.measure import Counts, Measure
from cx_core.model.period import Period
from cx_core.workspace.map_insight import Pulse

MAY = Period.containing(date(2026, 5, 1), "month")
PULSE = Pulse((None, 10.0, 30.0, None, 20.0), MAY)
SCORE = Measure("nps", 20.0, n=40, top=16, middle=16, bottom=8)


def told(perceived=None, targets=(), chip=ChipData("NPS +20", 40, "shown", emotion=0.4, metric="nps", value=20.0)):
    point = build.touchpoint("Zalo", id="t", perceived=perceived, targets=targets)
    payload = board_payload(build.journey("x", [build.stage("y", [point], id="s")]), {"t": chip, "s": chip}, "vi")
    return payload["stages"][0]


def test_a_target_is_met_or_missed():
    assert told(targets=("nps:20",))["touchpoints"][0]["chips"][0]["met"] is True
    missed = told(targets=("csat:50", "nps:20.5"))["touchpoints"][0]["chips"][0]
    assert missed["met"] is False
    assert missed["target"].startswith("+2")
    assert "met" not in told(targets=("csat:50",))["touchpoints"][0]["chips"][0]


def test_targets_of_satisfaction_are_in_percent():
    chip = ChipData("CSAT 80%", 40, "shown", metric="csat", value=0.8)
    assert told(targets=("csat:80",), chip=chip)["touchpoints"][0]["chips"][0]["met"] is True
    assert told(targets=("csat:81",), chip=chip)["touchpoints"][0]["chips"][0]["met"] is False


def test_a_score_that_may_not_be_shown_meets_no_target():
    hidden = ChipData("", 4, "hidden", metric="nps", value=100.0)
    assert "met" not in told(targets=("nps:20",), chip=hidden)["touchpoints"][0]["chips"][0]


def test_room_and_data_are_flagged_from_one_step_on():
    assert told(perceived=-0.5)["touchpoints"][0]["apart"] is None
    assert told(perceived=-0.6)["touchpoints"][0]["apart"] == 1.0
    assert told(perceived=2.0)["touchpoints"][0]["apart"] == -1.6


def test_stages_have_chips_too():
    assert [chip["text"] for chip in told()["chips"]] == ["NPS +20"]


def test_months_go_with_a_chip_and_old_ones_are_said():
    fresh = chips({"t": SCORE}, {}, "vi", {("t", "nps"): PULSE}, date(2026, 7, 1))["t"]
    assert (fresh.spark, fresh.stale) == (PULSE.values, "")
    old = chips({"t": SCORE}, {}, "vi", {("t", "nps"): PULSE}, date(2026, 12, 1))["t"]
    assert "2026" in old.stale
    gone = chips({}, {}, "vi", {("t", "nps"): PULSE}, date(2026, 12, 1))["t"]
    assert (gone.display, "2026" in gone.stale) == ("none", True)


def test_a_line_lies_between_its_lowest_and_highest_month():
    chip = chips({"t": SCORE}, {}, "vi", {("t", "nps"): PULSE})["t"]
    assert told(chip=chip)["touchpoints"][0]["chips"][0]["spark"] == [None, 0.0, 1.0, None, 0.5]


def test_a_change_is_told_with_its_size_and_announced_only_where_it_is_real():
    before = Measure("nps", 0.0, n=400, top=100, middle=200, bottom=100, counts=Counts(400, 100, 200, 100))
    after = Measure("nps", 50.0, n=400, top=240, middle=120, bottom=40, counts=Counts(400, 240, 120, 40))
    chip = chips({"t": after}, {"t": before}, "vi")["t"]
    assert (chip.verdict, chip.better, chip.delta) == ("rose", True, "+50 điểm")
    few = Measure("nps", 50.0, n=4, top=3, middle=0, bottom=1, counts=Counts(4, 3, 0, 1))
    unsure = chips({"t": few}, {"t": before}, "vi")["t"]
    assert (unsure.verdict, unsure.delta) == ("not_enough_evidence", "+50 điểm")
    assert chips({"t": after}, {}, "vi")["t"].delta == ""
