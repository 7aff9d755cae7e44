"""A PostgreSQL server and a Spark session of the tests' own, for as long as they need them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

_DEBIAN = Path("/usr/lib/postgresql")


#: Set by ``make test-scale``: what is missing is then a failure.
REQUIRED = "CX_REQUIRE_SERVERS"


def missing(why: str) -> NoReturn:
    """Skip a test whose server is not on this machine; fail where every server is called for."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{why} ({REQUIRED} is set)")
    pytest.skip(why)


def need(package: str) -> None:
    """Skip or fail as `missing` where an optional package is not installed."""
    if importlib.util.find_spec(package) is None:
        missing(f"{package} is not installed: pip install -r requirements-scale.txt")


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: on the path, or where Debian's package puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server in a temporary folder and give its address. It listens on a Unix socket there, on no port."""
    programs = postgres_programs()
    if programs is None:
        missing("PostgreSQL's initdb is not on this machine: apt-get install postgresql")
    # Socket names may be 107 characters long, so not under pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    as_owner = _unprivileged(folder)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run([*as_owner, programs / program, *arguments], capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stderr + done.stdout

    try:
        run("initdb", "--pgdata", str(data), "--auth=trust", "--username=mach", "--no-sync", "--encoding=UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "--pgdata", str(data), "--options", options, "--log", str(folder / "log"), "--wait", "start")
        try:
            yield f"postgresql:///postgres?host={folder}&user=mach"
        finally:
            run("pg_ctl", "--pgdata", str(data), "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; in a container where the tests do, it runs as its package's own user."""
    if os.getuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        missing("PostgreSQL does not run as root, and there is no user called postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


@contextmanager
def spark_cluster(master: str = "local-cluster[2,1,1024]") -> Iterator[object]:
    """Start a driver with two executors, each a process of its own, and give the session."""
    need("pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        missing("Spark needs Java 17: apt-get install openjdk-17-jre-headless")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.appName("mach-tests")
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    try:
        yield session
    finally:
        session.stop()
