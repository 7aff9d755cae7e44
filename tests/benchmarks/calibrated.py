"""``--labelled FILE.tsv --stars`` or ``--corrected N``: how well comments are read once their source has taught something.

With ``--stars`` the third field of a line is the row's own score, 1 to 5, and the label may be missing: such a line is
learnt from only. Every comment is judged by what the other four fifths of its file taught, so never by its own label
or, but for the line "its own star", its own score. With ``--corrected N`` the labels of N of the other comments are
learnt from as a person's corrections: of the first ones, or with ``--least-sure`` of those whose reading by the word
lists is the least sure, as somebody corrects them who looks for what is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cx_core.text import Analysis, Calibration, Label, analyse, learn_calibration
from tests.benchmarks.labelled import HEAD, Labelled, line_of, of_half, read_labelled

N_FOLDS = 5


@dataclass(frozen=True)
class Teaching:
    """What is learnt from: the stars of the other comments, or so many labels of theirs, the least sure ones or any."""

    stars: bool = False
    n_corrected: int = 0
    least_sure: bool = False


def report(paths: Sequence[Path], half: int | None, teaching: Teaching) -> str:
    """Return the table of all files: as the lists read them, with its own star, as their other comments taught."""
    return "\n".join([HEAD, *(line for path in paths for line in _lines(path, half, teaching))])


def _lines(path: Path, half: int | None, teaching: Teaching) -> list[str]:
    comments = read_labelled(path, teaching.stars)
    folds = np.random.default_rng(0).permutation(len(comments)) % N_FOLDS
    taught = [_taught(comments, folds != fold, teaching) for fold in range(N_FOLDS)]
    judged = [place for place in of_half(range(len(comments)), half) if comments[place].label]

    def line(way: str, *, own: bool = False, by: Sequence[Calibration | None] = (None,) * N_FOLDS) -> str:
        said = [_read(comments[at], own, by[folds[at]]) for at in judged]
        return line_of(path.stem, half, way, [comments[at].label for at in judged], said)

    which = "the least sure" if teaching.least_sure else "any"
    teachers = "stars" if teaching.stars else f"up to {teaching.n_corrected} corrections ({which})"
    way = f"taught by {teachers} of others, accepted {sum(one is not None for one in taught)} times of {N_FOLDS}"
    found = [line("the word lists"), line(way, by=taught)]
    if teaching.stars:
        found += [
            line("the word lists and its own star", own=True),
            line("taught, and its own star", own=True, by=taught),
        ]
    return found


def _read(one: Labelled, own: bool, calibration: Calibration | None) -> Analysis:
    return analyse(one.text, star=one.star if own else None, calibration=calibration)


def _taught(comments: Sequence[Labelled], others: np.ndarray, teaching: Teaching) -> Calibration | None:
    """Return what the other comments teach; None where that is refused."""
    known = [one for one, is_other in zip(comments, others, strict=True) if is_other]
    scored = [(one.text, one.star) for one in known if one.star is not None]
    labels: list[tuple[str, Label]] = [(one.text, one.label) for one in known if one.label]  # type: ignore[misc]
    if teaching.least_sure:
        labels.sort(key=lambda one: analyse(one[0]).sentiment.confidence)
    return learn_calibration(scored, labels[: teaching.n_corrected], source="labelled").calibration
