"""The sample company's files: the same each time, nobody's data, and what is planted in them is there."""

from __future__ import annotations

import csv
import io
import math
import re
import statistics
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

import openpyxl
import pytest

from sample_data.generator import (
    form_file,
    marketplace_file,
    orders_file,
    relationship_file,
    store_book_file,
    tickets_file,
    timeline,
)
from sample_data.generator.words import without_marks
from sample_data.make_sample import FOLDER, make_files

ALL_FILES = (form_file, tickets_file, store_book_file, marketplace_file, relationship_file, orders_file)
MAX_SIZE = 1_500_000


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return make_files()


@cache
def sheet_rows(name: str, sheet: str | None = None) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(FOLDER / name, read_only=True)
    return list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))


@cache
def csv_rows(name: str, delimiter: str) -> list[dict[str, str]]:
    text = (FOLDER / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def tickets() -> list[dict[str, str]]:
    return csv_rows(tickets_file.NAME, ",")


def ratings() -> list[dict[str, str]]:
    return csv_rows(marketplace_file.NAME, ";")


def book_rows() -> list[tuple[Any, ...]]:
    return sheet_rows(store_book_file.NAME)[store_book_file.HEADER_ROWS[1] :]


# --- the same each time


def parts(content: bytes) -> dict[str, tuple[tuple[int, ...], bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part.filename: (part.date_time, archive.read(part)) for part in archive.infolist()}


@pytest.mark.parametrize("name", [file.NAME for file in ALL_FILES])
def test_making_the_files_again_gives_the_committed_ones(made: dict[str, bytes], name: str) -> None:
    committed = (FOLDER / name).read_bytes()
    if name.endswith(".csv"):
        assert made[name] == committed
    else:
        # Another zlib may pack the same parts into other bytes, so the parts are compared.
        assert parts(made[name]) == parts(committed)


def test_two_runs_give_the_same_bytes(made: dict[str, bytes]) -> None:
    assert make_files() == made


def test_the_committed_files_stay_small() -> None:
    files = [file for pattern in ("*.xlsx", "*.csv", "journeys/*.json") for file in FOLDER.glob(pattern)]
    assert sum(file.stat().st_size for file in files) < MAX_SIZE


# --- nobody's data


def all_text() -> Iterable[str]:
    for name in (form_file.NAME, store_book_file.NAME, relationship_file.NAME, orders_file.NAME):
        for row in sheet_rows(name):
            yield from (cell for cell in row if isinstance(cell, str))
    for row in (*tickets(), *ratings()):
        yield from row.values()


def test_phone_numbers_are_visibly_nobodys() -> None:
    runs = [re.sub(r"\D", "", run) for text in all_text() for run in re.findall(r"\+?\d[\d .]{7,}\d", text)]
    phones = [digits for digits in runs if re.fullmatch(r"(0|84)\d{9,10}", digits)]
    assert len(phones) > 100
    assert [digits for digits in phones if not digits.startswith("0900000")] == []


def test_mail_addresses_use_the_domain_reserved_for_examples() -> None:
    """RFC 2606 section 3 reserves example.com."""
    found = [domain.lower() for text in all_text() for domain in re.findall(r"@([\w.-]+\w)", text)]
    assert found
    assert set(found) == {"example.com"}


# --- the counts of the README


def test_rows_are_as_many_as_the_readme_says() -> None:
    totals = [row for row in book_rows() if isinstance(row[0], str)]
    assert len(sheet_rows(form_file.NAME, form_file.SHEET)) - 1 == 2400
    assert len(tickets()) == 2150
    assert (len(book_rows()) - len(totals), len(totals)) == (900, 20)
    assert len(ratings()) == 800
    assert len(sheet_rows(relationship_file.NAME)) - 1 == 300
    assert len(sheet_rows(orders_file.NAME)) - 1 == 9000
    assert len({row[1] for row in sheet_rows(orders_file.NAME)[1:]}) == 2000


def test_the_headers_are_those_of_the_exporting_tools() -> None:
    assert sheet_rows(form_file.NAME)[0] == form_file.HEADER
    assert form_file.HEADER[0] == "Dấu thời gian"
    assert form_file.HEADER[4].endswith(" ")
    assert isinstance(sheet_rows(form_file.NAME)[1][0], datetime)
    raw = (FOLDER / tickets_file.NAME).read_bytes()
    assert raw.startswith(b"Id,")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2151
    assert (FOLDER / marketplace_file.NAME).read_bytes().startswith("\ufeffMã đánh giá;".encode())


def test_the_dirt_is_there() -> None:
    form = sheet_rows(form_file.NAME)[1:]
    assert len(form) - len(set(form)) == 8
    assert sorted(row[6] for row in form if row[6] is not None and row[6] > 10) == [11, 100]
    ids = [row["Id"] for row in tickets()]
    assert len(ids) - len(set(ids)) == 12
    words = {row["Satisfaction Score"] for row in tickets()}
    assert words == {"1", "2", "3", "4", "5", "Offered", "Unoffered", "-"}
    days = [row[1] for row in book_rows() if row[1] is not None]
    assert {type(day) for day in days} == {str, datetime}
    scores = {str(row[9]) for row in book_rows()}
    assert {"11/10", "12", "không cho điểm", "-", "9/10", "9 điểm", "9"} <= scores
    assert "4,5 sao" in {row[8] for row in book_rows()}


def test_comments_come_in_many_hands() -> None:
    comments = [row[7] for row in sheet_rows(form_file.NAME)[1:] if row[7]]
    bare = [text for text in comments if text.isascii() and " " in text]
    assert len(comments) > 1400
    assert len(set(comments)) / len(comments) > 0.8
    assert 0.1 < len(bare) / len(comments) < 0.35
    assert any(re.search(r"\b(ko|dc|nv)\b", text) for text in comments)


def test_taking_marks_away_keeps_the_letters() -> None:
    assert without_marks("Đặt lịch giao hàng ở Huế") == "Dat lich giao hang o Hue"


# --- what a correct analysis must find

#: The newest 90 days and the 90 days before them, as the home page compares them.
BEFORE, NOW = (date(2026, 5, 5), date(2026, 8, 2)), (date(2026, 8, 3), date(2026, 10, 31))


def in_form(label: str, first: date, last: date) -> list[int]:
    return [
        row[6]
        for row in sheet_rows(form_file.NAME)[1:]
        if row[4] == label and first <= row[0].date() <= last and row[6] is not None and row[6] <= 10
    ]


def nps(scores: list[int]) -> tuple[float, float]:
    """NPS and its squared standard error in points: 100(p - d), 100²(p + d - (p - d)²)/n (Rocks 2016)."""
    promoters = sum(score >= 9 for score in scores) / len(scores)
    detractors = sum(score <= 6 for score in scores) / len(scores)
    net = promoters - detractors
    return 100 * net, 100**2 * (promoters + detractors - net**2) / len(scores)


def z_between(before: list[int], after: list[int]) -> float:
    (old, old_variance), (new, new_variance) = nps(before), nps(after)
    return (new - old) / math.sqrt(old_variance + new_variance)


def around(label: str, day: date) -> float:
    return z_between(
        in_form(label, timeline.FIRST_DAY, date.fromordinal(day.toordinal() - 1)),
        in_form(label, day, timeline.LAST_DAY),
    )


def test_delivery_got_better_after_the_carrier_changed() -> None:
    assert around("Giao hàng", timeline.CARRIER_CHANGED_ON) > 4
    assert z_between(in_form("Giao hàng", *BEFORE), in_form("Giao hàng", *NOW)) > 2.58


def test_the_hotline_got_worse_after_the_cut() -> None:
    assert around("Gọi hotline", timeline.HOTLINE_CUT_ON) < -4
    assert z_between(in_form("Gọi hotline", *BEFORE), in_form("Gọi hotline", *NOW)) < -2.58

    def share_content(after: bool) -> float:
        scores = [
            int(row["Satisfaction Score"])
            for row in tickets()
            if row["Via"] == "Phone call"
            and row["Satisfaction Score"].isdigit()
            and (datetime.fromisoformat(row["Created at"]).date() >= timeline.HOTLINE_CUT_ON) == after
        ]
        assert len(scores) > 150
        return sum(score >= 4 for score in scores) / len(scores)

    assert share_content(after=False) > 0.68
    assert share_content(after=True) < 0.45


@pytest.mark.parametrize("label", ["Mua tại cửa hàng", "Đặt hàng trên website", "Tư vấn qua Zalo"])
def test_nothing_is_planted_elsewhere(label: str) -> None:
    assert abs(around(label, timeline.CARRIER_CHANGED_ON)) < 1.96


def test_the_total_hides_both_changes() -> None:
    def total(first: date, last: date) -> list[int]:
        labels = {row[4] for row in sheet_rows(form_file.NAME)[1:]}
        return [score for label in labels for score in in_form(label, first, last)]

    before, after = total(*BEFORE), total(*NOW)
    assert min(len(before), len(after)) > 300
    assert abs(z_between(before, after)) < 1
    assert abs(nps(before)[0] - nps(after)[0]) < 5


def test_the_words_of_the_last_weeks_hold_something_that_grows_and_something_new() -> None:
    comments = [(row[0].date(), row[7] or "") for row in sheet_rows(form_file.NAME)[1:]]
    comments += [
        (datetime.fromisoformat(row["Created at"]).date(), row["Satisfaction Comment"] or "") for row in tickets()
    ]
    recent = date(2026, 10, 4)

    def said(word: str, first: date, last: date) -> tuple[int, int]:
        told = [without_marks(text).lower() for day, text in comments if text and first <= day <= last]
        return sum(word in one for one in told), len(told)

    weeks_before = (date(2026, 7, 12), date(2026, 10, 3))
    assert said("lua dao", timeline.FIRST_DAY, weeks_before[1])[0] == 0
    assert said("lua", recent, timeline.LAST_DAY)[0] >= 10
    (before, n_before), (now, n_now) = said("web", *weeks_before), said("web", recent, timeline.LAST_DAY)
    assert before > 0
    assert now / n_now > 2 * before / n_before


def test_tet_dips_and_comes_back() -> None:
    dip = in_form("Giao hàng", *timeline.TET_STRAIN)
    spring = in_form("Giao hàng", date(2026, 3, 2), date(2026, 6, 30))
    assert nps(dip)[0] < nps(spring)[0]
    closed = [row for row in sheet_rows(orders_file.NAME)[1:] if timeline.within(row[2].date(), timeline.TET_CLOSED)]
    rush = [row for row in sheet_rows(orders_file.NAME)[1:] if timeline.within(row[2].date(), timeline.TET_RUSH)]
    assert len(closed) / 6 < 0.1 * len(rush) / 27


def test_members_of_higher_tiers_give_more() -> None:
    means = {}
    for tier in ("Mới", "Bạc", "Vàng", "Kim cương"):
        scores = [
            row[6] for row in sheet_rows(form_file.NAME)[1:] if row[2] == tier and row[6] is not None and row[6] <= 10
        ]
        means[tier] = sum(scores) / len(scores)
    assert sorted(means, key=means.__getitem__) == list(means)


def test_the_marketplace_is_stale() -> None:
    last = max(datetime.strptime(row["Thời gian đánh giá"], "%d/%m/%Y %H:%M").date() for row in ratings())
    assert (timeline.LAST_DAY - last).days == 50
    newest = max(row[0].date() for row in sheet_rows(form_file.NAME)[1:])
    assert newest == timeline.LAST_DAY


def test_order_codes_in_answers_are_orders_of_the_list() -> None:
    codes = {row[0] for row in sheet_rows(orders_file.NAME)[1:]}
    assert len(codes) == 9000
    named = {row[8] for row in sheet_rows(form_file.NAME)[1:] if row[8]} | {
        row["Mã đơn hàng"] for row in tickets() if row["Mã đơn hàng"]
    }
    assert len(named) > 500
    assert named <= codes


def test_delivery_is_what_drives_the_members_score() -> None:
    """Pearson's r of each part with the score of the whole, over the members who met it."""
    rows = sheet_rows(relationship_file.NAME)
    first, score = len(rows[0]) - 2 - len(relationship_file.PARTS), len(rows[0]) - 2
    found = {}
    for place, column in zip(relationship_file.PARTS, range(first, score), strict=True):
        pairs = [(row[column], row[score]) for row in rows[1:] if row[column] is not None]
        found[place] = statistics.correlation(*zip(*pairs, strict=True))
    assert max(found, key=lambda place: found[place]) == "delivery"
    assert found["delivery"] > 0.6 > found["store"] > found["payment"]
