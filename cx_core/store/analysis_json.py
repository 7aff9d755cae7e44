"""An analysis as the short JSON that is kept with each comment."""

from __future__ import annotations

import json
from typing import Any

from cx_core.model.analysed import Analysed, Evidence, ThemeMention


def analysed_to_json(read: Analysed) -> str:
    """Write an analysis; scores keep two decimals.

    >>> analysed_to_json(Analysed("vi", "negative", -0.5, (ThemeMention("price", "negative", ((0, 3),)),)))
    '["vi","negative",-0.5,[["price","negative",[[0,3]]]],[]]'
    """
    document: list[Any] = [
        read.language,
        read.sentiment,
        round(read.score, 2),
        [[one.theme, one.sentiment, [list(span) for span in one.spans]] for one in read.mentions],
        [[*one.span, round(one.score, 2)] for one in read.evidence],
    ]
    if read.disagreement is not None:
        document.append(round(read.disagreement, 2))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def analysed_from_json(text: str) -> Analysed:
    """Read what `analysed_to_json` wrote."""
    language, sentiment, score, mentions, evidence, *rest = json.loads(text)
    return Analysed(
        language,
        sentiment,
        score,
        tuple(ThemeMention(theme, how, tuple((first, end) for first, end in spans)) for theme, how, spans in mentions),
        tuple(Evidence((first, end), strength) for first, end, strength in evidence),
        disagreement=rest[0] if rest else None,
    )
