"""Values of the model as JSON and back: what is kept in a database column, in a job's folder or in a mapping file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from cx_core.model.feedback import ROLES, DateOrder, Direction, Role, Scale
from cx_core.model.inspection import Mapping, Question, Receipt
from cx_core.model.message import Message, MessageValue
from cx_core.model.problem import Problem, Refusal

_DATE_ORDERS = ("day_first", "month_first", "year_first")
_DIRECTIONS = ("high_is_good", "low_is_good")
_FIXED = ("sheet", "timezone", "touchpoint", "channel", "stage")


def mapping_to_json(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as JSON objects keyed by column, in file order.

    >>> mapping_to_json(Mapping(roles=(("Điểm", "nps"),), scales=(("Điểm", Scale(0, 10)),)))["scales"]
    {'Điểm': {'min': 0, 'max': 10, 'direction': 'high_is_good'}}
    """
    return {
        "roles": dict(mapping.roles),
        "scales": {key: scale_to_json(scale) for key, scale in mapping.scales},
        "date_orders": dict(mapping.date_orders),
        "answers": dict(mapping.answers),
        **{name: getattr(mapping, name) for name in _FIXED},
    }


def mapping_from_json(document: Any) -> Mapping:
    """Return the mapping that a JSON document holds; missing parts are empty.

    A person may have written the file: a document of another shape, an unknown role, direction or date order is
    refused as ``mapping_not_readable``.
    """
    try:
        return Mapping(
            roles=tuple((str(key), cast(Role, _one_of(role, ROLES))) for key, role in _pairs(document, "roles")),
            scales=tuple((str(key), scale_from_json(scale)) for key, scale in _pairs(document, "scales")),
            date_orders=tuple(
                (str(key), cast(DateOrder, _one_of(order, _DATE_ORDERS)))
                for key, order in _pairs(document, "date_orders")
            ),
            answers=tuple((str(key), str(answer)) for key, answer in _pairs(document, "answers")),
            **{name: None if document.get(name) is None else str(document[name]) for name in _FIXED},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal("mapping_not_readable") from error


def scale_to_json(scale: Scale) -> dict[str, Any]:
    """Return a scale as the command line prints it."""
    return {"min": scale.minimum, "max": scale.maximum, "direction": scale.direction}


def scale_from_json(document: Any) -> Scale:
    """Return the scale of a JSON document. Raises KeyError, TypeError or ValueError where it is none."""
    direction = _one_of(document.get("direction", "high_is_good"), _DIRECTIONS)
    return Scale(int(document["min"]), int(document["max"]), cast(Direction, direction))


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return a problem with every field; `Problem.as_json` is the shorter form that the command line prints."""
    return asdict(problem)


def problem_from_json(document: dict[str, Any]) -> Problem:
    """Return the problem that `problem_to_json` wrote."""
    return Problem(**{**document, "rows": tuple(document["rows"])})


def receipt_to_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as JSON."""
    return asdict(receipt)


def receipt_from_json(document: dict[str, Any]) -> Receipt:
    """Return the receipt that `receipt_to_json` wrote."""
    return Receipt(**{**document, "problems": tuple(problem_from_json(one) for one in document["problems"])})


def refusal_to_json(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as JSON; dates and messages among its values come back as such."""
    return {
        "kind": refusal.kind,
        "values": {name: _value_to_json(value) for name, value in refusal.values.items()},
        "problems": [problem_to_json(problem) for problem in refusal.problems],
        "questions": [asdict(question) for question in refusal.questions],
    }


def refusal_from_json(document: dict[str, Any]) -> Refusal:
    """Return the refusal that `refusal_to_json` wrote."""
    values = {name: _value_from_json(value) for name, value in document["values"].items()}
    problems = tuple(problem_from_json(one) for one in document["problems"])
    questions = tuple(
        Question(
            **{
                **one,
                "choices": tuple(one["choices"]),
                "examples": tuple(one["examples"]),
                "ends": tuple(one["ends"]) if one.get("ends") else None,
                "columns": tuple(one.get("columns", ())),
            }
        )
        for one in document["questions"]
    )
    return Refusal(document["kind"], values, problems, questions)


def _value_to_json(value: MessageValue) -> Any:
    if isinstance(value, Message):
        return {"message": value.key, "values": {name: _value_to_json(inner) for name, inner in value.values}}
    if isinstance(value, datetime):  # before date, which it also is
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _value_from_json(document: Any) -> MessageValue:
    if not isinstance(document, dict):
        return cast(MessageValue, document)
    if "message" in document:
        inner = {name: _value_from_json(value) for name, value in document["values"].items()}
        return Message.of(document["message"], **inner)
    if "instant" in document:
        return datetime.fromisoformat(document["instant"])
    return date.fromisoformat(document["date"])


def _pairs(document: Any, name: str) -> list[tuple[Any, Any]]:
    return list((document.get(name) or {}).items())


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"got {value!r}, allowed are {', '.join(allowed)}")
    return str(value)
