"""From complaints to pain points: candidates with their own words as evidence, and their way onto the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from cx_core.access.roles import Role
from cx_core.journeys.ids import new_id
from cx_core.model.analysed import Analysed
from cx_core.model.filters import Filters
from cx_core.model.folding import fold
from cx_core.model.imports import Verbatim
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.said import Said
from cx_core.workspace.maps import Maps
from cx_core.workspace.themes import Growth, ThemeCell, Themes
from cx_core.workspace.words import Words, WordsQuery, unlike

#: A candidate has at least this many complaints; fewer are read one by one.
MIN_COMPLAINTS = 3
#: How many of the newest complaints give its phrases, how many phrases it shows, how many quotes it takes along.
_SAMPLE, _N_PHRASES, N_QUOTES = 200, 3, 5
#: Growth counts for at most this much in either direction.
_MOST_GROWTH = 3.0
_LONGEST_PHRASE = 60


@dataclass(frozen=True)
class PainCandidate:
    """A theme that hurts at a touchpoint (None: over all of them): complaints, phrases, quotes and its rank.

    ``weight`` = complaints · share of complaints · growth, the order in which candidates stand.
    """

    theme: str
    touchpoint: str | None
    n: int
    n_negative: int
    phrases: tuple[str, ...]
    quotes: tuple[Verbatim, ...]
    weight: float
    growth: Growth | None = None

    @property
    def severity(self) -> int:
        """A first guess from 1 to 5 by the share of complaints; people know better."""
        return min(5, 1 + round(4 * self.n_negative / self.n)) if self.n else 1


class PainPoints:
    """Finds what hurts, and puts it on a map with its evidence."""

    def __init__(self, themes: Themes, words: Words, maps: Maps) -> None:
        self._themes = themes
        self._words = words
        self._maps = maps

    def candidates(
        self, journey_id: str | None, filters: Filters | None = None, limit: int = 10
    ) -> tuple[PainCandidate, ...]:
        """Return what hurts most under the filters: by touchpoint with a map, else over everything."""
        chosen = filters or Filters()
        table = self._themes.table("nps", chosen)
        growth = {row.theme: row.growth for row in table.rows}
        if journey_id is None:
            cells: Iterable[ThemeCell] = (
                ThemeCell(None, row.theme, row.n, row.n_positive, row.n_negative) for row in table.rows
            )
        else:
            chosen = replace(chosen, journey_id=journey_id)
            cells = (one for one in self._themes.by_touchpoint(journey_id, chosen) if one.touchpoint is not None)
        worst = sorted(
            (one for one in cells if one.n_negative >= MIN_COMPLAINTS),
            key=lambda one: (-_weight(one, growth.get(one.theme)), one.theme),
        )
        return tuple(self._candidate(one, growth.get(one.theme), chosen) for one in worst[:limit])

    def accept(
        self,
        candidate: PainCandidate,
        journey_id: str,
        touchpoint_id: str,
        text: dict[str, str],
        severity: int,
        actor: str,
        role: Role = "facilitator",
    ) -> Applied | Conflict:
        """Put a candidate on the map as a pain point; ``text`` by language. Its quotes stay behind it as evidence."""
        quotes = tuple(str(one.id) for one in candidate.quotes)
        return self.add(journey_id, touchpoint_id, text, severity, quotes, actor, role, themes=(candidate.theme,))

    def add(
        self,
        journey_id: str,
        touchpoint_id: str,
        text: dict[str, str],
        severity: int,
        quote_ids: Sequence[str],
        actor: str,
        role: Role = "facilitator",
        themes: Sequence[str] = (),
    ) -> Applied | Conflict:
        """Put a pain point on the map with the answers that show it, and the themes by which it is counted.

        Raises `Refusal` as every edit of a map does.
        """
        fields: dict[str, object] = {
            "parent_id": touchpoint_id,
            "severity": severity,
            "evidence": "survey",
            "quote_ids": list(quote_ids),
            "themes": list(themes),
            **{f"text_{language}": words for language, words in text.items() if words},
        }
        operation = Operation(new_id(), journey_id, "add", "pain_point", new_id(), actor, fields=fields)
        return self._maps.apply(operation, role)

    def _candidate(self, cell: ThemeCell, growth: Growth | None, filters: Filters) -> PainCandidate:
        if cell.touchpoint is not None:
            filters = filters.with_values("touchpoint", [cell.touchpoint])
        query = WordsQuery(filters, said=Said((cell.theme,), "negative"))
        complaints = self._words.find(query, _SAMPLE)
        read = self._themes.of(complaints)
        told = [(one, read[one.id]) for one in complaints if one.id in read]
        phrases = phrases_of(told, cell.theme)
        return PainCandidate(
            cell.theme,
            cell.touchpoint,
            cell.n,
            cell.n_negative,
            phrases,
            quotes_of(told, cell.theme, phrases) or complaints[:N_QUOTES],
            _weight(cell, growth),
            growth,
        )


def phrases_of(complaints: Iterable[tuple[Verbatim, Analysed]], theme: str) -> tuple[str, ...]:
    """Return how customers put a complaint about a theme: its word with the nearest bad feeling, the commonest first.

    Spellings that are equal without diacritics count together, under the one that is written most.
    """
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for verbatim, read in complaints:
        phrase = _phrase(verbatim.text, read, theme)
        if phrase:
            counts[fold(phrase)] += 1
            spellings.setdefault(fold(phrase), Counter())[phrase] += 1
    return tuple(spellings[folded].most_common(1)[0][0] for folded, _ in counts.most_common(_N_PHRASES))


def quotes_of(
    complaints: Sequence[tuple[Verbatim, Analysed]], theme: str, phrases: Sequence[str]
) -> tuple[Verbatim, ...]:
    """Return the quotes that go with some phrases: the first complaint with each phrase, then the second with each, and
    so on; where those are too few, the first of the others. Complaints come the newest first; those that repeat the
    words of another one come last.
    """
    by_phrase: dict[str, list[Verbatim]] = {fold(one): [] for one in phrases}
    others: list[Verbatim] = []
    for verbatim, read in complaints:
        by_phrase.get(fold(_phrase(verbatim.text, read, theme)), others).append(verbatim)
    turns = zip_longest(*by_phrase.values())
    found = [one for turn in turns for one in turn if one is not None]
    different = unlike([*found, *others])
    repeated = [one for one in (*found, *others) if one not in different]
    return tuple([*different, *repeated][:N_QUOTES])


def _phrase(text: str, read: Analysed, theme: str) -> str:
    mention = read.mention(theme)
    bad = [one.span for one in read.evidence if one.score < 0]
    if mention is None or not mention.spans or not bad:
        return ""
    near = min((abs(place[0] - one[0]), place, one) for place in mention.spans for one in bad)
    first, end = min(near[1][0], near[2][0]), max(near[1][1], near[2][1])
    phrase = " ".join(text[first:end].lower().split())
    return phrase if len(phrase) <= _LONGEST_PHRASE else " ".join(text[near[2][0] : near[2][1]].lower().split())


def _weight(cell: ThemeCell, growth: Growth | None) -> float:
    ratio = 1.0
    if growth is not None and growth.share_before:
        ratio = growth.share_recent / growth.share_before
    share = cell.n_negative / cell.n if cell.n else 0.0
    return cell.n_negative * share * max(1 / _MOST_GROWTH, min(_MOST_GROWTH, ratio))
