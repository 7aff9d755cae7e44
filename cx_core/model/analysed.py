"""What was read out of a customer's words: language, feeling, themes, and the places in the text that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

Sentiment = Literal["positive", "neutral", "negative"]
SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
#: A half-open range of characters of the text as it is stored.
Span = tuple[int, int]

#: What a person can put beside a comment: worth quoting, to be followed up, to be read later.
Mark = Literal["quote", "case", "later"]
MARKS: tuple[Mark, ...] = get_args(Mark)


@dataclass(frozen=True)
class Evidence:
    """A piece of the text that carries a feeling, with its strength from -1 to 1."""

    span: Span
    score: float


@dataclass(frozen=True)
class ThemeMention:
    """A theme that a comment speaks of, how it speaks of it, and where. A person who adds a theme gives no place."""

    theme: str
    sentiment: Sentiment
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Correction:
    """What a person says about one comment: its feeling, or one theme's.

    ``theme`` None is about the whole comment. ``value`` None says that the comment does not speak of the theme.
    """

    theme: str | None
    value: Sentiment | None


@dataclass(frozen=True)
class Analysed:
    """One comment's analysis. ``language`` is vi, en, mixed or und; ``score`` goes from -1 (bad) to 1 (good).

    ``corrected`` says that a person has corrected it. ``disagreement`` is how strongly the words contradict the row's
    own score, from -1 (praise with a bad score) to 1 (a complaint with a good one); None where they do not.
    """

    language: str
    sentiment: Sentiment
    score: float
    mentions: tuple[ThemeMention, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    corrected: bool = False
    disagreement: float | None = None

    def mention(self, theme: str) -> ThemeMention | None:
        """Return how a theme is spoken of; None when it is not."""
        return next((one for one in self.mentions if one.theme == theme), None)

    def with_corrections(self, corrections: tuple[Correction, ...]) -> Analysed:
        """Return the analysis as people have corrected it; people win, whatever the program reads later.

        >>> read = Analysed("vi", "neutral", 0.0, (ThemeMention("price", "neutral", ((0, 3),)),))
        >>> told = read.with_corrections((Correction(None, "negative"), Correction("price", None)))
        >>> told.sentiment, told.mentions, told.corrected
        ('negative', (), True)
        """
        if not corrections:
            return self
        mentions = {one.theme: one for one in self.mentions}
        sentiment = self.sentiment
        for one in corrections:
            if one.theme is None:
                sentiment = one.value or sentiment
            elif one.value is None:
                mentions.pop(one.theme, None)
            else:
                known = mentions.get(one.theme, ThemeMention(one.theme, one.value))
                mentions[one.theme] = replace(known, sentiment=one.value)
        return replace(self, sentiment=sentiment, mentions=tuple(mentions.values()), corrected=True)


@dataclass(frozen=True)
class AnalysisProgress:
    """How many comments there are, and how many of them have been read as the words and themes stand now."""

    n_done: int
    n_words: int

    @property
    def is_complete(self) -> bool:
        """True when nothing waits."""
        return self.n_done >= self.n_words

    @property
    def fraction(self) -> float:
        """From 0 to 1; 1 when there is nothing to read."""
        return min(1.0, self.n_done / self.n_words) if self.n_words else 1.0
