"""Answers as app stores, marketplaces, networks, terminals and people with a spreadsheet write them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.core.importers.fixtures import Answer, as_csv, as_xlsx


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
