"""A first map from the feedback: what is named is on it, in the usual order, and finds its answers at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core.journeys import build
from cx_core.journeys.from_data import MAX_PROPOSED, propose
from cx_core.journeys.phases import phase_of_channel, phase_of_words, phases
from cx_core.model.folding import fold
from cx_core.model.imports import Place, PlaceCount
from cx_core.model.journey import CHANNELS


def counts(*rows):
    """Rows of channel, touchpoint, stage and number of answers."""
    return [PlaceCount(Place(at, *labels), n, None) for at, (*labels, n) in enumerate(rows, 1)]


def drawn(proposal, language="vi"):
    return [
        (stage.name.in_language(language), [point.name.in_language(language) for point in stage.touchpoints])
        for stage in proposal.journey.stages
    ]


def test_an_empty_workspace_gives_an_empty_map():
    made = propose([], "vi")
    assert made.journey.stages == ()
    assert (made.n_answers, made.n_matched, made.n_left_out) == (0, 0, 0)


def test_only_channels_stand_in_the_usual_order():
    made = propose(
        counts(
            ("Hotline", None, None, 5), ("Website", None, None, 9), ("Cửa hàng", None, None, 4), ("Ads", None, None, 1)
        ),
        "vi",
    )
    assert drawn(made) == [
        ("Biết đến", ["Ads"]),
        ("Tìm hiểu", ["Website"]),
        ("Mua và đặt chỗ", ["Cửa hàng"]),
        ("Hỗ trợ và hậu mãi", ["Hotline"]),
    ]
    assert [point.channel for point in made.journey.touchpoints] == ["advertising", "web", "store", "phone"]
    assert made.n_matched == made.n_answers == 19


def test_two_names_of_one_channel_are_one_touchpoint():
    made = propose(counts(("Zalo", None, None, 2), ("Zalo OA", None, None, 3)), "vi")
    assert drawn(made) == [("Tìm hiểu", ["Zalo OA"])]
    assert made.n_matched == 5


def test_named_touchpoints_keep_the_spelling_most_answers_have():
    made = propose(
        counts(("Store", "thanh toan", None, 1), ("Store", "Thanh toán", None, 8), ("Delivery", "Giao hàng", None, 2)),
        "vi",
    )
    assert drawn(made) == [("Mua và đặt chỗ", ["Thanh toán"]), ("Nhận và bắt đầu", ["Giao hàng"])]
    assert list(made.answers.values()) == [9, 2]


def test_the_stages_of_the_files_win_and_are_ordered_by_meaning():
    made = propose(
        counts(
            ("Web", "Bảo hành", "Hậu mãi", 50),
            ("Web", "Đặt hàng", "Mua sắm, thanh toán", 10),
            ("Web", "Quảng cáo", "Nhận biết", 1),
        ),
        "vi",
    )
    assert [stage for stage, _ in drawn(made)] == ["Nhận biết", "Mua sắm, thanh toán", "Hậu mãi"]


def test_numbers_in_the_names_of_stages_win_over_meaning():
    made = propose(counts((None, "A", "Bước 2: Nhận biết", 5), (None, "B", "Bước 1: Hậu mãi", 5)), "vi")
    assert [stage for stage, _ in drawn(made)] == ["Bước 1: Hậu mãi", "Bước 2: Nhận biết"]


def test_one_name_in_two_stages_is_two_touchpoints_when_every_file_says_the_stage():
    made = propose(counts((None, "Nhân viên", "Mua", 5), (None, "Nhân viên", "Bảo hành", 3)), "vi")
    assert drawn(made) == [("Mua", ["Nhân viên"]), ("Bảo hành", ["Nhân viên"])]
    assert sorted(made.answers.values()) == [3, 5]
    vague = propose(counts((None, "Nhân viên", "Mua", 5), (None, "Nhân viên", None, 3)), "vi")
    assert drawn(vague) == [("Mua", ["Nhân viên"])]
    assert vague.n_matched == 8


def test_a_channel_called_like_a_touchpoint_joins_it():
    made = propose(counts(("Zalo", "Zalo", None, 4), ("Zalo", None, None, 3)), "vi")
    assert drawn(made) == [("Tìm hiểu", ["Zalo"])]
    assert made.n_matched == 7


def test_what_names_nothing_stays_unassigned():
    made = propose(
        counts((None, None, None, 6), (None, "-", None, 2), (None, "12", None, 1), (None, None, "Mua", 3)), "vi"
    )
    assert made.journey.stages == ()
    assert (made.n_answers, made.n_matched) == (12, 0)


def test_the_language_of_the_names():
    made = propose(counts(("Email", "Refund", None, 2)), "en")
    assert made.journey.touchpoints[0].name.en == "Refund"
    assert drawn(made, "en") == [("Support and after-sales", ["Refund"])]


def test_of_300_places_the_most_frequent_are_drawn_and_the_rest_is_counted():
    rows = [("Web", f"Nơi số {at}", None, 301 - at) for at in range(1, 301)]
    made = propose(counts(*rows), "vi")
    assert len(made.journey.touchpoints) == MAX_PROPOSED
    assert made.n_left_out == 300 - MAX_PROPOSED
    assert made.n_matched == sum(range(301 - MAX_PROPOSED, 301))
    assert {"Nơi số 1", f"Nơi số {MAX_PROPOSED}"} <= {point.name.vi for point in made.journey.touchpoints}


def test_nothing_is_claimed_about_customers():
    made = propose(counts(("Web", "Giỏ hàng", "Mua", 5)), "vi").journey
    assert made.pain_points == ()
    assert all(point.expected is None and point.perceived is None for point in made.touchpoints)


@pytest.mark.parametrize(
    ("label", "phase"),
    [
        ("Quảng cáo trên mạng xã hội", "awareness"),
        ("Trang sản phẩm", "consideration"),
        ("Giỏ hàng và thanh toán", "purchase"),
        ("Xác nhận đơn", "purchase"),
        ("Theo dõi đơn hàng", "receiving"),
        ("Giao hàng", "receiving"),
        ("Chất lượng sản phẩm", "use"),
        ("Đổi trả", "support"),
        ("Tổng đài chăm sóc khách hàng", "support"),
        ("Đánh giá và giới thiệu", "loyalty"),
        ("Ưu đãi cho khách cũ", "loyalty"),
        ("Social media ads", "awareness"),
        ("Checkout", "purchase"),
        ("Home delivery", "receiving"),
        ("Returns and refunds", "support"),
        ("Renewal", "loyalty"),
    ],
)
def test_the_names_of_a_shop_stand_in_their_phase(label, phase):
    assert phase_of_words(label).key == phase


def test_every_word_and_channel_belongs_to_one_phase():
    assert {phase_of_channel(code).key for code in CHANNELS} <= {one.key for one in phases()}
    assert [one.key for one in phases()] == [
        "awareness", "consideration", "purchase", "receiving", "use", "support", "loyalty",
    ]  # fmt: skip
    assert phase_of_words("Tư vấn qua điện thoại").key == "consideration"
    assert phase_of_words("Roadshow") is None


def test_the_words_of_phases_are_folded_and_stand_once():
    import tomllib

    from cx_core.journeys import phases as module

    content = tomllib.loads(module._FILE.read_text("utf-8"))["phase"]
    words = [word for one in content for word in one["words"]]
    assert [word for word in words if word != fold(word)] == []
    assert len(set(words)) == len(words)
    channels = [code for one in content for code in one["channels"]]
    assert sorted(channels) == sorted(CHANNELS)


LABELS = st.one_of(
    st.none(),
    st.sampled_from(["Zalo", "zalo oa", "Mua", "mua", "Giao hàng", "-", "a|b", "x" * 200]),
    st.text(max_size=8),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS, LABELS, st.integers(1, 50)), max_size=12), st.sampled_from(["vi", "en"]))
def test_any_feedback_gives_a_sound_map_that_counts_nothing_twice(rows, language):
    made = propose(counts(*rows), language)
    assert build.checked(made.journey) == made.journey
    assert 0 <= made.n_matched <= made.n_answers == sum(n for *_, n in rows)
    assert set(made.answers) <= {point.id for point in made.journey.touchpoints}
