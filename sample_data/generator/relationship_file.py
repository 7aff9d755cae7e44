"""The yearly survey of members: a Google Form with one overall score and a grid, satisfaction with each part."""

from __future__ import annotations

from datetime import date
from random import Random

from openpyxl import Workbook

from sample_data.generator.people import Company, Customer
from sample_data.generator.scores import feel, mood_of, nps_score, seven_score
from sample_data.generator.timeline import SEED, at_some_time, days
from sample_data.generator.words import write_comment
from sample_data.generator.xlsx_bytes import to_bytes

NAME = "khao_sat_thanh_vien_2026.xlsx"
SHEET = "Câu trả lời biểu mẫu 1"
N_ANSWERS = 300
OPEN = (date(2026, 4, 6), date(2026, 4, 24))
_ASKED = "Anh/chị hài lòng thế nào với từng phần dịch vụ của Gác Thóc? (1 = rất không hài lòng, 7 = rất hài lòng)"
#: Place, its row in the grid, how much of the overall feeling is made there, the share of members who never met it.
PARTS: dict[str, tuple[str, float, float]] = {
    "delivery": ("Giao hàng", 0.5, 0.04),
    "store": ("Mua tại cửa hàng", 0.3, 0.04),
    "returns": ("Đổi trả, bảo hành", 0.2, 0.1),
    "website": ("Đặt hàng trên website", 0.12, 0.04),
    "payment": ("Thanh toán online", 0.04, 0.05),
    "zalo": ("Tư vấn qua Zalo", 0.04, 0.06),
}
HEADER = (
    "Dấu thời gian",
    "Mã khách hàng",
    "Hạng thành viên",
    "Khu vực",
    *(f"{_ASKED} [{label}]" for label, _, _ in PARTS.values()),
    "Nhìn chung, anh/chị sẵn sàng giới thiệu Gác Thóc cho bạn bè, người thân ở mức nào? (0-10)",
    "Gác Thóc nên làm gì tốt hơn?",
)


def make(company: Company) -> bytes:
    """Return the file."""
    rng = Random(f"{SEED}:members")
    members = rng.sample([one for one in company.customers if one.tier != "Mới"], N_ANSWERS)
    moments = sorted(rng.choices(days(*OPEN), k=N_ANSWERS))
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append(HEADER)
    for member, day in zip(members, moments, strict=True):
        sheet.append(_row(rng, member, day))
    for cells in sheet.iter_rows(min_row=2, max_col=1):
        cells[0].number_format = "dd/mm/yyyy hh:mm:ss"
    sheet.freeze_panes = "A2"
    return to_bytes(workbook)


def _row(rng: Random, member: Customer, day: date) -> list[object]:
    felt = {place: feel(rng, member, place, day) for place in PARTS}
    overall = sum(felt[place] * weight for place, (_, weight, _) in PARTS.items()) + rng.gauss(0, 0.35)
    worst = min(felt, key=lambda place: felt[place])
    return [
        at_some_time(rng, day),
        member.code,
        member.tier,
        member.region,
        *(None if rng.random() < never else seven_score(felt[place]) for place, (_, _, never) in PARTS.items()),
        nps_score(rng, overall),
        write_comment(rng, worst, mood_of(felt[worst]), day) if rng.random() < 0.35 else None,
    ]
