"""Rows out by each writer and back by the importer: the same rows, whatever the words begin with."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cx_core import importers
from cx_core.importers import parsing
from cx_core.model.table import Column
from cx_core.reports.tables import table_csv, table_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TITLES = ("Ngày", "NPS", "Góp ý")
_COLUMNS = (Column(TITLES[0], "date"), Column(TITLES[1], "whole"), Column(TITLES[2]))

#: A customer's words: anything a form takes, edges trimmed as the importer trims them, no words for "nothing".
_LETTERS = st.characters(
    categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t", exclude_characters="\ufeff'\x85"
)
_WORDS = st.text(_LETTERS, max_size=60).map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
_FORMULAS = st.sampled_from(
    ["=1+1", "+84 nhanh", "-2 sao", "@tuan tốt", "-- không có", "=HYPERLINK(\"x\")", "+", "＝1+1", "- chờ lâu", "-5"]
)  # fmt: skip
_ROWS = st.lists(
    st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(0, 10)), st.one_of(_WORDS, _FORMULAS)),
    min_size=1,
    max_size=8,
)


def as_csv(rows: list[tuple[date, int | None, str]]) -> bytes:
    """Write the app's own CSV: a byte order mark, and an apostrophe before what a spreadsheet would run."""
    return table_csv(_COLUMNS, rows)


def as_xlsx(rows: list[tuple[date, int | None, str]]) -> bytes:
    """Write the app's own workbook: text stays text."""
    return table_xlsx(_COLUMNS, rows)


def as_json_lines(rows: list[tuple[date, int | None, str]]) -> bytes:
    """Write one object a line."""
    objects = ({TITLES[0]: f"{day:%Y-%m-%d}", TITLES[1]: score, TITLES[2]: words} for day, score, words in rows)
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "jsonl": as_json_lines}


def _round_trip(kind: str, rows: list[tuple[date, int | None, str]]) -> list[tuple[str, int | None, str]]:
    parsing.forget()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        path.write_bytes(WRITERS[kind](rows))
        answers = {
            f"role:{title}": role for title, role in zip(TITLES, ("responded_at", "nps", "verbatim"), strict=True)
        }
        if kind != "jsonl":
            answers["header"] = "first"
        inspection = importers.inspect(path, path.name, answers=answers)
        answers |= {one.key: one.choices[0] for one in inspection.questions}
        inspection = importers.inspect(path, path.name, answers=answers)
        result = importers.read(path, path.name, importers.mapping_for(inspection, answers), timezone="UTC", now=NOW)
    return [
        (
            "" if at != at else f"{at:%Y-%m-%d}",
            None if score is None or score != score else int(score) // 100,
            words if isinstance(words, str) else "",
        )
        for at, score, words in zip(
            result.frame["responded_at"], result.frame["nps"].astype(object).where(result.frame["nps"].notna(), None),
            result.frame["verbatim"], strict=True,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_ROWS)
@example(
    rows=[
        (n, n % 11, words) for n, words in enumerate(["=1+1", "-2 sao", "+84 nhanh", "@tuan tốt", "-", "+", "=", "-5"])
    ]
)
@example(rows=[(0, 0, "không"), (1, None, "0"), (2, 10, "1/2/2026")])
@example(rows=[(0, None, "GÖ"), (0, None, "AÛ0Kû")])  # letters of the old fonts, in a file that is not of them
def test_what_goes_out_comes_back(kind: str, rows: list[tuple[int, int | None, str]]) -> None:
    """Twelve examples a writer: each is a reading process of its own."""
    given_rows = [(date(2026, 1, 1) + timedelta(days=days), score, words) for days, score, words in rows]
    expected = [(f"{day:%Y-%m-%d}", score, words) for day, score, words in given_rows]
    assert _round_trip(kind, given_rows) == expected


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_formula_is_never_written_and_never_lost(kind: str) -> None:
    rows = [
        (date(2026, 3, 13 + n), n, words) for n, words in enumerate(["=1+1", "@SUM(1)", "+1 cho nhân viên", "-2+3"])
    ]
    data = WRITERS[kind](rows)
    if kind == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        assert all(f"'{words}".encode() in data for _, _, words in rows)
    assert [words for _, _, words in _round_trip(kind, rows)] == [words for _, _, words in rows]
