"""What a source teaches: accepted only where it is better on comments it did not learn from, and it can say why."""

from __future__ import annotations

import pytest

from cx_core.model.problem import Refusal
from cx_core.text import (
    Calibration,
    analyse,
    candidates,
    label_of_star,
    learn_calibration,
    learn_readings,
    learning,
    version_of,
    why,
)
from cx_core.text.analyser import analyser_for
from cx_core.text.calibration import ALIKE
from cx_core.text.packs import DEFAULT
from cx_core.text.star import USUAL, with_star

GOOD, BAD = "lấp lánh chà bá luôn", "bơ phệt mà còn xỉn"


def slang(n: int) -> list[tuple[str, float]]:
    return [(f"{(GOOD, BAD)[k % 2]} {k % 19}", 1.0 - k % 2) for k in range(n)]


@pytest.fixture(scope="module")
def learnt() -> Calibration:
    schooling = learn_calibration(slang(240), source="shop")
    assert schooling.calibration is not None
    return schooling.calibration


def test_words_that_no_list_knows_are_learnt_from_scores(learnt: Calibration) -> None:
    assert analyse(GOOD).sentiment.label == "neutral"
    assert analyse(GOOD, calibration=learnt).sentiment.label == "positive"
    assert analyse(BAD, calibration=learnt).sentiment.label == "negative"
    # Of those who give the best score 94 % praise, of those who give the worst 90 % complain: so sure can a score make one.
    assert (learnt.kind, learnt.calibrated.accuracy) == ("model", 0.92)


def test_what_the_words_alone_say_stays_beside_the_verdict(learnt: Calibration) -> None:
    assert analyse(BAD, calibration=learnt).words == analyse(BAD).words


def test_why_names_the_words_that_it_went_by(learnt: Calibration) -> None:
    terms = {one.term for one in why(BAD, learnt) if one.weight > 0}
    assert terms & {"phet", "bo phet", "xin", "con xin"}
    assert {term for _, reasons in learnt.telling_terms() for term in (one.term for one in reasons)}


def test_written_and_read_it_is_the_same(learnt: Calibration) -> None:
    again = Calibration.from_dict(learnt.to_dict())
    assert (again, again.version) == (learnt, learnt.version)
    assert analyse(BAD, calibration=again) == analyse(BAD, calibration=learnt)
    with pytest.raises(Refusal) as refused:
        Calibration.from_dict({"kind": "oracle"})
    assert refused.value.kind == "calibration_unreadable"


def test_the_same_comments_teach_the_same(learnt: Calibration) -> None:
    again = learn_calibration(slang(240), source="shop").calibration
    assert again is not None and again.version == learnt.version


def test_a_calibration_makes_another_version(learnt: Calibration) -> None:
    assert version_of(calibration=learnt) != version_of()


@pytest.mark.parametrize(
    ("scored", "outcome"),
    [
        (slang(150), "too_few"),
        ([(f"Tốt {n}", 1.0) for n in range(240)], "one_label"),
        ([(f"{'Rất tốt' if n % 4 < 2 else 'Quá tệ'} {n % 13}", float(n % 2)) for n in range(240)], "not_better"),
    ],
)
def test_what_is_refused_says_why(scored: list[tuple[str, float]], outcome: str) -> None:
    schooling = learn_calibration(scored, source="shop")
    assert (schooling.outcome, schooling.calibration) == (outcome, None)


def test_fifty_corrections_are_enough_to_be_tried() -> None:
    corrected = [(words, label_of_star(star)) for words, star in slang(60)]
    schooling = learn_calibration([], corrected, source="shop")
    assert schooling.outcome != "too_few"
    assert schooling.n_corrected == 60
    assert learn_calibration([], corrected[:49], source="shop").outcome == "too_few"


def test_a_score_pulls_the_verdict_and_never_the_words() -> None:
    low, high = analyse("Bình thường", star=0.0), analyse("Bình thường", star=1.0)
    assert low.sentiment.score < 0 < high.sentiment.score
    assert low.words == high.words == analyse("Bình thường").words


def test_a_score_weighs_by_how_much_more_often_a_label_comes_with_it_than_it_does_anyway() -> None:
    # Of people who gave the best score 94 % praise, 3 % are neutral, of all 59 % and 6 %: 0.5·0.94/0.59 beside
    # 0.5·0.03/0.06, and nobody complains here.
    said = with_star((0.5, 0.5, 0.0), 1.0, trust=1.0)
    assert said.confidence == pytest.approx((0.94 / 0.59) / (0.94 / 0.59 + 0.03 / 0.06))
    # At four of five a neutral reader is twice as common as anyway, a happy one hardly more.
    assert with_star((0.5, 0.5, 0.0), 0.75, trust=1.0).label == "neutral"
    assert with_star((0.5, 0.5, 0.0), None).label == "positive"


