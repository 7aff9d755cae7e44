"""The regression is where its loss is least, labels are met as can be counted, and what is checked is applied."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from cx_core.text import softmax
from cx_core.text.analysis import LABELS, Label, Sentiment
from cx_core.text.calibration import Agreement, Calibration, seems_neutral
from cx_core.text.candidates import labels_of, model_of, model_of_labels_alike, predict, quality
from cx_core.text.lessons import Lesson, Lessons
from cx_core.text.verdict import DEFAULT_BAND, Band

WORDS = ("đẹp", "tệ", "nhanh", "chậm", "ổn", "hàng")
UNKNOWN = Agreement(0, 0.0, 0.0)


def lesson(number: int) -> Lesson:
    words = tuple(WORDS[(number * step) % len(WORDS)] for step in (1, 2, 5))
    score = ((number * 7) % 21 - 10) / 10
    label = LABELS[(number * number) % 3]
    facts = (score, 0.5, -0.5, score, float(not score), float(number % 7 == 0))
    return Lesson(words, Sentiment(label, score, 0.5), facts, label, number % 5 == 0)


LESSONS = [lesson(number) for number in range(60)]


def test_with_nothing_to_go_by_the_shares_are_those_of_the_weights() -> None:
    # Weights 3, 1, 1 for three classes and no feature: the likeliest shares are 3/5, 1/5, 1/5.
    nothing = sparse.csr_matrix((3, 1))
    table, intercepts = softmax.fit(nothing, np.eye(3), np.array([3.0, 1.0, 1.0]))
    powers = np.exp(intercepts)
    assert powers / powers.sum() == pytest.approx([0.6, 0.2, 0.2], abs=1e-3)
    assert table == pytest.approx(np.zeros((3, 1)))


def test_at_the_least_loss_every_coefficient_equals_what_the_rows_still_pull() -> None:
    # Where the gradient is 0: penalty·coefficient = sum of w·(truth - p)·x.
    rng = np.random.default_rng(1)
    features = sparse.csr_matrix(rng.random((40, 6)) * (rng.random((40, 6)) < 0.4))
    classes, weights = rng.integers(0, 3, 40), rng.choice([1.0, 10.0], 40)
    table, intercepts = softmax.fit(features, np.eye(3)[classes], weights, penalty=2.0)
    scores = features @ table.T + intercepts
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    pull = (np.eye(3)[classes] - shares) * weights[:, None]
    assert 2.0 * table == pytest.approx((features.T @ pull).T, abs=0.05)
    assert pull.sum(axis=0) == pytest.approx(np.zeros(3), abs=0.05)


def test_quality_is_the_mean_of_what_is_right_and_of_f1() -> None:
    # Two of three are right. F1: positive 1 of 1 and 1 of 2 said, 2·1/3; negative 2·1/3; neutral does not occur.
    truth = np.eye(3)[[LABELS.index("positive"), LABELS.index("negative"), LABELS.index("negative")]]
    said = np.array([LABELS.index("positive"), LABELS.index("negative"), LABELS.index("positive")])
    assert quality(truth, said) == pytest.approx((2 / 3 + (2 / 3 + 2 / 3) / 2) / 2)
    # The wrong one of weight 0 is as if it were not there.
    assert quality(truth, said, np.array([1.0, 1.0, 0.0])) == pytest.approx(1.0)


@given(st.lists(st.floats(-1, 1), min_size=1), st.sampled_from([DEFAULT_BAND, Band(-0.5, 0.0), Band(0.0, 0.55)]))
def test_labels_of_many_scores_are_those_of_each(scores: list[float], band: Band) -> None:
    assert [LABELS[at] for at in labels_of(np.array(scores), band)] == [band.label(score) for score in scores]


@pytest.mark.parametrize("maker", [model_of, model_of_labels_alike])
def test_what_is_checked_is_what_the_calibration_says_of_each_comment(maker) -> None:
    lessons, rows = Lessons(LESSONS), np.arange(len(LESSONS))
    taught = maker(lessons, rows[:40])
    applied = Calibration(
        "shop", "model", taught.band, UNKNOWN, UNKNOWN, taught.terms, taught.weights, taught.features,
        taught.intercept, taught.usual, taught.neutral_kept,
    )  # fmt: skip
    said = [applied.sentiment(one.words, one.plain, one.facts, None).label for one in LESSONS[40:]]
    assert [LABELS[at] for at in predict(lessons, taught, rows[40:])] == said


def test_a_term_of_one_comment_teaches_nothing_and_the_commonest_come_first() -> None:
    said = [("hay", "quá"), ("hay", "lắm"), ("hay", "quá"), ("dở",)]
    lessons = Lessons([Lesson(words, Sentiment("neutral", 0.0, 0.0), (0.0,) * 6, "neutral") for words in said])
    columns = lessons.vocabulary(np.arange(4))
    assert lessons.terms(columns) == ("hay", "hay qua", "qua")
    row = lessons.features(np.array([1]), columns).toarray()[0]
    assert row[:3].tolist() == [1.0, 0.0, 0.0]
    assert lessons.features(np.array([0]), columns).toarray()[0][:3] == pytest.approx([3**-0.5] * 3)


def test_middle_scores_teach_what_people_who_gave_them_mostly_feel() -> None:
    # Of people with three of five stars most complain (`BY_STARS`): their words are no neutral ones.
    def scored(word: str, star: float, label: Label) -> Lesson:
        return Lesson((word,), Sentiment("positive", 0.5, 0.5), (0.5, 0.0, 0.0, 0.0, 0.0, 0.0), label, star=star)

    lessons = Lessons([scored("tàm", 0.5, "neutral"), scored("xịn", 1.0, "positive")] * 30)
    labels = predict(lessons, model_of(lessons, np.arange(lessons.n)), np.array([0, 1]))
    assert [LABELS[at] for at in labels] == ["negative", "positive"]


def test_scores_do_not_take_the_neutral_comments_away() -> None:
    # Nobody's score says neutral: what the lists find no feeling in stays neutral where the words teach nothing either.
    def scored(word: str, star: float, score: float, label: Label) -> Lesson:
        facts = (score, 0.0, 0.0, score, float(not score), 0.0)
        return Lesson((word,), Sentiment(label, score, 0.5), facts, label, star=star)

    lessons = Lessons(
        [scored("xịn", 1.0, 0.8, "positive"), scored("tệ", 0.0, -0.8, "negative"), scored("hộp", 0.5, 0.0, "neutral")]
        * 20
        + [scored("hộp", 1.0, 0.0, "neutral")] * 20
    )
    labels = predict(lessons, model_of(lessons, np.arange(lessons.n)), np.array([0, 1, 2]))
    assert [LABELS[at] for at in labels] == ["positive", "negative", "neutral"]


def test_lukewarm_words_are_neutral_whatever_scores_come_with_them() -> None:
    # "Tạm ổn" comes with four stars as often as with two, and for the lists it is a little praise: a reader finds neither.
    def scored(word: str, star: float, score: float, lukewarm: float) -> Lesson:
        facts = (score, score, 0.0, score, 0.0, lukewarm)
        return Lesson((word,), Sentiment("positive", score, 0.5), facts, "positive", star=star)

    lukewarm = [scored("tạm", star, 0.24, 1.0) for star in (0.25, 0.75)]
    lessons = Lessons([*lukewarm, scored("xịn", 1.0, 0.8, 0.0), scored("khá", 0.75, 0.24, 0.0)] * 20)
    labels = predict(lessons, model_of(lessons, np.arange(lessons.n)), np.array([0, 1, 2, 3]))
    assert [LABELS[at] for at in labels] == ["neutral", "neutral", "positive", "positive"]


def test_a_comment_seems_neutral_without_a_feeling_on_the_whole_or_by_lukewarm_words() -> None:
    def facts(score: float, lukewarm: float = 0.0) -> tuple[float, ...]:
        return (score, 0.0, 0.0, 0.0, 0.0, lukewarm)

    # Neutral from -0.12 to 0.15.
    scores = (-0.13, -0.12, 0.0, 0.15, 0.16)
    assert [seems_neutral(facts(score)) for score in scores] == [False, True, True, True, False]
    assert all(seems_neutral(facts(score, 1.0)) for score in scores)


def test_what_was_learnt_before_there_were_more_features_is_read_with_no_weight_for_them() -> None:
    four = ((2.0, 0.0, -2.0), (1.0, 0.0, -1.0), (1.0, 0.0, -1.0), (0.5, 0.0, -0.5))
    old = Calibration("shop", "model", DEFAULT_BAND, UNKNOWN, UNKNOWN, features=four).to_dict()
    again = Calibration.from_dict(old)
    assert again.features == (*four, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    plain = Sentiment("positive", 0.5, 0.5)
    said = [again.sentiment((), plain, (0.5, 0.5, 0.0, 0.5, *more), None) for more in ((0.0, 0.0), (1.0, 1.0))]
    assert said[0] == said[1] and said[0].label == "positive"


def test_a_neutral_verdict_names_what_kept_it_neutral() -> None:
    nothing = ((0.0, 0.0, 0.0),) * 6
    kept = Calibration("shop", "model", DEFAULT_BAND, UNKNOWN, UNKNOWN, features=nothing, neutral_kept=8.0)
    facts = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    # All alike but for the factor: 8 of 1 + 8 + 1.
    said = kept.sentiment((), Sentiment("neutral", 0.0, 0.0), facts, None)
    assert (said.label, said.score, said.confidence) == ("neutral", 0.0, pytest.approx(0.8))
    assert [(one.term, round(one.weight, 3)) for one in kept.reasons((), facts, "neutral")] == [
        ("seems_neutral", 2.079)
    ]
    assert [one.weight < 0 for one in kept.reasons((), facts, "positive")] == [True]
    assert kept.reasons((), (0.5, 0.5, 0.0, 0.5, 0.0, 0.0), "neutral") == ()
