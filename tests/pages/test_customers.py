"""The page of customers, on orders counted by hand."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from components import state
from components.customer_formulas import FORMULAS
from cx_core.i18n import catalogue
from cx_core.model.case import CaseChange
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from cx_core.workspace.words import WordsQuery
from tests.core.store.answer_builders import take
from tests.pages.test_pages import shown

NOW = datetime(2026, 11, 21, tzinfo=UTC)


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


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_has_its_formula(show, full: Path, tmp_path: Path, language: str):
    orders = write_orders(tmp_path / "don_hang.csv")
    Workspace.open(full).reading.import_file(ImportRequest(orders, orders.name, {}))
    test = show("customers", language)
    texts = catalogue(language)
    for name in FORMULAS:
        parts = ("name", "definition", "denominator", "exclusions", "excel")
        assert {f"customers.formula.{name}.{part}" for part in parts} <= set(texts)
    words = shown(test)
    # The file behind it, its rows, and the last day.
    assert "don_hang" in words.replace("\\", "")
    assert "28/06/2026" in words if language == "vi" else "28 Jun" in words or "2026" in words


def test_old_orders_are_said_to_be_old(show, full: Path, tmp_path: Path):
    file, workspace = tmp_path / "don_hang.csv", Workspace.open(full)
    for age, is_old in ((44, False), (46, True)):
        lines = [f"DH{at},KH{at},{workspace.today() - timedelta(days=age + at)},200000" for at in range(3)]
        file.write_text("\n".join(["Mã đơn hàng,Mã khách hàng,Ngày mua,Doanh thu", *lines]), encoding="utf-8")
        receipt = workspace.reading.import_file(ImportRequest(file, file.name, {}))
        told = [one.value for one in show("customers", "vi").error]
        assert any(f"cách đây {age} ngày" in one for one in told) is is_old
        workspace.reading.undo(str(receipt.batch_id))


def test_a_case_stands_on_the_customers_timeline(show, full: Path, tmp_path: Path):
    orders = write_orders(tmp_path / "don_hang.csv")
    workspace = Workspace.open(full)
    workspace.reading.import_file(ImportRequest(orders, orders.name, {}))
    said = {"nps": 2, "customer": "KH1", "verbatim": "Giao chậm", "identity": "c1"}
    take(workspace.responses, said, fingerprint="c")
    who = [row.pseudonym for row in workspace.customers.rows()]
    pseudonym = next(one for one in who if len(workspace.customers.timeline(one)) == 3)
    assert {event.case for event in workspace.customers.timeline(pseudonym)} == {None}
    (comment,) = workspace.words.find(WordsQuery(search="Giao chậm"))
    workspace.analyses.mark([comment.id], "case", "Lan", NOW)
    workspace.case_book.change([comment.id], CaseChange(state="in_work", owner="Minh"), "Lan", NOW)
    test = show("customers", "vi", customer=pseudonym)
    test.selectbox(key=state.CUSTOMER).set_value(pseudonym).run()
    assert not test.exception
    assert "Việc cần xử lý: Đang xử lý · phụ trách: Minh" in shown(test).replace("\\", "")


def test_the_assumptions_come_with_the_address(show, full: Path, tmp_path: Path):
    orders = write_orders(tmp_path / "don_hang.csv")
    Workspace.open(full).reading.import_file(ImportRequest(orders, orders.name, {}))
    test = show("customers", "en", value_window="180", value_margin="40")
    assert not test.exception
    assert (test.selectbox(key=state.VALUE_WINDOW).value, test.number_input(key=state.VALUE_MARGIN).value) == (
        "180",
        40,
    )
    assert "180 days" in shown(test)
