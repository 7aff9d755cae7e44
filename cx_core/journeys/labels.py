"""Names of a map's parts by id, for tables and charts that were grouped by ids."""

from __future__ import annotations

from cx_core.model.journey import Journey, Opportunity, PainPoint, Touchpoint

#: Faces of the emotion scale: the key ends of ``emotion.<word>`` by rounded value.
EMOTION_WORDS: dict[int, str] = {-2: "very_bad", -1: "bad", 0: "neutral", 1: "good", 2: "very_good"}


def labels(journey: Journey, language: str) -> dict[str, str]:
    """Return the name of every stage and touchpoint by id; a second part of the same name gets its stage before it.

    >>> from cx_core.journeys import build
    >>> two = [build.stage(s, [build.touchpoint("Zalo", id=s)], id="s" + s) for s in ("Mua", "Dùng")]
    >>> labels(build.journey("x", two), "vi")
    {'sMua': 'Mua', 'Mua': 'Zalo', 'sDùng': 'Dùng', 'Dùng': 'Dùng › Zalo'}
    """
    names: dict[str, str] = {}
    seen: set[str] = set()
    for stage in journey.stages:
        stage_name = stage.name.in_language(language)
        names[stage.id] = stage_name
        for touchpoint in stage.touchpoints:
            name = touchpoint.name.in_language(language)
            names[touchpoint.id] = f"{stage_name} › {name}" if name in seen else name
            seen.add(name)
    return names


def emotion_word(value: float | None) -> str | None:
    """Return the key end of the word for an emotion; None when it is unknown. Halves round away from neutral.

    >>> emotion_word(-1.5), emotion_word(0.4), emotion_word(None)
    ('very_bad', 'neutral', None)
    """
    if value is None:
        return None
    whole = int(abs(value) + 0.5)
    return EMOTION_WORDS[min(whole, 2) * (1 if value >= 0 else -1)]


def evidence_backed_share(journey: Journey) -> float | None:
    """Return the share of cards that rest on more than an assumption or an anecdote, 0 to 1; None without cards.

    Cards are touchpoints, pain points and opportunities.
    """
    cards: tuple[Touchpoint | PainPoint | Opportunity, ...] = (
        *journey.touchpoints,
        *journey.pain_points,
        *journey.opportunities,
    )
    levels = [card.evidence for card in cards]
    if not levels:
        return None
    return sum(level not in ("assumption", "anecdote") for level in levels) / len(levels)
