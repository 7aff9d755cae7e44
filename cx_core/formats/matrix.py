"""Reading a map that somebody drew as a grid: stages as columns and lanes as rows, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cx_core.formats.document import UNTITLED, Findings
from cx_core.formats.tables import number, words
from cx_core.journeys import build
from cx_core.journeys.channels import channel_code
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Stage, Text, Touchpoint

_Cells = Sequence[Sequence[Any]]

#: What people call the lanes, folded; a label means a lane when it is one of these or begins with one.
_LANES: dict[str, tuple[str, ...]] = {
    "stage": ("giai doan", "stage", "stages", "phase", "phases", "buoc", "journey stage", "cac giai doan"),
    "touchpoint": ("diem cham", "touchpoint", "touchpoints", "touch point", "interaction", "interactions"),
    "channel": ("kenh", "channel", "channels"),
    "customer_action": ("hanh dong", "hanh vi", "khach lam gi", "action", "actions", "customer action", "user action",
                        "doing", "activities", "steps"),
    "thought": ("suy nghi", "khach nghi gi", "thought", "thoughts", "thinking", "mindset", "quote", "quotes"),
    "expectation": ("ky vong", "mong doi", "expectation", "expectations", "need", "needs", "nhu cau"),
    "perceived": ("cam xuc", "cam nhan", "emotion", "emotions", "feeling", "feelings", "perceived", "experience"),
    "pain_points": ("diem dau", "noi dau", "pain point", "pain points", "pain", "pains", "rao can", "van de",
                    "problems", "barriers", "frustrations"),
    "customer_goal": ("muc tieu", "goal", "goals", "customer goal", "objectives"),
    "service_standard": ("chuan phuc vu", "service standard", "standard"),
    "owner": ("nguoi phu trach", "phu trach", "owner", "owners", "department", "bo phan"),
}  # fmt: skip
_BY_LABEL = {label: lane for lane, labels in _LANES.items() for label in labels}

#: Faces and words for emotions, folded.
_EMOTIONS: dict[str, float] = {
    "rat te": -2.0, "te": -1.0, "binh thuong": 0.0, "tot": 1.0, "rat tot": 2.0, "very bad": -2.0, "bad": -1.0,
    "neutral": 0.0, "good": 1.0, "very good": 2.0, "very negative": -2.0, "negative": -1.0, "positive": 1.0,
    "very positive": 2.0, "tieu cuc": -1.0, "tich cuc": 1.0, "trung lap": 0.0, "😡": -2.0, "😠": -2.0, "☹": -2.0,
    "🙁": -1.0, "😞": -1.0, "😐": 0.0, "🙂": 1.0, "😀": 2.0, "😃": 2.0, "😍": 2.0,
}  # fmt: skip
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d+[.)])\s+")


def lane_of(label: object) -> str | None:
    """Return the lane that a label of a grid means; None when it is not known.

    >>> lane_of("Điểm đau (Pain points)"), lane_of("TOUCHPOINTS:"), lane_of("Ngân sách")
    ('pain_points', 'touchpoint', None)
    """
    folded = re.sub(r"[^\w ]", " ", fold(words(label)))
    folded = " ".join(folded.split())
    if folded in _BY_LABEL:
        return _BY_LABEL[folded]
    return next((lane for name, lane in _BY_LABEL.items() if folded.startswith(f"{name} ")), None)


def read_matrix(rows: _Cells, sheet: str, findings: Findings, language: str) -> Journey | None:
    """Return the map of a grid; None when the sheet is none.

    A grid has lanes down its first column and stages along a row above them, or lanes along a row and stages below;
    rows above it may hold a title. What stands in a lane nobody knows is noted.
    """
    upright = _find(rows)
    turned = [list(column) for column in zip(*_squared(rows), strict=True)]
    sideways = _find(turned)
    if len(upright) >= len(sideways):
        grid, lanes, is_turned = rows, upright, False
    else:
        grid, lanes, is_turned = turned, sideways, True
    if len(lanes) < 2:
        return None
    return _Grid(grid, lanes, sheet, findings, language, is_turned).journey()


def _find(rows: _Cells) -> dict[int, str]:
    """Return the known lanes by row, looking at the first cell that is not empty among a row's first two."""
    found: dict[int, str] = {}
    for at, row in enumerate(rows):
        label = next((cell for cell in list(row)[:2] if words(cell).strip()), None)
        lane = lane_of(label) if label is not None else None
        if lane is not None and lane not in found.values():
            found[at] = lane
    return found


def _squared(rows: _Cells) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[None] * (width - len(row))] for row in rows]


