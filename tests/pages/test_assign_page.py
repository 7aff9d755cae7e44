"""The assignment page: what no touchpoint claims is assigned in bulk, and the choice outlives the next import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx_core.journeys.ids import new_id
from cx_core.model.operation import Operation
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.pages.test_pages import shown
from tests.pages.uploads import press, text, workbook

Show = Callable[..., AppTest]
HEADER = ("Ngày", "Kênh", "Điểm chạm", "Mức độ hài lòng (1-5)")


def answers(month: int, *places: tuple[str, str, int]) -> bytes:
    """Return a workbook with so many answers for each place (channel, touchpoint, number)."""
    days = iter(range(10_000))
    rows = [
        (f"{13 + next(days) % 15}/{month:02d}/2026", channel, touchpoint, 4)
        for channel, touchpoint, n in places
        for _ in range(n)
    ]
    return workbook([HEADER, *rows])


def bring_in(workspace: Workspace, folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    workspace.reading.import_file(ImportRequest(path, name, {}))


def choose_rows(test: AppTest, table: str, *rows: int) -> AppTest:
    """Tick rows of a table; Streamlit keeps what is ticked in its session state."""
    key = next(one.key for one in test.dataframe if (one.key or "").startswith(f"places_{table}_"))
    test.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return test.run()


def table_of(test: AppTest, table: str) -> list[tuple[str, int]]:
    """Return the touchpoints of a table as the files call them, with their answers."""
    found = [one for one in test.dataframe if (one.key or "").startswith(f"places_{table}_")]
    return [(row.touchpoint, row.n) for row in found[0].value.itertuples()] if found else []


def test_in_bulk_and_for_good(show: Show, full: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(full)
    june = answers(6, ("Hotline", "Đường dây nóng", 20), ("Hotline", "Gọi lại", 10))
    bring_in(workspace, tmp_path, "phieu.xlsx", june)
    test = show("assign")
    assert table_of(test, "unassigned") == [("Gọi hotline", 40), ("Đường dây nóng", 20), ("Gọi lại", 10)]
    apply = next(button for button in test.button if button.key == "apply_unassigned")
    assert apply.disabled, "nothing is chosen yet"

    journey = workspace.maps.journey(workspace.maps.journeys()[0].id)
    target = next(one for one in journey.touchpoints if one.name.vi == "Tổng đài chăm sóc khách hàng")
    choose_rows(test, "unassigned", 0, 1)
    test.selectbox(key="target_unassigned").set_value(target.id).run()
    press(test, text("assign.apply").split(" {")[0])
    assert not test.exception
    assert table_of(test, "unassigned") == [("Gọi lại", 10)]
    assert ("Đường dây nóng", 20) in table_of(test, "assigned")
    measure = workspace.maps.measures(journey.id, "csat")[target.id]
    assert measure.n == 20, "what was assigned counts on the map"

    # The next export names the same places: they go where they were put, without a question.
    july = answers(7, ("Hotline", "ĐƯỜNG DÂY NÓNG", 5), ("Hotline", "Gọi lại", 1))
    bring_in(workspace, tmp_path, "phieu_2.xlsx", july)
    test = show("assign")
    assert table_of(test, "unassigned") == [("Gọi lại", 11)]
    assert workspace.maps.measures(journey.id, "csat")[target.id].n == 25


def test_touchpoints_of_one_name_are_told_apart_by_their_stage(show: Show, full: Path) -> None:
    workspace = Workspace.open(full)
    journey = workspace.maps.journey(workspace.maps.journeys()[0].id)
    stage = journey.stages[0]
    fields: dict[str, object] = {"parent_id": stage.id, "position": 9.0, "name_vi": "Giao hàng"}
    workspace.maps.apply(Operation(new_id(), journey.id, "add", "touchpoint", new_id(), "Lan", None, fields))
    options = show("assign").selectbox(key="target_unassigned").options
    assert {f"Giao hàng · {stage.name.vi}", "Giao hàng · Nhận hàng"} <= set(options)
    assert len(set(options)) == len(options)


def test_released_is_unassigned_on_purpose(show: Show, full: Path) -> None:
    test = show("assign")
    before = table_of(test, "assigned")
    assert ("Tư vấn Zalo", 40) in before
    choose_rows(test, "assigned", before.index(("Tư vấn Zalo", 40)))
    released = next(button for button in test.button if button.key == "release_assigned")
    released.click().run()
    assert ("Tư vấn Zalo", 40) in table_of(test, "unassigned")
    # The name still fits an alias, but the choice of a person wins.
    assert ("Tư vấn Zalo", 40) in table_of(show("assign"), "unassigned")


def test_without_a_map_it_says_what_to_do(show: Show) -> None:
    test = show("assign")
    assert text("assign.no_journey") in shown(test)
    assert test.get("page_link"), "and leads there"


def test_suggestions_are_shown_and_followed_at_once(show: Show, full: Path) -> None:
    """40 answers about the hotline name no touchpoint of the map; one touchpoint is on the phone."""
    workspace = Workspace.open(full)
    journey = workspace.maps.journeys()[0].id
    test = show("assign")
    likely = test.dataframe[0].value["likely"].tolist()
    assert likely == ["Tổng đài chăm sóc khách hàng"]
    press(test, text("assign.follow"))
    assert text("assign.all_assigned") in shown(test)
    care = next(one for one in workspace.maps.journey(journey).touchpoints if one.channel == "phone")
    assert workspace.maps.measures(journey, "nps")[care.id].n == 40
