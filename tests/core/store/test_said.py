"""Words found by theme, feeling and mark, on four comments that can be counted on fingers."""

from datetime import UTC, datetime

import pytest

from cx_core.model.analysed import Analysed, Correction, ThemeMention
from cx_core.model.imports import CodedFilter
from cx_core.model.said import NO_THEME, Said
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.responses import ResponseStore
from cx_core.store.said_where import said_where
from cx_core.store.theme_counts import ThemeCounts, ThemeScore
from tests.core.store.answer_builders import ZONE, take

#: Words, NPS, channel, whole feeling, theme feelings. The fourth speaks of nothing, the fifth still waits.
ROWS = (
    ("Giao chậm", 2, "Zalo", "negative", {"delivery": "negative"}),
    ("Giao nhanh, đắt", 8, "Zalo", "neutral", {"delivery": "positive", "price": "negative"}),
    ("Rẻ", 10, "Store", "positive", {"price": "positive"}),
    ("Tốt", 9, "Store", "positive", {}),
    ("Chưa đọc", 5, "Store", None, {}),
)


@pytest.fixture
def answers(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(
        store,
        *[
            {"verbatim": text, "nps": nps, "channel": channel, "responded_at": f"2026-06-0{n}T05:00:00+00:00"}
            for n, (text, nps, channel, _, _) in enumerate(ROWS, 1)
        ],
    )
    analyses = AnalysisStore.open(tmp_path)
    read = [
        (n, Analysed("vi", whole, 0.0, tuple(ThemeMention(theme, how) for theme, how in themes.items())))
        for n, (_, _, _, whole, themes) in enumerate(ROWS, 1)
        if whole
    ]
    analyses.write("v1", read)
    analyses.mark([1], "quote", "Lan", datetime(2026, 6, 9, tzinfo=UTC))
    return store


@pytest.fixture
def counts(answers):
    return ThemeCounts(answers.read)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        (Said(), [5, 4, 3, 2, 1]),
        (Said(themes=("delivery",)), [2, 1]),
        (Said(themes=("delivery", "price")), [3, 2, 1]),
        (Said(themes=("delivery",), sentiment="positive"), [2]),
        (Said(sentiment="positive"), [4, 3]),
        (Said(themes=(NO_THEME,)), [4]),
        (Said(themes=(NO_THEME, "price"), sentiment="positive"), [4, 3]),
        (Said(mark="quote"), [1]),
        (Said(themes=("price",), mark="quote"), []),
        (Said(themes=("nothing' OR 1",)), []),
    ],
)
def test_words_by_what_they_say(answers, said, ids):
    included = CodedFilter(said=said)
    assert [one.id for one in answers.verbatims(included)] == ids
    assert answers.n_verbatims(included) == len(ids)


def test_unsure_readings_are_close_to_neither_side_and_corrected_by_nobody(tmp_path, answers):
    """A quarter of the way to a side is none: readings go from -1 to 1."""
    analyses = AnalysisStore.open(tmp_path)
    scores = {1: -0.9, 2: 0.24, 3: 0.25, 4: -0.1}
    analyses.write("v2", [(n, Analysed("vi", "neutral", score)) for n, score in scores.items()])
    unsure = CodedFilter(said=Said(unsure=True))
    assert [one.id for one in answers.verbatims(unsure)] == [4, 2]
    analyses.correct([4], Correction("delivery", "positive"), "Lan", datetime(2026, 6, 9, tzinfo=UTC))
    assert answers.n_verbatims(unsure) == 2
    analyses.correct([4], Correction(None, "negative"), "Lan", datetime(2026, 6, 9, tzinfo=UTC))
    assert [one.id for one in answers.verbatims(unsure)] == [2]


def test_unsure_readings_are_found_by_their_index(answers):
    (condition,), _ = said_where(Said(unsure=True))
    with answers.read() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT count(*) FROM feedback WHERE {condition}").fetchall()
    assert any("analyses_unsure" in row["detail"] for row in plan)


def test_feelings_by_theme_and_of_all_that_was_read(counts):
    assert set(counts.feelings(CodedFilter())) == {
        ("delivery", "negative", 1),
        ("delivery", "positive", 1),
        ("price", "negative", 1),
        ("price", "positive", 1),
        (None, "negative", 1),
        (None, "neutral", 1),
        (None, "positive", 2),
    }


def test_scores_beside_themes(counts):
    assert set(counts.scores(CodedFilter(), "nps")) == {
        ThemeScore("delivery", None, 200, 1),
        ThemeScore("delivery", None, 800, 1),
        ThemeScore("price", None, 800, 1),
        ThemeScore("price", None, 1000, 1),
        *(ThemeScore(None, None, score, 1) for score in (200, 800, 900, 1000)),
    }
    assert counts.scores(CodedFilter(), "csat") == ()
    with pytest.raises(ValueError, match="no such score"):
        counts.scores(CodedFilter(), "nps; DROP TABLE marks")


def test_filters_narrow_the_counts(answers, counts):
    zalo = answers.dictionary().code("channel", "Zalo")
    found = counts.feelings(CodedFilter(codes=(("channel", (zalo,)),)))
    assert dict(((theme, feeling), n) for theme, feeling, n in found if theme is None) == {
        (None, "negative"): 1,
        (None, "neutral"): 1,
    }
    day = 20606  # 2026-06-02
    days = counts.days(CodedFilter(first_day=day, last_day=day))
    assert set(days) == {("delivery", day, 1, 0), ("price", day, 1, 1), (None, day, 1, 0)}


def test_places_and_samples(counts):
    found = [(feeling, n) for theme, _, feeling, n in counts.places(CodedFilter()) if theme == "delivery"]
    assert sorted(found) == [("negative", 1), ("positive", 1)]
    assert [row[0] for row in counts.sample(CodedFilter(), "price", 5)] == [3, 2]
    assert [row[0] for row in counts.sample(CodedFilter(), None, 2)] == [4, 3]
