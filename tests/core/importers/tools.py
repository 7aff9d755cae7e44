"""Every tool whose export is tested: how it is written and what the importer must say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.core.importers import desk_files, market_files, survey_files
from tests.core.importers.fixtures import Answer

Writer = Callable[[Sequence[Answer]], bytes]


@dataclass(frozen=True)
class Tool:
    """How one tool writes answers, and what the importer must say about them."""

    profile: str
    ending: str
    write: Writer
    role: str
    scale: tuple[int, int]
    header_rows: tuple[int, ...] = (1,)
    zone: str = "Asia/Ho_Chi_Minh"
    #: Answers to the questions this export cannot do without.
    replies: dict[str, str] = field(default_factory=dict)
    has_dates: bool = True
    to_the_day: bool = False
    has_customer: bool = False
    missing: tuple[str, ...] = ("", "N/A", "-")
    extra_rows: int = 0
    only: str = ""


TOOLS: dict[str, Tool] = {
    "google_forms_vi": Tool("google_forms", "xlsx", survey_files.google_forms_vi, "nps", (0, 10)),
    "google_forms_en": Tool("google_forms", "csv", survey_files.google_forms_en, "nps", (0, 10)),
    "microsoft_forms": Tool("microsoft_forms", "xlsx", survey_files.microsoft_forms, "nps", (0, 10)),
    "survey_monkey": Tool("survey_monkey", "csv", survey_files.survey_monkey, "csat", (1, 5), (1, 2)),
    "qualtrics": Tool("qualtrics", "csv", survey_files.qualtrics, "nps", (0, 10), (1, 2, 3), extra_rows=2),
    "qualtrics_legacy": Tool("qualtrics", "csv", survey_files.qualtrics_legacy, "csat", (1, 5), (1, 2)),
    "typeform": Tool("typeform", "csv", survey_files.typeform, "nps", (0, 10), zone="UTC"),
    "lime_survey": Tool("lime_survey", "csv", survey_files.lime_survey, "csat", (1, 5)),
    "kobo": Tool("kobo_toolbox", "csv", survey_files.kobo, "csat", (1, 5)),
    "kobo_resaved": Tool("kobo_toolbox", "csv", survey_files.kobo_resaved, "csat", (1, 5)),
    "kobo_resaved_book": Tool("kobo_toolbox", "xlsx", survey_files.kobo_resaved_book, "csat", (1, 5)),
    "jotform": Tool("jotform", "csv", survey_files.jotform, "csat", (1, 5)),
    "zendesk": Tool(
        "zendesk",
        "csv",
        desk_files.zendesk,
        "csat",
        (1, 5),
        has_customer=True,
        missing=("Offered", "Unoffered", "-", ""),
    ),
    "zendesk_legacy": Tool(
        "zendesk", "csv", desk_files.zendesk_legacy, "csat", (1, 2), missing=("Offered", "Unoffered", "Not Offered")
    ),
    "chatwoot": Tool("chatwoot", "csv", desk_files.chatwoot, "csat", (1, 5)),
    "delighted": Tool("delighted", "csv", desk_files.delighted, "nps", (0, 10), has_customer=True),
    "medallia": Tool("medallia_agent", "csv", desk_files.medallia, "rating", (1, 5)),
    "hotjar": Tool("hotjar", "csv", desk_files.hotjar, "nps", (0, 10)),
    "google_play": Tool("google_play", "csv", market_files.google_play, "rating", (1, 5)),
    "google_play_scraper": Tool("google_play_scraper", "csv", market_files.google_play_scraper, "rating", (1, 5)),
    "app_store": Tool("app_store", "csv", market_files.app_store, "rating", (1, 5), has_dates=False),
    "google_business": Tool("google_business", "json", market_files.google_business, "rating", (1, 5), ()),
    "shopee": Tool("shopee", "csv", market_files.shopee, "rating", (1, 5)),
    "lazada": Tool("lazada", "jsonl", market_files.lazada, "rating", (1, 5), ()),
    "tiki": Tool("tiki", "csv", market_files.tiki, "rating", (1, 5), has_customer=True),
    "facebook": Tool("facebook", "json", market_files.facebook, "rating", (1, 2), (), missing=("",)),
    "zalo_zns": Tool("zalo_zns", "json", market_files.zalo_zns, "rating", (1, 5), ()),
    "smiley": Tool("smiley", "csv", market_files.smiley, "rating", (1, 5)),
    "hand_kept": Tool(
        "hand_kept", "xlsx", market_files.hand_kept, "csat", (1, 10), (3, 4), to_the_day=True, extra_rows=4
    ),
}
