"""What stands out in the words: new subjects, telling words, copies, complaints, contradicted scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_core.i18n import say
from cx_core.model.analysed import Analysed
from cx_core.model.filters import Filters
from cx_core.model.said import Said
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

#: Of a subject that no theme of the program names.
TERRACE = [f"Sân thượng trồng hoa giấy số {n}" for n in range(12)] + [
    f"Hồ cá koi cạnh lối vào số {n}" for n in range(12)
]
SLOW = ["Giao hàng chậm quá", "Giao hàng chậm lắm", "Chờ mãi, giao hàng chậm", "Ship giao chậm"]
FINE = ["Nhân viên thân thiện", "Nhân viên nhiệt tình", "Nhân viên vui vẻ, dễ thương"]


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "shop")


def fill(shop: Workspace, texts: list[str], channel: str = "Web") -> None:
    rows = [
        {"verbatim": one, "channel": channel, "responded_at": f"2026-10-{1 + n % 28:02}"} for n, one in enumerate(texts)
    ]
    take(shop.responses, *rows, fingerprint=channel, name=f"{channel}.csv")
    shop.analysing.run()


def test_an_empty_workspace_says_nothing(shop: Workspace) -> None:
    assert shop.saying.discovered_themes().themes == ()
    assert shop.saying.telling_words().words == ()
    assert shop.saying.near_duplicates() == ()
    assert shop.saying.pain_candidates() == ()
    assert shop.saying.disagreements() == ()
    assert shop.saying.calibration_report() == ()
    assert shop.saying.why(1) == ()


def test_subjects_without_a_theme_are_offered_with_their_comments(shop: Workspace) -> None:
    fill(shop, TERRACE + SLOW)
    found = shop.saying.discovered_themes(n_themes=2)
    assert found.n_looked_at == len(TERRACE)
    assert {one.n for one in found.themes} == {12}
    assert {word for one in found.themes for word in one.terms} & {"sân thượng", "hoa giấy", "hồ cá koi", "cá koi"}
    assert all(verbatim.text in TERRACE for one in found.themes for verbatim in shop.saying.verbatims(one.ids))


def test_mere_feelings_are_no_subject(shop: Workspace) -> None:
    fill(shop, TERRACE + ["Rất tốt", "Quá tệ", "ok", "Ưng lắm ạ"] * 10)
    found = shop.saying.discovered_themes(n_themes=4)
    assert found.n_looked_at == len(TERRACE) + 40
    assert {one.text for theme in found.themes for one in shop.saying.verbatims(theme.ids)} <= set(TERRACE)


def test_what_masks_personal_data_is_no_word_of_the_customer(shop: Workspace) -> None:
    calls = [f"Gọi lại cho mình [SĐT …{100 + n}] hoặc [EMAIL], máy hỏng" for n in range(20)]
    fill(shop, calls + FINE * 5)
    told = shop.saying.telling_words(said=Said(sentiment="negative"))
    assert told.n_inside == 20
    assert not [one.term for one in told.words if "điện thoại" in one.term or "sđt" in one.term or "email" in one.term]


def test_the_words_of_a_slice_are_told_against_the_rest(shop: Workspace) -> None:
    fill(shop, SLOW, "Web")
    fill(shop, FINE, "Store")
    told = shop.saying.telling_words(Filters().with_values("channel", ["Web"]))
    assert (told.n_inside, told.n_outside) == (4, 3)
    assert told.words[0].term in ("chậm", "giao hàng chậm", "giao")
    assert "nhân viên" not in {one.term for one in told.words}


def test_complaints_of_a_theme_are_a_slice_too(shop: Workspace) -> None:
    fill(shop, SLOW + FINE)
    told = shop.saying.telling_words(said=Said(("delivery",), "negative"))
    assert (told.n_inside, told.n_outside) == (4, 3)


def test_copies_come_together_newest_first(shop: Workspace) -> None:
    fill(shop, ["Giao hàng nhanh đóng gói đẹp", "Tệ", "giao hang nhanh, dong goi dep!!"])
    (group,) = shop.saying.near_duplicates()
    assert group.n == 2
    assert [one.text for one in shop.saying.verbatims(group.ids)] == [
        "giao hang nhanh, dong goi dep!!",
        "Giao hàng nhanh đóng gói đẹp",
    ]


def test_a_complaint_that_several_share_is_a_candidate(shop: Workspace) -> None:
    fill(shop, SLOW + FINE)
    (first, *_) = shop.saying.pain_candidates()
    assert (first.theme, first.n) == ("delivery", 4)


def test_contradicted_scores_stand_strongest_first(shop: Workspace) -> None:
    take(shop.responses, {"verbatim": "Hàng hỏng, quá thất vọng", "nps": 10}, {"verbatim": "Tuyệt vời", "nps": 10})
    read = shop.analyses.waiting({1: ""}, 0, 10)
    shop.analyses.write("", [(read[0].id, Analysed("vi", "negative", -0.8, disagreement=0.9))])
    (torn,) = shop.saying.disagreements()
    assert (torn.kind, torn.strength, torn.verbatim.text) == (
        "complaint_with_good_score",
        0.9,
        "Hàng hỏng, quá thất vọng",
    )
    assert shop.saying.n_disagreements() == 1
    assert shop.saying.n_disagreements(kind="praise_with_bad_score") == 0
    assert say(torn.message, "en") == "A good score, but the words complain"
