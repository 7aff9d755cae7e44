"""Who makes the index of words: the import's own process after the receipt, and a process started where it is missed."""

import time

import pytest

from cx_core.workspace import Workspace, reading
from cx_core.workspace.reading import ImportRequest
from cx_core.workspace.words import WordsQuery
from tests.core.store.answer_builders import take

CSV = "Ngày,Mức độ hài lòng (1-5),Ý kiến\n2026-03-01,5,Giao hàng nhanh\n2026-03-02,1,Giao hàng chậm\n"


def wait_for(found, seconds=60.0):
    until = time.monotonic() + seconds
    while not found() and time.monotonic() < until:
        time.sleep(0.1)
    assert found()


def test_the_worker_indexes_after_the_receipt(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    upload = workspace.reading.keep_upload(CSV.encode())
    job = workspace.reading.start_import(ImportRequest(upload, "a.csv", {}))
    wait_for(lambda: workspace.reading.import_status(job).is_over)
    assert workspace.reading.import_status(job).receipt.rows_kept == 2
    wait_for(lambda: workspace.responses.n_unindexed() == 0)
    assert workspace.words.count(WordsQuery(search="giao hang")) == 2


@pytest.fixture
def large(tmp_path, monkeypatch):
    """Two imports of two answers each, where two answers are already too many to walk through."""
    monkeypatch.setattr(reading, "WALKED_UP_TO", 1)
    workspace = Workspace.open(tmp_path / "w")
    for source in ("a", "b"):
        rows = ({"verbatim": f"giao {n}", "identity": f"{source}{n}"} for n in range(2))
        take(workspace.responses, *rows, fingerprint=source)
    return workspace


def test_a_search_has_a_missing_index_made(large):
    assert len(large.words.find(WordsQuery(search="giao"))) == 4
    wait_for(lambda: large.responses.n_unindexed() == 0)
    assert not large.reading.index_words_soon()
    assert len(large.words.find(WordsQuery(search="giao"))) == 4


def test_after_an_undo_the_rest_is_indexed_again(large):
    large.responses.index_words()
    large.reading.undo("1")
    wait_for(lambda: large.responses.n_unindexed() == 0)
    assert large.words.count(WordsQuery(search="giao")) == 2


def test_a_builder_is_not_started_again_and_again(large, monkeypatch):
    started = []
    monkeypatch.setattr(large.reading, "_start_worker", lambda *ids: started.append(ids))
    assert large.reading.index_words_soon(lambda: 1000.0)
    assert not large.reading.index_words_soon(lambda: 1001.0)
    assert large.reading.index_words_soon(lambda: 2000.0)
    assert started == [(), ()]


def test_a_few_answers_need_no_index(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    take(workspace.responses, {"verbatim": "giao"})
    assert not workspace.reading.index_words_soon()
