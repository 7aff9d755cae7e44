"""``analyse``: one comment a line in, one JSON object a line out."""

from __future__ import annotations

import io
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


@pytest.mark.parametrize(
    ("data", "row"),
    [
        ("Tốt lắm\nTệ quá\n".encode("utf-16"), 1),
        ("Tốt lắm\nRất tốt\n".encode() + "Tệ quá".encode("cp1258", "replace") + b"\xf4\n", 3),
        (b"PK\x03\x04\x14\x00\n", 1),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(
    data: bytes, row: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "comments.bin"
    file.write_bytes(data)
    assert main(["analyse", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"Line {row} of comments.bin" in printed.err


def test_an_empty_file_gives_nothing_and_a_mark_at_the_start_is_no_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, marked, plain = tmp_path / "empty.txt", tmp_path / "marked.txt", tmp_path / "plain.txt"
    empty.write_bytes(b"")
    marked.write_text("Giao hàng chậm\r\n", encoding="utf-8-sig")
    plain.write_text("Giao hàng chậm", encoding="utf-8")
    assert main(["analyse", str(empty)]) == 0
    assert capsys.readouterr().out == ""
    told = []
    for file in (marked, plain):
        assert main(["analyse", str(file)]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0].count("\n") == 1


def test_comments_come_in_through_a_pipe_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Rất tốt\n".encode()), encoding="ascii"))
    assert main(["analyse"]) == 0
    assert json.loads(capsys.readouterr().out)["sentiment"]["label"] == "positive"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"T\xf4t\n"), encoding="ascii"))
    assert main(["analyse"]) == 1
    assert "Line 1 of stdin" in capsys.readouterr().err
