"""The gold file: own sentences with what they mean, in two halves; see gold/README.md."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cx_core.text import Analysis, Taxonomy, analyse, taxonomy_for
from cx_core.text.normalise import bare

FOLDER = Path(__file__).parent / "gold"
PLAIN_TABLES = ("english", "rules")


@dataclass(frozen=True)
class GoldSentence:
    """One labelled sentence; ``themes`` are pairs of key and sentiment."""

    id: str
    table: str
    language: str
    sentiment: str
    themes: tuple[tuple[str, str], ...]
    text: str
    teencode: str

    @property
    def half(self) -> int:
        """1 for the half that rules are worked out on, 2 for the one that is only measured."""
        return 1 + zlib.crc32(re.sub(r"(?<=\d)[ab]$", "", self.id).encode()) % 2

    @property
    def taxonomy(self) -> Taxonomy:
        """The themes its table is labelled with."""
        return taxonomy_for() if self.table in PLAIN_TABLES else taxonomy_for(self.table)


def read_gold(half: int | None = None) -> list[GoldSentence]:
    """Return the sentences of one half, of both when none is given."""
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        for row in csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            themes = tuple((key, mood) for key, _, mood in (pair.partition(":") for pair in row["themes"].split()))
            one = GoldSentence(
                row["id"], path.stem, row["language"], row["sentiment"], themes, row["text"], row["teencode"] or ""
            )
            if half in (None, one.half):
                found.append(one)
    return found


def without_marks(text: str) -> str:
    """Return a sentence as typed without marks, case kept away."""
    return bare(text.lower())


def in_teencode(one: GoldSentence) -> str:
    """Return the hurried twin of a sentence, the sentence itself where it has none."""
    return one.teencode or one.text


@dataclass(frozen=True)
class Figures:
    """How well sentences were read. Shares from 0 to 1; themes as counts of hits, false finds and misses."""

    n: int
    accuracy: float
    macro_f1: float
    binary: float
    language: float
    theme_f1: float
    theme_and_mood_f1: float
    wrong: tuple[tuple[GoldSentence, Analysis], ...]


def measure(sentences: Iterable[GoldSentence], write: Callable[[GoldSentence], str] = lambda one: one.text) -> Figures:
    """Read sentences as ``write`` puts them and compare with their labels.

    ``binary`` is the share of the positive and negative sentences whose score has the right sign; a score of 0 is wrong.
    Themes are compared where the table is labelled completely.
    """
    read = [(one, analyse(write(one), taxonomy=one.taxonomy)) for one in sentences]
    wrong = tuple((one, said) for one, said in read if said.sentiment.label != one.sentiment)
    polar = [(one, said) for one, said in read if one.sentiment != "neutral"]
    right_sign = sum(
        (said.sentiment.score > 0) == (one.sentiment == "positive") and said.sentiment.score != 0 for one, said in polar
    )
    named = [(one, said) for one, said in read if one.table != "rules"]
    return Figures(
        len(read),
        1 - len(wrong) / len(read),
        macro_f1([(one.sentiment, said.sentiment.label) for one, said in read]),
        right_sign / len(polar),
        sum(said.language == one.language for one, said in read) / len(read),
        _micro_f1((({key for key, _ in one.themes}, {t.key for t in said.themes}) for one, said in named)),
        _micro_f1(((set(one.themes), {(t.key, t.sentiment) for t in said.themes}) for one, said in named)),
        wrong,
    )


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    scores = []
    for label in ("positive", "neutral", "negative"):
        hits = sum(true == said == label for true, said in pairs)
        named = sum(true == label for true, _ in pairs) + sum(said == label for _, said in pairs)
        scores.append(2 * hits / named if named else 0.0)
    return sum(scores) / len(scores)


def _micro_f1(pairs: Iterable[tuple[set, set]]) -> float:
    hits = total = 0
    for true, said in pairs:
        hits += len(true & said)
        total += len(true) + len(said)
    return 2 * hits / total if total else 0.0
