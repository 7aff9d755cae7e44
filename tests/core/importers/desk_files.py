"""Answers as help desks and experience suites export them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.core.importers.fixtures import Answer, as_csv


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
