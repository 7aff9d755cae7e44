"""Themes counted on fingers: volume, feeling, impact, trend, place, growth, quotes, and pain points onto a map."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cx_core.journeys.templates import template
from cx_core.model.analysed import Analysed, Evidence, ThemeMention
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.model.journey import Journey
from cx_core.model.operation import Applied
from cx_core.workspace import Workspace
from cx_core.workspace.pain_points import phrases_of, quotes_of
from tests.core.store.answer_builders import take

DAY = datetime(2026, 6, 1, 5, tzinfo=UTC)


def fill(workspace: Workspace, rows: list[tuple[str, int, str, dict[str, str], int]]) -> None:
    """Store words, NPS, touchpoint, themes with feelings, and the day each was said on; read as given."""
    take(
        workspace.responses,
        *[
            {"verbatim": text, "nps": nps, "touchpoint": place, "responded_at": (DAY + timedelta(days=day)).isoformat()}
            for text, nps, place, _, day in rows
        ],
    )
    read = []
    for number, (_, _, _, themes, _) in enumerate(rows, 1):
        whole = "negative" if "negative" in themes.values() else "positive"
        mentions = tuple(ThemeMention(theme, how, ((0, 4),)) for theme, how in themes.items())  # type: ignore[arg-type]
        read.append((number, Analysed("vi", whole, 0.0, mentions, (Evidence((5, 9), -0.5),))))  # type: ignore[arg-type]
    workspace.analyses.write("v", read)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Twenty complaints about the delivery with a 0, twenty praises of the staff with a 10, ten silent eights."""
    opened = Workspace.open(tmp_path / "shop")
    fill(
        opened,
        [
            *[("Giao chậm", 0, "Thanh toán", {"delivery": "negative"}, n) for n in range(20)],
            *[("Nhân viên tốt", 10, "Gọi hotline", {"staff": "positive"}, n) for n in range(20)],
            *[("Bình thường", 8, "Thanh toán", {}, n) for n in range(10)],
        ],
    )
    return opened


def test_the_table_counts_feels_and_weighs(workspace: Workspace) -> None:
    table = workspace.themes.table("nps")
    assert table.n == 50
    delivery, staff = table.rows
    assert (delivery.theme, delivery.n, delivery.n_negative, delivery.share) == ("delivery", 20, 20, 0.4)
    # NPS is 0 in all; without the 20 detractors it is 20 of 30: 66.7.
    assert delivery.impact.value == pytest.approx(66.667, abs=0.001)
    assert staff.impact.value == pytest.approx(-66.667, abs=0.001)
    assert delivery.impact.is_clear
    assert (staff.share_positive, staff.share_negative) == (1.0, 0.0)


def test_a_metric_nobody_gave_has_no_impact(workspace: Workspace) -> None:
    assert {row.impact.reason for row in workspace.themes.table("csat").rows} == {"no_answers"}


def test_an_impact_is_of_the_comments_with_a_score(workspace: Workspace) -> None:
    take(
        workspace.responses, {"verbatim": "Giao thiếu", "csat": 2, "responded_at": DAY.isoformat()}, fingerprint="more"
    )
    workspace.analyses.write("v", [(51, Analysed("vi", "negative", 0.0, (), (Evidence((5, 9), -0.5),)))])
    assert [(one.n, one.n_scored) for one in map(workspace.themes.table, ("nps", "csat"))] == [(51, 50), (51, 1)]


def test_filters_narrow_the_themes(workspace: Workspace) -> None:
    table = workspace.themes.table("nps", Filters().with_values("touchpoint", ["Gọi hotline"]))
    assert [(row.theme, row.n) for row in table.rows] == [("staff", 20)]
    assert table.n == 20


def test_the_trend_counts_every_period(workspace: Workspace) -> None:
    points = workspace.themes.trend("delivery", "week")
    # The first of June 2026 is a Monday: 7, 7 and 6 complaints, each beside as much praise; silence only at first.
    assert [(one.n, one.n_negative, one.n_all) for one in points] == [(7, 7, 21), (7, 7, 17), (6, 6, 12)]
    assert workspace.themes.trend("price", "month")[0].n == 0


def test_a_theme_measures_the_answers_that_speak_of_it(workspace: Workspace) -> None:
    found = {cell.value("theme"): cell.measure for cell in workspace.themes.measure("nps")}
    assert {theme: (one.value, one.n) for theme, one in found.items()} == {
        "delivery": (-100.0, 20),
        "staff": (100.0, 20),
    }


def test_quotes_are_balanced_and_marked_ones_come_first(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "shop")
    feelings = ["negative"] * 5 + ["positive"] * 2
    fill(workspace, [(f"Giá {n}", 5, "A", {"price": how}, n) for n, how in enumerate(feelings)])
    workspace.analyses.mark([1], "quote", "Lan", DAY)
    assert [one.text for one in workspace.themes.quotes("price", 3)] == ["Giá 6", "Giá 5", "Giá 0", "Giá 4", "Giá 3"]


