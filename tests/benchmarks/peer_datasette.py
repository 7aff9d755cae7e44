"""Datasette over the very SQLite file of the store: the page's questions as its JSON interface answers them.

It is no package of this project. Where ``DATASETTE`` in the environment names its program, or it stands on the path, it
is measured; else the line says that it is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MISSING = "Datasette is not installed: pip install datasette into an environment of its own and name it in DATASETTE"
_SECONDS = 120


def program() -> str | None:
    """Return the program; None where there is none."""
    return shutil.which(os.environ.get("DATASETTE") or "datasette")


@contextmanager
def asking(file: Path, texts: Sequence[str]) -> Iterator[Callable[[], list[object]]]:
    """Serve a file and give the call that asks all texts one after the other and returns their rows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    limits = [word for name, value in (("sql_time_limit_ms", _SECONDS * 1000), ("max_returned_rows", 100_000))
              for word in ("--setting", name, str(value))]  # fmt: skip
    command = [str(program()), "serve", str(file), "--port", str(port), *limits]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/{file.stem}.json"
        _wait(process, address)
        yield lambda: [_ask(address, text) for text in texts]
    finally:
        process.terminate()
        process.wait(10)


def _ask(address: str, text: str) -> object:
    values = urllib.parse.urlencode({"sql": text, "_shape": "arrays", "_ttl": 0})
    with urllib.request.urlopen(f"{address}?{values}", timeout=_SECONDS) as answer:
        return json.load(answer)["rows"]


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("Datasette did not start")
