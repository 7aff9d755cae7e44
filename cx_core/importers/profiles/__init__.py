"""Every profile there is; a new tool is one file and one row here."""

from __future__ import annotations

from cx_core.importers.profiles.app_store import APP_STORE
from cx_core.importers.profiles.chatwoot import CHATWOOT
from cx_core.importers.profiles.delighted import DELIGHTED
from cx_core.importers.profiles.facebook import FACEBOOK
from cx_core.importers.profiles.generic import GENERIC
from cx_core.importers.profiles.google_business import GOOGLE_BUSINESS
from cx_core.importers.profiles.google_forms import GOOGLE_FORMS
from cx_core.importers.profiles.google_play import GOOGLE_PLAY, GOOGLE_PLAY_SCRAPER
from cx_core.importers.profiles.hand_kept import HAND_KEPT
from cx_core.importers.profiles.hotjar import HOTJAR
from cx_core.importers.profiles.jotform import JOTFORM
from cx_core.importers.profiles.kobo_toolbox import KOBO_TOOLBOX
from cx_core.importers.profiles.lime_survey import LIME_SURVEY
from cx_core.importers.profiles.marketplaces import LAZADA, SHOPEE, TIKI
from cx_core.importers.profiles.medallia_agent import MEDALLIA_AGENT
from cx_core.importers.profiles.microsoft_forms import MICROSOFT_FORMS
from cx_core.importers.profiles.profile import ENOUGH, ColumnHint, Profile, RowRule, Signs
from cx_core.importers.profiles.qualtrics import QUALTRICS
from cx_core.importers.profiles.smiley import SMILEY
from cx_core.importers.profiles.survey_monkey import SURVEY_MONKEY
from cx_core.importers.profiles.typeform import TYPEFORM
from cx_core.importers.profiles.zalo_zns import ZALO_ZNS
from cx_core.importers.profiles.zendesk import ZENDESK

ALL_PROFILES: tuple[Profile, ...] = (
    GOOGLE_FORMS,
    MICROSOFT_FORMS,
    SURVEY_MONKEY,
    QUALTRICS,
    TYPEFORM,
    LIME_SURVEY,
    KOBO_TOOLBOX,
    JOTFORM,
    ZENDESK,
    CHATWOOT,
    DELIGHTED,
    MEDALLIA_AGENT,
    HOTJAR,
    GOOGLE_PLAY,
    GOOGLE_PLAY_SCRAPER,
    APP_STORE,
    GOOGLE_BUSINESS,
    SHOPEE,
    LAZADA,
    TIKI,
    FACEBOOK,
    ZALO_ZNS,
    SMILEY,
    HAND_KEPT,
    GENERIC,
)


def recognise(signs: Signs) -> Profile:
    """Return the profile that is surest of a file; the generic one when none is sure enough."""
    best = max(ALL_PROFILES, key=lambda profile: profile.recognise(signs))
    return best if best.recognise(signs) >= ENOUGH else GENERIC


__all__ = ["ALL_PROFILES", "ENOUGH", "GENERIC", "ColumnHint", "Profile", "RowRule", "Signs", "recognise"]