def test_what_is_new_grows_or_fades_is_said_only_where_it_is_sure(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "shop")
    rows = []
    for day in range(112):
        recent = day >= 84
        themes = {"app": "negative"} if recent else {"price": "negative"}
        rows += [(f"a {day}", 5, "A", themes, day), (f"b {day}", 5, "A", {"staff": "positive"}, day)]
    fill(workspace, rows)
    growth = {row.theme: row.growth for row in workspace.themes.table("nps").rows}
    assert {theme: one.word for theme, one in growth.items() if one} == {
        "app": "new",
        "price": "fading",
        "staff": "steady",
    }
    assert growth["app"] is not None
    assert (growth["app"].n_recent, growth["app"].share_recent, growth["app"].share_before) == (28, 0.5, 0.0)


@pytest.fixture
def journey(workspace: Workspace) -> Journey:
    return workspace.maps.create(template("online_shop").journey(), "Lan")


def test_touchpoint_by_theme_follows_the_assignment(workspace: Workspace, journey: Journey) -> None:
    touchpoint = journey.touchpoints[0]
    counts = workspace.responses.places_with_counts()
    places = [
        one for one in workspace.maps.places(journey.id, counts) if one.count.place.touchpoint_label == "Thanh toán"
    ]
    workspace.maps.assign(journey.id, places, touchpoint.id, "Lan")
    cells = {(one.touchpoint, one.theme): one.n_negative for one in workspace.themes.by_touchpoint(journey.id)}
    assert cells[(touchpoint.id, "delivery")] == 20


def test_a_candidate_goes_onto_the_map_with_its_quotes(workspace: Workspace, journey: Journey) -> None:
    (candidate,) = workspace.pain_points.candidates(None)
    assert (candidate.theme, candidate.n_negative, candidate.severity) == ("delivery", 20, 5)
    assert candidate.phrases == ("giao chậm",)
    touchpoint = journey.touchpoints[0]
    done = workspace.pain_points.accept(candidate, journey.id, touchpoint.id, {"vi": "Giao chậm"}, 4, "Lan")
    assert isinstance(done, Applied)
    pains = workspace.maps.journey(journey.id).touchpoint(touchpoint.id).pain_points  # type: ignore[union-attr]
    pain = next(one for one in pains if one.text.vi == "Giao chậm")
    assert (pain.severity, pain.evidence, len(pain.quote_ids)) == (4, "survey", 5)
    assert set(pain.quote_ids) <= {str(one.id) for one in workspace.words.find(query_of_complaints())}


def query_of_complaints():
    from cx_core.model.said import Said
    from cx_core.workspace.words import WordsQuery

    return WordsQuery(said=Said(("delivery",), "negative"))


def test_phrases_count_together_whatever_their_diacritics() -> None:
    read = Analysed(
        "vi", "negative", -0.5, (ThemeMention("delivery", "negative", ((0, 4),)),), (Evidence((5, 9), -0.5),)
    )
    texts = ["Giao chậm", "giao cham", "Giao chậm", "Giao trễ"]
    assert phrases_of([(Verbatim(n, text), read) for n, text in enumerate(texts)], "delivery") == (
        "giao chậm",
        "giao trễ",
    )


def test_nothing_read_gives_nothing(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "empty")
    assert workspace.themes.table("nps").rows == ()
    assert workspace.themes.trend("price", "month") == ()
    assert workspace.pain_points.candidates(None) == ()


def test_what_several_say_in_the_same_words_is_quoted_once(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "copies")
    praise = ["Giao nhanh", "giao nhanh!!", "Giao nhanh.", "Giao đúng hẹn"]
    fill(workspace, [(text, 10, "Web", {"delivery": "positive"}, day) for day, text in enumerate(praise)])
    assert [one.text for one in workspace.themes.quotes("delivery", 2)] == ["Giao đúng hẹn", "Giao nhanh."]


def test_quotes_show_each_phrase_in_turn_and_then_the_newest_others() -> None:
    def said(number: int, text: str, bad: tuple[int, int] | None) -> tuple[Verbatim, Analysed]:
        evidence = (Evidence(bad, -2.0),) if bad else ()
        read = Analysed("vi", "negative", -0.5, (ThemeMention("delivery", "negative", ((0, 4),)),), evidence)
        return Verbatim(number, text), read

    complaints = [
        said(1, "giao gì kỳ", None),
        said(2, "giao sai", (5, 8)),
        said(3, "giao trễ", (5, 8)),
        said(4, "giao trễ", (5, 8)),
        said(5, "giao trễ", (5, 8)),
        said(6, "giao sai", (5, 8)),
        said(7, "giao trễ", (5, 8)),
    ]
    phrases = phrases_of(complaints, "delivery")
    assert phrases == ("giao trễ", "giao sai")
    # One "giao trễ", one "giao sai", the other complaint; then those that repeat them, by phrase in turn.
    assert [one.id for one in quotes_of(complaints, "delivery", phrases)] == [3, 2, 1, 4, 6]
    assert [one.id for one in quotes_of(complaints[:2], "delivery", ())] == [1, 2]
