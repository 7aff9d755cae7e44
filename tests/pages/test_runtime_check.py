import os
import socket
from pathlib import Path

import pytest

from components.runtime_check import ensure_prompt_messages

pytestmark = pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system does not list open files")


def _is_prompt(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_connections_made_before_and_after_send_at_once():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with socket.create_connection(listening.getsockname()) as early:
            served, _ = listening.accept()
            assert not _is_prompt(served)
            ensure_prompt_messages.cache_clear()
            ensure_prompt_messages()
            assert _is_prompt(served)
            served.close()
            early.close()
        with socket.create_connection(listening.getsockname()) as late:
            served, _ = listening.accept()
            assert _is_prompt(served)
            served.close()
            late.close()


def test_other_open_files_stay_open_and_none_is_left_open(tmp_path):
    ensure_prompt_messages.cache_clear()
    with (tmp_path / "note").open("w") as note, socket.socketpair()[0] as pair:
        before = sorted(os.listdir("/dev/fd"))
        ensure_prompt_messages()
        assert sorted(os.listdir("/dev/fd")) == before
        note.write("vẫn mở")
        assert pair.fileno() > 0
