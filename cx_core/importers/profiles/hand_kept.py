"""A sheet kept by hand: titles above, ``STT``, merged headers, monthly totals, scores as people write them."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

_COUNTERS = ("stt", "tt", "so tt", "so thu tu")


def _recognise(signs: Signs) -> float:
    if not signs.has(*_COUNTERS):
        return 0.0
    return 0.8 if signs.kind in ("xlsx", "xlsb", "xls", "ods") else 0.6


HAND_KEPT = Profile(
    "hand_kept",
    _recognise,
    hints=(ColumnHint("|".join(_COUNTERS), "ignore"),),
    has_totals=True,
)
