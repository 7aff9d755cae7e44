"""What an analysis says about a comment."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from cx_core.text.language import Language

#: How the writer feels.
Label = Literal["positive", "neutral", "negative"]
LABELS: tuple[Label, ...] = ("positive", "neutral", "negative")

# Named tuples and not dataclasses: a comment makes about eight of them, and a frozen dataclass takes four times as
# long to build.


class Evidence(NamedTuple):
    """Words that carry a feeling: half-open span in characters of the original, weight from about -4 to 4."""

    start: int
    end: int
    score: float


class Clause(NamedTuple):
    """A clause that carries a feeling or names a theme, with its score from -1 to 1 and the words that made it."""

    start: int
    end: int
    score: float
    evidence: tuple[Evidence, ...]


class ThemeMention(NamedTuple):
    """A theme that the comment names: how the writer feels about it, from -1 to 1, and the words that name it."""

    key: str
    sentiment: Label
    score: float
    spans: tuple[tuple[int, int], ...]


class Sentiment(NamedTuple):
    """How the writer feels: label, score from -1 to 1 and how sure that is, from 0 to 1."""

    label: Label
    score: float
    confidence: float


class Analysis(NamedTuple):
    """What a comment says: language, feeling, clauses with evidence, themes.

    ``sentiment`` is the verdict; ``words`` what the words alone say, without calibration and without the row's own
    score, so that words and score can be seen to disagree. ``clauses`` are in the order of the text, only those that
    say something. A theme stands once, in the order of its first mention.
    """

    language: Language
    sentiment: Sentiment
    clauses: tuple[Clause, ...]
    themes: tuple[ThemeMention, ...]
    words: Sentiment

    @property
    def is_mixed(self) -> bool:
        """True when one clause praises and another complains."""
        scores = [clause.score for clause in self.clauses]
        return bool(scores) and max(scores) > 0.2 and min(scores) < -0.2

    def as_json(self) -> dict[str, Any]:
        """Return the document that the command line prints for a comment."""
        return {
            "language": self.language,
            "sentiment": {"label": self.sentiment.label, "score": round(self.sentiment.score, 4)},
            "themes": [{"key": theme.key, "sentiment": theme.sentiment} for theme in self.themes],
        }

    def spans_json(self) -> list[list[Any]]:
        """Return what to highlight: ``[start, end, weight]`` for a feeling, ``[start, end, key]`` for a theme."""
        feelings = [[*evidence] for clause in self.clauses for evidence in clause.evidence]
        return feelings + [[start, end, theme.key] for theme in self.themes for start, end in theme.spans]
