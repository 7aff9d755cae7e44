"""The page that explains a change, on answers counted by hand."""

from pathlib import Path

from cx_core.i18n import catalogue
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.pages.test_pages import shown


def test_two_months_of_equal_answers_have_no_reason(show, full: Path):
    # June and July 2026 hold the same mix of places and scores, so nothing moved.
    text = shown(show("why", "en", span="days_30"))
    assert catalogue("en")["why.reasons_none"] in text
    assert "Comparing 1 Jul 2026 – 30 Jul 2026 with 1 Jun 2026 – 30 Jun 2026." in text


def test_trends_leads_to_the_explanation(show, full: Path):
    test = show("trends", "vi")
    assert catalogue("vi")["why.link"] in [link.proto.label for link in test.get("page_link")]


def test_values_and_their_difference_add_up_on_the_cards_too(show, tmp_path: Path):
    """June: 38 of 61 love it and 23 hate it, 24.6 points. July: 40 and 24 of 75, 21.3; whole, 25 to 21 would be 3."""
    file = tmp_path / "hai_thang.csv"
    scores = {6: [10] * 38 + [2] * 23, 7: [10] * 40 + [8] * 11 + [2] * 24}
    rows = [
        f"{1 + at % 30:02d}/{month:02d}/2026 10:{at % 59:02d}:00,{score}"
        for month in scores
        for at, score in enumerate(scores[month])
    ]
    file.write_text("\n".join(["Dấu thời gian,NPS", *rows]), "utf-8")
    Workspace.open(tmp_path / "workspace").reading.import_file(ImportRequest(file, file.name, {}))
    test = show("why", "vi", span="days_30")
    assert [one.value for one in test.metric] == ["+21,3", "+24,6"]
    assert "Chênh −3,3 điểm." in shown(test)
    assert "NPS từ 24,6 thành 21,3, chênh 3,3 điểm" in shown(test)
