"""JSON with the line of every value, so that a problem in a file can be shown where it stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_MAX_DEPTH = 30


class JsonProblem(ValueError):
    """The text is not JSON; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def parse(text: str) -> tuple[Any, dict[Path, int]]:
    """Return the value of a JSON text, and the line of every value in it by its path.

    NaN, Infinity and a name that stands twice in one object are no JSON here. Raises `JsonProblem`.

    >>> value, lines = parse('{"a":\\n [1,\\n 2]}')
    >>> value, lines["a", 1]
    ({'a': [1, 2]}, 3)
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[Path, int] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._decoder = json.JSONDecoder(parse_constant=self._refuse_constant)

    def whole(self) -> tuple[Any, dict[Path, int]]:
        value, end = self._value(self._skip(0), ())
        if self._skip(end) != len(self.text):
            raise self._problem(end)
        return value, self.lines

    def _value(self, at: int, path: Path) -> tuple[Any, int]:
        self.lines[path] = self._line(at)
        if len(path) > _MAX_DEPTH:
            raise self._problem(at)
        opening = self.text[at : at + 1]
        if opening == "{":
            return self._object(at, path)
        if opening == "[":
            return self._array(at, path)
        return self._scalar(at)

    def _scalar(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self.text, at)
        except ValueError as error:
            raise self._problem(getattr(error, "pos", at)) from None

    def _object(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self._skip(at + 1)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise self._problem(at)
            name, end = self._scalar(at)
            if name in found:
                raise self._problem(at)
            colon = self._skip(end)
            if self.text[colon : colon + 1] != ":":
                raise self._problem(colon)
            found[name], end = self._value(self._skip(colon + 1), (*path, name))
            at = self._next(self._skip(end), "}")
        return found, at + 1

    def _array(self, at: int, path: Path) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self._skip(at + 1)
        while self.text[at : at + 1] != "]":
            value, end = self._value(at, (*path, len(found)))
            found.append(value)
            at = self._next(self._skip(end), "]")
        return found, at + 1

    def _next(self, at: int, closing: str) -> int:
        """Return where the next member begins, or where the closing bracket stands."""
        if self.text[at : at + 1] == closing:
            return at
        if self.text[at : at + 1] != ",":
            raise self._problem(at)
        following = self._skip(at + 1)
        if self.text[following : following + 1] == closing:
            raise self._problem(following)
        return following

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def _problem(self, at: int) -> JsonProblem:
        return JsonProblem(self._line(min(at, len(self.text))))

    @staticmethod
    def _refuse_constant(name: str) -> Any:
        raise ValueError(name)
