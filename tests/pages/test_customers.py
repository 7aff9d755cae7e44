"""The page of customers, on orders counted by hand."""

import csv
from pathlib import Path

from cx_core.i18n import catalogue
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.pages.test_pages import shown


def write_orders(path: Path) -> Path:
    """Write four orders of two customers as a shop exports them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Mã đơn hàng", "Mã khách hàng", "Ngày mua", "Doanh thu"])
        for number, (who, day) in enumerate(
            [("KH1", "05/01/2026"), ("KH2", "25/01/2026"), ("KH1", "20/05/2026"), ("KH2", "28/06/2026")]
        ):
            writer.writerow([f"DH{number}", who, day, 200_000])
    return path


def test_without_orders_the_page_invites(show, full: Path):
    assert catalogue("vi")["customers.empty_title"] in shown(show("customers", "vi"))


def test_orders_become_numbers(show, full: Path, tmp_path: Path):
    orders = write_orders(tmp_path / "don_hang.csv")
    Workspace.open(full).reading.import_file(ImportRequest(orders, orders.name, {}))
    test = show("customers", "en")
    assert not test.exception
    values = {one.label: one.value for one in test.metric}
    assert values["Repeat\\-purchase rate"] == "100%"
    # Nobody bought in the 90 days before the latest 90.
    assert "4 orders by 2 customers" in shown(test)
