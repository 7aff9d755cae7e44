"""A lock is held by one process, and a process that is gone holds nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cx_core.store.file_lock import KernelLock, PidLock

ROOT = Path(__file__).parents[3]

KINDS = pytest.mark.parametrize("kind", [KernelLock, PidLock])

HOLDER = """
import sys, time
from pathlib import Path
from cx_core.store import file_lock
lock = getattr(file_lock, sys.argv[1])(Path(sys.argv[2]))
print(lock.acquire(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds the lock, and end it afterwards."""
    processes = []

    def start(kind):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, kind.__name__, tmp_path / "lock"], stdout=subprocess.PIPE, cwd=ROOT
        )
        processes.append(process)
        assert process.stdout.readline() == b"True\n"
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


@KINDS
def test_one_at_a_time(tmp_path, kind):
    first, second = kind(tmp_path / "lock"), kind(tmp_path / "lock")
    assert not second.is_held()
    assert first.acquire()
    assert first.acquire()  # it is ours already
    assert not second.acquire()
    assert first.is_held()
    assert second.is_held()
    first.release()
    first.release()
    assert not second.is_held()
    assert second.acquire()
    second.release()


@KINDS
def test_a_killed_process_holds_nothing(tmp_path, kind, holder):
    process = holder(kind)
    lock = kind(tmp_path / "lock")
    assert lock.is_held()
    assert not lock.acquire()
    process.kill()
    process.wait()
    assert not lock.is_held()
    assert lock.acquire()
    lock.release()


def test_a_lock_that_is_just_being_written_is_held(tmp_path):
    (tmp_path / "lock").write_text("")
    assert PidLock(tmp_path / "lock").is_held()


def test_the_number_of_a_process_of_somebody_else_is_alive(tmp_path, monkeypatch):
    def not_ours(process_id, signal):
        raise PermissionError

    monkeypatch.setattr(os, "kill", not_ours)
    (tmp_path / "lock").write_text("1")
    assert PidLock(tmp_path / "lock").is_held()
