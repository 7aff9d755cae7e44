"""The three curves, their holes, and the gaps between them."""

import pytest

from cx_core.journeys import build
from cx_core.journeys.curve import curve
from cx_core.journeys.gaps import MeasuredEmotion, gaps, widest_disagreements, worst_gaps
from cx_core.journeys.labels import emotion_word, evidence_backed_share


def shop(*pairs):
    """A map with one touchpoint a pair of expected and perceived emotion: a, b, c, …"""
    points = [
        build.touchpoint(letter, id=letter, expected=expected, perceived=perceived)
        for letter, (expected, perceived) in zip("abcdef", pairs, strict=False)
    ]
    return build.journey("x", [build.stage("s", points)])


JOURNEY = shop((1.0, 2.0), (1.0, None), (None, -1.0), (2.0, 0.5), (0.0, 0.0))
MEASURED = {
    "a": MeasuredEmotion(0.5, 0.2, 0.8, n=120),
    "b": MeasuredEmotion(-1.0, -2.0, 0.0, n=9),
    "d": MeasuredEmotion(-0.5, -1.0, 0.0, n=10),
    "e": MeasuredEmotion(None, n=0),
}


def test_unknown_stays_unknown_and_zero_stays_zero():
    points = curve(JOURNEY, MEASURED).points
    assert [point.expected for point in points] == [1.0, 1.0, None, 2.0, 0.0]
    assert [point.perceived for point in points] == [2.0, None, -1.0, 0.5, 0.0]
    assert [point.measured for point in points] == [0.5, -1.0, None, -0.5, None]
    assert [point.is_hollow for point in points] == [False, True, False, False, False]
    assert (points[0].low, points[0].high, points[0].n) == (0.2, 0.8, 120)


def test_a_line_breaks_at_a_hole():
    made = curve(JOURNEY, MEASURED)
    assert ["".join(p.touchpoint_id for p in run) for run in made.runs("expected")] == ["ab", "de"]
    assert ["".join(p.touchpoint_id for p in run) for run in made.runs("perceived")] == ["a", "cde"]
    assert ["".join(p.touchpoint_id for p in run) for run in made.runs("measured")] == ["ab", "d"]


def test_peak_end_and_drop():
    made = curve(JOURNEY, MEASURED)
    assert made.peak("perceived").touchpoint_id == "a"
    assert made.low_point("perceived").touchpoint_id == "c"
    assert made.end("perceived").touchpoint_id == "e"
    assert made.end("measured").touchpoint_id == "d"
    drop = made.steepest_drop("expected")
    assert (drop.before_id, drop.after_id, drop.value) == ("d", "e", -2.0)
    # a to c is no drop: nobody said what is felt at b
    assert made.steepest_drop("perceived").value == -0.5


def test_an_empty_map_has_an_empty_curve():
    made = curve(shop())
    assert made.points == ()
    assert made.peak("measured") is None
    assert made.end("measured") is None
    assert made.steepest_drop("measured") is None
    assert made.runs("expected") == ()


def test_gaps_prefer_the_measured_reality_when_enough_answered():
    found = gaps(JOURNEY, MEASURED)
    assert [(gap.value, gap.source) for gap in found] == [
        (-0.5, "measured"),
        (None, None),  # nine answers are too few, and the room has not said
        (None, "perceived"),  # nobody has said what is expected
        (-2.5, "measured"),
        (0.0, "perceived"),
    ]


def test_the_widest_gaps_come_first():
    assert [gap.touchpoint_id for gap in worst_gaps(gaps(JOURNEY, MEASURED))] == ["d", "a"]


def test_room_and_data_disagree_from_one_whole_step():
    found = gaps(JOURNEY, MEASURED)
    assert [gap.disagreement for gap in found] == [-1.5, None, None, -1.0, None]
    assert [gap.touchpoint_id for gap in widest_disagreements(found)] == ["a", "d"]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-2, "very_bad"),
        (-1.5, "very_bad"),
        (-1.4, "bad"),
        (-0.4, "neutral"),
        (0, "neutral"),
        (0.5, "good"),
        (2, "very_good"),
    ],
)
def test_words_for_emotions(value, word):
    assert emotion_word(value) == word


def test_evidence():
    points = [
        build.touchpoint("a", evidence="survey"),
        build.touchpoint("b", [build.pain_point("p", evidence="validated")], evidence="anecdote"),
        build.touchpoint("c"),
    ]
    assert evidence_backed_share(build.journey("x", [build.stage("s", points)])) == 0.5
    assert evidence_backed_share(shop()) is None
