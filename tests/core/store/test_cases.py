"""A comment is followed up: who, by when, what was done; all of it kept, and gone with the answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cx_core.model.case import CaseChange
from cx_core.model.problem import Refusal
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.cases import CaseBook
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def answers(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(
        store,
        {"verbatim": "Giao chậm", "responded_at": "2026-06-01T05:00:00+00:00", "customer": "a"},
        {"verbatim": "Hộp móp", "responded_at": "2026-06-02T05:00:00+00:00", "customer": "b"},
        {"verbatim": "Tốt", "responded_at": "2026-06-03T05:00:00+00:00", "customer": "a"},
    )
    AnalysisStore.open(tmp_path).mark([1, 2], "case", "Lan", NOW)
    return store


@pytest.fixture
def book(tmp_path, answers):
    return CaseBook.open(tmp_path)


def test_a_marked_comment_is_an_open_case_of_nobody(book):
    newest, oldest = book.every()
    assert (newest.verbatim.text, oldest.verbatim.text) == ("Hộp móp", "Giao chậm")
    assert (oldest.state, oldest.owner, oldest.due_on, oldest.opened_at) == ("open", "", None, NOW)
    assert [(step.what, step.by) for step in oldest.history] == [("opened", "Lan")]


def test_each_change_is_a_step_and_what_is_already_so_is_none(book):
    later = NOW + timedelta(hours=1)
    change = CaseChange("in_work", " Minh  Anh ", date(2026, 11, 25), note="Đã gọi khách")
    assert book.change([1], change, "Hà", later) == 1
    case = book.every()[1]
    assert (case.state, case.owner, case.due_on) == ("in_work", "Minh Anh", date(2026, 11, 25))
    assert [(step.what, step.value) for step in case.history] == [
        ("opened", ""),
        ("state", "in_work"),
        ("owner", "Minh Anh"),
        ("due_on", "2026-11-25"),
        ("note", "Đã gọi khách"),
    ]
    assert book.change([1], CaseChange("in_work", "Minh Anh"), "Hà", later) == 0
    assert len(book.every()[1].history) == 5


def test_what_is_not_named_stays_and_a_day_can_be_taken_away(book):
    book.change([1, 2], CaseChange(owner="Minh", due_on=date(2026, 11, 25)), "Hà", NOW)
    book.change([1], CaseChange("closed", clear_due=True), "Hà", NOW)
    closed = book.every()[1]
    assert (closed.state, closed.owner, closed.due_on) == ("closed", "Minh", None)
    assert book.every()[0].due_on == date(2026, 11, 25)


@pytest.mark.parametrize(("state", "day", "late"), [("open", 24, True), ("open", 25, False), ("closed", 24, False)])
def test_late_is_what_is_not_closed_after_its_day(book, state, day, late):
    book.change([1], CaseChange(state, due_on=date(2026, 11, day)), "Hà", NOW)
    assert book.every()[1].is_late(date(2026, 11, 25)) is late


def test_a_comment_that_is_no_case_is_left_alone(book, answers):
    assert book.change([3, 99], CaseChange("closed"), "Hà", NOW) == 0
    assert table(answers, "SELECT count(*) FROM cases") == [(0,)]


def test_the_cases_of_one_customer(book, answers):
    pseudonym = book.every()[1].verbatim.customer
    assert [case.verbatim.text for case in book.of_customer(pseudonym)] == ["Giao chậm"]
    assert book.of_customer("nobody") == ()


def test_a_case_marked_again_has_its_history_again(book, tmp_path):
    book.change([1], CaseChange(note="Đã gọi"), "Hà", NOW)
    marks = AnalysisStore.open(tmp_path)
    marks.mark([1], "case", "Lan", NOW, on=False)
    assert [case.id for case in book.every()] == [2]
    marks.mark([1], "case", "Lan", NOW)
    assert [step.value for step in book.every()[1].notes] == ["Đã gọi"]


def test_a_case_goes_with_its_answer(book, answers):
    book.change([1], CaseChange("closed", note="Xong"), "Hà", NOW)
    answers.undo("1")
    assert book.every() == ()
    for name in ("cases", "case_steps"):
        assert table(answers, f"SELECT count(*) FROM {name}") == [(0,)]


def test_a_note_without_end_is_refused_and_nothing_is_written(book):
    with pytest.raises(Refusal) as refused:
        book.change([1], CaseChange("closed", note="a" * 2_001), "Hà", NOW)
    assert refused.value.kind == "case_note_long"
    assert book.every()[1].state == "open"
