"""The main job as a newcomer does it: from an Excel file to a measured map that two people see, and to the trend."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from playwright.sync_api import expect

from components.shell import PAGES
from tests.browser.conftest import Server, Watch
from tests.browser.person import drag, go, middle, press, settled, stage_of, text, until

N_ANSWERS = 48
#: What the file calls the place, and what the online-shop template calls it: one of its other names.
IN_FILE, ON_MAP = "Thanh toán", "Giỏ hàng và thanh toán"


def survey() -> bytes:
    """Return a workbook as a shop keeps it: a title, an empty row, a header, and days that could also be months."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phiếu ý kiến"
    sheet.append(["PHIẾU Ý KIẾN KHÁCH HÀNG NĂM 2026"])
    sheet.append([])
    sheet.append(["Ngày", "Kênh", "Điểm chạm", "Khả năng giới thiệu (0-10)", "Ý kiến"])
    for number in range(N_ANSWERS):
        # Every day is one of 1 to 12, so that no value proves which of the two numbers is the month. Two months.
        day = f"{1 + number % 12:02d}/{5 + number // 24:02d}/2026"
        # Three of four promote, one of four is a detractor: NPS +50.
        score = 2 if number % 4 == 0 else 9
        sheet.append([day, "Website", IN_FILE, score, f"Lời khách số {number}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_an_excel_file_to_a_measured_map(server: Server, open_page: Callable[..., Any], watch: Watch) -> None:
    # The very first request is a deep link: it must come with the app around it, not alone.
    page = settled(open_page(f"{server.url}/trends"))
    assert page.url.startswith(f"{server.url}/trends")
    page.locator('[data-testid="stSidebarNavLink"]').nth(4).wait_for(state="attached")
    expect(page.get_by_role("radio", name="English")).to_have_count(1)
    page.get_by_text(text("trends.empty_title")).wait_for()

    # No page hides behind a button.
    expect(page.locator('[data-testid="stSidebarNavLink"]')).to_have_count(len(PAGES))
    go(page, "import_data")
    # Streamlit has the words of an uploader in English only.
    page.locator('[data-testid="stFileUploaderDropzone"]').get_by_text(text("streamlit.upload"), exact=True).wait_for()
    page.locator('input[type="file"]').set_input_files(
        {"name": "phieu.xlsx", "mimeType": "application/octet-stream", "buffer": survey()}
    )
    question = page.locator('[data-testid="stForm"]')
    question.get_by_role("radiogroup").first.wait_for()
    expect(settled(page).get_by_role("radiogroup", name="Ngày")).to_have_count(1)  # one question, no more
    question.get_by_text(text("question.date_order.choice.day_first"), exact=True).click()
    question.get_by_role("button", name=text("import.questions.submit")).click()
    page.get_by_text(text("import.ready"), exact=True).wait_for()
    page.get_by_role("button", name=text("import.start", "vi").replace("{n}", str(N_ANSWERS))).click()
    page.get_by_text(text("import.receipt.title").format(n=N_ANSWERS, file="phieu.xlsx")).wait_for()
    numbers = page.locator('[data-testid="stMetricValue"]')
    expect(numbers).to_have_text([str(N_ANSWERS), str(N_ANSWERS), "0", "0"])

    page.get_by_role("link", name=text("import.to_map")).click()
    page.get_by_label(text("journey_page.new_title")).fill("Bản đồ của tôi")
    page.get_by_label(text("journey_page.new_template")).click()
    page.get_by_role("option", name="Mua hàng trực tuyến").click()
    page.get_by_role("button", name=text("journey_page.new_create")).click()
    page.get_by_role("heading", name="Bản đồ của tôi").wait_for()
    card = page.locator('.mach-board [data-drag="touchpoint"]', has_text=ON_MAP)
    card.wait_for()
    touchpoint = card.get_attribute("data-id")
    chip = page.locator(f'.mach-board [data-f="chip:{touchpoint}"]')
    until(lambda: chip.inner_text().split() == ["NPS", "+50", f"n={N_ANSWERS}"], "the measured score on the card")

    second = settled(open_page(page.url))
    until(lambda: stage_of(second, touchpoint), "the map in the second browser")
    before = stage_of(page, touchpoint)
    target = page.locator('.mach-board [data-drag="touchpoint"]', has_text="Trang sản phẩm").get_attribute("data-id")
    x, y = middle(page, f'[data-drag="touchpoint"][data-id="{target}"]')
    drag(page, middle(page, f'[data-drag="touchpoint"][data-id="{touchpoint}"]'), (x - 40, y))
    until(lambda: stage_of(page, touchpoint) != before, "the card in its new stage")
    until(lambda: stage_of(second, touchpoint) == stage_of(page, touchpoint), "the move in the second browser")
    assert stage_of(page, touchpoint) == stage_of(page, target)

    card.click()
    page.get_by_text("Lời khách số 47").first.wait_for()

    go(page, "trends")
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    chart.locator("canvas, svg").first.wait_for()
    page.locator('[data-testid="stMetricValue"]').get_by_text("+50", exact=True).first.wait_for()

    go(page, "import_data")
    page.get_by_text("phieu.xlsx").last.click()
    confirm = page.get_by_role("dialog").get_by_role("button", name=text("import.history.undo"))
    press(page, page.get_by_role("button", name=text("import.history.undo")).first, confirm)
    confirm.click()
    page.get_by_text(text("import.history.undone")).wait_for()
    go(page, "trends")
    page.get_by_text(text("trends.empty_title")).wait_for()

    assert watch.errors == []
