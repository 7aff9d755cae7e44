"""Any file that no tool claims: wording and values alone decide."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ENOUGH, Profile, Signs


def _recognise(signs: Signs) -> float:
    """Claim whatever nobody else does."""
    return ENOUGH / 2


GENERIC = Profile("generic", _recognise, has_totals=True)
