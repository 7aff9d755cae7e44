"""A survey that changed its scale and a source that another one replaced: said on the page, compared by nobody."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

Show = Callable[..., AppTest]
A_DAY = 3
BOUNDARY = date(2026, 8, 1)


def said(test: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "info")
    return "\n".join(str(element.value) for kind in kinds for element in test.get(kind)).replace("\\", "")


def take_file(workspace: Workspace, name: str, header: list[str], first: date, n_days: int, scores: list[int]) -> None:
    """Days with three answers each, their scores in turn."""
    path = workspace.folder.parent / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for place in range(n_days * A_DAY):
            day = first + timedelta(days=place // A_DAY)
            writer.writerow([day.isoformat(), scores[place % len(scores)], f"Ý {place}"])
    asked = workspace.reading.inspect(path, name).questions
    answers = {one.key: "1-10" for one in asked if one.kind == "scale_changed"}
    workspace.reading.import_file(ImportRequest(path, name, answers))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "workspace")


def test_a_changed_scale_is_a_break_and_the_newest_scale_is_shown(show: Show, workspace: Workspace) -> None:
    header = ["Ngày", "Mức độ hài lòng", "Ý kiến"]
    # June and July are asked on 1 to 5 and have more answers than August and September, asked on 1 to 10.
    take_file(workspace, "cu.csv", header, date(2026, 6, 1), 61, [5, 4, 3, 2, 1])
    take_file(workspace, "moi.csv", header, BOUNDARY, 40, [10, 9, 6, 3, 1])
    newest = show("trends", "vi", metric="csat")
    assert not newest.exception
    assert "Thang 1–10" in said(newest)
    assert "A: trước đó chấm trên thang 1–5 (tháng 8/2026)" in said(newest)
    # The source has not ended: it went on on another scale.
    assert "dừng" not in said(newest)
    oldest = show("trends", "vi", metric="csat", scale="1-5")
    assert "A: đổi sang thang 1–10 (tháng 8/2026)" in said(oldest)


def test_a_replaced_source_is_a_break_and_no_fall(show: Show, workspace: Workspace) -> None:
    ask = "Bạn có sẵn lòng giới thiệu chúng tôi (0-10)?"
    take_file(workspace, "thu.csv", ["Ngày", ask, "Ý kiến"], date(2026, 6, 1), 61, [10, 9, 9, 8, 5])
    take_file(workspace, "zalo.csv", ["Day", ask, "Comment"], BOUNDARY, 40, [10, 7, 3, 2, 1])
    test = show("trends", "vi", every="month")
    assert not test.exception
    assert "nguồn thu dừng, nguồn zalo bắt đầu (tháng 8/2026)" in said(test)
    assert not [one.delta for one in test.metric if "Giảm" in str(one.delta)]
    assert "phần lớn là do nguồn trả lời đã khác" in said(test)
    home = show("home", "vi")
    assert not [one.delta for one in home.metric if "Giảm" in str(one.delta)]


@pytest.mark.parametrize("page", ["home", "trends", "why", "touchpoints", "drivers", "wall", "feedback", "themes"])
def test_old_data_are_said_to_be_old_wherever_numbers_stand(show: Show, workspace: Workspace, page: str) -> None:
    first = workspace.today() - timedelta(days=150)
    take_file(workspace, "cu.csv", ["Ngày", "Mức độ hài lòng (1-5)", "Ý kiến"], first, 61, [5, 4, 3, 2, 1])
    # The last of the 61 days is 150 - 60 days ago.
    assert [one for one in show(page, "vi").error if "cách đây 90 ngày" in one.value]


def test_days_that_were_asked_for_are_not_called_old(show: Show, workspace: Workspace) -> None:
    first = workspace.today() - timedelta(days=150)
    take_file(workspace, "cu.csv", ["Ngày", "Mức độ hài lòng (1-5)", "Ý kiến"], first, 61, [5, 4, 3, 2, 1])
    asked = {"since": first.isoformat(), "until": (first + timedelta(days=30)).isoformat()}
    assert not show("trends", "vi", span="custom", **asked).error


def test_fresh_data_are_not_called_old(show: Show, workspace: Workspace) -> None:
    first = workspace.today() - timedelta(days=60)
    take_file(workspace, "moi.csv", ["Ngày", "Mức độ hài lòng (1-5)", "Ý kiến"], first, 61, [5, 4, 3, 2, 1])
    assert not show("trends", "vi").error
    assert not show("home", "vi").error
