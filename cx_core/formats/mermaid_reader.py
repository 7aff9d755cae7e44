"""From Mermaid's tokens to a map, with a problem for each thing that Mermaid would misread or drop in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from cx_core.formats import mermaid_payload
from cx_core.formats.document import UNNAMED_STAGE, UNTITLED, Findings, ReadJourney, finish
from cx_core.formats.markdown_fences import journey_fences
from cx_core.formats.mermaid_lexer import Comment, Token, prepare, tokens
from cx_core.formats.mermaid_text import escape, shield, unescape
from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys import build
from cx_core.journeys.ids import new_id
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Noun

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－＋", "0123456789.-+")
_AFTER_EVERYTHING = 2**62
_SCORE_MIN, _SCORE_MAX, _SCORE_MIDDLE = 1.0, 5.0, 3.0


def read_text(text: str, *, tolerant: bool, language: str) -> ReadJourney:
    """Return the map of a diagram, or of the first ``journey`` diagram in a Markdown text."""
    findings = Findings()
    first_line = 1
    fences = journey_fences(text)
    if fences:
        first_line, text = fences[0]
        for line, _ in fences[1:]:
            findings.add("second_diagram", line)
    source = prepare(text, findings, first_line)
    reader = _Reader(findings, source.comments, language)
    reader.title = source.title
    reader.run(tokens(source, findings))
    journey, personas = reader.result()
    findings.problems.sort(key=lambda problem: problem.rows)
    return finish(journey, personas, findings, tolerant=tolerant)


@dataclass
class _Task:
    """A task as its line says it."""

    name: str
    score: float | None
    people: list[str]


@dataclass
class _Section:
    """A stage in the making: its name in the file, its payload, its touchpoints."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    touchpoints: list[Touchpoint] = field(default_factory=list)


