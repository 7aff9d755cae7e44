"""What a page sends to the browser is bounded, whatever was asked: no chart of rows, no table without an end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from components.shell import PAGES
from cx_core.charts.chart import MAX_SPEC_BYTES
from cx_core.store.verbatims import MAX_PAGE
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

Show = Callable[..., AppTest]
N_ANSWERS = 600


@pytest.fixture(scope="module")
def made(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put in more comments than any table may show: ten customers in three places, two years of days."""
    rows = [
        {
            "responded_at": f"202{5 + at % 2}-{1 + at % 12:02d}-{1 + at % 28:02d}T03:00:00Z",
            "channel": ("Cửa hàng", "Hotline", "Zalo")[at % 3],
            "touchpoint": f"Điểm chạm {at % 40}",
            "segment:Hạng": f"Hạng {at % 25}",
            "customer": f"KH{at % 10}",
            "nps": at % 11,
            "verbatim": f"giao chậm lần {at}",
        }
        for at in range(N_ANSWERS)
    ]
    folder = tmp_path_factory.mktemp("many") / "workspace"
    shutil.copytree(filled, folder)
    workspace = Workspace.open(folder)
    take(workspace.responses, *rows, fingerprint="many")
    workspace.analysing.run()
    return folder


@pytest.fixture
def many(made: Path, tmp_path: Path) -> Path:
    """Put them where the app will look."""
    shutil.copytree(made, tmp_path / "workspace", dirs_exist_ok=True)
    return tmp_path / "workspace"


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_charts_and_tables_are_bounded(show: Show, many: Path, name: str) -> None:
    test = show(name)
    assert not test.exception
    specs = [chart.proto for kind in ("vega_lite_chart", "arrow_vega_lite_chart") for chart in test.get(kind)]
    for proto in specs:
        rows = proto.data.data if proto.HasField("data") else b""
        assert len(proto.spec.encode()) + len(rows) <= MAX_SPEC_BYTES
        assert json.loads(proto.spec)
    for frame in [*test.dataframe, *test.table]:
        assert len(frame.value) <= MAX_PAGE
    for frame in test.dataframe:
        assert frame.proto.ByteSize() <= MAX_SPEC_BYTES
    assert pa.total_allocated_bytes() < 64 * 2**20
