"""The order list from the sales system."""

from __future__ import annotations

from openpyxl import Workbook

from sample_data.generator.people import Company
from sample_data.generator.xlsx_bytes import to_bytes

NAME = "don_hang.xlsx"
HEADER = (
    "Mã đơn hàng", "Mã khách hàng", "Ngày đặt", "Kênh bán", "Cửa hàng", "Số lượng", "Thành tiền (đồng)",
    "Trạng thái",
)  # fmt: skip


def make(company: Company) -> bytes:
    """Return the file."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Đơn hàng"
    sheet.append(HEADER)
    for order in company.orders:
        sheet.append(
            [
                order.code,
                order.customer.code,
                order.ordered_at.date(),
                order.channel,
                order.store,
                order.n_items,
                order.revenue,
                order.status,
            ]
        )
    sheet.freeze_panes = "A2"
    return to_bytes(workbook)
