"""Ratings from the shop's page on a marketplace: semicolons, a byte-order mark, stars and comments of several lines."""

from __future__ import annotations

import csv
import io
from datetime import date
from random import Random

from sample_data.generator.people import Company, Customer, Order, answering_weights, draw_customer
from sample_data.generator.scores import feel, marketplace_stars, mood_of
from sample_data.generator.timeline import MARKETPLACE_LAST_DAY, SEED, at_some_time, draw_days
from sample_data.generator.words import write_comment

NAME = "danh_gia_san_tmdt.csv"
N_RATINGS = 788
N_EXPORTED_TWICE = 12
HEADER = (
    "Mã đánh giá", "Mã đơn hàng", "Người mua", "Sản phẩm", "Phân loại hàng", "Số sao", "Nội dung đánh giá",
    "Thời gian đánh giá", "Kênh bán", "Phản hồi của người bán",
)  # fmt: skip

_PRODUCTS = {
    "Bộ nồi inox 3 đáy": ("Size 18-20-24", "Size 20-24-28"), "Chảo chống dính vân đá": ("24 cm", "28 cm"),
    "Bình giữ nhiệt 500 ml": ("Xanh rêu", "Kem", "Đen"), "Hộp đựng thực phẩm nắp kín": ("Bộ 3", "Bộ 5"),
    "Kệ gia vị hai tầng": ("Gỗ tràm", "Thép sơn"), "Giỏ mây đựng đồ": ("Nhỏ", "Lớn"), "Cây lau nhà tự vắt": ("Xám",),
    "Bộ chăn ga cotton": ("1m6", "1m8"), "Đèn bàn chống cận": ("Trắng", "Hồng"), "Thảm chùi chân": ("Xám", "Nâu"),
}  # fmt: skip
_REPLIES = (
    "Dạ Gác Thóc cảm ơn anh/chị đã ủng hộ ạ!",
    "Dạ shop xin lỗi vì trải nghiệm chưa tốt, shop sẽ liên hệ anh/chị ngay ạ.",
)


def make(company: Company) -> bytes:
    """Return the file: UTF-8 with a mark, semicolons, as a Vietnamese Excel opens it by double click."""
    rng = Random(f"{SEED}:marketplace")
    weights = answering_weights(company)
    days = draw_days(rng, N_RATINGS, last=MARKETPLACE_LAST_DAY)
    rows = [_row(rng, company, draw_customer(rng, company, weights), day, n) for n, day in enumerate(days)]
    # Two downloads were pasted under each other; they overlap in a few ratings.
    seam = len(rows) // 2
    rows[seam:seam] = [list(row) for row in rows[seam - N_EXPORTED_TWICE : seam]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _row(rng: Random, company: Company, customer: Customer, day: date, number: int) -> list[str]:
    feeling = feel(rng, customer, "marketplace", day)
    product = rng.choice(list(_PRODUCTS))
    kind = rng.choice(_PRODUCTS[product])
    stars = marketplace_stars(feeling)
    order = company.order_before(customer, day, ("Sàn TMĐT",))
    return [
        f"DG{day:%y%m}{number:05d}",
        _order_code(rng, order, day),
        f"{customer.code[2]}***{customer.code[-2:]}",
        product,
        kind,
        str(stars),
        _comment(rng, feeling, stars, kind, day),
        f"{at_some_time(rng, day):%d/%m/%Y %H:%M}",
        "Sàn TMĐT",
        rng.choice(_REPLIES[:1] if stars > 3 else _REPLIES[1:]) if rng.random() < 0.3 else "",
    ]


def _order_code(rng: Random, order: Order | None, day: date) -> str:
    """The marketplace knows its own order number; ours stands there only when the shop linked it."""
    return order.code if order else f"SN{day:%y%m%d}{int(rng.random() * 10_000):04d}"


def _comment(rng: Random, feeling: float, stars: int, kind: str, day: date) -> str:
    if rng.random() < 0.36:
        return ""
    mood = "good" if stars == 5 and feeling > -0.3 else mood_of(feeling - 0.3)
    own_words = write_comment(rng, "marketplace", mood, day)
    if rng.random() > 0.35:
        return own_words
    quality = "Tốt" if stars >= 4 else "Chưa tốt"
    likeness = "Đúng" if stars >= 3 else "Chưa đúng"
    return f"Phân loại: {kind}\nChất lượng: {quality}\nĐúng với mô tả: {likeness}\n\n{own_words}"
