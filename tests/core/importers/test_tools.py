"""Every tool's export, plain, dirty and hostile: the answers that went in come out, row for row."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from cx_core import importers
from cx_core.importers.profiles import ALL_PROFILES
from tests.core.importers import fixtures as f
from tests.core.importers.tools import TOOLS, Tool

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TIMEZONE = "Asia/Ho_Chi_Minh"
_EDGES = " \t\r\n\u00a0\u200b\ufeff"


def _import(tool: Tool, given: list[f.Answer], folder: Path) -> importers.ReadResult:
    path = folder / f"export.{tool.ending}"
    path.write_bytes(tool.write(given))
    inspection = importers.inspect(path, path.name, answers=tool.replies)
    assert [question.key for question in inspection.questions] == []
    mapping = importers.mapping_for(inspection, tool.replies)
    return importers.read(path, path.name, mapping, timezone=TIMEZONE, now=NOW)


def _words(text: str) -> str | None:
    return unicodedata.normalize("NFC", text).strip(_EDGES) or None


def _expected(tool: Tool, given: list[f.Answer]) -> list[tuple[object, ...]]:
    rows = []
    for answer in given:
        at = answer.at.replace(microsecond=0)
        if tool.to_the_day:
            at = answer.at.astimezone(f.VIETNAM).replace(hour=0, minute=0, second=0).astimezone(UTC)
        rows.append(
            (
                at if tool.has_dates else None,
                None if answer.score is None else answer.score * 100,
                _words(answer.words),
                answer.customer if tool.has_customer and answer.customer else None,
            )
        )
    return sorted(rows, key=str)


def _read(tool: Tool, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    rows = []
    for record in frame.to_dict("records"):
        at = record["responded_at"]
        rows.append(
            (
                None if pd.isna(at) else at.to_pydatetime().replace(microsecond=0),
                None if pd.isna(record[tool.role]) else int(record[tool.role]),
                None if pd.isna(record["verbatim"]) else record["verbatim"],
                record["customer"] if tool.has_customer and not pd.isna(record["customer"]) else None,
            )
        )
    return sorted(rows, key=str)


@pytest.mark.parametrize("kind", ["good", "dirty", "hostile"])
@pytest.mark.parametrize("name", TOOLS)
def test_what_a_tool_exported_comes_back(name: str, kind: str, tmp_path: Path) -> None:
    tool = TOOLS[name]
    given = f.answers(*tool.scale)
    if kind == "dirty":
        given = f.dirty(given, tool.missing)
    elif kind == "hostile":
        given = f.hostile(given)
    result = _import(tool, given, tmp_path)
    assert result.profile == tool.profile
    assert result.inspection.header_rows == tool.header_rows
    assert result.rows_read == len(given) + tool.extra_rows
    assert result.rows_rejected == tool.extra_rows
    assert result.rows_read == len(result.frame) + result.rows_rejected
    expected = _expected(tool, given)
    if tool.profile == "tiki":
        expected = [(at, score, words, None) for at, score, words, _ in expected]
        found = [(at, score, words, None) for at, score, words, _ in _read(tool, result.frame)]
    else:
        found = _read(tool, result.frame)
    assert found == expected


@pytest.mark.parametrize("name", TOOLS)
def test_the_scale_and_the_role_are_known(name: str, tmp_path: Path) -> None:
    tool = TOOLS[name]
    result = _import(tool, f.answers(*tool.scale), tmp_path)
    scored = [column for column in result.inspection.columns if column.role == tool.role]
    assert len(scored) == 1
    scale = scored[0].scale
    assert scale is not None
    assert (scale.minimum, scale.maximum, scale.direction) == (*tool.scale, "high_is_good")


@pytest.mark.parametrize("name", TOOLS)
def test_the_same_file_has_the_same_identities_and_other_answers_have_others(name: str, tmp_path: Path) -> None:
    tool = TOOLS[name]
    given = f.answers(*tool.scale)
    first = _import(tool, given, tmp_path).frame["identity"]
    again = _import(tool, given, tmp_path).frame["identity"]
    assert list(first) == list(again)
    assert first.is_unique


def test_every_profile_has_an_export_here() -> None:
    tested = {tool.profile for tool in TOOLS.values()} | {"generic"}
    assert tested == {profile.key for profile in ALL_PROFILES}


@pytest.mark.parametrize("name", TOOLS)
def test_no_customers_word_stands_in_a_problem(name: str, tmp_path: Path) -> None:
    tool = TOOLS[name]
    result = _import(tool, f.dirty(f.answers(*tool.scale), tool.missing), tmp_path)
    said = " ".join(map(str, (*result.problems, *result.inspection.problems)))
    for words in filter(None, f.WORDS):
        assert re.escape(words) not in said
        assert words not in said
