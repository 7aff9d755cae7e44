"""Words found by what they say and by the score beside them, on seven answers that can be counted on fingers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_core.model.feedback import Scale
from cx_core.model.filters import Filters
from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from cx_core.workspace.words import WordsQuery

ROWS = """Ngày,Kênh,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Mức độ hài lòng (1-5),Ý kiến
2026-03-01,Zalo,10,5,Giao hàng nhanh
2026-03-02,Zalo,9,5,Nhân viên dễ thương
2026-03-03,Hotline,7,3,Bình thường
2026-03-04,Hotline,0,1,Giao chậm quá
2026-03-05,Hotline,6,2,giao cham that su
2026-03-06,Zalo,8,4,
2026-03-07,Zalo,3,1,Chờ máy rất lâu
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    file = tmp_path / "phan_hoi.csv"
    file.write_text(ROWS, encoding="utf-8")
    opened = Workspace.open(tmp_path / "workspace")
    opened.reading.import_file(ImportRequest(file, file.name, {}))
    return opened


def said(workspace: Workspace, query: WordsQuery) -> list[str]:
    return [one.text for one in workspace.words.find(query)]


def test_newest_first_and_silence_left_out(workspace: Workspace) -> None:
    assert said(workspace, WordsQuery())[0] == "Chờ máy rất lâu"
    assert workspace.words.count(WordsQuery()) == 6


def test_search_minds_neither_case_nor_diacritics(workspace: Workspace) -> None:
    assert said(workspace, WordsQuery(search="GIAO CHAM")) == ["giao cham that su", "Giao chậm quá"]
    # Who types marks means them: the older comment holds them, so it comes first.
    assert said(workspace, WordsQuery(search="GIAO CHẬM")) == ["Giao chậm quá", "giao cham that su"]


@pytest.mark.parametrize(
    ("score_class", "n"),
    # 10 and 9 are promoters, 7 a passive (the 8 said nothing), 0, 6 and 3 detractors.
    [("top", 2), ("middle", 1), ("bottom", 3)],
)
def test_nps_classes(workspace: Workspace, score_class: str, n: int) -> None:
    assert workspace.words.count(WordsQuery(metric="nps", score_class=score_class)) == n


def test_csat_classes_follow_the_scale(workspace: Workspace) -> None:
    query = WordsQuery(metric="csat", score_class="bottom", scale=Scale(1, 5))
    assert said(workspace, query) == ["Chờ máy rất lâu", "giao cham that su", "Giao chậm quá"]


def test_filters_narrow_the_words(workspace: Workspace) -> None:
    filters = Filters().with_values("channel", ["Hotline"])
    assert workspace.words.count(WordsQuery(filters)) == 3
    assert list(workspace.words.every(WordsQuery(filters))) == list(workspace.words.find(WordsQuery(filters)))


@pytest.mark.parametrize("indexed", [False, True])
def test_a_metric_among_what_is_found(workspace: Workspace, indexed: bool) -> None:
    """Three speak of "giao": 10, 0 and 6 on NPS (one promoter, two detractors), 5, 1 and 2 on CSAT (one of three is top)."""
    if indexed:
        workspace.responses.index_words()
    delivery = WordsQuery(search="giao")
    nps, csat = workspace.words.measure(delivery, "nps"), workspace.words.measure(delivery, "csat")
    assert (nps.n, round(nps.value, 6)) == (3, round(-100 / 3, 6))
    assert (csat.n, round(csat.value, 6)) == (3, round(1 / 3, 6))
    hotline = WordsQuery(Filters().with_values("channel", ["Hotline"]), search="giao")
    assert workspace.words.measure(hotline, "nps").n == 2
    assert workspace.words.measure(WordsQuery(search="không có"), "nps").reason == "no_answers"
    # Without a search it is the metric of all who wrote something.
    assert workspace.words.measure(WordsQuery(), "nps").n == 6


def test_an_unknown_metric_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="unknown_metric"):
        workspace.words.measure(WordsQuery(), "verbatim")
