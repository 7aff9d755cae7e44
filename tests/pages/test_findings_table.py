"""The findings of the home page as a file: every statement is a row, its numbers are the comparison's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import findings_table
from cx_core.findings.moved import Change, what_moved
from cx_core.i18n import catalogue
from tests.core.metrics.answers import nps_counts

FALL = (nps_counts(60, 20, 20), nps_counts(35, 30, 35))


def test_a_row_says_the_change_in_words_and_in_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[object, ...]] = []

    def take(columns: object, wanted: object, **_: object) -> None:
        assert callable(wanted)
        rows.extend(wanted())

    monkeypatch.setattr(findings_table, "table_downloads", take)
    changes = [
        Change("nps", (("channel", "zalo"),), *FALL, label="Zalo", survey_kind="relational"),
        Change("nps", (), *FALL),
    ]
    findings_table.findings_downloads(what_moved(changes), name="x")
    by_group = {row[5]: row for row in rows}
    texts = catalogue("vi")
    # From 60 − 20 to 35 − 35: 40 points down, 100 answers on both sides.
    group, total = by_group["Zalo"], by_group[""]
    assert group[0] == texts["home.finding.of.confirmed"]
    assert group[1] == "NPS (khảo sát định kỳ) ở kênh Zalo giảm 40 điểm, từ 40 xuống 0."
    assert group[3] == texts["filters.kinds.relational"]
    assert group[4] == texts["finding.dimension.channel"]
    assert (group[6], group[9], group[10]) == (-40.0, 100, 100)
    assert (total[3], total[4], total[6]) == ("", "", -40.0)


def test_home_offers_the_findings_as_a_file(show: Callable[..., AppTest], full: Path) -> None:
    offered = [one.proto.id for one in show("home", "en").get("download_button")]
    assert [one for one in offered if one.endswith("findings_xlsx")]
    assert [one for one in offered if one.endswith("findings_csv")]
