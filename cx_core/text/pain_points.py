"""What hurts, as candidates for a person to accept: a theme and the words of the complaint, ranked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cx_core.text.analysis import Analysis, Clause, Evidence
from cx_core.text.normalise import bare
from cx_core.text.terms import small_words, spelled_words

#: A clause complains from here down; only its words from here down are the complaint.
COMPLAINT, HURTS = -0.25, -0.4
#: Growth is held within these bounds, so that three comments after none do not outrank three hundred.
LEAST_GROWTH, MOST_GROWTH = 0.5, 3.0
MAX_WORDS, MAX_EXAMPLES = 6, 5

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class Voice(NamedTuple):
    """A comment for the search: any id, its text, its analysis, and whether it is of the newer half of the time
    looked at.

    ``is_recent`` None: without a date; it counts, but not for growth.
    """

    id: int | str
    text: str
    analysis: Analysis
    is_recent: bool | None = None


@dataclass(frozen=True)
class PainCandidate:
    """A complaint that several comments share.

    ``theme`` None: no theme of the taxonomy caught it. ``phrase`` is how it is put most often. ``n`` counts
    comments; ``negativity`` is their mean clause score turned positive (0 to 1); ``growth`` the share of the newer
    half over that of the older (1 without dates); ``strength`` = n · negativity · growth. ``examples`` are ids, the
    worst first.
    """

    theme: str | None
    phrase: str
    n: int
    negativity: float
    growth: float
    strength: float
    examples: tuple[int | str, ...]


@dataclass
class _Group:
    theme: str | None
    surfaces: Counter[str] = field(default_factory=Counter)
    scores: dict[int | str, float] = field(default_factory=dict)
    recent: int = 0
    older: int = 0


def pain_candidates(voices: Iterable[Voice], *, least: int = 3, limit: int = 50) -> tuple[PainCandidate, ...]:
    """Return the complaints that at least ``least`` comments share, strongest first.

    Comments are grouped by theme and by the words that carry the complaint, compared without marks and small words,
    so that "giao quá chậm" and "giao chạm lắm" come together.
    """
    groups: dict[tuple[str | None, str], _Group] = {}
    recent = older = 0
    for voice in voices:
        recent += voice.is_recent is True
        older += voice.is_recent is False
        for theme, core, surface, score in _complaints(voice):
            group = groups.setdefault((theme, core), _Group(theme))
            group.surfaces[surface] += 1
            if voice.id not in group.scores:
                group.recent += voice.is_recent is True
                group.older += voice.is_recent is False
            group.scores[voice.id] = min(score, group.scores.get(voice.id, 0.0))
    found = [_candidate(group, recent, older) for group in groups.values() if len(group.scores) >= least]
    return tuple(sorted(found, key=lambda one: (-one.strength, one.phrase))[:limit])


def _complaints(voice: Voice) -> Iterable[tuple[str | None, str, str, float]]:
    for clause in voice.analysis.clauses:
        if clause.score > COMPLAINT:
            continue
        worst = min(clause.evidence, key=lambda one: one.score, default=None)
        if worst is None or worst.score > HURTS:
            continue
        core = _core(voice.text[worst.start : worst.end])
        if not core:
            continue
        themes = [theme for theme in voice.analysis.themes if _names_in(theme.spans, clause)]
        for theme in themes:
            yield theme.key, core, _surface(voice.text, worst, theme.spans, clause), clause.score
        if not themes:
            yield None, core, _surface(voice.text, worst, (), clause), clause.score


def _names_in(spans: Iterable[tuple[int, int]], clause: Clause) -> bool:
    return any(clause.start <= start < clause.end for start, _ in spans)


def _core(words: str) -> str:
    small = small_words()
    kept = [bare(word) for word in spelled_words(words) if word[:1].isalpha()]
    strong = [word for word in kept if word not in small] or kept
    negated = (
        "khong " if any(word in ("khong", "chua", "chang", "not", "no") for word in kept) and strong != kept else ""
    )
    return negated + " ".join(strong)


def _surface(text: str, worst: Evidence, spans: Iterable[tuple[int, int]], clause: Clause) -> str:
    """Return the complaint as it is put: with the theme's word when they stand close."""
    near = [span for span in spans if clause.start <= span[0] < clause.end]
    start, end = worst.start, worst.end
    for span_start, span_end in near:
        from_, to = min(start, span_start), max(end, span_end)
        if len(text[from_:to].split()) <= MAX_WORDS:
            start, end = from_, to
    return _EDGES.sub("", " ".join(text[start:end].lower().split()))


def _candidate(group: _Group, recent: int, older: int) -> PainCandidate:
    n = len(group.scores)
    negativity = -sum(group.scores.values()) / n
    growth = 1.0
    if recent and older:
        growth = ((group.recent + 1) / (recent + 2)) / ((group.older + 1) / (older + 2))
        growth = min(MOST_GROWTH, max(LEAST_GROWTH, growth))
    worst = sorted(group.scores, key=lambda one: (group.scores[one], str(one)))[:MAX_EXAMPLES]
    phrase = min(group.surfaces, key=lambda one: (-group.surfaces[one], len(one), one))
    return PainCandidate(group.theme, phrase, n, negativity, growth, n * negativity * growth, tuple(worst))
