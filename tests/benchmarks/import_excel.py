"""Bringing a workbook in, against merely reading its cells with python-calamine; every step from bytes to stored answers.

The file is written once a run: 13 columns (time, customer, five labels, NPS, CSAT, CES, words, amount, source), texts
inline, the words drawn from a vocabulary of 2,000.
"""

from __future__ import annotations

import random
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import python_calamine

from cx_core import importers
from cx_core.importers import parsing
from cx_core.importers.reading import ReadResult
from cx_core.model.inspection import Mapping
from cx_core.store.responses import ResponseStore
from tests.benchmarks.rows import Row, medians
from tests.core.importers import nasty

_SEED = 20260301
_TIMEZONE, _NOW = "Asia/Ho_Chi_Minh", datetime(2026, 11, 21, tzinfo=UTC)
_HEAD = (
    "Dấu thời gian", "Mã khách hàng", "Kênh", "Điểm chạm", "Giai đoạn", "Hạng thành viên", "Khu vực",
    "Sẵn sàng giới thiệu (0-10)", "Mức độ hài lòng (1-5)", "Dễ dàng giải quyết (1-7)", "Góp ý", "Doanh thu", "Đợt khảo sát",
)  # fmt: skip


def run(large: bool) -> list[Row]:
    """Look at ten thousand rows, read and store a hundred thousand (a million with ``large``)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [_look(folder, 10_000), *_take_in(folder, 1_000_000 if large else 100_000, 1 if large else 3)]


def _look(folder: Path, n_rows: int) -> Row:
    path = write_workbook(folder / "look.xlsx", n_rows)
    taken = medians({"look": lambda: _fresh_look(path), "calamine": lambda: _bare(path)})
    note = f"{taken['look']:.2f} s until the preview and the questions"
    return Row(
        f"look at {n_rows:,} rows of xlsx", taken["look"] / taken["calamine"], "python-calamine, cells only", note
    )


def _take_in(folder: Path, n_rows: int, rounds: int) -> list[Row]:
    path = write_workbook(folder / "take_in.xlsx", n_rows)
    mapping = importers.mapping_for(importers.inspect(path, path.name), {})
    taken = medians(
        {
            "read": lambda: _read(path, mapping),
            "store": lambda: _store(folder, path, mapping),
            "calamine": lambda: _bare(path),
        },
        rounds,
    )
    peer = "python-calamine, cells only"
    return [
        Row(
            f"read {n_rows:,} rows of xlsx into answers",
            taken["read"] / taken["calamine"],
            peer,
            f"{taken['read']:.1f} s",
        ),
        Row(
            f"import {n_rows:,} rows of xlsx, stored and indexed",
            taken["store"] / taken["calamine"],
            peer,
            f"{taken['store']:.1f} s",
        ),
    ]


def _bare(path: Path) -> int:
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def _fresh_look(path: Path) -> int:
    parsing.forget()
    return importers.inspect(path, path.name).data_rows


def _read(path: Path, mapping: Mapping) -> ReadResult:
    parsing.forget()
    return importers.read(path, path.name, mapping, timezone=_TIMEZONE, now=_NOW)


def _store(folder: Path, path: Path, mapping: Mapping) -> int:
    with tempfile.TemporaryDirectory(dir=folder) as workspace:
        store = ResponseStore.open(Path(workspace), _TIMEZONE)
        result = _read(path, mapping)
        receipt = store.import_batch(
            result.frame, mapping, result.inspection.file, result.profile, result.fingerprint, now=_NOW,
            problems=result.problems, rows_read=result.rows_read, rows_rejected=result.rows_rejected,
        )  # fmt: skip
        return receipt.rows_kept


def write_workbook(path: Path, n_rows: int) -> Path:
    """Write the workbook as XML in pieces: a writer of cells would take longer than all that is measured."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(_frame_of(path)) as empty:
            for entry in empty.infolist():
                if not entry.filename.endswith("sheet1.xml"):
                    archive.writestr(entry.filename, empty.read(entry))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for piece in _sheet(n_rows):
                sheet.write(piece.encode())
    return path


def _frame_of(path: Path) -> Path:
    frame = path.with_suffix(".frame")
    frame.write_bytes(nasty.workbook())
    return frame


def _sheet(n_rows: int) -> Iterator[str]:
    chance = random.Random(_SEED)
    vocabulary = ["".join(chance.choices("aăâbcdđeêghiklmnoôơpqrstuưvxy", k=chance.randint(2, 6))) for _ in range(2000)]
    yield f"<worksheet {nasty.NS}><sheetData>{nasty.row_xml(1, _HEAD)}"
    for number in range(2, n_rows + 2):
        row = nasty.row_xml(number, [None, *_row(chance, vocabulary)])
        day = f'<c r="A{number}" s="1"><v>{45_000 + chance.random() * 1000:.5f}</v></c>'
        yield row.replace(f'<row r="{number}">', f'<row r="{number}">{day}', 1)
    yield "</sheetData></worksheet>"


def _row(chance: random.Random, vocabulary: list[str]) -> list[object]:
    def maybe(share: float, value: object) -> object:
        return value if chance.random() < share else None

    return [
        f"KH{chance.randrange(200_000):06d}",
        chance.choice(("Cửa hàng", "Website", "Zalo", "Hotline", "Sàn TMĐT", "App")),
        f"Điểm chạm {chance.randrange(12)}",
        chance.choice(("Biết", "Chọn", "Mua", "Nhận", "Dùng", "Hỗ trợ")),
        chance.choice(("Mới", "Bạc", "Vàng", "Kim cương")),
        chance.choice(("Miền Bắc", "Miền Trung", "Miền Nam")),
        maybe(0.9, chance.randrange(11)),
        maybe(0.8, chance.randrange(1, 6)),
        maybe(0.7, chance.randrange(1, 8)),
        maybe(0.75, " ".join(chance.choices(vocabulary, k=chance.randrange(5, 40)))),
        chance.randrange(10, 5000) * 1000,
        chance.choice(("Đợt 1", "Đợt 2", "Đợt 3")),
    ]
