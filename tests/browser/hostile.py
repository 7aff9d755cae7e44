"""A workspace whose every text tries to run, to fetch, or to be a formula: answers, places, a map, a file's name."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from cx_core.journeys import build
from cx_core.model.journey import Journey, Text
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

#: An address that must never be asked for.
AWAY = "http://evil.example"
RUNS = '<img src=x onerror="window.pwned=1">'
FETCHES = f"![ảnh]({AWAY}/a.png)"
LEADS_AWAY = "[xem](javascript:window.pwned=1)"
FORMULA = "=cmd|' /C calc'!A0"
MARKS = "**đậm** :red[đỏ] $x^2$ ~~bỏ~~ `mã`"
EVERYTHING = f"{RUNS} {FETCHES} {LEADS_AWAY} {FORMULA} {MARKS}"

#: Short enough to be taken for labels: longer ones would be read as words of customers.
CHANNEL = f"<img src=x onerror=pwned=1>![k]({AWAY}/k)"
PLACE = f"<img src=x onerror=pwned=1>![p]({AWAY}/p)"
SEGMENT = f"Hạng {FETCHES} {RUNS}"
FILE_NAME = f"{RUNS}{FETCHES}.csv"
HEADER = ("Ngày", "Kênh", "Điểm chạm", "Khả năng giới thiệu (0-10)", "Ý kiến", SEGMENT)


def write_answers(path: Path, n: int = 90) -> Path:
    """Write ``n`` answers of May to July 2026 at one hostile place and one plain one."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(n):
            day = date(2026, 5, 1) + timedelta(days=number)
            place = PLACE if number % 3 else "Giao hàng"
            words = (EVERYTHING, FORMULA, f"{RUNS} {number}")[number % 3]
            writer.writerow([f"{day:%d/%m/%Y}", CHANNEL, place, number % 11, words, (RUNS, FETCHES)[number % 2]])
    return path


def file_with_questions(n: int = 12) -> bytes:
    """Return a CSV whose hostile headers stand in questions: days that could be months, a score that says not what of."""
    rows = [f"Ngày ![d]({AWAY}/d),Q1 ![q]({AWAY}/q),Ý kiến"]
    rows += [f"{1 + number:02d}/0{1 + number % 6}/2026,{number % 11},{FETCHES}" for number in range(n)]
    return "\n".join(rows).encode()


def hostile_map() -> Journey:
    """Return a map whose names are hostile; its first touchpoint is the place that the answers name."""
    place = build.touchpoint(
        Text(PLACE, PLACE),
        [build.pain_point(Text(EVERYTHING), 4, root_cause=Text(FETCHES))],
        channel="web",
        customer_action=Text(EVERYTHING),
        expectation=Text(EVERYTHING),
        aliases=(RUNS,),
        owner=RUNS,
        expected=1.0,
    )
    stage = build.stage(Text(RUNS + FETCHES), [place], customer_goal=Text(EVERYTHING))
    other = build.stage(Text(MARKS), [build.touchpoint(Text("Giao hàng"), channel="delivery")])
    return build.journey(Text(EVERYTHING), [stage, other], scenario=Text(EVERYTHING), goal=Text(EVERYTHING))


def fill(folder: Path, files: Path) -> Workspace:
    """Fill a workspace through the ordinary importer and the ordinary map maker."""
    workspace = Workspace.open(folder)
    answers = write_answers(files / "answers.csv")
    workspace.reading.import_file(ImportRequest(answers, FILE_NAME, {f"role:{SEGMENT}": "segment"}))
    workspace.maps.create(hostile_map(), RUNS)
    return workspace
