"""The page that explains a change, on answers counted by hand."""

from pathlib import Path

from cx_core.i18n import catalogue
from tests.pages.test_pages import shown


def test_two_months_of_equal_answers_have_no_reason(show, full: Path):
    # June and July 2026 hold the same mix of places and scores, so nothing moved.
    text = shown(show("why", "en", span="days_30"))
    assert catalogue("en")["why.reasons_none"] in text
    assert "Comparing 1 Jul 2026 – 30 Jul 2026 with 1 Jun 2026 – 30 Jun 2026." in text


def test_trends_leads_to_the_explanation(show, full: Path):
    test = show("trends", "vi")
    assert catalogue("vi")["why.link"] in [link.proto.label for link in test.get("page_link")]
