"""How often a pain point is really spoken of, counted among the comments of its touchpoint."""

from __future__ import annotations

from cx_core.journeys.priority import MeasuredShare
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, PainPoint
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.quoted import as_phrase
from cx_core.model.said import Said
from cx_core.workspace.maps import Maps
from cx_core.workspace.words import Words, WordsQuery


def pain_shares(maps: Maps, words: Words, journey: Journey, filters: Filters) -> dict[str, MeasuredShare]:
    """Return the share of comments that speak of each pain point, by its id.

    A comment speaks of it when it complains of one of its themes or holds one of its phrases. Pain points with neither
    theme nor phrase, and those at touchpoints with fewer than `MIN_N_SHOWN` comments, are not among them.
    """
    found: dict[str, MeasuredShare] = {}
    for touchpoint in journey.touchpoints:
        pains = [pain for pain in touchpoint.pain_points if pain.themes or pain.phrases]
        if not pains:
            continue
        here = maps.touchpoint_filters(journey.id, touchpoint.id, filters)
        of = words.count(WordsQuery(here))
        if of >= MIN_N_SHOWN:
            found |= {pain.id: MeasuredShare(_n_speaking(words, pain, here), of) for pain in pains}
    return found


def _n_speaking(words: Words, pain: PainPoint, here: Filters) -> int:
    queries = [WordsQuery(here, search=as_phrase(phrase)) for phrase in pain.phrases]
    if pain.themes:
        queries.append(WordsQuery(here, said=Said(pain.themes, "negative")))
    if len(queries) == 1:
        return words.count(queries[0])
    # A comment that is found in several ways counts once.
    return len({one.id for query in queries for one in words.every(query)})
