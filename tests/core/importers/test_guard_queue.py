"""The guard's line: two files at once, a third waits its turn; nothing is parsed in the app's own process."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cx_core.importers import guard, readers
from cx_core.importers.guard import parse
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.model.problem import Refusal

TABLE = "Ngày,Điểm\n13/03/2026,5\n14/03/2026,4\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_third_file_waits_until_one_of_two_is_done(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Semaphore(0)
    at_once, most = 0, 0
    count = threading.Lock()
    really = guard._run

    def slow(*given: Any) -> Any:
        nonlocal at_once, most
        with count:
            at_once += 1
            most = max(most, at_once)
        begun.release()
        go_on.acquire(timeout=30)
        with count:
            at_once -= 1
        return really(*given)

    monkeypatch.setattr(guard, "_run", slow)
    read: list[int] = []
    threads = [threading.Thread(target=lambda: read.append(len(parse(file).payload["rows"]))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.acquire(timeout=30)
    assert begun.acquire(timeout=30)
    # Two are being read. The third has no place, however long it is given.
    assert not begun.acquire(timeout=0.3)
    go_on.release()
    assert begun.acquire(timeout=30), "its turn comes when one is done"
    go_on.release(2)
    for thread in threads:
        thread.join(30)
    assert most == 2
    assert read == [3, 3, 3]


def test_a_file_is_parsed_in_another_process(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's own interpreter never meets the bytes: no reader runs in it, so that no crash of one ends it."""
    seen: list[int] = []
    really = guard._wait

    def watch(reader: Any, *more: Any) -> None:
        seen.append(reader.process.pid)
        assert reader.process.args[:2] == [sys.executable, "-I"]
        really(reader, *more)

    monkeypatch.setattr(guard, "_wait", watch)
    monkeypatch.setattr("cx_core.importers.delimited.read_delimited", lambda *_: pytest.fail("read in this process"))
    assert len(parse(file).payload["rows"]) == 3
    assert seen
    assert os.getpid() not in seen


def test_a_cancelled_parse_gives_its_place_back_and_ends_its_process(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cancelled(Exception):
        pass

    def cancel(_: float) -> None:
        raise Cancelled

    processes = []
    really = guard._wait

    def watch(reader: Any, limits: Any, progress: Any) -> None:
        processes.append(reader.process)
        if progress:
            progress(0.0)
        really(reader, limits, progress)

    monkeypatch.setattr(guard, "_wait", watch)
    for _ in range(3):
        with pytest.raises(Cancelled):
            parse(file, progress=cancel)
    assert all(process.poll() is not None for process in processes)
    # Were a place lost with each, this one would wait for ever.
    assert len(parse(file, limits=DEFAULT_LIMITS).payload["rows"]) == 3


def test_who_waits_for_a_place_can_be_cancelled(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cancelled(Exception):
        pass

    def cancel(_: float) -> None:
        raise Cancelled

    monkeypatch.setattr(guard, "_at_once", threading.BoundedSemaphore(2))
    assert guard._at_once.acquire()
    assert guard._at_once.acquire()
    with pytest.raises(Cancelled):
        parse(file, progress=cancel)
    guard._at_once.release(2)
    assert len(parse(file).payload["rows"]) == 3


@pytest.fixture
def expected(monkeypatch: pytest.MonkeyPatch) -> Iterator[readers.Waiting]:
    """Somebody is about to choose a file: a process waits for it."""
    monkeypatch.setattr(readers, "_MOMENT", 0.0)
    guard.expect()
    yield readers.waiting
    readers.waiting.dismiss()


def _pid_that_waits(waiting: readers.Waiting) -> int:
    """Return the process that waits; it is started a moment after the last file was read."""
    began = time.monotonic()
    while (reader := waiting._waiting) is None:
        assert time.monotonic() - began < 30
        time.sleep(0.01)
    return reader.process.pid


def test_a_process_that_waited_reads_one_file_only(
    file: Path, expected: readers.Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    really = guard._wait

    def watch(reader: Any, *more: Any) -> None:
        seen.append(reader.process.pid)
        really(reader, *more)

    monkeypatch.setattr(guard, "_wait", watch)
    first = _pid_that_waits(expected)
    for _ in range(2):
        assert len(parse(file).payload["rows"]) == 3
        seen.append(_pid_that_waits(expected))
    assert seen == [first, seen[1], seen[1], seen[3]]
    assert len(set(seen)) == 3


def test_a_process_that_waited_has_the_limits_of_its_file(file: Path, expected: readers.Waiting) -> None:
    _pid_that_waits(expected)
    with pytest.raises(Refusal, match="file_too_many_rows"):
        parse(file, limits=replace(DEFAULT_LIMITS, rows=2))
    rows = "".join(f"{10 + n % 18}/03/2026,{n % 5 + 1}\n" for n in range(5_000))
    file.write_text(TABLE + rows, encoding="utf-8")
    with pytest.raises(Refusal, match="file_too_heavy"):
        parse(file, limits=replace(DEFAULT_LIMITS, output_bytes=3_000))


def test_a_process_that_died_while_it_waited_is_replaced(file: Path, expected: readers.Waiting) -> None:
    pid = _pid_that_waits(expected)
    assert expected._waiting is not None
    expected._waiting.process.kill()
    expected._waiting.process.wait()
    assert len(parse(file).payload["rows"]) == 3
    assert _pid_that_waits(expected) != pid


def test_nothing_waits_where_no_file_is_expected(file: Path) -> None:
    readers.waiting.dismiss()
    assert len(parse(file).payload["rows"]) == 3
    assert readers.waiting._waiting is None


def test_where_one_file_is_expected_one_process_waits(file: Path) -> None:
    guard.expect(more=False)
    assert readers.waiting._waiting is not None
    assert len(parse(file).payload["rows"]) == 3
    assert readers.waiting._waiting is None


def test_a_process_ends_by_itself_when_the_app_is_gone() -> None:
    """Its input ends without a request."""
    reader = readers.start("--ready", "60")
    reader.ask(b"")
    assert reader.has_ended(30)
    assert reader.process.returncode == 0
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm signal there")
def test_a_process_waits_no_longer_than_it_was_told() -> None:
    reader = readers.start("--ready", "1")
    assert reader.has_ended(30)
    assert reader.process.returncode == -signal.SIGALRM
    reader.close()
