"""The command line: one document on standard output, words on standard error, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cx_core.cli.main import main

# Nobody can tell whether these days stand before or after the months; 9, 10 promote, 0 detracts.
AMBIGUOUS = "Date,NPS,Channel\n01/02/2026,9,Web\n02/03/2026,0,Web\n03/04/2026,10,Zalo\n"
PLAIN = "Date,NPS,Channel\n2026-03-01,9,Web\n2026-03-02,0,Web\n2026-03-03,10,Zalo\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Run a command on a workspace of its own; return status, what standard output holds as JSON, and the words."""

    def call(*arguments: str) -> tuple[int, Any, str]:
        status = main(["--workspace", str(tmp_path / "workspace"), *arguments, "--json"])
        printed = capsys.readouterr()
        return status, json.loads(printed.out), printed.err

    return call


def file(tmp_path: Path, text: str, name: str = "answers.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_inspect_has_the_names_of_its_document(run: Any, tmp_path: Path) -> None:
    status, found, _ = run("inspect", file(tmp_path, AMBIGUOUS))
    assert status == 0
    assert {"file", "profile", "header_rows", "data_rows", "columns", "questions", "problems"} <= set(found)
    assert {"name", "kind", "encoding", "delimiter", "sheet", "sheets"} <= set(found["file"])
    assert {"name", "role", "scale", "date_order", "n_missing"} <= set(found["columns"][0])
    assert found["columns"][1]["scale"] == {"min": 0, "max": 10, "direction": "high_is_good"}
    assert [(one["kind"], one["column"]) for one in found["questions"]] == [("date_order", "Date")]


def test_an_open_question_is_refused_and_an_answer_goes_in(run: Any, tmp_path: Path) -> None:
    path = file(tmp_path, AMBIGUOUS)
    status, refused, words = run("import", path)
    assert (status, refused["refused"]) == (1, "questions_open")
    assert words, "the reason is said on standard error"
    question = refused["questions"][0]
    status, receipt, _ = run("import", path, "--answer", f"{question['key']}=day_first")
    assert status == 0
    assert {"batch_id", "rows_read", "rows_kept", "rows_duplicate", "rows_rejected", "problems"} <= set(receipt)
    assert (receipt["rows_read"], receipt["rows_kept"]) == (3, 3)

    # Remembered: nothing is asked, nothing is added.
    status, again, _ = run("import", path)
    assert (status, again["rows_kept"], again["rows_duplicate"]) == (0, 0, 3)
    # The day came first: March has the second answer alone.
    _, march, _ = run("measure", "nps", "--since", "2026-03-01", "--until", "2026-03-31")
    assert (march[0]["n"], march[0]["value"]) == (1, -100.0)


def test_measure_has_the_names_of_its_document(run: Any, tmp_path: Path) -> None:
    run("import", file(tmp_path, PLAIN))
    status, rows, _ = run("measure", "nps", "--by", "channel", "--every", "month")
    assert status == 0
    counts = {row["group"]["channel"]: (row["promoters"], row["passives"], row["detractors"], row["n"]) for row in rows}
    assert counts == {"Web": (1, 0, 1, 2), "Zalo": (1, 0, 0, 1)}
    names = {"metric", "group", "period", "period_complete", "value", "low", "high", "n", "method", "reason"}
    assert names <= set(rows[0])


def test_unknown_is_null_with_a_reason(run: Any) -> None:
    _, rows, _ = run("measure", "nps")
    assert (rows[0]["value"], rows[0]["n"], rows[0]["reason"]) == (None, 0, "no_answers")


@pytest.mark.parametrize("wanted", ["channel=Nowhere", "nonsense=Web"])
def test_a_filter_that_nothing_has_is_refused(run: Any, tmp_path: Path, wanted: str) -> None:
    run("import", file(tmp_path, PLAIN))
    status, refused, _ = run("measure", "nps", "--where", wanted)
    assert status == 1
    assert refused["refused"].startswith("unknown_")


@pytest.mark.parametrize("arguments", [["measure", "happiness"], ["measure", "nps", "--since", "31/12/2026"], []])
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_maps_come_and_go(run: Any, tmp_path: Path) -> None:
    map_file = file(tmp_path, "journey\n  title Buying\n  section Find\n    See an advert: 3: Customer\n", "map.mmd")
    status, imported, _ = run("journey", "import", map_file)
    assert status == 0
    assert (imported["title"], imported["n_stages"], imported["n_touchpoints"]) == ("Buying", 1, 1)
    out = tmp_path / "out.json"
    assert (
        main(["journey", "export", imported["id"], "--format", "json", "--out", str(out), *_workspace(tmp_path)]) == 0
    )
    status, back, _ = run("journey", "import", str(out))
    assert (status, back["title"], back["n_touchpoints"], back["problems"]) == (0, "Buying", 1, [])
    _, listed, _ = run("journey", "list")
    assert {one["id"] for one in listed} == {imported["id"], back["id"]}
    assert "T" in listed[0]["updated_at"]


def test_what_a_format_leaves_out_is_said_beside_the_file(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    map_file = file(tmp_path, "journey\n  section Find\n    See an advert: 3: Lan\n", "map.mmd")
    _, imported, _ = run("journey", "import", map_file)
    for key, said in (("cjml", "- 1 persona"), ("json", "")):
        main(["--language", "en", "journey", "export", imported["id"], "--format", key, *_workspace(tmp_path)])
        assert said in capsys.readouterr().err


def test_a_map_that_cannot_be_read_whole_changes_nothing(run: Any, tmp_path: Path) -> None:
    map_file = file(tmp_path, "journey\n  A: 5: Me\n  B: x: Me\n", "map.mmd")
    status, refused, _ = run("journey", "import", map_file)
    assert status == 1
    assert refused["refused"] == "journey_file_problems"
    assert [(one["kind"], one["rows"]) for one in refused["problems"]] == [("map_score_bad", [3])]
    assert run("journey", "list")[1] == []
    status, imported, _ = run("journey", "import", map_file, "--tolerant")
    assert (status, imported["n_touchpoints"]) == (0, 2)
    assert imported["problems"] == [{"kind": "map_score_bad", "line": 3}]


def test_a_map_is_checked_and_nothing_is_stored(run: Any, tmp_path: Path) -> None:
    good = file(tmp_path, "journey\n  title T\n  section S\n    A: 5: Me\n    B: : Me\n", "good.mmd")
    status, checked, _ = run("journey", "check", good)
    assert (status, checked["format"], checked["n_touchpoints"], checked["n_personas"]) == (0, "mermaid", 2, 1)
    assert checked["problems"] == [{"kind": "map_score_missing", "line": 5}]
    bad = file(tmp_path, '{\n "format": "mach-journey",\n "version": 1,\n "journey": {"title": 5}}', "bad.json")
    status, refused, _ = run("journey", "check", bad)
    assert status == 1
    assert refused["refused"].startswith("journey_file_")
    assert run("journey", "list")[1] == []


def test_the_folder_may_stand_before_or_after_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, PLAIN)
    assert main([*_workspace(tmp_path), "import", path]) == 0
    capsys.readouterr()
    assert main(["--json", "measure", "nps", *_workspace(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["n"] == 3


def test_a_sick_workspace_gives_one_document_and_one(run: Any, tmp_path: Path) -> None:
    status, report, _ = run("doctor")
    assert (status, report["ok"]) == (0, True)
    (tmp_path / "workspace" / "responses.db").write_bytes(b"no database at all" * 100)
    status, report, words = run("doctor")
    assert (status, report["ok"]) == (1, False)
    assert words


def _workspace(tmp_path: Path) -> list[str]:
    return ["--workspace", str(tmp_path / "workspace")]


SPOKEN = "Date,NPS,Comment\n2026-03-01,1,Giao hàng quá chậm\n2026-03-02,10,Nhân viên rất nhiệt tình\n2026-03-03,2,Giao hàng trễ\n"


def test_a_metric_is_measured_by_theme(run: Any, tmp_path: Path) -> None:
    run("import", file(tmp_path, SPOKEN))
    status, rows, _ = run("measure", "nps", "--by", "theme")
    assert status == 0
    found = {row["group"]["theme"]: (row["value"], row["n"]) for row in rows}
    assert (found["delivery"], found["staff"]) == ((-100.0, 2), (100.0, 1))
    status, refused, _ = run("measure", "nps", "--by", "theme", "--every", "month")
    assert (status, refused["refused"]) == (1, "theme_alone")


def test_a_metric_is_measured_among_those_who_speak_of_a_theme(run: Any, tmp_path: Path) -> None:
    run("import", file(tmp_path, SPOKEN))
    status, rows, _ = run("measure", "nps", "--where", "theme=delivery")
    assert [(status, row["value"], row["n"]) for row in rows] == [(0, -100.0, 2)]
    _, rows, _ = run("measure", "nps", "--where", "theme=delivery", "--where", "theme=staff", "--since", "2026-03-02")
    assert [(row["value"], row["n"]) for row in rows] == [(0.0, 2)]
    _, rows, _ = run("measure", "nps", "--by", "theme", "--where", "theme=staff")
    assert [row["group"] for row in rows] == [{"theme": "staff"}]
    _, rows, _ = run("measure", "nps", "--where", "theme=price")
    assert [(row["value"], row["n"], row["reason"]) for row in rows] == [(None, 0, "no_answers")]
    status, refused, _ = run("measure", "nps", "--where", "theme=nothing")
    assert (status, refused["refused"]) == (1, "theme_unknown")
    status, refused, _ = run("measure", "nps", "--where", "theme=staff", "--by", "channel")
    assert (status, refused["refused"]) == (1, "theme_alone")
