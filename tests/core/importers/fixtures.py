"""Files as the tools write them, made from known answers by seeded code: what goes in is what must come out.

Every writer gets the same kind of answers; a test compares the answers with what the importer reads. ``good`` is the plain
export, ``dirty`` what people do to it, ``hostile`` what a customer may write into it.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


WORDS = (
    "Nhân viên nhiệt tình, giao hàng hơi chậm",
    "Chờ quá lâu; gọi tổng đài không ai nghe máy",
    "Rất ưng, sẽ quay lại",
    "Delivery was late but the staff were kind",
    "Ứng dụng hay bị đơ khi thanh toán",
    "San pham dung mo ta, dong goi dep",
    'Anh giao hàng nói "mai quay lại" rồi thôi',
    "",
)


HOSTILE = (
    "=1+1",
    "+1 cho nhân viên",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1/?x="&A1,"Click")',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) ![a](http://127.0.0.1/p.png)",
    "'; DROP TABLE feedback;--",
    "%s %(x)s {0} {{7*7}} ${7*7}",
    "\u202egpj.exe\u202c tốt",
    "👩‍👩‍👧‍👦 🇻🇳 tuyệt",
    "e\u0301\u0301\u0301" * 20,
    "Tổng cộng là tệ",
    "dòng một\ndòng hai\n\ndòng bốn",
    "x" * 5_000,
)


@dataclass(frozen=True)
class Answer:
    """One answer as the customer gave it. ``at`` is an instant; ``score`` None: no score; ``score_text``: as written."""

    number: int
    at: datetime
    score: int | None
    words: str
    customer: str = ""
    score_text: str | None = None

    @property
    def written(self) -> str:
        """The score as it stands in the file."""
        if self.score_text is not None:
            return self.score_text
        return "" if self.score is None else str(self.score)

    def local(self, zone: ZoneInfo = VIETNAM) -> datetime:
        """The wall-clock time in a zone."""
        return self.at.astimezone(zone).replace(tzinfo=None)


def answers(lowest: int, highest: int, *, seed: int = 1, count: int = 40) -> list[Answer]:
    """Make answers that use the whole scale, with days that prove their order."""
    chance = random.Random(seed)
    first = datetime(2026, 3, 1, 1, 30, 7, tzinfo=UTC)
    made = []
    for number in range(count):
        score = lowest + number if number <= highest - lowest else chance.randint(lowest, highest)
        at = first + timedelta(hours=19 * number, seconds=number)
        words = WORDS[number % len(WORDS)]
        made.append(Answer(number, at, score, f"{words}, lần {number}" if words else "", f"KH{number % 17:05d}"))
    return made


def dirty(given: Sequence[Answer], missing: Sequence[str] = ("", "N/A", "-")) -> list[Answer]:
    """Do to answers what people and tools do: blanks around, no score in several spellings, decomposed letters."""
    made = []
    for answer in given:
        if answer.number % 7 == 3:
            text = missing[answer.number // 7 % len(missing)]
            made.append(replace(answer, score=None, score_text=text, words=answer.words or "có lời"))
        elif answer.number % 7 == 5:
            made.append(replace(answer, words=f"\u00a0 {unicodedata.normalize('NFD', answer.words)} "))
        else:
            made.append(answer)
    return made


def hostile(given: Sequence[Answer]) -> list[Answer]:
    """Give answers the words of somebody who means harm."""
    return [replace(answer, words=HOSTILE[answer.number % len(HOSTILE)]) for answer in given]


def as_csv(
    rows: Sequence[Sequence[object]], delimiter: str = ",", *, quote_all: bool = False, ends: str = "\r\n"
) -> str:
    """Write rows as delimited text."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=ends).writerows(rows)
    return out.getvalue()


def as_xlsx(rows: Sequence[Sequence[object]], sheet: str = "Sheet1", merges: Sequence[str] = ()) -> bytes:
    """Write rows as a workbook; text stays text, whatever it begins with."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value in (None, ""):
                continue
            cell = page.cell(number, column)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"
    for area in merges:
        page.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
