"""Every profile there is; a new tool is one file and one row here."""

from __future__ import annotations

from cx_core.importers.profiles.generic import GENERIC
from cx_core.importers.profiles.google_forms import GOOGLE_FORMS
from cx_core.importers.profiles.hand_kept import HAND_KEPT
from cx_core.importers.profiles.profile import ENOUGH, ColumnHint, Profile, RowRule, Signs
from cx_core.importers.profiles.zendesk import ZENDESK

ALL_PROFILES: tuple[Profile, ...] = (
    GOOGLE_FORMS,
    ZENDESK,
    HAND_KEPT,
    GENERIC,
)


def recognise(signs: Signs) -> Profile:
    """Return the profile that is surest of a file; the generic one when none is sure enough."""
    best = max(ALL_PROFILES, key=lambda profile: profile.recognise(signs))
    return best if best.recognise(signs) >= ENOUGH else GENERIC


__all__ = ["ALL_PROFILES", "ENOUGH", "GENERIC", "ColumnHint", "Profile", "RowRule", "Signs", "recognise"]