def test_scores_alone_do_not_move_the_neutral_band() -> None:
    # The lists call all of these praise, their writers gave the middle: no reason to call praise neutral.
    scored = [(f"{('Tốt', 'Tệ')[n % 2]} {n % 13}", (0.5, 0.0)[n % 2]) for n in range(240)]
    taught = learn_calibration(scored, source="shop").calibration
    assert taught is None or taught.kind == "model"


def test_a_complaint_under_a_middle_score_speaks_for_the_lists() -> None:
    # A third gives the middle and complains in words the lists know, as most people with that score do. A model that
    # only repeats the scores would call them neutral: it is refused.
    scored = [(f"{('Rất tốt', 'Hơi tệ', 'Quá tệ')[n % 3]} {n % 13}", (1.0, 0.5, 0.0)[n % 3]) for n in range(240)]
    assert learn_calibration(scored, source="shop").outcome == "not_better"


def test_of_scores_that_are_nearly_all_fives_complaints_are_learnt_too() -> None:
    scored = [(GOOD if n % 10 else BAD, 1.0 if n % 10 else 0.0) for n in range(300)]
    taught = learn_calibration(scored, source="shop").calibration
    assert taught is not None
    assert analyse(BAD, calibration=taught).sentiment.label == "negative"
    assert analyse(GOOD, calibration=taught).sentiment.label == "positive"


def test_what_a_syllable_means_is_learnt_from_comments_with_marks() -> None:
    # Shipped: "ban" is mostly no "bẩn". Here it is, ninety times of a hundred: (90 + 30·shipped) / (100 + 30).
    comments = ["tay bẩn"] * 90 + ["bán rẻ"] * 10
    shares = dict(learn_readings(comments).pairs)
    assert shares["bẩn"] == pytest.approx((90 + 30 * 0.08) / 130, abs=0.001)
    assert learn_readings(["tay ban"] * 100).pairs == ()


def test_of_scores_four_folds_must_be_won_and_of_corrections_three(monkeypatch: pytest.MonkeyPatch) -> None:
    corrected = [(words, label_of_star(star)) for words, star in slang(240)]
    for n_won, outcomes in ((4, ("accepted", "accepted")), (3, ("not_better", "accepted")), (2, ("not_better",) * 2)):
        monkeypatch.setattr(learning, "_folds_won", lambda *_, n_won=n_won: n_won)
        by_scores, by_people = (
            learn_calibration(slang(240), source="shop"),
            learn_calibration([], corrected, source="shop"),
        )
        assert (by_scores.outcome, by_people.outcome) == outcomes


@pytest.mark.parametrize(
    ("comment", "lukewarm"),
    [
        ("Máy tạm ổn", 1.0),
        ("may tam on", 1.0),
        ("Pin cũng tạm dc", 1.0),
        ("It was so so", 1.0),
        ("It was so good", 0.0),
        # Other words that are typed alike without marks.
        ("Nhân viên tận tâm được khen", 0.0),
        ("Đúng tầm giá", 0.0),
        ("Tạm thời chưa dùng", 0.0),
    ],
)
def test_lukewarm_words_are_told_from_others(comment: str, lukewarm: float) -> None:
    assert analyser_for(DEFAULT).read([comment])[0].facts()[5] == lukewarm


def test_no_feeling_is_a_fact_of_its_own() -> None:
    readings = analyser_for(DEFAULT).read(["Hộp màu xanh", "Máy tốt nhưng pin tệ", "Máy tốt"])
    assert [one.facts()[4] for one in readings] == [1.0, 0.0, 0.0]


def test_praise_in_one_clause_is_a_fact_of_its_own() -> None:
    readings = analyser_for(DEFAULT).read(["Hộp màu xanh", "Máy tốt nhưng pin quá tệ", "Pin tệ"])
    assert [one.facts()[6] for one in readings] == [0.0, 1.0, 0.0]


def test_where_the_words_beside_the_lists_are_refused_another_model_may_be_taken(
    learnt: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (learnt.usual, learnt.star_trust) == (USUAL, candidates.TRUST_IN_OWN_SCORE)
    monkeypatch.setattr(learning, "model_beside_lists", candidates.band_of)
    other = learn_calibration(slang(240), source="shop").calibration
    assert other is not None and (other.kind, other.usual) == ("model", ALIKE)
