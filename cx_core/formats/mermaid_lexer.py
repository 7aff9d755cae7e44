"""Mermaid's own way of cutting a ``journey`` diagram into tokens, with the line of each.

The order of the rules and their quirks are Mermaid's: the first rule that matches wins, case is ignored, comments are
only taken away on lines of their own, and a keyword's one space may be a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from cx_core.formats.document import Findings
from cx_core.formats.mermaid_text import SPACE, shield
from cx_core.model.problem import Refusal

TokenKind = Literal["title", "section", "name", "data", "acc_title", "acc_descr", "newline", "bad"]


@dataclass(frozen=True)
class Token:
    """One token: its text without keyword, its line, and where it stands in the text that was lexed."""

    kind: TokenKind
    text: str
    line: int
    at: int


@dataclass(frozen=True)
class Comment:
    """A comment on a line of its own, its text without the percent signs."""

    text: str
    line: int
    at: int


@dataclass
class Source:
    """A diagram's text after Mermaid's preparation, with the original line of every character."""

    text: str
    lines: list[int]
    title: str | None = None
    comments: list[Comment] = field(default_factory=list)

    def cut(self, start: int, end: int) -> None:
        """Take a stretch out."""
        self.text = self.text[:start] + self.text[end:]
        del self.lines[start:end]

    def line(self, at: int) -> int:
        """Return the original line of a character."""
        if at < len(self.lines):
            return self.lines[at]
        return self.lines[-1] if self.lines else 1


_FRONT_MATTER = re.compile(r"([ \t]*)---[ \t]*\n((?:.*\n)*?)\1---[ \t]*(?:\n|$)")
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<\w+[^>]*>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_COMMENT_LINE = re.compile(rf"^[{SPACE}]*%%(?!\{{)[^\n]+\n?", re.MULTILINE)
_HEADER = re.compile(rf"[{SPACE}]*journey(?=[{SPACE}#%]|$)")


def prepare(text: str, findings: Findings, first_line: int = 1) -> Source:
    """Return a diagram's text as Mermaid's lexer sees it, header taken off.

    ``first_line`` is the line of the file on which the diagram begins. Raises `Refusal` ``mermaid_type_unknown`` when
    it is no ``journey``.
    """
    text = _TAG.sub(lambda tag: _ATTRIBUTE.sub(r"='\1'", tag.group()), text.removeprefix("\ufeff"))
    source = Source(text, _line_numbers(text, first_line))
    _take_front_matter(source)
    _take_directives(source, findings)
    _take_comment_lines(source)
    header = _HEADER.match(source.text)
    if header is None:
        raise Refusal("mermaid_type_unknown", {"line": source.line(0)})
    source.text = source.text[: header.end()].replace("journey", "       ") + source.text[header.end() :]
    source.text = shield(source.text)
    return source


def _line_numbers(text: str, first_line: int) -> list[int]:
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n"), first_line):
        numbers += [number] * (len(line) + 1)
    return numbers[: len(text)]


def _take_front_matter(source: Source) -> None:
    found = _FRONT_MATTER.match(source.text)
    if found is None:
        return
    title = _FRONT_TITLE.search(found.group(2))
    if title and title.group(1):
        source.title = title.group(1).strip("\"'")
    source.cut(0, found.end())


def _take_directives(source: Source, findings: Findings) -> None:
    """Take ``%%{ … }%%`` out anywhere; an unclosed one makes Mermaid swallow the rest without a word."""
    while (start := source.text.find("%%{")) >= 0:
        end = source.text.find("}%%", start)
        if end < 0:
            findings.add("directive_unclosed", source.line(start))
            line_end = source.text.find("\n", start)
            source.cut(start, len(source.text) if line_end < 0 else line_end)
        else:
            source.cut(start, end + 3)


def _take_comment_lines(source: Source) -> None:
    """Take comments on lines of their own out, and keep where they stood."""
    kept: list[str] = []
    lines: list[int] = []
    at = 0
    for found in _COMMENT_LINE.finditer(source.text):
        kept.append(source.text[at : found.start()])
        lines += source.lines[at : found.start()]
        comment = found.group().strip()
        line = source.line(found.start() + len(found.group()) - len(found.group().lstrip()))
        source.comments.append(Comment(comment.removeprefix("%%").strip(), line, len(lines)))
        at = found.end()
    kept.append(source.text[at:])
    source.lines = lines + source.lines[at:]
    source.text = "".join(kept)


_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("comment", r"%%(?!\{)[^\n]*"),
        ("newline", r"\n+"),
        ("space", rf"[{SPACE}]+"),
        ("hash", r"#[^\n]*"),
        ("again", r"journey"),
        ("title", rf"title[{SPACE}]([^#\n]+)"),
        ("acc_title", rf"accTitle[{SPACE}]*:([{SPACE}]*)([^\n]*)"),
        ("acc_descr", rf"accDescr[{SPACE}]*:([{SPACE}]*)([^\n]*)"),
        ("block", rf"accDescr[{SPACE}]*\{{([^}}]*)(\}}?)"),
        ("section", rf"section[{SPACE}]([^#:\n]+)"),
        ("name", r"[^#:\n]+"),
        ("data", r":([^#\n]+)"),
        ("bad", r":"),
    )
)


def tokens(source: Source, findings: Findings) -> list[Token]:
    """Cut a prepared text into tokens; what Mermaid's lexer would trip over is noted and read the likeliest way."""
    return _Lexer(source, findings).run()


