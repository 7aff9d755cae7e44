"""``python -m tests.benchmarks text --labelled FILE.tsv ...``: how well labelled comments from outside are read.

A file holds one comment a line, a tab, its label (and, behind another tab, whatever else): ``positive``, ``neutral``,
``negative`` (or ``pos``, ``neu``, ``neg``) for how it feels, or ``vi``, ``en``, ``mixed``, ``und`` for its language; one
file has labels of one kind. Nothing of the texts is printed or kept. "sign" is the share of the positive and negative
comments whose score has the right sign, a score of 0 being wrong. "binary" takes two sides as published comparisons do:
above 0 is positive and all else negative, so that a comment without a feeling word counts as a complaint; its range is
Wilson's.

With ``--stars`` or ``--corrected N`` the file's own comments teach how to read it, see `tests.benchmarks.calibrated`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cx_core.metrics.intervals import wilson
from cx_core.text import LABELS, LANGUAGES, Analysis, analyse, language_of
from tests.core.text.gold_file import macro_f1, without_marks

HEAD = """| file | half | written | n | right | macro-F1 | sign | binary | n | 95 % |
|---|---|---|---:|---:|---:|---:|---:|---:|---|"""


_Row = TypeVar("_Row")
_SHORT = {"pos": "positive", "neu": "neutral", "neg": "negative"}


@dataclass(frozen=True)
class Labelled:
    """One comment with its label, and the share of its scale that its own score stands at, None when not asked for."""

    text: str
    label: str
    star: float | None = None


def read_labelled(path: Path, stars: bool = False) -> list[Labelled]:
    """Return the comments of a file; a line without a label known here ends the reading with its number.

    With ``stars`` the third field is a score from 1 to 5, and the label may be missing.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            text, label, score, *_ = (*line.split("\t"), "", "")
            label = _SHORT.get(label.strip(), label.strip())
            if label not in (*LABELS, *LANGUAGES) and not (stars and not label):
                raise SystemExit(f"{path}, line {number}: the label is not one of {', '.join((*LABELS, *LANGUAGES))}")
            found.append(Labelled(text, label, _share(score, path, number) if stars else None))
    return found


def _share(score: str, path: Path, number: int) -> float:
    if score.strip() not in ("1", "2", "3", "4", "5"):
        raise SystemExit(f"{path}, line {number}: behind the label, a score from 1 to 5 is wanted")
    return (int(score) - 1) / 4


def of_half(rows: Sequence[_Row], half: int | None) -> Sequence[_Row]:
    """Return the first half of rows (the longer one), the second, or all."""
    middle = (len(rows) + 1) // 2
    return rows[:middle] if half == 1 else rows[middle:] if half == 2 else rows


def report(paths: Sequence[Path], half: int | None = None) -> str:
    """Return the table of all files, as written and without marks, of one half of each or of all its lines."""
    lines = [HEAD]
    for path in paths:
        chosen = of_half(read_labelled(path), half)
        ways: dict[str, Callable[[str], str]] = {"as written": str}
        if 2 * sum(without_marks(one.text) != one.text.lower() for one in chosen) > len(chosen):
            ways["without marks"] = without_marks
        lines += [_line(path.stem, half, way, chosen, write) for way, write in ways.items() if chosen]
    return "\n".join(lines)


def _line(name: str, half: int | None, way: str, comments: Sequence[Labelled], write: Callable[[str], str]) -> str:
    labels = [one.label for one in comments]
    if set(labels) & set(LANGUAGES):
        right = sum(language_of(write(one.text))[0] == one.label for one in comments)
        cells = [name, str(half or "both"), way, str(len(comments)), f"{right / len(comments):.3f}", "", "", "", ""]
        return f"| {' | '.join([*cells, _range(right, len(comments))])} |"
    return line_of(name, half, way, labels, [analyse(write(one.text)) for one in comments])


def line_of(name: str, half: int | None, way: str, labels: Sequence[str], said: Sequence[Analysis]) -> str:
    """Return the table's line of comments with these labels, read as ``said``."""
    pairs = [(label, analysis.sentiment.label) for label, analysis in zip(labels, said, strict=True)]
    polar = [(label, analysis) for label, analysis in zip(labels, said, strict=True) if label != "neutral"]
    signs = sum(_has_sign(analysis, label) for label, analysis in polar)
    sides = sum((analysis.sentiment.score > 0) == (label == "positive") for label, analysis in polar)
    cells = [name, str(half or "both"), way, str(len(pairs))]
    cells += [f"{sum(one == other for one, other in pairs) / len(pairs):.3f}", f"{macro_f1(pairs):.3f}"]
    cells += [f"{signs / len(polar):.3f}", f"{sides / len(polar):.3f}", str(len(polar)), _range(sides, len(polar))]
    return f"| {' | '.join(cells)} |"


def _has_sign(analysis: Analysis, label: str) -> bool:
    score = analysis.sentiment.score
    return score > 0 if label == "positive" else score < 0


def _range(right: int, n: int) -> str:
    interval = wilson(right, n)
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""
