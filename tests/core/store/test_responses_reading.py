"""What the store says about its answers: codes, freshness, places, the customers' words."""

from datetime import UTC, date, datetime

import pytest

from cx_core.model.imports import ANSWER_COLUMNS, ChannelPresence, CodedFilter, GivenScore
from cx_core.model.period import day_number
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import FIVE, ZONE, table, take


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


@pytest.fixture
def shop(store):
    """Five answers of two sources: three in store, one on Zalo, one that does not say where."""
    take(
        store,
        {"responded_at": "2026-11-01T03:00:00Z", "channel": "Cửa hàng", "nps": 9, "verbatim": "Nhân viên dễ thương"},
        {"responded_at": "2026-11-03T03:00:00Z", "channel": "Cửa hàng", "nps": 2, "verbatim": "Chờ lâu 100%"},
        {"responded_at": "2026-11-03T04:00:00Z", "channel": "Zalo", "csat": 4, "verbatim": "Trả lời chậm"},
        name="Cửa hàng.xlsx",
    )
    take(
        store,
        {"channel": "Cửa hàng", "touchpoint": "Thu ngân", "nps": 0, "verbatim": "không ghi ngày", "customer": "kh1"},
        {"responded_at": "2026-11-02T03:00:00Z", "nps": 10},
        fingerprint="other",
        name="Sổ tay.csv",
        now=datetime(2026, 11, 22, tzinfo=UTC),
    )
    return store


def test_the_view_has_exactly_the_columns_that_engines_know(store):
    with store.read() as connection:
        assert tuple(row["name"] for row in connection.execute("PRAGMA table_info(answers)")) == ANSWER_COLUMNS


def test_the_stamp_moves_with_the_live_answers_and_only_then(store):
    stamps = [store.stamp(), store.stamp()]
    assert stamps[0] == stamps[1]
    take(store, {"nps": 9})
    stamps.append(store.stamp())
    store.undo("1")
    stamps.append(store.stamp())
    take(store, {"nps": 9})
    stamps.append(store.stamp())
    assert len(set(stamps)) == 4


def test_freshness_has_a_line_a_source_the_freshest_first(shop):
    first, second = shop.freshness()
    assert (first.source, first.n_answers, first.first_on, first.last_on) == (
        "Cửa hàng", 3, date(2026, 11, 1), date(2026, 11, 3),
    )  # fmt: skip
    assert first.channels == ("Cửa hàng", "Zalo")
    assert (second.source, second.n_answers, second.last_on, second.channels) == (
        "Sổ tay", 2, date(2026, 11, 2), ("Cửa hàng",),
    )  # fmt: skip
    assert second.imported_at == datetime(2026, 11, 22, tzinfo=UTC)


def test_channels_count_answers_and_not_said_is_a_channel_of_its_own(shop):
    assert shop.channels() == (
        ChannelPresence("Cửa hàng", 3, date(2026, 11, 3)),
        ChannelPresence(None, 1, date(2026, 11, 2)),
        ChannelPresence("Zalo", 1, date(2026, 11, 3)),
    )


def test_places_are_counted_within_a_span_of_days(shop):
    counted = [
        (one.place.channel_label, one.place.touchpoint_label, one.n_answers) for one in shop.places_with_counts()
    ]
    assert counted == [("Cửa hàng", None, 2), ("Zalo", None, 1), ("Cửa hàng", "Thu ngân", 1), (None, None, 1)]
    third = day_number(date(2026, 11, 3))
    assert [(one.place.channel_label, one.n_answers) for one in shop.places_with_counts(third, third)] == [
        ("Cửa hàng", 1),
        ("Zalo", 1),
    ]


def test_words_come_newest_first_and_those_without_a_date_last(shop):
    assert [one.text for one in shop.verbatims()] == [
        "Trả lời chậm", "Chờ lâu 100%", "Nhân viên dễ thương", "không ghi ngày",
    ]  # fmt: skip
    newest, *_, undated = shop.verbatims()
    assert newest.responded_on == date(2026, 11, 3)
    assert newest.scores == (GivenScore("csat", 400, FIVE),)
    assert (newest.place.channel_label, newest.source, newest.customer) == ("Zalo", "Cửa hàng", None)
    assert undated.responded_on is None
    assert undated.score("nps").value == 0.0
    assert (undated.place.touchpoint_label, undated.source) == ("Thu ngân", "Sổ tay")
    assert len(undated.customer) == 16


