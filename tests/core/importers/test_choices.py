"""Questions with several choices: one label a row, whatever order and shape the tool wrote them in."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core import importers
from cx_core.importers.choices import AND, in_one_order
from tests.core.importers.fixtures import as_csv

NOW = datetime(2026, 11, 21, tzinfo=UTC)
QUESTION = "Bạn biết chúng tôi qua đâu?"


def _read(folder: Path, head: list[str], rows: list[list[str]]) -> importers.ReadResult:
    path = folder / "a.csv"
    path.write_bytes(as_csv([head, *rows]).encode())
    inspection = importers.inspect(path, path.name)
    assert inspection.questions == ()
    return importers.read(path, path.name, importers.mapping_for(inspection, {}), timezone="Asia/Ho_Chi_Minh", now=NOW)


@pytest.mark.parametrize("between", [", ", ";", "; "])
def test_choices_in_one_cell_are_one_group_whatever_their_order(between: str, tmp_path: Path) -> None:
    cells = [
        between.join(some) for some in (["Zalo", "Bạn bè"], ["Bạn bè", "Zalo"], ["Zalo"], ["Bạn bè"], ["Zalo"])
    ] * 4
    rows = [[f"{13 + n % 9}/03/2026", str(n % 5 + 1), cell] for n, cell in enumerate(cells)]
    result = _read(tmp_path, ["Ngày", "Mức độ hài lòng (1-5)", QUESTION], rows)
    assert Counter(result.frame[f"segment:{QUESTION}"]) == {"Bạn bè + Zalo": 8, "Zalo": 8, "Bạn bè": 4}


@pytest.mark.parametrize(
    ("yes", "no"), [("{label}", ""), ("1", "0"), ("1", ""), ("TRUE", "FALSE"), ("x", ""), ("Có", "Không")]
)
def test_a_column_a_choice_becomes_one_group(yes: str, no: str, tmp_path: Path) -> None:
    labels = ["Zalo", "Bạn bè", "Biển hiệu"]
    taken = [(1, 1, 0), (1, 0, 0), (0, 0, 0), (0, 1, 1)] * 4
    head = ["Ngày", "Mức độ hài lòng (1-5)", *(f"{QUESTION} [{label}]" for label in labels)]
    rows = [
        [f"{13 + n % 9}/03/2026", str(n % 5 + 1), *(yes.format(label=label) if t else no for label, t in zip(labels, some, strict=True))]
        for n, some in enumerate(taken)
    ]  # fmt: skip
    result = _read(tmp_path, head, rows)
    groups = result.frame[f"segment:{QUESTION}"]
    assert Counter(groups.dropna()) == {"Zalo + Bạn bè": 4, "Zalo": 4, "Bạn bè + Biển hiệu": 4}
    assert int(groups.isna().sum()) == 4
    assert [name for name in result.frame if str(name).startswith("segment:")] == [f"segment:{QUESTION}"]
    # What the file had stays in the raw row, cell by cell.
    filled = sum(bool(cell) for row in rows for cell in row)
    assert sum(len(json.loads(raw)) for raw in result.frame["raw"]) == filled


@pytest.mark.parametrize("other", ["Khác (vui lòng ghi rõ)", "Other (please specify)", "Other"])
def test_what_was_written_under_other_is_the_choice_other(other: str, tmp_path: Path) -> None:
    head = ["Ngày", "Mức độ hài lòng (1-5)", *(f"{QUESTION} [{label}]" for label in ("Zalo", "Bạn bè", other))]
    rows = [
        [f"{13 + n % 9}/03/2026", str(n % 5 + 1), *row]
        for n, row in enumerate([("Zalo", "", ""), ("", "Bạn bè", "báo"), ("", "", "đi ngang"), ("", "", "")] * 4)
    ]
    groups = _read(tmp_path, head, rows).frame[f"segment:{QUESTION}"]
    short = other.partition(" (")[0]
    assert Counter(groups.dropna()) == {"Zalo": 4, f"Bạn bè + {short}": 4, short: 4}


def test_several_channels_in_one_cell_are_one_channel(tmp_path: Path) -> None:
    cells = ["Zalo;Web;", "Web;", "Web;Zalo;", "Zalo;"] * 5
    rows = [[f"{13 + n % 9}/03/2026", str(n % 5 + 1), cell] for n, cell in enumerate(cells)]
    result = _read(tmp_path, ["Ngày", "Mức độ hài lòng (1-5)", "Kênh"], rows)
    assert Counter(result.frame["channel"]) == {"Web + Zalo": 10, "Web": 5, "Zalo": 5}


def test_typeform_heads_a_column_with_its_choice_and_names_no_question(tmp_path: Path) -> None:
    labels = ["Zalo", "Bạn bè", "Biển hiệu"]
    taken = [(1, 1, 0), (1, 0, 0), (0, 0, 0), (0, 1, 1)] * 4
    head = [
        "#",
        "How satisfied are you? (1-5)",
        *labels,
        "Other",
        "Start Date (UTC)",
        "Submit Date (UTC)",
        "Network ID",
    ]
    rows = [
        [
            f"{n:032x}", str(n % 5 + 1), *(label if t else "" for label, t in zip(labels, some, strict=True)),
            "qua báo" if n == 2 else "", *[f"2026-03-13 09:{n:02d}:00"] * 2, "ab",
        ]
        for n, some in enumerate(taken)
    ]  # fmt: skip
    result = _read(tmp_path, head, rows)
    assert result.profile == "typeform"
    groups = result.frame["segment:Zalo / Bạn bè / Biển hiệu"]
    assert Counter(groups.dropna()) == {"Zalo + Bạn bè": 4, "Zalo": 4, "Bạn bè + Biển hiệu": 4}
    assert [name for name in result.frame if str(name).startswith("segment:")] == [groups.name]
    # What the file had, what was said under "other" too, stays in the raw row, cell by cell.
    filled = sum(bool(cell) for row in rows for cell in row)
    assert sum(len(json.loads(raw)) for raw in result.frame["raw"]) == filled


@pytest.mark.parametrize(
    "cells", [["Có, nhưng chậm", "Không"], ["Hà Nội", "Huế"], ["Quận 1, TP. HCM", "Quận 3, Đà Lạt"], ["a;b", "c;d"]]
)
def test_a_comma_inside_one_choice_parts_nothing(cells: list[str]) -> None:
    assert in_one_order(pa.array(cells)).to_pylist() == cells


@given(st.lists(st.lists(st.sampled_from("ABCD"), min_size=1, max_size=4, unique=True), min_size=1, max_size=20))
def test_the_same_choices_are_the_same_group(answers: list[list[str]]) -> None:
    cells = ["; ".join(some) for some in answers] + list("ABCD")
    found = in_one_order(pa.array(cells)).to_pylist()
    assert [sorted(cell.split(AND)) for cell in found] == [sorted(some) for some in answers] + [[one] for one in "ABCD"]
    assert len(set(found)) == len({frozenset(some) for some in answers} | {frozenset(one) for one in "ABCD"})
