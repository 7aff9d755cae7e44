"""Which scores stand beside which: counted on the fingers of one hand."""

from cx_core.workspace.driver_rows import Scored, by_customer, by_response

LABELS = {1: "Staff", 2: "Price", 3: "Shop"}


def answer(row, scores, place=None, customer=None, import_id=1):
    return Scored((import_id, row, customer), customer, place, scores)


def test_the_rows_of_a_grid_stand_beside_the_score_of_their_response():
    answers = [
        answer(2, {"nps": 90.0}),
        answer(2, {"csat": 75.0}, place=1),
        answer(2, {"csat": 25.0}, place=2),
        answer(3, {"nps": 10.0, "ces": 50.0}),
        answer(4, {"nps": 10.0}),
    ]
    assert by_response("nps", answers, LABELS.get) == [
        {"nps": 90.0, "part:Staff": 75.0, "part:Price": 25.0},
        {"nps": 10.0, "ces": 50.0},
    ]


def test_of_several_scores_of_one_kind_the_one_without_a_touchpoint_is_the_outcome():
    answers = [answer(2, {"csat": 100.0}), answer(2, {"csat": 75.0}, place=1), answer(2, {"csat": 25.0}, place=2)]
    assert by_response("csat", answers, LABELS.get) == [{"csat": 100.0, "part:Staff": 75.0, "part:Price": 25.0}]


def test_a_row_of_a_grid_is_never_taken_for_the_whole():
    """The second response ticked one row of the grid and not the overall question: its one score is no outcome."""
    answers = [
        answer(2, {"csat": 100.0}),
        answer(2, {"csat": 75.0}, place=1),
        answer(3, {"nps": 50.0}),
        answer(3, {"csat": 25.0}, place=1),
    ]
    assert by_response("csat", answers, LABELS.get) == [{"csat": 100.0, "part:Staff": 75.0}]


def test_where_no_score_is_the_whole_there_is_no_row():
    answers = [answer(2, {"csat": 75.0}, place=1), answer(2, {"csat": 25.0}, place=2)]
    assert by_response("csat", answers, LABELS.get) == []


def test_the_same_row_of_another_file_or_of_somebody_else_is_another_response():
    for other in (answer(2, {"csat": 75.0}, place=1, import_id=2), answer(2, {"csat": 75.0}, place=1, customer=9)):
        assert by_response("nps", [answer(2, {"nps": 90.0}), other], LABELS.get) == []


def test_an_answer_at_its_own_touchpoint_keeps_the_scores_of_its_grid():
    answers = [answer(2, {"nps": 90.0}, place=3), answer(2, {"csat": 75.0}, place=1)]
    assert by_response("nps", answers, LABELS.get) == [{"nps": 90.0, "part:Staff": 75.0}]


def test_a_customer_s_scores_are_means_by_touchpoint():
    answers = [
        answer(2, {"nps": 90.0}, place=3, customer=7),
        answer(3, {"nps": 50.0}, place=3, customer=7),
        answer(4, {"csat": 20.0}, place=1, customer=7),
        answer(5, {"csat": 40.0}, place=1, customer=7),
        answer(6, {"nps": 30.0}, place=3, customer=8),
    ]
    assert by_customer("nps", answers, LABELS.get) == [{"nps": 70.0, "Staff": 30.0}]
