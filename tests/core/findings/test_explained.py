"""The sentences of a change: what is sure first, paradoxes said aloud, in both languages."""

from cx_core.findings.explained import Split, explain_change
from cx_core.i18n import say
from cx_core.metrics import measure_pool
from cx_core.metrics.attribution import shared_change
from cx_core.metrics.compare import compare
from cx_core.metrics.decomposition import decompose
from cx_core.metrics.multiple import confirm
from cx_core.model.measure import Counts
from tests.core.metrics.answers import nps_counts

HOTLINE_FALLS = (
    {"hotline": nps_counts(60, 20, 20), "store": nps_counts(60, 20, 20)},
    {"hotline": nps_counts(10, 20, 70), "store": nps_counts(60, 20, 20)},
)
#: Each segment rises by ten points; the weak one grows from a tenth to nine tenths of the answers.
PARADOX = (
    {"new": nps_counts(20, 20, 60), "old": nps_counts(630, 90, 180)},
    {"new": nps_counts(225, 180, 495), "old": nps_counts(75, 10, 15)},
)


def explained(before, after, field="channel"):
    total = [sum(side.values(), nps_counts(0, 0, 0)) for side in (before, after)]
    moves = confirm([compare("nps", before[one], after[one]) for one in before])
    split = Split(field, decompose("nps", before, after), tuple(zip(before, moves, strict=True)))
    measures = [measure_pool("nps", [one]) for one in total]
    return explain_change(
        *measures, compare("nps", *total), [split], lambda _, value: {"hotline": "Hotline"}.get(value)
    )


def test_the_verdict_stands_first_and_the_culprit_follows():
    verdict, reason = explained(*HOTLINE_FALLS)
    assert verdict.status == "confirmed"
    # 200 answers: 40 before, (10 + 60 - 70 - 20) / 2 = -10 after.
    assert say(verdict.message, "en") == "NPS fell by 50 points, from 40 to −10."
    assert (reason.kind, reason.status, reason.group) == ("rate", "confirmed", (("channel", "hotline"),))
    assert say(reason.message, "en") == (
        "channel Hotline brings −50 points by experience (whole change: −50 points): NPS here went from 40 to −60."
    )
    assert say(reason.message, "vi").startswith(
        "kênh Hotline đóng góp −50 điểm qua trải nghiệm (thay đổi chung: −50 điểm)"
    )


def test_the_numbers_of_a_sentence_add_up():
    """Of 61 answers 38 - 23 = 15 are 24.6 points, of 75 answers 40 - 24 = 16 are 21.3; whole, 25 - 21 would be 3."""
    before, after = nps_counts(38, 0, 23), nps_counts(40, 11, 24)
    (verdict, *_) = explained({"hotline": before}, {"hotline": after})
    assert say(verdict.message, "en").startswith("NPS went from 24.6 to 21.3, a difference of 3.3")
    assert say(verdict.message, "vi").startswith("NPS từ 24,6 thành 21,3, chênh 3,3")


def test_a_paradox_is_said_aloud():
    found = explained(*PARADOX, field="segment")
    assert [one.kind for one in found[:2]] == ["verdict", "alarm"]
    assert "mix of customers has changed" in say(found[1].message, "en")


def test_equal_sides_give_a_verdict_and_nothing_else():
    side = {"hotline": nps_counts(60, 20, 20), "store": nps_counts(60, 20, 20)}
    (verdict,) = explained(side, side)
    assert verdict.status == "note"
    assert "not enough evidence" in say(verdict.message, "en")


def test_two_sure_moves_that_cancel_out_are_both_confirmed():
    before = {"hotline": nps_counts(60, 20, 20), "store": nps_counts(20, 20, 60)}
    after = {"hotline": nps_counts(20, 20, 60), "store": nps_counts(60, 20, 20)}
    verdict, *reasons = explained(before, after)
    assert verdict.status == "note"
    assert {(one.group[0][1], one.status) for one in reasons} == {("hotline", "confirmed"), ("store", "confirmed")}


def test_a_clear_theme_gets_a_sentence_and_an_unclear_one_none():
    # 100 answers a side. Waiting: nobody spoke of it, then 40 detractors did. Price: one comment more.
    before = {None: {1: nps_counts(50, 50, 0)}}
    after = {"wait": {1: nps_counts(0, 0, 40)}, "price": {1: nps_counts(0, 0, 1)}, None: {1: nps_counts(40, 19, 0)}}
    total = [nps_counts(50, 50, 0), nps_counts(40, 19, 41)]
    themes = shared_change("nps", before, after)
    measures = [measure_pool("nps", [one]) for one in total]
    found = explain_change(*measures, compare("nps", *total), [], lambda _, value: str(value).upper(), themes)
    _, reason = found
    assert (reason.kind, reason.status, reason.group) == ("theme", "confirmed", (("theme", "wait"),))
    # 40 detractors of 100 answers take 40 points; the whole fell from +50 to -1.
    assert say(reason.message, "en") == (
        "Theme WAIT brings −40 points (whole change: −51 points): 0 mentions before, 40 after."
    )


def test_a_part_of_a_share_and_its_interval_are_percentage_points():
    # 200 satisfied of 200 on the hotline, then 100: the whole falls by 25 points of a hundred.
    before = {"hotline": Counts(200, 200, 0, 0), "store": Counts(200, 200, 0, 0)}
    after = {"hotline": Counts(200, 100, 0, 100), "store": Counts(200, 200, 0, 0)}
    moves = confirm([compare("csat", before[one], after[one]) for one in before])
    split = Split("channel", decompose("csat", before, after), tuple(zip(before, moves, strict=True)))
    total = [Counts(400, 400, 0, 0), Counts(400, 300, 0, 100)]
    measures = [measure_pool("csat", [one]) for one in total]
    found = explain_change(*measures, compare("csat", *total), [split], lambda _, value: value)
    reason = next(one for one in found if one.kind == "rate")
    assert "−25 percentage points" in say(reason.message, "en")
    low, high = (reason.evidence.value(end).key for end in ("low", "high"))
    assert (low, high) == ("finding.difference.share", "finding.difference.share")
