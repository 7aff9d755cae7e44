"""What a person waits for: a rerun of the trends page over many answers, and the first page after the server starts."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from cx_core.journeys import build
from cx_core.model.journey import Journey
from cx_core.workspace import Workspace
from tests.benchmarks.answers import CHANNELS, TOUCHPOINTS, store_with
from tests.benchmarks.rows import Row, within

ROOT = Path(__file__).parents[2]
ROUNDS = 7
_HELLO = "import streamlit as st\n\nst.title('Xin chào')\n"
#: What is asked in turn when the filters change: each address is new to the server's caches.
_FILTERS = [f"channel={one}&every=month" for one in CHANNELS] + ["span=months_6", "metric=csat", "every=quarter"]


def run(large: bool) -> list[Row]:
    """Measure reruns of the trends page against reruns of an empty page, and two fresh servers against each other."""
    n = 1_000_000 if large else 100_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "workspace").mkdir()
        store_with(n, place / "workspace")
        Workspace.open(place / "workspace").maps.create(benchmark_map(), "benchmark")
        hello = place / "hello.py"
        hello.write_text(_HELLO, "utf-8")
        return [*_reruns(n, hello, place / "workspace"), _first_page(n, hello, place / "workspace")]


def benchmark_map() -> Journey:
    """Return a map on which every answer finds its place: four stages of three touchpoints."""
    stages = [
        build.stage(f"Giai đoạn {at}", [build.touchpoint(name, channel="other") for name in TOUCHPOINTS[at : at + 3]])
        for at in range(0, len(TOUCHPOINTS), 3)
    ]
    return build.journey("Bản đồ", stages)


def _reruns(n: int, hello: Path, workspace: Path) -> list[Row]:
    seconds: dict[str, list[float]] = {"empty": [], "again": [], "new": []}
    worked: dict[str, list[float]] = {"again": [], "new": []}
    with (
        served(hello, workspace) as bare_url,
        serving(ROOT / "app.py", workspace) as (url, process),
        Session(bare_url) as bare,
        Session(url) as page,
    ):
        bare.run(page="")
        first = page.run(page="trends")
        # They take turns, so that a busy moment meets all of them.
        for query in _FILTERS[:ROUNDS]:
            seconds["empty"].append(bare.run())
            for name in ("new", "again"):
                before = processor_seconds(process)
                seconds[name].append(page.run(query))
                worked[name].append(processor_seconds(process) - before)
    median = {name: statistics.median(taken) for name, taken in seconds.items()}
    empty, work = median["empty"], {name: 1000 * statistics.median(taken) for name, taken in worked.items()}
    note = f"{n:,} answers: {1000 * median['again']:.0f} ms, {work['again']:.0f} ms of processor time; empty page "
    note += f"{1000 * empty:.0f} ms"
    new = f"{n:,} answers: {1000 * median['new']:.0f} ms, {work['new']:.0f} ms of processor time; the very first time "
    new += f"{1000 * first:.0f} ms"
    return [
        within(median["new"], 0.12, "rerun of the trends page, another filter, on the server", "G12", new),
        Row("rerun of the trends page, nothing changed", median["again"] / empty, "rerun of an empty page", note),
        Row("rerun of the trends page, another filter", median["new"] / empty, "same run", new),
    ]


def processor_seconds(process: int) -> float:
    """Return what a process has worked so far, on all processors, in steps of a tick; 0 where the system does not say.

    On a busy machine this says more than the time that went by.
    """
    try:
        facts = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def _first_page(n: int, hello: Path, workspace: Path) -> Row:
    seconds: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(3):
        for name, script in (("bare", hello), ("ours", ROOT / "app.py")):
            start = time.perf_counter()
            with served(script, workspace) as url, Session(url) as session:
                session.run(page="")
                seconds[name].append(time.perf_counter() - start)
    median = {name: statistics.median(taken) for name, taken in seconds.items()}
    note = (
        f"home over {n:,} answers {median['ours']:.1f} s, an empty app {median['bare']:.1f} s, both from the command on"
    )
    return Row("first page after the server starts", median["ours"] / median["bare"], "an empty Streamlit app", note)


class Session:
    """One browser's half of the protocol, without a browser: what is measured is the server."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._page_hash = ""

    def __enter__(self) -> Session:
        self._socket: ClientConnection = connect(self._url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def run(self, query: str = "", page: str | None = None) -> float:
        """Run the page and return the seconds until it was drawn; ``page`` asks for one by its name in the address."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.context_info.locale = "vi-VN"
        message.rerun_script.context_info.timezone = "Asia/Ho_Chi_Minh"
        if page is None:
            message.rerun_script.page_script_hash = self._page_hash
        else:
            message.rerun_script.page_name = page
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while not self._is_done(ForwardMsg.FromString(bytes(self._socket.recv(timeout=120)))):  # type: ignore[arg-type]
            pass
        return time.perf_counter() - start

    def _is_done(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash or self._page_hash
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(f"the page failed: {message.delta.new_element.exception.type}")
        done = ForwardMsg.FINISHED_SUCCESSFULLY
        return kind == "script_finished" and message.script_finished == done


@contextmanager
def served(script: Path, workspace: Path) -> Iterator[str]:
    """Run a script as the app is run, with the app's own settings, on a free port; give its address."""
    with serving(script, workspace) as (url, _):
        yield url


@contextmanager
def serving(script: Path, workspace: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Run a script as `served` does, with further settings in its environment; give its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "CX_WORKSPACE": str(workspace), **settings}
    # As in the image and from the second start on anywhere: modules are compiled once, not with each start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url)
        yield url, process.pid
    finally:
        process.kill()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")
