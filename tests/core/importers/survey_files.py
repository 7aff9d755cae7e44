"""Answers as survey tools export them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.core.importers.fixtures import Answer, as_csv, as_xlsx


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


def kobo_resaved_book(given: Sequence[Answer]) -> bytes:
    """The same kept as a workbook: each row whole in the first cell."""
    lines = as_csv(_kobo_rows(given), ";", quote_all=True, ends="\x00").rstrip("\x00").split("\x00")
    rows: list[list[object]] = [[line] for line in lines]
    return as_xlsx(rows)


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


def _number(text: str) -> object:
    """A score in a workbook is a number where it is one."""
    return int(text) if text.isdecimal() else text
