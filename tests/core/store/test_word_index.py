"""The index of words finds what a walk through every comment finds, however it was built and whatever was undone."""

import json
import signal
import sqlite3
import subprocess
import sys
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.imports import CodedFilter
from cx_core.store import matched_scores, word_index
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from cx_core.store.verbatims import VerbatimQuery
from cx_core.store.word_search import Wanted
from tests.core.store.answer_builders import ZONE, table, take

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


def texts(store, search, **more):
    return [one.text for one in store.verbatims(search=search, **more)]


def is_indexed(store):
    return store.n_unindexed() == 0


COMMENTS = (
    "Giao hàng chậm quá",
    "giao, hàng: CHẬM",
    "“Chậm” 👍tốt",
    "nhanh hơn 100%",
    "giảm 100 đồng",
    "Đóng gói kỹ",
)


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("chậm", [2, 1, 0]),
        ("cham", [2, 1, 0]),
        ("giao hang", [1, 0]),  # signs between words do not matter
        ("hang giao", [1, 0]),  # in any order
        ('"hang giao"', []),
        ("giao cham", [1, 0]),  # not next to each other
        ("“giao cham”", []),
        ("ham", []),  # inside a word
        ("cha", []),
        ("cha*", [2, 1, 0]),
        ("giao h*", [1, 0]),
        ("100", [4, 3]),
        ("100%", [3]),  # a sign that is asked for is wanted
        ("%", [3]),
        ("*", []),
        ("tot", [2]),  # an emoji is no letter
        ("dong goi", [5]),
        ('" OR "', []),
        ('"', []),
        ("NEAR(giao)", []),
    ],
)  # fmt: skip
def test_what_a_search_finds(store, indexed, search, found):
    take(store, *({"verbatim": text} for text in COMMENTS))
    if indexed:
        assert store.index_words()
    assert is_indexed(store) == indexed
    assert texts(store, search) == [COMMENTS[at] for at in found]
    assert store.n_verbatims(search=search) == len(found)


WORDS = st.sampled_from(
    ["giao", "Giao", "hàng", "hang", "chậm", "chạm", "đ", "d", "100%", "tốt!", "(ok)", "👍", "a_b", "店", "ไม่", "🫠tốt"]
)
COMMENT = st.one_of(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), st.lists(WORDS, min_size=1, max_size=4).map("".join),
                    st.text(max_size=12))  # fmt: skip
ROW = st.fixed_dictionaries(
    {"nps": st.integers(0, 10), "verbatim": COMMENT},
    optional={
        "csat": st.integers(1, 5),
        "channel": st.sampled_from(["Zalo", "Cửa hàng"]),
        "responded_at": st.sampled_from(
            ["2026-11-01T23:30:00Z", "2026-11-01T03:00:00Z", "2026-11-02T03:00:00Z", "1987-05-06T07:08:09Z"]
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.lists(ROW, min_size=1, max_size=12), min_size=1, max_size=3),
    searches=st.lists(st.one_of(COMMENT, COMMENT.map(lambda text: text + "*")), min_size=1, max_size=6),
    channel=st.sampled_from([None, "Zalo"]),
    days=st.sampled_from([(None, None), (20758, 20758), (None, 20757), (20759, None)]),
    metric=st.sampled_from([{}, {"metric": "nps", "scores": (0, 600)}]),
    chunk=st.sampled_from([1, 3, 1000]),
)
def test_index_and_walk_find_the_same_in_the_same_order(
    tmp_path_factory, batches, searches, channel, days, metric, chunk
):
    store = ResponseStore.open(tmp_path_factory.mktemp("workspace"), ZONE)
    for number, batch in enumerate(batches):
        take(store, *batch, fingerprint=f"source {number}")
    code = store.dictionary().code("channel", channel) if channel else None
    included = CodedFilter(*days, codes=(("channel", (code, None)),) if code else ())

    def everything():
        pages = [[one.id for one in store.verbatims(included, search=one, **metric)] for one in searches]
        counts = [store.n_verbatims(included, search=one, **metric) for one in searches]
        queries = [VerbatimQuery(included, search=one, **metric) for one in searches]
        return pages, counts, [store.score_tally(one, role) for one in queries for role in ("nps", "csat")]

    walked = everything()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "CHUNK", chunk)
        patch.setattr(word_index, "_PAUSE_SECONDS", 0)
        # Candidates are taken from the index in pieces: here in small ones.
        patch.setattr(matched_scores, "_FIRST_PIECE", chunk)
        assert store.index_words()
        assert is_indexed(store)
        assert everything() == walked


def test_a_new_import_is_found_before_it_is_indexed(store):
    take(store, {"verbatim": "giao chậm"})
    store.index_words()
    take(store, {"verbatim": "giao nhanh", "identity": "b"}, fingerprint="other")
    assert not is_indexed(store)
    assert len(texts(store, "giao")) == 2
    store.index_words()
    assert len(texts(store, "giao")) == 2


