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


def test_a_person_is_erased_and_the_backups_that_hold_them_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Ngày,Mã khách hàng,NPS (0-10),Góp ý\n01/10/2026,KH01,9,Tốt\n13/10/2026,KH02,2,Chờ lâu\n", "utf-8")
    shop = ["--workspace", str(tmp_path / "shop")]
    assert main([*shop, "import", str(file)]) == 0
    assert main([*shop, "backup", str(tmp_path / "shop" / "a.zip")]) == 0
    assert main([*shop, "restore", str(tmp_path / "shop" / "a.zip")]) == 0
    capsys.readouterr()
    assert main([*shop, "erase", "--customer", "kh01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["erased"] == {"answers": 1, "orders": 0, "rows": 1}
    assert len(document["backups"]) == 1
    assert Workspace.open(tmp_path / "shop").responses.n_answers() == 1
    assert main([*shop, "erase", "--customer", "kh01"]) == 1
    assert "KH01" not in capsys.readouterr().err
