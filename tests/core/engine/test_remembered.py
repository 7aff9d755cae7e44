"""A remembered answer belongs to the stamp under which it was asked; each question reaches the database once."""

from __future__ import annotations

from typing import Any

from cx_core.engine.remembered import MAX_ANSWERS, MAX_ROWS, RememberedRunner


class _Database:
    name = "fake"

    def __init__(self, n_rows: int = 1) -> None:
        self.asked: list[str] = []
        self.state = "first"
        self.n_rows = n_rows

    def stamp(self) -> str:
        return self.state

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        self.asked.append(sql)
        return [(self.state, sql)] * self.n_rows


def test_a_question_is_asked_once_until_the_answers_change() -> None:
    database = _Database()
    runner = RememberedRunner(database)
    assert [runner.run("a"), runner.run("a"), runner.run("b")] == [[("first", "a")], [("first", "a")], [("first", "b")]]
    assert database.asked == ["a", "b"]
    database.state = "second"
    assert runner.run("a") == [("second", "a")]
    assert (runner.stamp(), runner.name) == ("second", "fake")


def test_what_is_remembered_has_an_end() -> None:
    database = _Database()
    runner = RememberedRunner(database)
    for number in range(MAX_ANSWERS + 1):
        runner.run(str(number))
    runner.run("1")
    assert len(database.asked) == MAX_ANSWERS + 1
    runner.run("0")
    assert len(database.asked) == MAX_ANSWERS + 2


def test_a_long_answer_is_not_remembered() -> None:
    database = _Database(MAX_ROWS + 1)
    runner = RememberedRunner(database)
    assert len(runner.run("a")) == len(runner.run("a")) == MAX_ROWS + 1
    assert database.asked == ["a", "a"]


def test_an_answer_that_comes_in_after_the_stamp_moved_is_asked_again() -> None:
    class Moving(_Database):
        def run(self, sql: str) -> list[tuple[Any, ...]]:
            rows = super().run(sql)
            self.state = "second"
            return rows

    runner = RememberedRunner(Moving())
    assert runner.run("a") == [("first", "a")]
    assert runner.run("a") == [("second", "a")]
