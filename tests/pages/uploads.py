"""Bring a file in through the import page, as a person would: drop it, answer, start, wait for the receipt."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from cx_core.i18n import catalogue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ("Ngày", "Kênh", "Điểm chạm", "Mức độ hài lòng (1-5)", "Ý kiến")


def text(key: str) -> str:
    """Return a Vietnamese text of the screen."""
    return catalogue("vi")[key]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answers(n: int, touchpoint: str = "Gọi hotline", channel: str = "Hotline") -> list[tuple[object, ...]]:
    """Return a header and ``n`` answers whose dates (1 to 12 of a month) do not say which number is the day."""
    days = [f"{1 + index % 12:02d}/{1 + index % 6:02d}/2026" for index in range(n)]
    return [HEADER, *((day, channel, touchpoint, 1 + index % 5, f"Ý {index}") for index, day in enumerate(days))]


def upload(test: AppTest, name: str, data: bytes) -> AppTest:
    """Drop a file on the page."""
    return test.file_uploader[0].set_value((name, data, XLSX)).run()


def press(test: AppTest, label: str, at: int = 0) -> AppTest:
    """Press the button whose label begins so; ``at`` -1 is the last of them, such as the one in a dialog."""
    found = [button for button in test.button if button.label.startswith(label)]
    assert found, f"no button {label!r}, only {[button.label for button in test.button]}"
    return found[at].click().run()


def finish(test: AppTest, seconds: float = 300) -> AppTest:
    """Run the page as the browser does while an import is under way, until it has ended.

    ``seconds`` is no expectation: a busy computer may take long, and only a worker that hangs takes so long.
    """
    end = time.monotonic() + seconds
    while test.session_state["_import_job"]:
        assert time.monotonic() < end, "the import did not end"
        time.sleep(0.2)
        test.run()
    return test


def start(test: AppTest) -> AppTest:
    """Press the start button and wait for the receipt."""
    return finish(press(test, text("import.start").split(" {")[0]))


def receipt(test: AppTest) -> dict[str, str]:
    """Return the four numbers of the receipt by their labels' keys."""
    labels = {text(f"import.receipt.{name}"): name for name in ("read", "kept", "duplicate", "rejected")}
    return {labels[one.label]: one.value for one in test.metric if one.label in labels}