def test_pages_join_up_without_gap_or_overlap(shop):
    pages = [shop.verbatims(limit=2, offset=0), shop.verbatims(limit=2, offset=2), shop.verbatims(limit=2, offset=4)]
    assert [one.id for page in pages for one in page] == [one.id for one in shop.verbatims()]
    assert shop.n_verbatims() == 4


@pytest.mark.parametrize(
    ("search", "found"),
    [("CHO LAU", 1), ("chậm", 1), ("cham", 1), ("100%", 1), ("%", 1), ("_", 0), ("", 4), ("  ", 4), ("không có", 0)],
)
def test_search_is_blind_to_marks_and_case_and_takes_signs_as_they_are(shop, search, found):
    assert shop.n_verbatims(search=search) == len(shop.verbatims(search=search)) == found


def test_words_can_be_asked_for_by_metric_and_by_score(shop):
    assert {one.text for one in shop.verbatims(metric="nps", scores=(0, 600))} == {"Chờ lâu 100%", "không ghi ngày"}
    assert [one.text for one in shop.verbatims(metric="csat")] == ["Trả lời chậm"]


def test_words_obey_the_same_coded_filters_as_numbers(shop):
    dictionary = shop.dictionary()
    in_store = dictionary.code("channel", "cua hang")
    cashier = dictionary.code("touchpoint", "thu ngân")
    assert shop.n_verbatims(CodedFilter(codes=(("channel", (in_store,)),))) == 3
    assert shop.n_verbatims(CodedFilter(codes=(("channel", (in_store,)), ("touchpoint", (cashier,))))) == 1
    assert shop.n_verbatims(CodedFilter(codes=(("touchpoint", (cashier, None)),))) == 4
    assert shop.n_verbatims(CodedFilter(codes=(("touchpoint", (None,)),))) == 3
    assert shop.n_verbatims(CodedFilter(codes=(("channel", ()),))) == 0
    second = day_number(date(2026, 11, 2))
    assert shop.n_verbatims(CodedFilter(first_day=second)) == 2
    assert shop.n_verbatims(CodedFilter(last_day=second)) == 1


def test_only_columns_of_the_answers_get_into_a_question(shop):
    with pytest.raises(ValueError, match="no such column"):
        shop.n_verbatims(CodedFilter(codes=(("verbatim) OR (1", (1,)),)))


def test_a_page_never_has_more_than_two_hundred_rows(store):
    take(store, *({"verbatim": f"câu {n}"} for n in range(250)))
    assert len(store.verbatims(limit=10_000)) == 200
    assert store.verbatims(limit=-1) == ()


def test_another_time_zone_moves_the_days(tmp_path):
    """18:30 UTC is the next day in Vietnam (+07) and the same day in London (+00 in November)."""
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9, "responded_at": "2026-11-20T18:30:00Z"}, {"nps": 8})
    files = store.ensure_snapshots()
    stamp, before = store.stamp(), files[0].read_bytes()
    assert store.imports()[0].last_on == date(2026, 11, 21)
    moved = ResponseStore.open(tmp_path, "Europe/London")
    assert table(moved, "SELECT day FROM answers ORDER BY id") == [(day_number(date(2026, 11, 20)),), (None,)]
    assert moved.imports()[0].last_on == date(2026, 11, 20)
    assert moved.stamp() != stamp
    assert moved.ensure_snapshots()[0].read_bytes() != before
    assert ResponseStore.open(tmp_path, "Europe/London").stamp() == moved.stamp()


def test_an_empty_store_answers_everything(store):
    assert (store.n_answers(), store.imports(), store.freshness(), store.channels()) == (0, (), (), ())
    assert (store.places_with_counts(), store.verbatims(), store.n_verbatims()) == ((), (), 0)
    assert store.ensure_snapshots() == ()
    assert store.dictionary().fields == ("channel", "touchpoint", "stage", "source")
