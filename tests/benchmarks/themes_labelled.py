"""``--labelled FILE.tsv --themes PACK``: how well the themes of labelled comments from outside are found.

A file begins with lines that say which of a trade's themes stand for one of its own names: ``# SCREEN = screen``,
``# FEATURES = features sound connection``. Each other line is a comment, a tab, the names it is labelled with between
blanks (none: it is about none of them). Our other themes are not counted. Nothing of the texts is printed or kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cx_core.text import Taxonomy, analyse, taxonomy_for

HEAD = "| file | theme | n | precision | recall | F1 |\n|---|---|---:|---:|---:|---:|"


@dataclass
class Found:
    """How often names were found where they are labelled, found elsewhere, and missed."""

    hits: Counter[str]
    false: Counter[str]
    missed: Counter[str]

    def line(self, file: str, name: str, names: Sequence[str]) -> str:
        """Return the table's line of some names taken together."""
        hits, false, missed = (sum(some[one] for one in names) for some in (self.hits, self.false, self.missed))
        shares = [f"{share:.3f}" for share in (_share(hits, false), _share(hits, missed), _f1(hits, false + missed))]
        return f"| {' | '.join([file, name, str(hits + missed), *shares])} |"


def report(paths: Sequence[Path], pack: str) -> str:
    """Return the table of all files: a line for each name, then all of them together."""
    return "\n".join([HEAD, *(line for path in paths for line in _lines(path, taxonomy_for(pack)))])


def _lines(path: Path, taxonomy: Taxonomy) -> list[str]:
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    names = _names([line for line in lines if line.startswith("# ")], taxonomy)
    found = Found(Counter(), Counter(), Counter())
    for line in lines:
        if line.startswith("# "):
            continue
        text, labels, *_ = (*line.split("\t"), "")
        said = {names[theme.key] for theme in analyse(text, taxonomy=taxonomy).themes if theme.key in names}
        labelled = set(labels.split())
        if unknown := labelled - set(names.values()):
            raise SystemExit(f"{path}: no line at the top says what {', '.join(sorted(unknown))} stands for")
        found.hits.update(said & labelled)
        found.false.update(said - labelled)
        found.missed.update(labelled - said)
    own = sorted(set(names.values()))
    return [*(found.line(path.stem, name, [name]) for name in own), found.line(path.stem, "all together", own)]


def _names(heads: Sequence[str], taxonomy: Taxonomy) -> dict[str, str]:
    """Return which of a file's own names each of our themes stands for."""
    names = {}
    for head in heads:
        name, _, keys = head[2:].partition("=")
        names.update(dict.fromkeys(keys.split(), name.strip()))
    if unknown := set(names) - set(taxonomy.keys):
        raise SystemExit(f"no such themes in this trade: {', '.join(sorted(unknown))}")
    return names


def _share(hits: int, others: int) -> float:
    return hits / (hits + others) if hits + others else 0.0


def _f1(hits: int, wrong: int) -> float:
    return 2 * hits / (2 * hits + wrong) if hits + wrong else 0.0