class _Grid:
    """A grid turned so that lanes are rows."""

    def __init__(
        self, rows: _Cells, lanes: dict[int, str], sheet: str, findings: Findings, language: str, is_turned: bool
    ) -> None:
        self.rows = _squared(rows)
        self.lanes = lanes
        self.sheet = sheet
        self.findings = findings
        self.language = language
        self.is_turned = is_turned

    def journey(self) -> Journey | None:
        head = self._head_row()
        if head is None:
            return None
        first = self._first_column()
        columns = [at for at in range(first, len(self.rows[head])) if words(self.rows[head][at]).strip()]
        self._note_unknown_lanes(head, columns)
        stages = [self._stage(head, column) for column in columns]
        return build.journey(self._title(head) or UNTITLED, stages)

    def _head_row(self) -> int | None:
        """Return the row that names the stages: the lane of that name, else the last filled row above the lanes."""
        named = next((at for at, lane in self.lanes.items() if lane == "stage"), None)
        if named is not None:
            return named
        above = [at for at in range(min(self.lanes)) if sum(bool(words(c).strip()) for c in self.rows[at]) >= 2]
        return above[-1] if above else None

    def _first_column(self) -> int:
        labels = [next(at for at, cell in enumerate(self.rows[row]) if words(cell).strip()) for row in self.lanes]
        return max(labels) + 1

    def _title(self, head: int) -> Text | None:
        above = [words(cell).strip() for row in self.rows[:head] for cell in row if words(cell).strip()]
        return self._text(self.findings.text(above[0], 1)) if above and not self.is_turned else None

    def _stage(self, head: int, column: int) -> Stage:
        cells = {lane: self.rows[row][column] for row, lane in self.lanes.items() if row != head}
        line = column + 1 if self.is_turned else head + 1
        name = self.findings.text(words(self.rows[head][column]).strip(), line)
        goal = self.findings.text(words(cells.pop("customer_goal", "")).strip(), line)
        names = _lines(cells.pop("touchpoint", None))
        touchpoints = [build.touchpoint(self._text(self.findings.text(one, line))) for one in names]
        if not touchpoints and any(words(cell).strip() for cell in cells.values()):
            touchpoints = [build.touchpoint(self._text(name))]
        for lane, cell in cells.items():
            row = next(at for at, found in self.lanes.items() if found == lane)
            self._spread(touchpoints, lane, cell, column + 1 if self.is_turned else row + 1)
        return build.stage(self._text(name), touchpoints, customer_goal=self._text(goal))

    def _spread(self, touchpoints: list[Touchpoint], lane: str, cell: Any, line: int) -> None:
        """Give a cell's lines to the stage's touchpoints: one each, or all to the first where the numbers differ."""
        lines = [words(cell)] if number(cell) is not None else _lines(cell)
        if not lines or not touchpoints:
            return
        if lane == "pain_points":
            each = len(lines) == len(touchpoints)
            for at, text in enumerate(lines):
                target = at if each else 0
                pain = build.pain_point(self._text(self.findings.text(text, line)))
                touchpoints[target] = replace(touchpoints[target], pain_points=(*touchpoints[target].pain_points, pain))
            return
        if len(lines) != len(touchpoints):
            lines = ["\n".join(lines)] if lane not in ("perceived", "channel") else lines[:1] * len(touchpoints)
        for at, text in enumerate(lines):
            touchpoints[at] = self._with(touchpoints[at], lane, text, line)

    def _with(self, touchpoint: Touchpoint, lane: str, text: str, line: int) -> Touchpoint:
        if lane == "channel":
            code = channel_code(text)
            if code is None:
                self.findings.add("channel_unknown", line, column=self.sheet, lost=False)
            return replace(touchpoint, channel=code or "other")
        if lane == "perceived":
            emotion = _emotion(text)
            if emotion is None:
                self.findings.add("value_bad", line, column=f"{self.sheet}!{lane}", allowed="-2 … 2")
            return replace(touchpoint, perceived=emotion)
        if lane == "owner":
            return replace(touchpoint, owner=self.findings.text(" ".join(text.split()), line, short=True))
        said: dict[str, Any] = {lane: self._text(self.findings.text(text, line))}
        return replace(touchpoint, **said)

    def _note_unknown_lanes(self, head: int, columns: list[int]) -> None:
        for at, row in enumerate(self.rows):
            filled = any(words(row[column]).strip() for column in columns)
            if at > head and at not in self.lanes and filled:
                self.findings.add("lane_unknown", 1 if self.is_turned else at + 1, column=self.sheet)

    def _text(self, words_: str) -> Text:
        return Text(vi=words_) if self.language == "vi" else Text(en=words_)


def _lines(cell: Any) -> list[str]:
    return [text for line in words(cell).split("\n") if (text := _BULLET.sub("", line).strip())]


def _emotion(text: str) -> float | None:
    found = number(text)
    if found is None:
        bare = re.sub(r"\(.*\)", "", text).strip()
        return number(bare) if number(bare) is not None else _EMOTIONS.get(fold(bare.replace("\ufe0f", "")))
    return found if -2.0 <= found <= 2.0 else None
