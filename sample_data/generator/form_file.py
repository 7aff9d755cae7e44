"""The survey: a Vietnamese Google Form, downloaded from its answer sheet as Excel."""

from __future__ import annotations

from datetime import date
from random import Random

from openpyxl import Workbook

from sample_data.generator.people import Company, Customer, answering_weights, draw_customer, pick
from sample_data.generator.scores import feel, mood_of, nps_score
from sample_data.generator.timeline import HOTLINE_CUT_ON, SEED, at_some_time, draw_days
from sample_data.generator.words import write_comment
from sample_data.generator.xlsx_bytes import to_bytes

NAME = "khao_sat_nps_google_form.xlsx"
SHEET = "Câu trả lời biểu mẫu 1"
N_ANSWERS = 2392
N_SENT_TWICE = 8
#: Question texts word for word, with the blanks that people leave behind them.
HEADER = (
    "Dấu thời gian",
    "Anh/chị vui lòng cho biết mã khách hàng hoặc số điện thoại (nếu có) ",
    "Hạng thành viên ",
    "Khu vực",
    "Anh/chị vừa trải nghiệm dịch vụ nào của Gác Thóc? ",
    "Anh/chị dùng kênh nào? ",
    "Trên thang điểm 0-10, anh/chị sẵn sàng giới thiệu Gác Thóc cho bạn bè, người thân ở mức nào? ",
    "Điều gì khiến anh/chị cho điểm như vậy? ",
    "Mã đơn hàng (nếu nhớ)",
)

#: Place, the choice on the form, the channels it may be on, its share of the answers.
_PLACES: dict[str, tuple[str, dict[str, float], float]] = {
    "store": ("Mua tại cửa hàng", {"Cửa hàng": 1}, 0.21),
    "website": ("Đặt hàng trên website", {"Website": 1}, 0.15),
    "delivery": ("Giao hàng", {"Giao hàng": 1}, 0.19),
    "hotline": ("Gọi hotline", {"Hotline": 1}, 0.12),
    "zalo": ("Tư vấn qua Zalo", {"Zalo": 1}, 0.10),
    "returns": ("Đổi trả, bảo hành", {"Cửa hàng": 0.55, "Hotline": 0.25, "Zalo": 0.2}, 0.07),
    "payment": ("Thanh toán online", {"Website": 1}, 0.05),
    "installation": ("Lắp đặt tại nhà", {"Giao hàng": 1}, 0.05),
    "discovery": ("Xem quảng cáo, bài viết", {"Facebook": 0.8, "Website": 0.2}, 0.03),
    "loyalty": ("Tích điểm, đổi quà", {"Cửa hàng": 0.5, "Zalo": 0.5}, 0.03),
}
_ORDER_CHANNELS = {"store": ("Cửa hàng",), "website": ("Website",), "delivery": ("Website", "Zalo")}


def make(company: Company) -> bytes:
    """Return the file."""
    rng = Random(f"{SEED}:form")
    weights = answering_weights(company)
    rows = [_row(rng, company, draw_customer(rng, company, weights), day) for day in draw_days(rng, N_ANSWERS)]
    _spoil(rng, rows)
    rows += rng.sample(rows, N_SENT_TWICE)
    rows.sort(key=lambda row: str(row[0]))
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=2, max_col=1):
        cells[0].number_format = "dd/mm/yyyy hh:mm:ss"
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 19
    return to_bytes(workbook)


def _row(rng: Random, company: Company, customer: Customer, day: date) -> list[object]:
    place = pick(rng, {name: share * _growth(name, day) for name, (_, _, share) in _PLACES.items()})
    feeling = feel(rng, customer, place, day)
    label, channels, _ = _PLACES[place]
    order = company.order_before(customer, day, _ORDER_CHANNELS.get(place, ()))
    return [
        at_some_time(rng, day),
        (customer.phone or customer.code) if rng.random() < 0.72 else None,
        customer.tier,
        customer.region,
        label,
        pick(rng, channels),
        nps_score(rng, feeling),
        write_comment(rng, place, mood_of(feeling), day) if rng.random() < 0.68 else None,
        order.code if order and rng.random() < 0.5 else None,
    ]


def _growth(place: str, day: date) -> float:
    """Bad waits make more people pick the hotline as what they write about."""
    return 1.3 if place == "hotline" and day >= HOTLINE_CUT_ON else 1.0


def _spoil(rng: Random, rows: list[list[object]]) -> None:
    """Leave some scores blank, and two that somebody mistyped into the sheet by hand."""
    score = HEADER.index(next(text for text in HEADER if text.startswith("Trên thang điểm")))
    for row in rng.sample(rows, 38):
        row[score] = None
    for row, typed in zip(rng.sample(rows, 2), (11, 100), strict=True):
        row[score] = typed
