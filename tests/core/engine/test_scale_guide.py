"""The worked example of docs/scale.md does what the guide says, wherever it counts."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from cx_core.engine import engine_for
from cx_core.engine.spark import spark_session
from cx_core.store.responses import ResponseStore
from tests.core.engine.servers import need, postgres_server, spark_cluster
from tests.core.store.answer_builders import ZONE, take

GUIDE = Path(__file__).parents[3] / "docs" / "scale.md"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    store = ResponseStore.open(tmp_path, ZONE)
    rows = [
        ("2026-01-05", 10, "Zalo"),
        ("2026-01-06", 9, "Zalo"),
        ("2026-01-31", 0, "Hotline"),
        ("2026-02-01", 8, "Zalo"),
    ]
    take(store, *({"responded_at": f"{day}T05:00:00Z", "nps": nps, "channel": channel} for day, nps, channel in rows))
    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path))
    return tmp_path


def printed_by_the_example():
    [example] = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(example, str(GUIDE), "exec"), {})
    return printed.getvalue().splitlines()


# Two promoters in January on Zalo, one detractor on the hotline, one passive in February.
EXPECTED = ["2026-01 Hotline -100 of 1", "2026-01 Zalo +100 of 2", "2026-02 Zalo +0 of 1"]


@pytest.mark.parametrize("address", [None, "duckdb", "sqlite"])
def test_in_the_app(workspace, monkeypatch, address):
    if address:
        monkeypatch.setenv("CX_ENGINE", address)
    else:
        monkeypatch.delenv("CX_ENGINE", raising=False)
    assert printed_by_the_example() == EXPECTED


@pytest.mark.slow
def test_in_postgres(workspace, monkeypatch):
    need("psycopg")
    with postgres_server() as address:
        monkeypatch.setenv("CX_ENGINE", address)
        assert printed_by_the_example() == EXPECTED


@pytest.mark.slow
def test_in_spark(workspace, monkeypatch):
    master = "local-cluster[2,1,1024]"
    with spark_cluster(master) as session:
        monkeypatch.setenv("CX_ENGINE", f"spark:{master}")
        assert spark_session(master) is session, "the example shares the session of the test"
        assert printed_by_the_example() == EXPECTED


def test_every_address_in_the_guide_is_understood(workspace, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda package: package)
    store = ResponseStore.open(workspace, ZONE)
    table = GUIDE.read_text("utf-8").split("| `CX_ENGINE` |")[1].split("\n\n")[0]
    addresses = re.findall(r"`([^`]+)`", " ".join(line.split("|")[1] for line in table.splitlines()[2:]))
    engines = [engine_for(one, store.read, store.stamp, store.ensure_snapshots).runner.name for one in addresses]
    assert engines == ["duckdb", "sqlite", "postgres", "spark", "spark", "spark", "spark"]
