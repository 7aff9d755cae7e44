"""Tickets and ratings as a help desk's API gives them: whole pages, one record a line, with users beside them.

The fields are those of developer.zendesk.com, "Tickets" and "Satisfaction Ratings", JSON format.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cx_core import importers

NOW = datetime(2026, 11, 21, tzinfo=UTC)
#: One ticket of each kind of rating; None: nobody was to be asked.
SCORES = ("good", "bad", "offered", "unoffered", None, "good")


def _ticket(number: int) -> dict[str, Any]:
    score = SCORES[number % len(SCORES)]
    rated = {"id": 1234 + number, "score": score, "comment": f"Hỗ trợ nhanh lần {number}"}
    return {
        "url": f"https://company.zendesk.com/api/v2/tickets/{35436 + number}.json",
        "id": 35436 + number,
        "external_id": None,
        "via": {"channel": ("web", "email")[number % 2], "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": f"2026-03-{number % 28 + 1:02}T20:30:00Z",
        "updated_at": "2026-05-05T10:38:52Z",
        "type": "incident",
        "subject": "Đơn chưa tới",
        "description": "Shop ơi, đơn của em chưa tới.",
        "priority": "high",
        "status": "solved",
        "requester_id": 20978392 + number,
        "assignee_id": 235323,
        "group_id": 98738,
        "brand_id": 123,
        "has_incidents": False,
        "tags": ["enterprise", "other_tag"],
        "custom_fields": [{"id": 27642, "value": "745"}, {"id": 27648, "value": "yes"}],
        "satisfaction_rating": {"score": score} if score not in ("good", "bad") and score else score and rated,
    }


def _users() -> list[dict[str, Any]]:
    return [{"id": n, "name": f"Khách {n}", "email": f"k{n}@example.com", "role": "end-user"} for n in range(40)]


TICKETS = [_ticket(number) for number in range(12)]
FORMS = {
    "page.json": json.dumps({"tickets": TICKETS, "next_page": None, "previous_page": None, "count": 12}),
    "with_users.json": json.dumps({"users": _users(), "tickets": TICKETS, "count": 12}),
    "a_line_each.jsonl": "\n".join(json.dumps(ticket, ensure_ascii=False) for ticket in TICKETS),
    "bare_list.json": json.dumps(TICKETS, ensure_ascii=False),
}


def _read(folder: Path, name: str, text: str) -> importers.ReadResult:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    inspection = importers.inspect(path, name)
    assert inspection.questions == ()
    mapping = importers.mapping_for(inspection, {})
    return importers.read(path, name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_tickets_gives_the_same_answers(name: str, tmp_path: Path) -> None:
    result = _read(tmp_path, name, FORMS[name])
    frame = result.frame
    assert (result.profile, result.rows_read, result.rows_rejected) == ("zendesk", 12, 0)
    # Good is the better end of two; those who were offered a rating, and those who were not, have none.
    assert [None if score != score else score for score in frame["csat"].astype("float")] == [
        200, 100, None, None, None, 200, 200, 100, None, None, None, 200,
    ]  # fmt: skip
    assert list(frame["channel"]) == ["web", "email"] * 6
    assert list(frame["customer"]) == [str(20978392 + n) for n in range(12)]
    assert frame["verbatim"].notna().sum() == 6
    assert str(frame["responded_at"][0]) == "2026-03-01 20:30:00+00:00"
    said = {problem.kind: problem.count for problem in result.problems if "score" in (problem.column or "")}
    assert said == {"asked_not_answered": 2, "missing_code": 2}


def test_one_ticket_alone_is_a_ticket_and_not_its_custom_fields(tmp_path: Path) -> None:
    result = _read(tmp_path, "one.jsonl", json.dumps(TICKETS[0], ensure_ascii=False))
    assert (result.profile, result.rows_read, list(result.frame["csat"])) == ("zendesk", 1, [200])
    wrapped = _read(tmp_path, "one.json", json.dumps({"ticket": TICKETS[1]}, ensure_ascii=False))
    assert (wrapped.profile, list(wrapped.frame["csat"])) == ("zendesk", [100])


def test_the_list_of_ratings_by_itself(tmp_path: Path) -> None:
    ratings = [
        {
            "assignee_id": 135,
            "comment": f"lời số {n}" if n % 2 else None,
            "created_at": f"2026-03-{n + 1:02}T22:55:29Z",
            "group_id": 44,
            "id": 62 + n,
            "reason": "The issue was not resolved",
            "reason_code": 1000,
            "requester_id": 7881 + n,
            "score": ("good", "bad", "offered")[n % 3],
            "ticket_id": 208 + n,
            "updated_at": f"2026-03-{n + 1:02}T22:55:29Z",
            "url": "https://example.zendesk.com/api/v2/satisfaction_ratings/62.json",
        }
        for n in range(12)
    ]
    result = _read(tmp_path, "ratings.json", json.dumps({"satisfaction_ratings": ratings, "count": 12}))
    assert result.profile == "zendesk"
    assert result.frame["csat"].dropna().tolist() == [200, 100] * 4
    assert result.frame["verbatim"].notna().sum() == 6
    assert {problem.kind: problem.count for problem in result.problems} == {"asked_not_answered": 4}


def test_records_without_a_word_of_feedback_are_still_the_longest_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"few": [{"a": 1}], "many": [{"b": n} for n in range(5)]}), encoding="utf-8")
    inspection = importers.inspect(path, "a.json")
    assert ([column.key for column in inspection.columns], inspection.data_rows) == (["b"], 5)
