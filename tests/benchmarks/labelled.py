"""``python -m tests.benchmarks text --labelled FILE.tsv ...``: how well labelled comments from outside are read.

A file holds one comment a line, a tab, its label (and, behind another tab, whatever else): ``positive``, ``neutral``,
``negative`` (or ``pos``, ``neu``, ``neg``) for how it feels, or ``vi``, ``en``, ``mixed``, ``und`` for its language; one
file has labels of one kind. Nothing of the texts is printed or kept. "sign" is the share of the positive and negative
comments whose score has the right sign, a score of 0 being wrong, with its Wilson interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cx_core.metrics.intervals import wilson
from cx_core.text import LABELS, LANGUAGES, Analysis, analyse, language_of
from tests.core.text.gold_file import macro_f1, without_marks

HEAD = "| file | half | written | n | right | macro-F1 | sign | n | 95 % |\n|---|---|---|---:|---:|---:|---:|---:|---|"


_SHORT = {"pos": "positive", "neu": "neutral", "neg": "negative"}


@dataclass(frozen=True)
class Labelled:
    """One comment with its label."""

    text: str
    label: str


def read_labelled(path: Path) -> list[Labelled]:
    """Return the comments of a file; a line without a label known here ends the reading with its number."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            text, label, *_ = (*line.split("\t"), "")
            label = _SHORT.get(label.strip(), label.strip())
            if label not in (*LABELS, *LANGUAGES):
                raise SystemExit(f"{path}, line {number}: the label is not one of {', '.join((*LABELS, *LANGUAGES))}")
            found.append(Labelled(text, label))
    return found


def report(paths: Sequence[Path], half: int | None = None) -> str:
    """Return the table of all files, as written and without marks, of one half of each or of all its lines."""
    lines = [HEAD]
    for path in paths:
        comments = read_labelled(path)
        middle = (len(comments) + 1) // 2
        chosen = {None: comments, 1: comments[:middle], 2: comments[middle:]}[half]
        ways: dict[str, Callable[[str], str]] = {"as written": str}
        if 2 * sum(without_marks(one.text) != one.text.lower() for one in chosen) > len(chosen):
            ways["without marks"] = without_marks
        lines += [_line(path.stem, half, way, chosen, write) for way, write in ways.items() if chosen]
    return "\n".join(lines)


def _line(name: str, half: int | None, way: str, comments: Sequence[Labelled], write: Callable[[str], str]) -> str:
    cells = [name, str(half or "both"), way, str(len(comments))]
    if any(one.label in LANGUAGES for one in comments):
        right = sum(language_of(write(one.text))[0] == one.label for one in comments)
        return f"| {' | '.join([*cells, f'{right / len(comments):.3f}', '', '', '', _range(right, len(comments))])} |"
    said = [(one.label, analyse(write(one.text))) for one in comments]
    labels = [(label, analysis.sentiment.label) for label, analysis in said]
    polar = [(label, analysis) for label, analysis in said if label != "neutral"]
    signs = sum(_has_sign(analysis, label) for label, analysis in polar)
    cells += [f"{sum(one == other for one, other in labels) / len(labels):.3f}", f"{macro_f1(labels):.3f}"]
    cells += [f"{signs / len(polar):.3f}", str(len(polar)), _range(signs, len(polar))]
    return f"| {' | '.join(cells)} |"


def _has_sign(analysis: Analysis, label: str) -> bool:
    score = analysis.sentiment.score
    return score > 0 if label == "positive" else score < 0


def _range(right: int, n: int) -> str:
    interval = wilson(right, n)
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""
