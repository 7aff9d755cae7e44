"""The regression is where its loss is least, labels are met as can be counted, and what is checked is applied."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from cx_core.text import softmax
from cx_core.text.analysis import LABELS, Sentiment
from cx_core.text.calibration import Agreement, Calibration, seems_neutral
from cx_core.text.candidates import (
    LISTS_SAY,
    Maker,
    labels_of,
    model_beside_lists,
    model_of_labels_alike,
    predict,
    quality,
)
from cx_core.text.lessons import Lesson, Lessons
from cx_core.text.star import USUAL
from cx_core.text.verdict import DEFAULT_BAND, Band

WORDS = ("đẹp", "tệ", "nhanh", "chậm", "ổn", "hàng")
UNKNOWN = Agreement(0, 0.0, 0.0)


def lesson(number: int, star: float | None = None) -> Lesson:
    words = tuple(WORDS[(number * step) % len(WORDS)] for step in (1, 2, 5))
    score = ((number * 7) % 21 - 10) / 10
    label = LABELS[(number * number) % 3]
    facts = (score, 0.5, -0.5, score, float(not score), float(number % 7 == 0), float(number % 3 == 0))
    return Lesson(words, Sentiment(label, score, 0.5), facts, label, star is None and number % 5 == 0, star)


LESSONS = [lesson(number) for number in range(60)]
SCORED = [lesson(number, (number % 5) / 4) for number in range(60)]


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


@pytest.mark.parametrize("maker", [model_beside_lists, model_of_labels_alike])
@pytest.mark.parametrize("given", [LESSONS, SCORED])
def test_what_is_checked_is_what_the_calibration_says_of_each_comment(given: list[Lesson], maker: Maker) -> None:
    lessons, rows = Lessons(given), np.arange(len(given))
    taught = maker(lessons, rows[:40])
    applied = Calibration(
        "shop", "model", taught.band, UNKNOWN, UNKNOWN, taught.terms, taught.weights, taught.features,
        taught.intercept, taught.usual, star_trust=taught.star_trust,
    )  # fmt: skip
    said = [applied.sentiment(one.words, one.plain, one.facts, None).label for one in given[40:]]
    assert [LABELS[at] for at in predict(lessons, taught, rows[40:])] == said


def test_a_term_of_one_comment_teaches_nothing_and_the_commonest_come_first() -> None:
    said = [("hay", "quá"), ("hay", "lắm"), ("hay", "quá"), ("dở",)]
    lessons = Lessons([Lesson(words, Sentiment("neutral", 0.0, 0.0), (0.0,) * 7, "neutral") for words in said])
    columns = lessons.vocabulary(np.arange(4))
    assert lessons.terms(columns) == ("hay", "hay qua", "qua")
    row = lessons.features(np.array([1]), columns).toarray()[0]
    assert row[:3].tolist() == [1.0, 0.0, 0.0]
    assert lessons.features(np.array([0]), columns).toarray()[0][:3] == pytest.approx([3**-0.5] * 3)


def scored(word: str, star: float, facts: tuple[float, ...] = (0.0,) * 7) -> Lesson:
    return Lesson((word,), Sentiment("neutral", facts[0], 0.5), facts, "neutral", star=star)


def labels_beside_lists(given: list[Lesson], n: int) -> list[str]:
    lessons = Lessons(given)
    return [LABELS[at] for at in predict(lessons, model_beside_lists(lessons, np.arange(lessons.n)), np.arange(n))]


#: What is found in a comment with one plain "tốt" or "tệ", and in one with no feeling.
PRAISE, COMPLAINT = (0.6, 0.6, 0.0, 0.6, 0.0, 0.0, 1.0), (-0.6, 0.0, -0.6, -0.6, 0.0, 0.0, 0.0)
NOTHING = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_middle_scores_teach_what_people_who_gave_them_mostly_feel() -> None:
    # Of people with three of five stars most complain (`BY_STARS`): their words are no neutral ones.
    given = [scored("tàm", 0.5), scored("xịn", 1.0)] * 30
    assert labels_beside_lists(given, 2) == ["negative", "positive"]


def test_a_complaint_that_the_lists_know_stays_one_under_the_best_score() -> None:
    # Half of those who complain gave the best score all the same, and all say the same word.
    given = [scored("máy", 1.0, PRAISE), scored("máy", 1.0, COMPLAINT), scored("máy", 0.0, COMPLAINT)] * 20
    assert labels_beside_lists(given, 2) == ["positive", "negative"]


def test_scores_do_not_take_the_neutral_comments_away() -> None:
    # Nobody's score says neutral: what the lists find no feeling in stays neutral where the words teach nothing either.
    given = [scored("hộp", 1.0, NOTHING), scored("xịn", 1.0, PRAISE), scored("tệ", 0.0, COMPLAINT)] * 20
    given += [scored("hộp", 0.0, NOTHING)] * 20
    assert labels_beside_lists(given, 3) == ["neutral", "positive", "negative"]


def test_lukewarm_words_are_neutral_whatever_scores_come_with_them() -> None:
    # "Tạm ổn" comes with four stars as often as with two, and for the lists it is a little praise: a reader finds neither.
    lukewarm = (0.24, 0.24, 0.0, 0.24, 0.0, 1.0, 1.0)
    given = [scored("tạm", 0.25, lukewarm), scored("tạm", 0.75, lukewarm), scored("xịn", 1.0, PRAISE)] * 20
    given += [scored("tệ", 0.0, COMPLAINT)] * 20
    assert labels_beside_lists(given, 3) == ["neutral", "neutral", "positive"]


def test_of_the_whole_scores_tell_how_many_praise_for_each_that_complains() -> None:
    # Nothing is known but the scores: three of four give the best, of whom 94 % praise and 3 % complain, one the worst
    # (5 %, 90 %). So (3·0.94 + 0.05) praise for each (3·0.03 + 0.9) that complain.
    given = [scored("máy", star, NOTHING) for star in (1.0, 1.0, 1.0, 0.0)] * 20
    lessons = Lessons(given)
    taught = model_beside_lists(lessons, np.arange(lessons.n))
    assert taught.columns is not None
    logits = (lessons.features(np.array([0]), taught.columns) @ np.array([*taught.weights, *taught.features]))[0]
    logits = logits + np.array(taught.intercept)
    positive, negative = LABELS.index("positive"), LABELS.index("negative")
    assert np.exp(logits[positive] - logits[negative]) == pytest.approx(2.87 / 0.99, rel=0.01)


def test_what_people_say_leaves_the_lists_as_they_are() -> None:
    # Words that people corrected both ways teach nothing; the lists are believed by what readers of other trades said.
    given = [
        Lesson(("máy",), Sentiment("positive", 0.6, 0.5), PRAISE, label, corrected=True)
        for label in ("positive", "negative")
    ] * 30
    lessons = Lessons(given)
    taught = model_beside_lists(lessons, np.arange(lessons.n))
    assert taught.features == LISTS_SAY
    assert [LABELS[at] for at in predict(lessons, taught, np.array([0]))] == ["positive"]


def test_a_comment_seems_neutral_without_a_feeling_on_the_whole_or_by_lukewarm_words() -> None:
    def facts(score: float, lukewarm: float = 0.0) -> tuple[float, ...]:
        return (score, 0.0, 0.0, 0.0, 0.0, lukewarm, 0.0)

    # Neutral from -0.12 to 0.15.
    scores = (-0.13, -0.12, 0.0, 0.15, 0.16)
    assert [seems_neutral(facts(score)) for score in scores] == [False, True, True, True, False]
    assert all(seems_neutral(facts(score, 1.0)) for score in scores)


def test_what_was_learnt_before_there_were_more_features_is_read_with_no_weight_for_them() -> None:
    four = ((2.0, 0.0, -2.0), (1.0, 0.0, -1.0), (1.0, 0.0, -1.0), (0.5, 0.0, -0.5))
    old = Calibration("shop", "model", DEFAULT_BAND, UNKNOWN, UNKNOWN, features=four).to_dict()
    del old["star_trust"]
    again = Calibration.from_dict(old)
    assert again.features == (*four, *[(0.0, 0.0, 0.0)] * 3)
    plain = Sentiment("positive", 0.5, 0.5)
    said = [again.sentiment((), plain, (0.5, 0.5, 0.0, 0.5, *more), None) for more in ((0.0,) * 3, (1.0,) * 3)]
    assert said[0] == said[1] and said[0].label == "positive"
    # Then the row's own score counted in full.
    assert again.star_trust == 1.0


def test_a_row_s_own_score_counts_as_far_as_the_calibration_trusts_it() -> None:
    # Nothing is known but the score: at the best one 0.94 of 0.59, 0.03 of 0.06 and 0.03 of 0.35, each to the power 0.5.
    plain = Sentiment("neutral", 0.0, 0.0)
    half = Calibration(
        "shop", "model", DEFAULT_BAND, UNKNOWN, UNKNOWN, features=((0.0,) * 3,) * 7, usual=USUAL, star_trust=0.5
    )
    weights = [(0.94 / 0.59) ** 0.5, (0.03 / 0.06) ** 0.5, (0.03 / 0.35) ** 0.5]
    assert half.sentiment((), plain, NOTHING, 1.0).confidence == pytest.approx(weights[0] / sum(weights))


def test_a_neutral_verdict_names_what_kept_it_neutral() -> None:
    nothing = ((0.0, 0.0, 0.0),) * 7
    kept = Calibration("shop", "model", DEFAULT_BAND, UNKNOWN, UNKNOWN, features=nothing, neutral_kept=8.0)
    facts = NOTHING
    # All alike but for the factor: 8 of 1 + 8 + 1.
    said = kept.sentiment((), Sentiment("neutral", 0.0, 0.0), facts, None)
    assert (said.label, said.score, said.confidence) == ("neutral", 0.0, pytest.approx(0.8))
    assert [(one.term, round(one.weight, 3)) for one in kept.reasons((), facts, "neutral")] == [
        ("seems_neutral", 2.079)
    ]
    assert [one.weight < 0 for one in kept.reasons((), facts, "positive")] == [True]
    assert kept.reasons((), (0.5, 0.5, 0.0, 0.5, 0.0, 0.0, 1.0), "neutral") == ()