def test_orders_alone_leave_nothing_to_index(store):
    take(store, {"order": "D1", "revenue": 5})
    assert is_indexed(store)


def test_an_import_without_words_is_indexed_too(store):
    take(store, {"nps": 9})
    assert not is_indexed(store)
    assert store.index_words()
    assert is_indexed(store)


def in_file(folder, *words):
    return [word for word in words for file in folder.glob("responses.db*") if word.encode() in file.read_bytes()]


@pytest.mark.parametrize("chunk", [1, 1000])
def test_undo_leaves_no_byte_of_the_words(tmp_path, store, monkeypatch, chunk):
    """Words that begin with unlike letters, so that the index cannot have shortened one by its neighbour."""
    monkeypatch.setattr(word_index, "CHUNK", chunk)
    monkeypatch.setattr(word_index, "_PAUSE_SECONDS", 0)
    secret = ("quyvuongtran", "xuanhoadeltax", "0912345678zz")
    take(store, *({"verbatim": f"giao {word}", "identity": word} for word in secret))
    take(store, {"verbatim": "giao vuonglai", "identity": "d"}, fingerprint="other")
    store.index_words()
    assert in_file(tmp_path, *secret) and texts(store, secret[0])
    store.undo("1")
    assert not is_indexed(store)
    assert in_file(tmp_path, *secret) == []
    assert texts(store, "giao") == ["giao vuonglai"]
    store.index_words()
    assert is_indexed(store)
    assert texts(store, "giao") == ["giao vuonglai"]
    assert in_file(tmp_path, *secret) == []


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM feedback WHERE id = 1",
        "UPDATE feedback SET verbatim = 'x', verbatim_folded = 'x' WHERE id = 1",
        "UPDATE feedback SET responded_at = '2026-01-01T00:00:00Z' WHERE id = 1",
    ],
)
def test_whoever_changes_an_indexed_answer_the_index_is_not_believed_any_more(tmp_path, store, change):
    take(store, {"verbatim": "giao chậm"}, {"verbatim": "giao nhanh"})
    store.index_words()
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as other:
        other.execute(change)
    assert not is_indexed(store)
    before = texts(store, "giao")
    store.index_words()
    assert texts(store, "giao") == before
    assert texts(store, "cham") == [text for text in before if "chậm" in text]


def test_a_change_of_zone_moves_days_and_needs_no_new_index(tmp_path, store):
    take(store, {"verbatim": "giao chậm", "responded_at": "2026-11-20T18:30:00Z"})
    store.index_words()
    moved = ResponseStore.open(tmp_path, "Europe/London")
    assert is_indexed(moved)
    day = CodedFilter(first_day=20777, last_day=20777)  # 20 November 2026; the 21st in Vietnam
    assert len(moved.verbatims(day, search="giao")) == 1


KILLER = """
import os, signal, sys
from pathlib import Path
from cx_core.store import matched_scores, word_index
from cx_core.store.responses import ResponseStore

word_index.CHUNK, word_index._PAUSE_SECONDS = 40, 0
calls = []
def go_on():
    calls.append(1)
    if len(calls) > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return True
inner = word_index.index_next
def index_next(connection, most):
    done = inner(connection, most)
    if len(calls) > int(sys.argv[2]) - 1:
        os.kill(os.getpid(), signal.SIGKILL)  # before the chunk is committed
    return done
if sys.argv[3] == "inside":
    word_index.index_next = index_next
ResponseStore.open(Path(sys.argv[1]), "Asia/Ho_Chi_Minh").index_words(go_on)
"""


@pytest.mark.parametrize("where", ["between", "inside"])
def test_a_killed_build_goes_on_where_it_was(tmp_path, where):
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, *({"verbatim": f"giao số{n}"} for n in range(300)))
    walked = texts(store, "giao", limit=200)
    for chunks in (1, 3, 2):
        done = subprocess.run([sys.executable, "-c", KILLER, tmp_path, str(chunks), where], cwd=ROOT)
        assert done.returncode == -signal.SIGKILL
        assert not is_indexed(store)
        assert texts(store, "giao", limit=200) == walked
    assert table(store, "SELECT through FROM indexed_words")[0][0] >= 80
    assert store.index_words()
    assert texts(store, "giao", limit=200) == walked
    assert store.n_verbatims(search="giao") == 300
    assert table(store, "PRAGMA integrity_check") == [("ok",)]


def test_two_builders_do_not_meet(store, tmp_path):
    take(store, {"verbatim": "giao"})
    lock = word_index.file_lock(tmp_path / word_index.LOCK_FILE)
    assert lock.acquire()
    assert not store.index_words()
    lock.release()
    assert store.index_words()


