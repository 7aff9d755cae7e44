"""The book that the shop assistants keep by hand in Excel: title, merged header, STT, a total under each month."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from sample_data.generator.people import STORES, Company, Customer, answering_weights, draw_customer, pick
from sample_data.generator.scores import feel, half_stars, mood_of, ten_score
from sample_data.generator.timeline import SEED, TET_CLOSED, draw_days, within
from sample_data.generator.words import write_comment
from sample_data.generator.xlsx_bytes import to_bytes

NAME = "so_tay_cua_hang.xlsx"
SHEET = "Sổ góp ý"
N_ANSWERS = 900
HEADER_ROWS = (4, 5)
_TITLE = "SỔ GÓP Ý KHÁCH HÀNG – CHUỖI GÁC THÓC"
_SUBTITLE = "Nhân viên ghi tay sau khi hỏi khách tại quầy hoặc sau khi giao hàng. Lập: Phòng Vận hành"
#: Columns that stand alone in the header, merged over its two rows, and those under one group heading.
_SINGLE = ("STT", "Ngày", "Mã khách hàng", "Hạng thành viên", "Khu vực", "Cửa hàng", "Kênh", "Điểm tiếp xúc")
_GROUP = "Đánh giá của khách"
_GROUPED = ("Mức hài lòng (5 sao)", "Đánh giá phục vụ (thang điểm 10)", "Ý kiến khách hàng")
_WIDTHS = (6, 12, 13, 15, 12, 20, 11, 22, 14, 12, 60)

#: Place: the channel and the words in the book, its share.
_PLACES = {
    "store": ("Cửa hàng", "Tư vấn tại quầy", 0.36),
    "cashier": ("Cửa hàng", "Thu ngân", 0.2),
    "delivery": ("Giao hàng", "Giao hàng tận nơi", 0.34),
    "installation": ("Giao hàng", "Lắp đặt", 0.1),
}


def make(company: Company) -> bytes:
    """Return the file."""
    rng = Random(f"{SEED}:book")
    weights = answering_weights(company)
    # Nobody keeps the book while the shops are closed for Tết.
    days = draw_days(rng, N_ANSWERS, extra=lambda day: 0.0 if within(day, TET_CLOSED) else 1.0)
    rows = [_row(rng, draw_customer(rng, company, weights), day) for day in days]
    _spoil(rng, rows)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    _write_head(sheet)
    _write_months(rng, sheet, list(zip(days, rows, strict=True)))
    notes = workbook.create_sheet("Ghi chú")
    notes.append(["Cách ghi: điểm theo thang 10, sao theo thang 5. Khách không cho điểm thì để trống."])
    notes.append(["Dòng cộng cuối tháng do kế toán thêm, không phải góp ý của khách."])
    return to_bytes(workbook)


def _row(rng: Random, customer: Customer, day: date) -> list[object]:
    place = pick(rng, {name: share for name, (_, _, share) in _PLACES.items()})
    channel, label, _ = _PLACES[place]
    feeling = feel(rng, customer, place, day)
    return [
        _typed_day(rng, day),
        customer.code if rng.random() < 0.6 else None,
        customer.tier,
        customer.region,
        rng.choice(STORES[customer.region]) if channel == "Cửa hàng" else None,
        channel,
        label,
        _typed_stars(rng, half_stars(feeling)) if rng.random() < 0.9 else None,
        _typed_score(rng, ten_score(feeling)) if rng.random() < 0.6 else None,
        write_comment(rng, place, mood_of(feeling), day) if rng.random() < 0.6 else None,
    ]


def _typed_day(rng: Random, day: date) -> object:
    """Two of five days are text, the rest are true dates: what happens when several people type."""
    if rng.random() < 0.4:
        return f"{day:%d/%m/%Y}" if rng.random() < 0.7 else f"{day.day}/{day.month}/{day.year}"
    return day


def _typed_score(rng: Random, score: int) -> object:
    style = rng.random()
    if style < 0.55:
        return f"{score}/10"
    return f"{score} điểm" if style < 0.7 else score


def _typed_stars(rng: Random, stars: float) -> object:
    written = f"{stars:g}".replace(".", ",")
    if stars == int(stars) and rng.random() < 0.15:
        return "⭐" * int(stars)
    return f"{written} sao" if rng.random() < 0.85 else stars


def _spoil(rng: Random, rows: list[list[object]]) -> None:
    score = 8
    scored = [row for row in rows if row[score] is not None]
    for row, typed in zip(rng.sample(scored, 4), ("11/10", "không cho điểm", "-", "12"), strict=True):
        row[score] = typed


def _write_head(sheet: Worksheet) -> None:
    last = len(_SINGLE) + len(_GROUPED)
    for row, text, size in ((1, _TITLE, 14), (2, _SUBTITLE, 10)):
        sheet.cell(row, 1, text).font = Font(bold=row == 1, size=size)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    top, bottom = HEADER_ROWS
    for column, text in enumerate(_SINGLE, 1):
        sheet.cell(top, column, text)
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
    sheet.cell(top, len(_SINGLE) + 1, _GROUP)
    sheet.merge_cells(start_row=top, end_row=top, start_column=len(_SINGLE) + 1, end_column=last)
    for column, text in enumerate(_GROUPED, len(_SINGLE) + 1):
        sheet.cell(bottom, column, text)
    thin = Side(style="thin", color="999999")
    for cells in sheet.iter_rows(min_row=top, max_row=bottom, max_col=last):
        for cell in cells:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDEBE8")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = Border(thin, thin, thin, thin)
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[number]].width = width
    sheet.freeze_panes = f"A{bottom + 1}"


def _write_months(rng: Random, sheet: Worksheet, dated: list[tuple[date, list[object]]]) -> None:
    """Write each month's rows, numbered from 1 again, and under them the month's total."""
    for (_, month), rows in groupby(dated, key=lambda pair: (pair[0].year, pair[0].month)):
        written = 0
        for day, row in rows:
            written += 1
            sheet.append([written, *row])
            year = day.year
            if isinstance(row[0], date):
                sheet.cell(sheet.max_row, 2).number_format = "dd/mm/yyyy"
        sheet.append([f"Cộng tháng {month}/{year}", None, None, None, None, None, None, None, f"{written} lượt"])
        for cells in sheet.iter_rows(min_row=sheet.max_row, max_col=9):
            cells[0].font = Font(bold=True, italic=True)
