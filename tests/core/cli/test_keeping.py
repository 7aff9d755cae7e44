"""``backup`` and ``restore`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cx_core.cli import main
from cx_core.workspace import Workspace


def test_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workspace.open(tmp_path / "shop").settings.set("name", "Gác Thóc")
    assert main(["--workspace", str(tmp_path / "shop"), "backup", str(tmp_path / "a.zip"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == "a.zip"
    assert {"responses.db", "workspace.db"} <= set(document["files"])
    assert main(["--workspace", str(tmp_path / "other"), "restore", str(tmp_path / "a.zip")]) == 0
    assert "a.zip" in capsys.readouterr().out
    assert Workspace.open(tmp_path / "other").settings.get("name") == "Gác Thóc"


def test_a_workspace_that_cannot_be_opened_comes_back(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "shop").settings.set("name", "Gác Thóc")
    assert main(["--workspace", str(tmp_path / "shop"), "backup", str(tmp_path / "a.zip")]) == 0
    for name in ("workspace.db", "workspace.db-wal", "workspace.db-shm"):
        (tmp_path / "shop" / name).unlink(missing_ok=True)
    (tmp_path / "shop" / "workspace.db").write_bytes(b"not a database at all" * 300)
    assert main(["--workspace", str(tmp_path / "shop"), "doctor"]) == 1
    assert main(["--workspace", str(tmp_path / "shop"), "restore", str(tmp_path / "a.zip")]) == 0
    assert Workspace.open(tmp_path / "shop").settings.get("name") == "Gác Thóc"


def test_a_refusal_says_what_and_what_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"hello")
    arguments = ["--workspace", str(tmp_path / "shop"), "--language", "vi", "restore", str(tmp_path / "a.zip")]
    assert main(arguments) == 1
    assert "không phải là bản sao lưu của Mạch" in capsys.readouterr().err
