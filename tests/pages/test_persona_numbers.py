"""The live numbers of a persona's card: with n and interval, and nothing pooled that must not be."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx_core.journeys.ids import new_id
from cx_core.model.journey import Persona
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

Show = Callable[..., AppTest]
ASK = "Bạn có sẵn lòng giới thiệu chúng tôi (0-10)?"


def take_file(workspace: Workspace, path: Path, header: list[str], rows: list[list[object]]) -> None:
    first = workspace.today() - timedelta(days=len(rows))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Ngày", "Hạng", *header])
        writer.writerows([(first + timedelta(days=at)).isoformat(), "Vàng", *row] for at, row in enumerate(rows))
    workspace.reading.import_file(ImportRequest(path, path.name, {}))


def test_kinds_of_surveys_and_scales_stand_apart_each_with_its_answers(show: Show, tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "workspace")
    # After a contact: 40 tens. About the whole: 30 twos, which name no touchpoint.
    take_file(workspace, tmp_path / "a.csv", ["Điểm chạm", ASK, "Hài lòng (1-5)"], [["Quầy", 10, 5]] * 40)
    take_file(workspace, tmp_path / "b.csv", [ASK, "Hài lòng (1-7)"], [[2, 7]] * 30)
    person = Persona(new_id(), "Chị Hạnh", segment_filter=(("Hạng", ("Vàng",)),))
    workspace.journeys.save_persona(person, "An", workspace.now())
    test = show("personas", "vi")
    assert not test.exception
    shown = [
        one.value.replace("\\", "").splitlines() for one in test.markdown if one.value.startswith(("**NPS", "**CSAT"))
    ]
    assert [(line[0].strip(), line[1].split(" lượt")[0]) for line in shown] == [
        ("**NPS · điểm chạm +100**", ":small[40"), ("**NPS · định kỳ −100**", ":small[30"),
        ("**CSAT · 1–5 100%**", ":small[40"), ("**CSAT · 1–7 100%**", ":small[30"),
    ]  # fmt: skip
    assert any("70 lượt trả lời của nhóm này" in one.value for one in test.caption)


def test_numbers_of_old_answers_are_said_to_be_old_where_a_persona_has_numbers(show: Show, tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "workspace")
    file = tmp_path / "a.csv"
    day = workspace.today() - timedelta(days=70)
    file.write_text(f"Ngày,Hạng,{ASK}\n" + f"{day},Vàng,10\n" * 30, encoding="utf-8")
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    person = Persona(new_id(), "Chị Hạnh")
    workspace.journeys.save_persona(person, "An", workspace.now())
    assert not show("personas", "vi").error
    person = replace(workspace.maps.personas()[0], segment_filter=(("Hạng", ("Vàng",)),))
    workspace.journeys.save_persona(person, "An", workspace.now())
    assert [one for one in show("personas", "vi").error if "cách đây 70 ngày" in one.value]
