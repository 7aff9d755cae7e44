"""``analyse``: one comment a line in, one JSON object a line out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cx_core.cli import main


def test_one_line_in_one_object_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "comments.txt"
    file.write_text("Giao hàng quá chậm\n\nGreat staff, thank you\n", encoding="utf-8")
    assert main(["analyse", str(file), "--json"]) == 0
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["language"] for one in read] == ["vi", "und", "en"]
    assert [one["sentiment"]["label"] for one in read] == ["negative", "neutral", "positive"]
    assert {"key": "delivery", "sentiment": "negative"} in read[0]["themes"]
    assert all(-1 <= one["sentiment"]["score"] <= 1 for one in read)


def test_a_missing_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "no such file.txt"]) == 1
    assert "no such file.txt" in capsys.readouterr().err