def test_a_builder_that_is_told_to_stop_stops(store):
    take(store, {"verbatim": "giao"})
    assert not store.index_words(lambda: False)


def test_under_a_filter_only_matches_are_looked_up(store):
    take(store, *({"verbatim": "giao chậm", "channel": "Zalo" if at % 50 == 0 else "Web"} for at in range(5_000)))
    store.index_words()
    zalo = CodedFilter(codes=(("channel", (store.dictionary().code("channel", "Zalo"),)),))
    query = VerbatimQuery(zalo, search="giao")
    with store._database.read() as connection:
        newest = partial(store._matched.newest, connection)
        found, more = [*islice(newest(query, 3), 3)], [*newest(query, 4_000)]
        # What the columns do not know is left to SQL.
        assert newest(VerbatimQuery(search="giao"), 3) is None
        assert newest(VerbatimQuery(zalo, search="giao!"), 3) is None
    assert len(more) == 100
    assert [number & word_index.ID_MASK for number in found] == [4_951, 4_901, 4_851]
    assert [one.id for one in store.verbatims(zalo, search="giao", limit=3)] == [4_951, 4_901, 4_851]


def test_matches_lie_as_unevenly_in_time_as_they_like(store, monkeypatch):
    # Three without a date, forty in one second of 1999, two in 2010, nine days of 2026; an import in between is undone.
    monkeypatch.setattr(matched_scores, "_FIRST_PIECE", 4)
    moments = [None] * 3 + ["1999-05-01T00:00:00Z"] * 40 + ["2010-01-01T00:00:00Z"] * 2
    moments += [f"2026-11-0{day}T05:00:00Z" for day in range(1, 10)]
    said = [{"verbatim": "giao", "channel": "Zalo", "responded_at": one, "nps": 9} for one in moments]
    take(store, *said[:30])
    take(store, *({**one, "identity": f"gone {at}"} for at, one in enumerate(said)), fingerprint="gone")
    take(store, *({**one, "identity": f"later {at}"} for at, one in enumerate(said[30:])), fingerprint="later")
    store.undo("2")
    store.index_words()
    zalo = CodedFilter(codes=(("channel", (store.dictionary().code("channel", "Zalo"),)),))
    query = VerbatimQuery(zalo, search="giao")
    with store._database.read() as connection:
        found = [*store._matched.newest(connection, query, 60)]
    # 30 answers, 54 that are gone, 24 more.
    assert found == [*range(108, 84, -1), *range(30, 0, -1)]
    assert store.score_tally(query, "nps") == ((None, 900, 54),)


def test_typed_marks_come_first_under_a_filter_however_few_hold_them(store):
    # Of 150 comments by Zalo the 1st, the 41st, the 81st and the 121st hold the marks; the web's do as well.
    said = [{"verbatim": "giao chậm" if at % 40 == 0 else "giao cham", "channel": "Zalo"} for at in range(150)]
    take(store, *said, *({"verbatim": "giao chậm", "channel": "Web"} for _ in range(50)))
    store.index_words()
    zalo = CodedFilter(codes=(("channel", (store.dictionary().code("channel", "Zalo"),)),))
    for limit, offset in ((3, 0), (6, 0), (3, 3), (100, 100)):
        newest = [121, 81, 41, 1, *(at for at in range(150, 0, -1) if at % 40 != 1)]
        page = store.verbatims(zalo, search="chậm", limit=limit, offset=offset)
        assert [one.id for one in page] == newest[offset : offset + limit]


def test_a_page_of_a_common_word_reads_no_more_than_a_page(store):
    """No sorting and no walk through the answers: the index hands out the newest first."""
    take(store, {"verbatim": "giao"})
    store.index_words()
    wanted = Wanted.of("giao")
    plan = table(
        store,
        f"""EXPLAIN QUERY PLAN SELECT feedback.id FROM words
            CROSS JOIN feedback ON feedback.id = words.rowid & {word_index.ID_MASK}
            WHERE verbatim IS NOT NULL AND words MATCH ? ORDER BY words.rowid DESC LIMIT 50""",
        wanted.expression,
    )
    said = json.dumps(plan)
    assert "TEMP B-TREE" not in said and "USING INTEGER PRIMARY KEY" in said


def test_a_few_pieces_are_left_and_many_are_merged(tmp_path, monkeypatch):
    monkeypatch.setattr(word_index, "CHUNK", 2)
    store = ResponseStore.open(tmp_path, ZONE)
    pieces = "SELECT count(*) FROM (SELECT DISTINCT segid FROM words_idx)"
    counts = []
    for number in range(5):
        take(store, *({"verbatim": "giao chậm", "identity": f"{number} {at}"} for at in range(2)))
        assert store.index_words()
        counts += table(store, pieces)
    assert counts == [(1,), (2,), (3,), (4,), (1,)]
    assert store.n_verbatims(search="chậm") == 10
