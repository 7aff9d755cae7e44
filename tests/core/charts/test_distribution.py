from cx_core.charts.distribution import ScoreBar, distribution
from cx_core.charts.theme import Look
from tests.core.charts.chart_builders import marks, rows

VI = Look("vi")
#: Ten answers: 5 promoters, 3 passives, 2 detractors.
BARS = (
    ScoreBar(10, 3, "top"),
    ScoreBar(9, 2, "top"),
    ScoreBar(8, 3, "middle"),
    ScoreBar(7, 0, "middle"),
    ScoreBar(0, 2, "bottom"),
)


def drawn(bars=BARS, **more):
    return distribution(bars, metric="nps", look=VI, **more)


def test_bars_stand_in_the_order_of_the_scale_and_a_zero_is_a_score():
    chart = drawn()
    assert [row["label"] for row in rows(chart.spec)] == ["0", "7", "8", "9", "10"]
    assert chart.spec["encoding"]["x"]["sort"] == ["0", "7", "8", "9", "10"]
    assert [row["share_text"] for row in rows(chart.spec)] == ["20%", "0%", "30%", "20%", "30%"]


def test_the_classes_are_named_with_their_shares():
    scale = marks(drawn().spec, "bar")[0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["Người ủng hộ 50%", "Người trung lập 30%", "Người chê 20%"]
    assert scale["range"] == [VI.colours.good, VI.colours.middle, VI.colours.bad]
    assert "Người chê 20%" in drawn().alt


def test_the_table_has_n_and_share_of_each_score():
    assert drawn().table[0] == (0, "Người chê", 2, 0.2)
    assert [column.kind for column in drawn().columns] == ["number", "text", "whole", "share"]


def test_under_ten_answers_nothing_is_drawn():
    chart = drawn((ScoreBar(10, 9, "top"),))
    assert chart.spec == {}
    assert "9 lượt trả lời" in chart.reason
    assert drawn(()).reason


def test_half_points_are_written_as_the_language_does():
    chart = distribution((ScoreBar(4.5, 12, "top"),), metric="rating", look=VI)
    assert rows(chart.spec)[0]["label"] == "4,5"
