"""Fenced ``mermaid`` blocks of a Markdown text."""

from __future__ import annotations

import re

_OPENING = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})\s*mermaid\b[^`]*", re.IGNORECASE)
_JOURNEY = re.compile(r"^\s*journey\b", re.MULTILINE)


def mermaid_fences(text: str) -> list[tuple[int, str]]:
    """Return the content of every ``mermaid`` fence, with the line on which it begins.

    >>> mermaid_fences("# x\\n```mermaid\\njourney\\n```\\n")
    [(3, 'journey')]
    """
    found: list[tuple[int, str]] = []
    closing: re.Pattern[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if closing is None:
            opening = _OPENING.fullmatch(line)
            if opening:
                fence = opening["fence"]
                closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*")
                found.append((number + 1, ""))
        elif closing.fullmatch(line):
            closing = None
        else:
            first, content = found[-1]
            found[-1] = (first, f"{content}\n{line}" if content or number > first else line)
    return found


def journey_fences(text: str) -> list[tuple[int, str]]:
    """Return the fences that hold a ``journey`` diagram; none when the text has no such fence."""
    return [(line, content) for line, content in mermaid_fences(text) if _JOURNEY.search(content)]
