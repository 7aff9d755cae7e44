"""A fresh server with a fresh workspace, and Chromium to use it as a person would."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.runner import call_and_report
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
#: What must come in the end may take its time on a busy machine.
PATIENCE_MS = 40_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here as a browser test; without Chromium it is skipped, except in CI, where that is a failure."""
    for item in items:
        if not _is_here(item):
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
        if CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed on this machine"))


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Give each test here, and no other, a second try with new fixtures, and say so (docs/decisions/0013)."""
    if not _is_here(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = _tried(item, nextitem)
    failed = [report for report in reports if report.failed]
    if failed:
        item._initrequest()  # type: ignore[attr-defined]
        reports = _tried(item, nextitem)
        if not any(report.failed for report in reports):
            said = failed[0].longreprtext.strip()[-1_000:]
            item.warn(pytest.PytestWarning(f"{item.nodeid} passed at its second try; the first ended with:\n{said}"))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _tried(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Run a test once. After a failure every fixture goes, also those of the module and the run."""
    reports = [call_and_report(item, "setup", log=False)]
    if reports[0].passed:
        reports.append(call_and_report(item, "call", log=False))
    failed = any(report.failed for report in reports)
    reports.append(call_and_report(item, "teardown", log=False, nextitem=None if failed else nextitem))
    # What pytest's own protocol does at the end: fixtures that nobody needs any more go.
    item._request, item.funcargs = False, None  # type: ignore[attr-defined]
    return reports


def _is_here(item: pytest.Item) -> bool:
    return item.path.parent == Path(__file__).parent


@dataclass
class Server:
    """A running app: where it answers, where its workspace lies."""

    url: str
    workspace: Path
    process: subprocess.Popen[bytes]
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(workspace: Path, log: Path, port: int | None = None) -> Server:
    port = port or free_port()
    environment = {**os.environ, "CX_WORKSPACE": str(workspace)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return Server(url, workspace, process, log)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")


def stop_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(10)
    except subprocess.TimeoutExpired:
        server.process.kill()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run the app over the folder's `workspace`; at the end its log must know of no unforeseen error."""
    server = start_server(folder / "workspace", folder / "server.log")
    try:
        yield server
    finally:
        stop_server(server)
    assert "Traceback" not in server.log.read_text(errors="replace")


@pytest.fixture(scope="session")
def board_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of the board: each works on a map of its own."""
    folder = tmp_path_factory.mktemp("board")
    with serving(folder) as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked anything yet, on an empty workspace."""
    with serving(tmp_path) as running:
        yield running


@dataclass
class Watch:
    """What the browser asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def left_the_machine(self) -> list[str]:
        local = ("http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "data:", "blob:", "about:", "chrome")
        return sorted({url for url in self.requests if not url.startswith(local)})


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One browser for the whole run."""
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed: the browser tests cannot run (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_page(chromium, watch: Watch) -> Iterator[Callable[..., object]]:
    """Open an address in a browser of its own. The test fails on any request that leaves the machine."""
    contexts = []

    def opener(url: str, *, width: int = 1400, height: int = 900, locale: str = "vi-VN", **options: object):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: watch.requests.append(request.url))
        page.on("websocket", lambda socket_: watch.requests.append(socket_.url))
        page.on("pageerror", lambda error: watch.errors.append(str(error)[:300]))
        page.goto(url)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert watch.left_the_machine == []
