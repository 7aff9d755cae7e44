"""Binary workbooks: the same rows as the XML workbook of the same data, and damage refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core import importers
from cx_core.importers import child
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.model.problem import Refusal
from tests.core.importers.fixtures import as_xlsx
from tests.core.importers.xlsb_files import DIVISION_BY_ZERO, Value, as_xlsb

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEAD: list[Value] = ["Ngày", "Mã khách hàng", "Mức độ hài lòng (1-5)", "Doanh thu", "Góp ý"]
WORDS = ("Nhân viên nhiệt tình, giao hàng hơi chậm", "Chờ quá lâu; gọi tổng đài không ai nghe", None)


def _rows(count: int = 12) -> list[list[Value]]:
    first = datetime(2026, 3, 13, 9, 30)
    return [
        HEAD,
        *(
            [first + timedelta(days=n, minutes=n), f"KH{n:03d}", n % 5 + 1, 125_000.5 * n, WORDS[n % 3]]
            for n in range(count)
        ),
    ]


def _import(path: Path, data: bytes) -> importers.ReadResult:
    path.write_bytes(data)
    inspection = importers.inspect(path, path.name)
    assert inspection.questions == ()
    return importers.read(path, path.name, importers.mapping_for(inspection, {}), timezone="Asia/Ho_Chi_Minh", now=NOW)


def test_a_binary_workbook_gives_the_rows_of_the_xml_one(tmp_path: Path) -> None:
    rows = _rows()
    binary = _import(tmp_path / "a.xlsb", as_xlsb(rows, "Góp ý tháng 3"))
    plain = _import(tmp_path / "a.xlsx", as_xlsx(rows, "Góp ý tháng 3"))
    assert binary.rows_read == 12
    assert binary.fingerprint == plain.fingerprint
    pd.testing.assert_frame_equal(binary.frame, plain.frame)
    # Scores are kept in hundredths.
    assert binary.frame["csat"].tolist() == [100, 200, 300, 400, 500, 100, 200, 300, 400, 500, 100, 200]
    assert binary.frame["verbatim"].tolist()[:2] == list(WORDS[:2])
    assert int(binary.frame["verbatim"].isna().sum()) == 4
    assert (binary.inspection.file.kind, binary.inspection.file.sheet) == ("xlsb", "Góp ý tháng 3")


def test_the_name_does_not_decide(tmp_path: Path) -> None:
    assert len(_import(tmp_path / "a.csv", as_xlsb(_rows())).frame) == 12


def test_blank_rows_days_and_error_cells(tmp_path: Path) -> None:
    rows: list[list[Value]] = [[], ["BÁO CÁO"], [], ["Ngày", "Mức độ hài lòng (1-5)", "Góp ý"]]
    rows += [[date(2026, 3, 13) + timedelta(days=n), n % 5 + 1, f"lời khách số {n}"] for n in range(9)]
    rows[6][1] = DIVISION_BY_ZERO
    result = _import(tmp_path / "a.xlsb", as_xlsb(rows))
    assert result.inspection.header_rows == (4,)
    assert result.frame["row_no"].tolist() == list(range(5, 14))
    assert result.frame["csat"].isna().tolist() == [n == 2 for n in range(9)]
    assert [(one.kind, one.rows) for one in result.problems if one.kind == "error_cells"] == [("error_cells", (7,))]


_CELLS = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**9), 10**9).map(lambda n: n / 8),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_both_kinds_of_workbook_hold_the_same_cells(rows: list[list[Value]]) -> None:
    rows = [["a", "b", "c", "d", "e"], *rows]
    assert _cells(as_xlsb(rows)) == _cells(as_xlsx(rows))


def _cells(data: bytes) -> dict[tuple[int, int], str]:
    table = child.read(data, DEFAULT_LIMITS, None, None)
    if table.arrow:
        columns = [column.to_pylist() for batch in table.arrow for column in batch.columns]
        rows = [list(row) for row in zip(*columns, strict=True)]
        numbers = list(range(1, len(rows) + 1))
    else:
        rows, numbers = table.rows, table.row_no
    return {(n, at): text for n, row in zip(numbers, rows, strict=True) for at, text in enumerate(row) if text}


def _with_sheet(change: slice) -> bytes:
    """Write a workbook whose sheet is only a piece of what it was, in a zip without a fault."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsb(_rows()))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data[change] if name.endswith("sheet1.bin") else data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (as_xlsb(_rows())[:900], "file_damaged"),
        (_with_sheet(slice(0, 400)), "file_unreadable"),
        (_with_sheet(slice(0, 3)), "file_unreadable"),
        (_with_sheet(slice(0, 0)), "file_unreadable"),
        (as_xlsb([]), "file_empty"),
    ],
)
def test_a_damaged_one_is_refused_whole(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        importers.inspect(path, path.name)
    assert refused.value.kind == kind


def test_no_part_of_a_sheet_is_read_as_if_it_were_the_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsb(_rows()))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.bin").file_size
    # The last six bytes are the ends of the data and of the sheet.
    for kept in range(0, size - 6, 37):
        with pytest.raises(OSError, match="fill whole buffer"):
            child.read(_with_sheet(slice(0, kept)), DEFAULT_LIMITS, None, None)
