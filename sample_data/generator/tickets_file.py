"""The help desk's tickets as it exports them: hotline calls, Zalo messages, chats on the website."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from random import Random

from sample_data.generator.people import Company, Customer, answering_weights, draw_customer, pick
from sample_data.generator.scores import csat_score, ease_score, feel, mood_of
from sample_data.generator.timeline import HOTLINE_CUT_ON, SEED, at_some_time, draw_days, is_after_change
from sample_data.generator.words import write_comment

NAME = "zendesk_tickets.csv"
N_TICKETS = 2138
N_EXPORTED_TWICE = 12
EASE = "Gác Thóc giúp tôi giải quyết việc này thật dễ dàng (1 = rất không đồng ý, 7 = rất đồng ý)"
HEADER = (
    "Id", "Requester external id", "Group", "Status", "Priority", "Via", "Created at", "Solved at",
    "First reply time in minutes", "Satisfaction Score", "Satisfaction Comment", EASE, "Chủ đề",
    "Hạng thành viên", "Khu vực", "Mã đơn hàng", "Tags",
)  # fmt: skip
#: The first id has eleven digits: read as a float it still shows, read as a narrow integer it breaks.
_FIRST_ID = 10_000_240_115

#: Place: the word under "Via", the group that answers, its share of the tickets.
_PLACES = {
    "hotline": ("Phone call", "Tổng đài", 0.47),
    "zalo": ("Zalo", "CSKH online", 0.35),
    "webchat": ("Web chat", "CSKH online", 0.18),
}
_TOPICS = {
    "Hỏi tình trạng đơn": 0.34, "Tư vấn sản phẩm": 0.22, "Đổi trả, bảo hành": 0.19, "Khiếu nại giao hàng": 0.12,
    "Thanh toán, hóa đơn": 0.08, "Chương trình thành viên": 0.05,
}  # fmt: skip
_TAGS = {
    "Hỏi tình trạng đơn": "don_hang van_chuyen", "Tư vấn sản phẩm": "tu_van", "Đổi trả, bảo hành": "doi_tra bao_hanh",
    "Khiếu nại giao hàng": "khieu_nai giao_hang", "Thanh toán, hóa đơn": "thanh_toan",
    "Chương trình thành viên": "tich_diem",
}  # fmt: skip
_WAIT_MINUTES = {"hotline": 2.5, "zalo": 24.0, "webchat": 6.0}
_WAIT_AFTER_CUT = 17.0


def make(company: Company) -> bytes:
    """Return the file: UTF-8 without a mark, commas, lines ending in CR LF."""
    rng = Random(f"{SEED}:tickets")
    weights = answering_weights(company)
    days = draw_days(rng, N_TICKETS, extra=lambda day: 1.12 if day >= HOTLINE_CUT_ON else 1.0)
    moments = sorted(at_some_time(rng, day) for day in days)
    rows = [
        _row(rng, company, draw_customer(rng, company, weights), number, moment)
        for number, moment in enumerate(moments)
    ]
    _spoil(rng, rows)
    for row in rng.sample(rows, N_EXPORTED_TWICE):
        rows.append(list(row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _row(rng: Random, company: Company, customer: Customer, number: int, moment: datetime) -> list[str]:
    day = moment.date()
    place = pick(rng, {name: share * _growth(name, day) for name, (_, _, share) in _PLACES.items()})
    via, group, _ = _PLACES[place]
    topic = pick(rng, _TOPICS)
    wait = _wait(rng, place, day)
    solved = moment + timedelta(minutes=wait + rng.expovariate(1 / 400))
    order = company.order_before(customer, day, ("Website", "Zalo", "Cửa hàng"))
    return [
        str(_FIRST_ID + number * 3),
        customer.code if rng.random() < 0.85 else "",
        group,
        rng.choices(("Closed", "Solved", "Open"), (90, 8, 2))[0],
        rng.choices(("Normal", "High", "Urgent", "Low"), (70, 17, 5, 8))[0],
        via,
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{solved:%Y-%m-%d %H:%M:%S}",
        str(wait),
        *_answer(rng, feel(rng, customer, place, day), place, day),
        topic,
        customer.tier,
        customer.region,
        order.code if order and topic != "Tư vấn sản phẩm" and rng.random() < 0.7 else "",
        _TAGS[topic],
    ]


def _answer(rng: Random, feeling: float, place: str, day: date) -> tuple[str, str, str]:
    """Return score, comment and ease: not everybody is asked, not everybody asked answers."""
    asked = rng.random()
    if asked < 0.08:
        return "Unoffered", "", ""
    if asked < 0.21:
        return "Offered", "", ""
    comment = write_comment(rng, place, mood_of(feeling), day) if rng.random() < 0.55 else ""
    ease = str(ease_score(rng, feeling)) if rng.random() < 0.8 else ""
    return str(csat_score(rng, feeling)), comment, ease


def _growth(place: str, day: date) -> float:
    """Who does not get through calls again."""
    return 1.35 if is_after_change(place, day) else 1.0


def _wait(rng: Random, place: str, day: date) -> int:
    mean = _WAIT_AFTER_CUT if is_after_change(place, day) else _WAIT_MINUTES[place]
    return max(0, round(rng.lognormvariate(0, 0.6) * mean))


def _spoil(rng: Random, rows: list[list[str]]) -> None:
    """Put in what an integer field without limits lets through, and a dash for a blank."""
    ease, score = HEADER.index(EASE), HEADER.index("Satisfaction Score")
    answered = [row for row in rows if row[ease]]
    for row, typed in zip(rng.sample(answered, 3), ("0", "9", "8"), strict=True):
        row[ease] = typed
    for row in rng.sample([row for row in rows if row[score] == "Unoffered"], 6):
        row[score] = "-"
