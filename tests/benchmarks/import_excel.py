"""Bringing a workbook in, against merely reading its cells with fastexcel; every step from bytes to stored answers.

The file is written once a run: 13 columns (time, customer, five labels, NPS, CSAT, CES, words, amount, source), texts
inline, the words drawn from a vocabulary of 2,000.
"""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastexcel
import openpyxl
import python_calamine
import sqlite_utils

from cx_core import importers
from cx_core.importers import parsing
from tests.benchmarks.imports import memory_row, take_in
from tests.benchmarks.rows import GOAL_SIZE, Row, medians, within
from tests.core.importers import nasty

_SEED = 20260301
_BARE = "fastexcel, cells only"
#: By hand a million rows take two minutes.
_MOST_BY_HAND = 100_000
_HEAD = (
    "Dấu thời gian", "Mã khách hàng", "Kênh", "Điểm chạm", "Giai đoạn", "Hạng thành viên", "Khu vực",
    "Sẵn sàng giới thiệu (0-10)", "Mức độ hài lòng (1-5)", "Dễ dàng giải quyết (1-7)", "Góp ý", "Doanh thu", "Đợt khảo sát",
)  # fmt: skip


def run(large: bool) -> list[Row]:
    """Look at ten thousand rows, read and store a hundred thousand (a million with ``large``)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [(100_000, 1), (1_000_000, 1)] if large else [(100_000, 1)]
        return [*_look(folder, 10_000), *(row for size, rounds in sizes for row in _take_in(folder, size, rounds))]


def _look(folder: Path, n_rows: int) -> list[Row]:
    path = write_workbook(folder / "look.xlsx", n_rows)
    # As the page for uploads does when it is opened; whoever chooses a file takes some seconds, for the next one too.
    importers.expect()
    contestants = {
        "choosing": lambda: time.sleep(4),
        "look": lambda: _fresh_look(path),
        "bare": lambda: _bare(path),
        "openpyxl": lambda: _cells(path),
    }
    taken = medians(contestants, rounds=3)
    note = f"{taken['look']:.2f} s until the preview and the questions, "
    note += f"fastexcel {taken['bare']:.2f} s, openpyxl {taken['openpyxl']:.2f} s"
    what = f"look at {n_rows:,} rows of xlsx"
    return [
        within(taken["look"], 0.25, what, "G3", note),
        Row(what, taken["look"] / taken["openpyxl"], "openpyxl, cells only", "same run", "G3", 1 / 5),
        Row(what, taken["look"] / taken["bare"], _BARE, "same run"),
    ]


def _take_in(folder: Path, n_rows: int, rounds: int) -> list[Row]:
    path = write_workbook(folder / "take_in.xlsx", n_rows)
    found = take_in(folder / f"workspace {n_rows}", path)
    contestants = {
        "bare": lambda: _bare(path),
        "calamine": lambda: _calamine(path),
        **({"openpyxl": lambda: _by_hand(folder, path)} if n_rows <= _MOST_BY_HAND else {}),
    }
    taken = {"store": found["seconds"] + found["indexed"], **medians(contestants, rounds, warm=rounds > 1)}
    what = f"import of {n_rows:,} rows of xlsx, stored and indexed"
    note = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items())
    note += f"; store: words indexed after it {found['indexed']:.1f} s, log moved {found['after']:.1f} s"
    note += f", {found['processor']:.1f} s of processors"
    at_most = 2.5 if n_rows >= GOAL_SIZE else None
    rows = [Row(what, taken["store"] / taken["bare"], _BARE, note, "G1", at_most)]
    rows.append(Row(what, taken["store"] / taken["calamine"], "python-calamine, cells only", "same run"))
    if "openpyxl" in taken:
        rows.append(Row(what, taken["store"] / taken["openpyxl"], "openpyxl and sqlite-utils", "same run", "G1", 1 / 6))
    return [*rows, memory_row("xlsx", n_rows, found, path)]


def _bare(path: Path) -> int:
    return int(fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_arrow().num_rows)


def _calamine(path: Path) -> int:
    return len(python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python())


def _cells(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))


def _by_hand(folder: Path, path: Path) -> None:
    """Do what a careful person writes with the usual libraries: checks row by row, one transaction, indexes after."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        head, *rows = _cells(path)
        database = sqlite_utils.Database(Path(name) / "by_hand.db")
        database.enable_wal()
        names = [str(cell) for cell in head]
        with database.conn:
            database["answers"].insert_all(_checked(names, rows), batch_size=500)
        for column in names[1:4]:
            database["answers"].create_index([column])
        database["answers"].enable_fts(["Góp ý"])
        database.close()


def _checked(names: list[str], rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    scores = [at for at, name in enumerate(names) if "(" in name]
    for row in rows:
        cells = list(row)
        for at in scores:
            cells[at] = int(cells[at]) if str(cells[at] or "").isdigit() else None
        yield dict(zip(names, cells, strict=True))


def _fresh_look(path: Path) -> int:
    parsing.forget()
    return importers.inspect(path, path.name).data_rows


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