class _Reader:
    def __init__(self, findings: Findings, comments: list[Comment], language: str) -> None:
        self.findings = findings
        self.comments = comments
        self.language = language
        self.title: str | None = None
        self.described = ""
        self.journey_values: dict[str, Any] = {}
        self.personas: tuple[Persona, ...] = ()
        self.people: list[str] = []
        self.sections: list[_Section] = []
        self.payload: dict[str, Any] = {}
        self.payload_line = 0
        self.without_score = False
        self._read_comments(0)

    def run(self, found: list[Token]) -> None:
        """Read the statements; after one that cannot be read, go on with the next line."""
        at = 0
        while at < len(found):
            token = found[at]
            self._read_comments(token.at)
            at += 1
            if token.kind in ("title", "acc_title", "acc_descr"):
                self._take_words(token)
            elif token.kind == "section":
                self._start_section(token)
            elif token.kind == "name" and at < len(found) and found[at].kind == "data":
                self._take_task(token, found[at])
                at += 1
            elif token.kind == "name" and "：" in token.text:
                name, _, data = token.text.partition("：")
                self.findings.add("full_width", token.line, allowed=":", lost=False)
                self._take_task(replace(token, text=name), replace(token, kind="data", text=data))
            elif token.kind in ("name", "data", "bad"):
                self._refuse(token, found[at - 2] if at > 1 else None)
                while at < len(found) and found[at].kind != "newline":
                    at += 1

    def result(self) -> tuple[Journey, tuple[Persona, ...]]:
        """Return the map and its personas."""
        self._read_comments(_AFTER_EVERYTHING)
        title = self._text("journey", "title", self.title) if self.title else None
        values = {**self.journey_values, "title": title or self.journey_values.get("title") or UNTITLED}
        if self.described:
            values["scenario"] = self._text("journey", "scenario", self.described)
        stages = tuple(
            Stage(id=one.values.pop("id", ""), journey_id="", touchpoints=tuple(one.touchpoints), **one.values)
            for one in self.sections
        )
        journey = Journey(id=values.pop("id", ""), stages=stages, **values)
        if self.personas or journey.persona_ids:
            return build.place(journey), self.personas
        generic = {fold(translate("formats.customer", language)) for language in LANGUAGES}
        named = [name for name in self.people if fold(name) not in generic]
        people = tuple(Persona(id=new_id(), name=name) for name in named)
        return build.place(replace(journey, persona_ids=tuple(one.id for one in people))), people

    def _take_words(self, token: Token) -> None:
        """Take the title, or a description for screen readers, which becomes the scenario; the last one counts."""
        words = self.findings.text(unescape(token.text), token.line)
        if token.kind == "acc_title":
            self.title = self.title or words
            return
        if token.kind == "acc_descr":
            self.described = words
            return
        if re.search(r":\s*[-+]?[\d.]", token.text):
            self.findings.add("task_reads_as_title", token.line, allowed="#116;itle")
        self.title = words

    def _start_section(self, token: Token) -> None:
        name = self.findings.text(unescape(token.text), token.line)
        self._warn_comment(name, token.line)
        content = self._take_payload("stage")
        last = self.sections[-1] if self.sections else None
        if last and content is None and last.name == name and "id" not in last.values:
            return  # the same section twice in a row is drawn as one
        values = mermaid_payload.values("stage", content, self.findings, self.payload_line) if content else {}
        values["name"] = self._text("stage", "name", name, values.get("name"))
        self.sections.append(_Section(name, values))

    def _take_task(self, name: Token, data: Token) -> None:
        task = self._task(name, data)
        content = self._take_payload("touchpoint") or {}
        values = mermaid_payload.values("touchpoint", content, self.findings, self.payload_line) if content else {}
        values["name"] = self._text("touchpoint", "name", task.name, values.get("name"))
        values["perceived"] = self._perceived(task, values.get("perceived"))
        pains = [self._pain_point(one) for one in _items(content.get("pain_points"))]
        ideas = [self._opportunity(one) for one in _items(content.get("opportunities"))]
        if not self.sections:
            self.sections.append(_Section("", {"name": UNNAMED_STAGE}))
        touchpoint = Touchpoint(
            id=values.pop("id", ""),
            stage_id="",
            pain_points=tuple(p for p in pains if p),
            opportunities=tuple(one for one in ideas if one),
            **values,
        )
        self.sections[-1].touchpoints.append(touchpoint)
        self.people += [one for one in task.people if one not in self.people]
        self.without_score = False

    def _pain_point(self, content: Any) -> PainPoint | None:
        values = mermaid_payload.values("pain_point", content, self.findings, self.payload_line)
        return PainPoint(id=values.pop("id", ""), touchpoint_id="", **values) if values.get("text") else None

    def _opportunity(self, content: Any) -> Opportunity | None:
        values = mermaid_payload.values("opportunity", content, self.findings, self.payload_line)
        return Opportunity(id=values.pop("id", ""), touchpoint_id="", **values) if values.get("text") else None

    def _task(self, name_token: Token, data_token: Token) -> _Task:
        line = name_token.line
        name, pieces = name_token.text, data_token.text.split(":")
        if "：" in pieces[0]:
            self.findings.add("full_width", line, allowed=":", lost=False)
            pieces = [*pieces[0].split("：", 1), *pieces[1:]]
        before, colon, score = name.rpartition("：")
        if colon and not _is_number(pieces[0]) and _is_number(score):
            self.findings.add("full_width", line, allowed=":", lost=False)
            name, pieces = before, [score, *pieces]
        colons = _colons_in_name(pieces)
        if colons:
            self.findings.add("colon_in_name", line, allowed="#58;")
            name, pieces = ":".join([name, *pieces[:colons]]), pieces[colons:]
        elif len(pieces) > 2:
            self.findings.add("people_cut", line, allowed=",")
        text = self.findings.text(unescape(name), line)
        self._warn_comment(text + (pieces[1] if len(pieces) > 1 else ""), line)
        people = [unescape(one) for one in pieces[1].split(",")] if len(pieces) > 1 else []
        kept = [self.findings.text(" ".join(one.split()), line, short=True) for one in people if one]
        return _Task(text, self._score(pieces[0], line), kept)

    def _score(self, piece: str, line: int) -> float | None:
        written = unescape(piece)
        plain = written.translate(_FULL_WIDTH)
        if plain != written:
            self.findings.add("full_width", line, allowed=plain, lost=False)
        if not plain:
            self.findings.add("score_missing", line, allowed="1–5", lost=False)
            return None
        if not _NUMBER.fullmatch(plain):
            comma = re.fullmatch(r"\d+,\d+", plain)
            self.findings.add("score_bad", line, allowed=plain.replace(",", ".") if comma else "1–5")
            return None
        score = float(plain)
        if not _SCORE_MIN <= score <= _SCORE_MAX:
            self.findings.add("score_clamped", line, allowed="1–5", lost=False)
        return min(max(score, _SCORE_MIN), _SCORE_MAX)

    def _perceived(self, task: _Task, exact: float | None) -> float | None:
        """Return the emotion of a score; the payload's more exact one unless somebody has changed the number."""
        if self.without_score and task.score == _SCORE_MIDDLE:
            return None
        if task.score is None:
            return None
        if exact is not None and abs(exact + _SCORE_MIDDLE - task.score) < 0.0001:
            return exact
        return round(task.score - _SCORE_MIDDLE, 4)

    def _text(self, noun: Noun, name: str, written: str, exact: Text | None = None) -> Text:
        """Return a text of the diagram in its language; the payload's both unless somebody has changed the words."""
        exact = exact or (self.journey_values.get(name) if noun == "journey" else None) or Text()
        shown = exact.in_language(self.language)
        if shown and unescape(shield(escape(shown))) == written:
            return exact
        return replace(exact, vi=written) if self.language == "vi" else replace(exact, en=written)

    def _warn_comment(self, text: str, line: int) -> None:
        if "%%" in text.removeprefix("%%") and re.search(r"\s%%\s", text):
            self.findings.add("comment_in_text", line, lost=False)

    def _refuse(self, token: Token, before: Token | None) -> None:
        if token.kind == "data" and before is not None and before.kind == "section":
            self.findings.add("colon_in_section", token.line, allowed="#58;")
        elif token.kind == "name":
            self.findings.add("task_incomplete", token.line, allowed="…: 1–5: …")
        elif token.text.lower() == "journey":
            self.findings.add("task_reads_as_keyword", token.line, allowed="#106;ourney")
        else:
            self.findings.add("line_bad", token.line)

    def _read_comments(self, until: int) -> None:
        """Take in the comments that stand before a place in the text."""
        while self.comments and self.comments[0].at <= until:
            comment = self.comments.pop(0)
            if comment.text == mermaid_payload.NO_SCORE:
                self.without_score = True
            elif comment.text.startswith(mermaid_payload.PREFIX):
                self._read_payload(comment)

    def _read_payload(self, comment: Comment) -> None:
        content = mermaid_payload.unpack(comment.text.removeprefix(mermaid_payload.PREFIX))
        if content is None:
            self.findings.add("payload_bad", comment.line)
            return
        if "journey" not in content:
            self.payload, self.payload_line = content, comment.line
            return
        if content.get("language") in LANGUAGES:
            self.language = content["language"]
        self.journey_values = mermaid_payload.values("journey", content["journey"], self.findings, comment.line)
        self.personas = mermaid_payload.personas(content.get("personas", []), self.findings, comment.line)

    def _take_payload(self, noun: Noun) -> dict[str, Any] | None:
        """Return the payload that stands right before a line, once."""
        content, self.payload = self.payload.get(noun), {}
        return content if isinstance(content, dict) else None


def _items(content: Any) -> list[Any]:
    return content if isinstance(content, list) else []


def _is_number(piece: str) -> bool:
    return _NUMBER.fullmatch(piece.strip().translate(_FULL_WIDTH)) is not None


def _colons_in_name(pieces: list[str]) -> int:
    """Return how many pieces really belong to the name, as in ``Wait at 10:30: 2: Me``; usually none."""
    if len(pieces) < 2 or not _is_number(pieces[1]):
        return 0
    return 1 if len(pieces) > 2 or not _is_number(pieces[0]) else 0
