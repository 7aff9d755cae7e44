"""How often a pain point is spoken of: counted by hand among ten comments at one place and two at another."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_core.journeys import build
from cx_core.model.filters import Filters
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

HERE = [
    "Giao chậm quá", "giao cham that su", "Chờ máy rất lâu", "Giao chậm, chờ lâu", "Ổn", "Nhân viên tốt", "Rẻ",
    "Đẹp", "Sẽ quay lại", "Giao nhanh",
]  # fmt: skip


def rows() -> str:
    said = [("Giao hàng", "Bắc", text) for text in HERE] + [("Cửa hàng", "Nam", "Giao chậm")] * 2
    lines = [
        f'2026-03-{day:02},{place},{branch},{day % 10},"{text}"' for day, (place, branch, text) in enumerate(said, 1)
    ]
    head = "Ngày,Điểm chạm,Chi nhánh,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"
    return "\n".join([head, *lines]) + "\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    file = tmp_path / "phan_hoi.csv"
    file.write_text(rows(), encoding="utf-8")
    opened = Workspace.open(tmp_path / "workspace")
    opened.reading.import_file(ImportRequest(file, file.name, {}))
    slow = build.pain_point("Giao chậm", 4, id="slow", phrases=("giao cham", "chờ lâu"), frequency="always")
    wait = build.pain_point("Chờ", 4, id="wait", phrases=("chờ",))
    unsaid = build.pain_point("Đắt", 4, id="unsaid", frequency="rare")
    few = build.pain_point("Chậm", 4, id="few", phrases=("giao chậm",), frequency="often")
    stage = build.stage(
        "Nhận", [build.touchpoint("Giao hàng", [slow, wait, unsaid]), build.touchpoint("Cửa hàng", [few])]
    )
    opened.maps.create(build.journey("Mua", [stage], id="j1"), "An")
    return opened


def test_a_comment_counts_once_however_many_phrases_it_holds(workspace: Workspace) -> None:
    found = workspace.map_insight.priorities(workspace.maps.journey("j1"))
    slow = found["slow"]
    # "Giao chậm quá", "giao cham that su" and "Giao chậm, chờ lâu": three of ten.
    assert slow.counted is not None
    assert (slow.counted.n, slow.counted.of, slow.source) == (3, 10, "measured")
    assert slow.value == pytest.approx(4 * 0.3)
    assert found["wait"].counted is not None
    assert (found["wait"].counted.n, found["wait"].rank) == (2, 3)


def test_without_words_or_with_few_comments_the_room_s_word_holds(workspace: Workspace) -> None:
    found = workspace.map_insight.priorities(workspace.maps.journey("j1"))
    assert [(found[one].source, found[one].counted) for one in ("unsaid", "few")] == [("reported", None)] * 2
    assert found["few"].value == pytest.approx(4 * 0.6)


def test_the_filters_of_the_map_hold_for_the_share(workspace: Workspace) -> None:
    nowhere = Filters().with_values(workspace.measuring.segment_fields()[0], ("Nam",))
    found = workspace.map_insight.priorities(workspace.maps.journey("j1"), nowhere)
    assert (found["slow"].counted, found["slow"].source) == (None, "reported")
