"""Comments are read in chunks, once each, by one process at a time, and again only when rules or themes change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from cx_core.analysis_worker import main
from cx_core.model.analysed import Analysed
from cx_core.store.analysis_store import WaitingWords
from cx_core.store.file_lock import file_lock
from cx_core.text import DEFAULT, Theme
from cx_core.workspace import Workspace
from cx_core.workspace import analysing as module
from cx_core.workspace.analysing import TAXONOMY_SETTING, Analysing
from cx_core.workspace.knowledge import Knowledge
from tests.core.store.answer_builders import take

ROOT = Path(__file__).parents[3]
N = 7


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "shop")
    take(opened.responses, *[{"verbatim": f"Giao hàng chậm {n}", "nps": 3} for n in range(N)])
    return opened


class Counting:
    """A reader that remembers what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, knowledge: Knowledge, comments: Sequence[WaitingWords]) -> list[Analysed]:
        self.read += [one.text for one in comments]
        return [Analysed("vi", "negative", -0.5) for _ in comments]


def analysing(workspace: Workspace, reader: Counting) -> Analysing:
    return Analysing(workspace.folder, workspace.settings, workspace.analyses, reader)


def test_everything_is_read_once(workspace: Workspace) -> None:
    reader = Counting()
    here = analysing(workspace, reader)
    assert here.run().is_complete
    assert here.run().n_done == N
    assert len(reader.read) == N


def test_what_was_interrupted_goes_on_where_it_stopped(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    reader = Counting()
    steps = iter([True, True, False])
    assert analysing(workspace, reader).run(lambda: next(steps)).n_done == 4
    assert analysing(workspace, reader).run().is_complete
    assert sorted(reader.read) == sorted(f"Giao hàng chậm {n}" for n in range(N))


def test_a_crash_keeps_the_chunks_before_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 3)

    class Falling(Counting):
        def __call__(self, knowledge: Knowledge, comments: Sequence[WaitingWords]) -> list[Analysed]:
            if self.read:
                raise MemoryError
            return super().__call__(knowledge, comments)

    with pytest.raises(MemoryError):
        analysing(workspace, Falling()).run()
    assert not analysing(workspace, Counting()).is_running()
    assert workspace.analysing.progress().n_done == 3


def test_other_themes_are_read_for_anew(workspace: Workspace) -> None:
    workspace.analysing.run()
    workspace.settings.set(TAXONOMY_SETTING, list(DEFAULT.with_theme(Theme("late", vi=("chậm",))).to_dict().items()))
    assert workspace.analysing.progress().n_done == 0
    workspace.analysing.run()
    assert workspace.analyses.of([1])[1].mention("late") is not None


def test_only_one_process_reads(workspace: Workspace) -> None:
    (workspace.folder / "jobs").mkdir(exist_ok=True)
    lock = file_lock(workspace.folder / "jobs" / "analysis.lock")
    assert lock.acquire()
    reader = Counting()
    assert analysing(workspace, reader).run().n_done == 0
    assert reader.read == []
    assert workspace.analysing.start() is False
    lock.release()


def test_nothing_starts_when_nothing_waits(workspace: Workspace) -> None:
    workspace.analysing.run()
    assert workspace.analysing.start() is False


def test_the_worker_reads_and_ends(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "nice", lambda _: 0)
    assert main([str(workspace.folder)]) == 0
    assert workspace.analysing.progress().is_complete
    assert workspace.analyses.of([1])[1].sentiment == "negative"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_leaves_no_lock_and_its_work_is_finished_by_the_next(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "big")
    take(workspace.responses, *[{"verbatim": f"Giao hàng chậm {n}"} for n in range(3000)])
    worker = subprocess.Popen([sys.executable, "-m", "cx_core.analysis_worker", str(workspace.folder)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while workspace.analysing.progress().n_done == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert workspace.analysing.progress().n_done % module.CHUNK == 0
    assert not workspace.analysing.is_running()
    assert workspace.analysing.run().is_complete


def test_an_import_during_the_reading_is_read_too(workspace: Workspace) -> None:
    def late(knowledge: Knowledge, comments: Sequence[WaitingWords]) -> list[Analysed]:
        if comments[0].id == 1:
            take(workspace.responses, {"verbatim": "Đến sau"}, fingerprint="other", name="b.csv")
        return [Analysed("vi", "neutral", 0.0) for _ in comments]

    here = Analysing(workspace.folder, workspace.settings, workspace.analyses, late)
    assert here.run().n_done == N + 1