class _Lexer:
    def __init__(self, source: Source, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self.found: list[Token] = []
        self.at = 0

    def run(self) -> list[Token]:
        while self.at < len(self.source.text):
            kind, match = self._match()
            handle = getattr(self, f"_on_{kind}", None)
            end = match.end()
            if handle is not None:
                end = handle(match) or end
            elif kind in ("name", "data"):
                self._add(kind, match.group(match.re.groups))
            self.at = end
        return self.found

    def _match(self) -> tuple[str, re.Match[str]]:
        for kind, rule in _RULES:
            found = rule.match(self.source.text, self.at)
            if found:
                return kind, found
        raise AssertionError("the rules cover every character")

    def _add(self, kind: TokenKind | str, text: str) -> None:
        line = self.source.line(self.at)
        if ";" in text and not kind.startswith("acc_"):
            self.findings.add("semicolon", line, allowed="#59;")
        self.found.append(Token(kind, text, line, self.at))  # type: ignore[arg-type]

    def _on_newline(self, match: re.Match[str]) -> None:
        self._add("newline", "")

    def _on_hash(self, match: re.Match[str]) -> None:
        """``#`` starts a comment, in the middle of a word too: then it was hardly meant as one."""
        before = self.source.text[self.at - 1 : self.at]
        if before and not re.match(f"[{SPACE}]", before):
            self.findings.add("hash_cuts", self.source.line(self.at), allowed="#35;")

    def _on_again(self, match: re.Match[str]) -> None:
        self._add("bad", match.group())

    def _on_bad(self, match: re.Match[str]) -> None:
        self._add("bad", match.group())

    def _on_title(self, match: re.Match[str]) -> int | None:
        return self._keyword("title", match)

    def _on_section(self, match: re.Match[str]) -> int | None:
        return self._keyword("section", match)

    def _keyword(self, kind: TokenKind, match: re.Match[str]) -> int | None:
        """Take a keyword's text; with nothing behind it Mermaid swallows the next line, which is noted and not done."""
        gap = self.source.text[match.start(1) - 1]
        if gap == "\n":
            self.findings.add("keyword_empty", self.source.line(self.at))
            return match.start(1) - 1
        if not match.group(1).strip():
            self.findings.add("keyword_empty", self.source.line(self.at))
            return None
        self._add(kind, match.group(1))
        return None

    def _on_acc_title(self, match: re.Match[str]) -> int | None:
        return self._described("acc_title", match)

    def _on_acc_descr(self, match: re.Match[str]) -> int | None:
        return self._described("acc_descr", match)

    def _described(self, kind: TokenKind, match: re.Match[str]) -> int | None:
        if "\n" in match.group(1) or not match.group(2).strip():
            self.findings.add("keyword_empty", self.source.line(self.at))
            return match.start(1)
        self._add(kind, match.group(2))
        return None

    def _on_block(self, match: re.Match[str]) -> None:
        if not match.group(2):
            self.findings.add("block_unclosed", self.source.line(self.at))
        self._add("acc_descr", match.group(1))
