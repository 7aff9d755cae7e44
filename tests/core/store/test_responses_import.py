"""What goes in, what does not, and what the receipt says about it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.feedback import Scale
from cx_core.model.inspection import FileFacts, Mapping
from cx_core.model.problem import Problem, Refusal
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import MAPPING, NOW, ZONE, answers, table, take


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


def test_a_row_becomes_an_answer_in_codes(store):
    """18:30 UTC on 20 November is already the 21st in Vietnam: 2026-11-21 is day 20778 (56 years, 14 of them leap)."""
    take(
        store,
        {
            "responded_at": "2026-11-20T18:30:00Z",
            "channel": "Zalo",
            "touchpoint": "Giao hàng",
            "nps": 9,
            "csat": 4.5,
            "verbatim": "Giao  HÀNG nhanh",
            "segment:Hạng": "Vàng",
        },
    )
    assert 56 * 365 + 14 + 324 == 20778  # 21 November is the 325th day of 2026
    assert table(store, "SELECT day, nps, csat, ces, rating, has_verbatim FROM answers") == [
        (20778, 900, 450, None, None, 1)
    ]
    stored = table(store, "SELECT responded_at, verbatim, verbatim_folded FROM feedback")
    assert stored == [("2026-11-20T18:30:00Z", "Giao  HÀNG nhanh", "giao hang nhanh")]
    dictionary = store.dictionary()
    [(channel, touchpoint, stage, segment, scale)] = table(
        store, "SELECT channel, touchpoint, stage, segment_1, csat_scale FROM answers"
    )
    assert dictionary.label("channel", channel) == "Zalo"
    assert dictionary.label("touchpoint", touchpoint) == "Giao hàng"
    assert dictionary.label("Hạng", segment) == "Vàng"
    assert stage is None
    assert dictionary.scales[scale] == Scale(1, 5)


def test_a_score_of_zero_is_a_score_and_a_missing_one_is_not_zero(store):
    """One detractor of 0 and one answer without NPS: the count is 1 and the sum 0, not 2 and 0."""
    receipt = take(store, {"nps": 0}, {"csat": 3})
    assert receipt.rows_kept == 2
    assert table(store, "SELECT count(nps), sum(nps), count(*) FROM answers") == [(1, 0, 2)]


def test_every_row_read_is_kept_duplicate_or_rejected(store):
    receipt = take(
        store,
        {"nps": 9, "identity": "a"},
        {"nps": 9, "identity": "a"},
        {"channel": "Zalo"},
        {"nps": 3},
        rows_read=6,
        rows_rejected=2,
        problems=(Problem("score_out_of_scale", "nps", (7, 8), 2, "0–10"),),
    )
    assert (receipt.rows_read, receipt.rows_kept, receipt.rows_duplicate, receipt.rows_rejected) == (6, 2, 1, 3)
    assert receipt.batch_id == "1"
    assert receipt.details == {"answers": 2, "orders": 0}
    assert receipt.problems == (
        Problem("score_out_of_scale", "nps", (7, 8), 2, "0–10"),
        Problem("duplicate_in_file", rows=(3,), count=1),
        Problem("row_without_answer", rows=(4,), count=1),
    )
    [record] = store.imports()
    assert record.problems == receipt.problems
    assert (record.rows_read, record.rows_kept, record.rows_duplicate, record.rows_rejected) == (6, 2, 1, 3)


def test_the_same_file_again_adds_nothing_and_leaves_no_trace(store):
    rows = [{"nps": 9, "identity": "a"}, {"order": "DH1", "revenue": 100, "identity": "b"}]
    take(store, *rows)
    stamp = store.stamp()
    receipt = take(store, *rows, name="renamed.csv")
    assert (receipt.batch_id, receipt.rows_kept, receipt.rows_duplicate) == (None, 0, 2)
    assert receipt.problems == (Problem("duplicate_of_stored", rows=(2, 3), count=2),)
    assert len(store.imports()) == 1
    assert store.stamp() == stamp


def test_an_answer_with_an_order_is_known_as_one_row_whatever_is_read_of_it_later(store):
    both = {"nps": 9, "order": "DH1", "revenue": 100, "identity": "a"}
    take(store, both, {"order": "DH2", "identity": "b"})
    assert table(store, "SELECT code, identity FROM orders ORDER BY id") == [("DH1", ""), ("DH2", "b")]
    for row in (both, {"nps": 9, "identity": "a"}, {"order": "DH1", "identity": "a"}, {"nps": 1, "identity": "b"}):
        assert take(store, row).rows_duplicate == 1
    plan = table(store, """EXPLAIN QUERY PLAN SELECT 1 FROM json_each('["a"]') AS asked JOIN orders
        ON source_id = 1 AND identity = asked.value AND identity <> ''""")  # fmt: skip
    assert any("orders_by_identity" in step[-1] for step in plan)


def test_a_longer_file_of_the_same_source_adds_only_what_is_new(store):
    take(store, {"nps": 9, "identity": "a"})
    receipt = take(store, {"nps": 9, "identity": "a"}, {"nps": 2, "identity": "b"})
    assert (receipt.rows_kept, receipt.rows_duplicate) == (1, 1)
    assert table(store, "SELECT nps FROM answers ORDER BY id") == [(900,), (200,)]


def test_two_tools_may_number_their_answers_alike(store):
    take(store, {"nps": 9, "identity": "1"}, fingerprint="form")
    receipt = take(store, {"nps": 2, "identity": "1"}, fingerprint="help desk")
    assert receipt.rows_kept == 1
    assert store.n_answers() == 2


def test_labels_that_fold_alike_share_one_code_and_the_first_spelling_stays(store):
    take(store, {"nps": 9, "channel": "Cửa hàng"}, {"nps": 8, "channel": "CUA  HANG"})
    take(store, {"nps": 7, "channel": "cửa hàng", "identity": "later"})
    assert len(table(store, "SELECT DISTINCT channel FROM answers")) == 1
    assert list(store.dictionary().table("channel").values()) == ["Cửa hàng"]


def test_a_place_is_a_distinct_triple_and_naming_nothing_is_a_place_too(store):
    take(
        store,
        {"nps": 9, "channel": "Zalo", "touchpoint": "Tư vấn"},
        {"nps": 8, "channel": "zalo", "touchpoint": "tư vấn"},
        {"nps": 7, "channel": "Zalo"},
        {"nps": 6},
    )
    assert [row[0] for row in table(store, "SELECT place FROM answers ORDER BY id")] == [1, 1, 2, 3]
    places = store.dictionary().all_places()
    assert [(one.channel_label, one.touchpoint_label, one.stage_label) for one in places] == [
        ("Zalo", "Tư vấn", None),
        ("Zalo", None, None),
        (None, None, None),
    ]


def test_an_order_without_score_and_words_is_kept_as_an_order_only(store):
    receipt = take(
        store,
        {"order": "DH001", "revenue": 250_000, "customer": "kh1", "responded_at": "2026-11-20T01:00:00Z"},
        {"nps": 9, "order": "DH002", "revenue": 0},
        {"revenue": -5_000},
    )
    assert receipt.rows_kept == 3
    assert receipt.details == {"answers": 1, "orders": 3}
    assert table(store, "SELECT code, revenue FROM orders ORDER BY row_no") == [
        ("DH001", 250_000),
        ("DH002", 0),
        (None, -5_000),
    ]
    assert store.n_answers() == 1


def test_the_rows_are_kept_as_the_file_had_them(store):
    receipt = take(store, {"nps": 9, "verbatim": "Tốt"}, {"channel": "Zalo"})
    assert store.raw_row(receipt.batch_id, 2) == {"nps": 9, "verbatim": "Tốt"}
    assert store.raw_row(receipt.batch_id, 3) is None  # it was rejected


def test_segment_columns_take_the_slots_in_the_order_they_come(store):
    take(store, {"nps": 9, "segment:Hạng": "Vàng", "segment:Vùng": "Bắc"})
    take(store, {"nps": 9, "segment:VÙNG": "bắc", "segment:Tuổi": "18–25", "identity": "b"})
    dictionary = store.dictionary()
    assert dictionary.segment_fields == {1: "Hạng", 2: "Vùng", 3: "Tuổi"}
    assert table(store, "SELECT segment_1 IS NULL, segment_3 IS NULL FROM answers ORDER BY id") == [(0, 1), (1, 0)]
    assert len(table(store, "SELECT DISTINCT segment_2 FROM answers")) == 1


def test_a_ninth_segment_column_is_kept_raw_and_the_receipt_says_so(store):
    receipt = take(store, {"nps": 9, **{f"segment:S{n}": "x" for n in range(1, 10)}})
    assert receipt.problems == (Problem("segment_slots_full", column="S9", lost=False),)
    assert len(store.dictionary().segment_fields) == 8
    assert store.raw_row(receipt.batch_id, 2)["segment:S9"] == "x"


def test_an_empty_segment_column_takes_no_slot(store):
    take(store, {"nps": 9, "segment:Trống": None, "segment:Hạng": "Vàng"})
    assert store.dictionary().segment_fields == {1: "Hạng"}


def test_scores_without_a_scale_are_refused_before_anything_is_stored(store):
    with pytest.raises(Refusal) as refused:
        take(store, {"csat": 4}, mapping=Mapping(roles=(("Hài lòng", "csat"),)))
    assert (refused.value.kind, refused.value.values) == ("scale_unknown", {"column": "Hài lòng"})
    assert store.imports() == ()
    assert store.dictionary().sources == {}


def test_the_record_keeps_purpose_and_the_day_the_rows_are_due(store):
    take(
        store,
        {"nps": 9, "responded_at": "2026-11-20T02:00:00Z"},
        {"nps": 9, "responded_at": "2026-10-01T02:00:00Z"},
        purpose="cải thiện giao hàng",
        keep_until=date(2028, 11, 21),
    )
    [record] = store.imports()
    assert (record.purpose, record.keep_until) == ("cải thiện giao hàng", date(2028, 11, 21))
    assert (record.first_on, record.last_on) == (date(2026, 10, 1), date(2026, 11, 20))
    assert (record.state, record.imported_at, record.source) == ("live", NOW, "Khảo sát")


def test_sources_of_the_same_file_name_get_different_names(store):
    take(store, {"nps": 9}, fingerprint="one")
    take(store, {"nps": 9}, fingerprint="two")
    assert list(store.dictionary().sources.values()) == ["Khảo sát", "Khảo sát (2)"]


def test_a_column_that_the_file_does_not_have_may_be_absent(store):
    frame = answers({"nps": 9})[["row_no", "identity", "nps"]]
    assert store.import_batch(frame, Mapping(), FileFacts("a.csv", "csv"), "generic", "f", now=NOW).rows_kept == 1
    assert table(store, "SELECT day, channel, has_verbatim FROM answers") == [(None, None, 0)]
    assert store.raw_row("1", 2) == {}


def test_progress_runs_from_nothing_to_all(store):
    seen = []
    take(store, *({"nps": n % 11} for n in range(50)), progress=seen.append)
    assert seen[0] == 0.0
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_an_empty_file_is_no_import(store):
    assert take(store).batch_id is None


rows = st.lists(
    st.fixed_dictionaries(
        {"identity": st.sampled_from("abcdefgh")},
        optional={
            "nps": st.integers(0, 10),
            "csat": st.integers(1, 5),
            "channel": st.sampled_from(["Zalo", "ZALO", "Cửa hàng", " "]),
            "verbatim": st.sampled_from(["tốt", "xấu", ""]),
            "revenue": st.integers(-10, 10),
        },
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, second=rows)
def test_importing_is_adding_each_identity_once(tmp_path_factory, first, second):
    """However files overlap: rows add up in the receipt, an identity is stored once, and doing it all again adds nothing."""
    store = ResponseStore.open(tmp_path_factory.mktemp("workspace"), ZONE)
    for batch in (first, second):
        receipt = take(store, *batch)
        assert receipt.rows_kept + receipt.rows_duplicate + receipt.rows_rejected == receipt.rows_read == len(batch)
    stored = [row[0] for row in table(store, "SELECT identity FROM feedback")]
    assert len(stored) == len(set(stored)) == store.n_answers()
    holding = [row for row in (*first, *second) if row.keys() & {"nps", "csat", "revenue"} or row.get("verbatim")]
    everything = table(store, "SELECT identity FROM feedback UNION SELECT identity FROM orders WHERE identity <> ''")
    assert {row[0] for row in everything} == {row["identity"] for row in holding}
    before = store.stamp()
    assert take(store, *first).rows_kept == take(store, *second).rows_kept == 0
    assert store.stamp() == before


def test_the_mapping_is_kept_with_the_import(store):
    take(store, {"nps": 9})
    [(mapping,)] = table(store, "SELECT mapping FROM imports")
    assert MAPPING.roles[0][0] in mapping


def test_every_row_of_an_import_points_to_something(store):
    """The import's own connection does not ask row by row."""
    take(
        store, {"nps": 9, "csat": 4, "channel": "Zalo", "customer": "KH1", "customer:phone": "0912345678", "revenue": 5}
    )
    take(store, {"ces": 2, "touchpoint": "Giao hàng", "customer": "KH1", "order": "D1", "segment:Hạng": "Vàng"})
    assert table(store, "PRAGMA foreign_key_check") == []
    assert table(store, "SELECT count(*) FROM customer_links") == [(1,)]


def test_an_import_that_is_settled_later_is_there_at_once_and_in_the_file_after_it(store):
    """Whoever waits is told while the log still holds all of it: moving a million answers takes a second or two."""
    log = store.folder / "responses.db-wal"
    store.settle()
    assert log.stat().st_size == 0
    said = "Giao hàng nhanh, đóng gói cẩn thận và nhân viên nhiệt tình"
    take(store, *({"nps": n % 11, "verbatim": f"{said} {n}"} for n in range(500)), settles=False)
    assert log.stat().st_size > 500 * len(said)
    assert ResponseStore.open(store.folder, ZONE).n_answers() == 500
    assert len(store.verbatims(search="dong goi")) == 50
    store.settle()
    assert log.stat().st_size == 0 and store.n_answers() == 500
