"""An open page says by itself that somebody else has changed the data, and changes nothing before it is asked to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.browser.conftest import Server, Watch
from tests.browser.person import settled, text

HEADER = "Ngày,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"


def bring_in(workspace: Workspace, file: Path, *lines: str) -> str:
    """Import answers and read them, as another session does; return the import's id."""
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    receipt = workspace.reading.import_file(ImportRequest(file, "y_kien.csv", {}))
    workspace.analysing.run()
    return receipt.batch_id


@pytest.fixture
def spoken(tmp_path: Path, request: pytest.FixtureRequest) -> Server:
    """A server on a workspace with three comments."""
    lines = [f"2026-05-{day:02d},{score},Giao hàng chậm lần {day}" for day, score in ((1, 2), (2, 9), (3, 10))]
    bring_in(Workspace.open(tmp_path / "workspace"), tmp_path / "mot.csv", *lines)
    return request.getfixturevalue("server")


def test_what_others_bring_in_and_take_back_is_told_of(
    spoken: Server, open_page: Callable[..., Any], watch: Watch, tmp_path: Path
) -> None:
    def found(n: int) -> None:
        expect(page.get_by_text(text("feedback.found").replace("{n}", str(n)), exact=True)).to_be_visible()

    page = settled(open_page(f"{spoken.url}/feedback"))
    sign = page.get_by_role("button", name=text("app.new_data"))
    found(3)
    expect(sign).to_have_count(0)
    other = Workspace.open(spoken.workspace)
    batch = bring_in(other, tmp_path / "hai.csv", "2026-05-04,3,Nhân viên vui vẻ")
    expect(sign).to_be_visible()
    found(3)
    sign.click()
    found(4)
    expect(sign).to_have_count(0)
    other.reading.undo(batch)
    expect(sign).to_be_visible()
    sign.click()
    found(3)
    expect(sign).to_have_count(0)
    assert watch.errors == []
