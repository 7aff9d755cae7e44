"""``analyse``: one comment a line in, one JSON object a line out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cx_core.model.problem import Refusal
from cx_core.text import Analysis, analyse_many

#: So many lines are read together: fast, and a pipe still sees its answers soon.
_LINES = 500


def add_command(commands_of: Any, parents: list[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands_of.add_parser(
        "analyse",
        parents=parents,
        help="read comments: language, feeling, themes",
        description="Read comments: one a line in, as UTF-8 text; one JSON object a line out, with or without --json."
        " Needs no workspace. A table with columns is read by import.",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="one comment a line; - is standard input")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print one JSON object for every line. Needs no workspace.

    Raises `Refusal` ``file_not_found``, and ``comments_not_text`` at the first line that is none.
    """
    for lines in _chunks(options.file):
        for analysis in analyse_many(lines):
            print(json.dumps(as_json(analysis), ensure_ascii=False))


def as_json(analysis: Analysis) -> dict[str, Any]:
    """Return what the command prints of one comment."""
    return {
        "language": analysis.language,
        "sentiment": {"label": analysis.sentiment.label, "score": round(analysis.sentiment.score, 4)},
        "themes": [{"key": theme.key, "sentiment": theme.sentiment} for theme in analysis.themes],
    }


def _chunks(name: str) -> Iterator[list[str]]:
    if name == "-":
        yield from _in_chunks(sys.stdin.buffer, "stdin")
        return
    if not Path(name).is_file():
        raise Refusal("file_not_found", {"file": name})
    with Path(name).open("rb") as source:
        yield from _in_chunks(source, Path(name).name)


def _in_chunks(source: Iterable[bytes], name: str) -> Iterator[list[str]]:
    chunk: list[str] = []
    for number, line in enumerate(source, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = "\0"
        # A workbook, an old encoding: whatever were read out of it would be a guess.
        if "\0" in text:
            raise Refusal("comments_not_text", {"file": name, "row": number})
        chunk.append(text.rstrip("\r\n"))
        if len(chunk) == _LINES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
