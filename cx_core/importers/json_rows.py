"""JSON and JSON Lines into rows: the list of objects that speaks of feedback, else the longest, becomes the table."""

from __future__ import annotations

import json
import re
from typing import Any

from cx_core.importers.encoding import detect, lines_of
from cx_core.importers.limits import Limits
from cx_core.importers.raw_table import Note, RawTable
from cx_core.model.problem import Refusal

#: Joins the parts of a list that stood in one field.
LIST_MARK = "; "
_DEEPEST = 6
#: Names of fields by which records of feedback differ from what stands beside them or within them.
_FEEDBACK = re.compile(
    r"rating|score|star|rate\b|comment|review|feedback|recommend|nps|csat|answer|diem|danh_?gia|sao|noi_?dung|gop_?y",
    re.IGNORECASE,
)


def looks_like_json(head: bytes) -> bool:
    """Tell whether a text may be JSON: it begins with a bracket that opens an object or a list of objects.

    >>> looks_like_json(b'[{"a": 1}]'), looks_like_json(b"{a},b")
    (True, False)
    """
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    rest = text[1:].lstrip()
    return (text[:1] == b"{" and rest[:1] in (b'"', b"}")) or (text[:1] == b"[" and rest[:1] in (b"{", b"[", b"]"))


def read_json(data: bytes, limits: Limits) -> RawTable:
    """Read records; the number of a row is the number of its record, the first is 1."""
    detected = detect(data)
    text = "".join(lines_of(data, detected.encoding)).lstrip("\ufeff")
    table = RawTable("json", encoding=detected.encoding)
    records = _records(text, table)
    if not records:
        raise Refusal("file_no_rows")
    if len(records) > limits.rows:
        raise Refusal("file_too_many_rows", {"limit": limits.rows})
    keys: dict[str, None] = {}
    flat = [_flatten(record) for record in records]
    for record in flat:
        keys.update(dict.fromkeys(record))
    if len(keys) > limits.columns:
        raise Refusal("file_too_many_columns", {"count": len(keys), "limit": limits.columns})
    table.rows = [list(keys), *([record.get(key, "") for key in keys] for record in flat)]
    table.row_no = list(range(len(table.rows)))
    return table


def _records(text: str, table: RawTable) -> list[dict[str, Any]]:
    try:
        return _longest_list(_parse(text))
    except (ValueError, RecursionError):
        return _json_lines(text, table)


def _parse(text: str) -> Any:
    # Numbers stay text: an identifier of 17 digits must not become a float.
    return json.loads(text, parse_float=str, parse_int=str)


def _json_lines(text: str, table: RawTable) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    broken = Note("json_line_unreadable", lost=True)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = _parse(line)
        except (ValueError, RecursionError):
            broken.add(number)
            continue
        if isinstance(record, dict):
            records.append(record)
    if broken.count:
        if broken.count > len(records):
            raise Refusal("file_unreadable")
        table.notes.append(broken)
    return records


def _longest_list(value: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Return the list of objects in a document that holds feedback, else the longest; a lone object is a list of one.

    A page of tickets may bring its users along, and each ticket has lists of its own.
    """
    if isinstance(value, list):
        objects = [one for one in value if isinstance(one, dict)]
        if objects:
            return _unfolded(objects)
        if value and all(isinstance(one, list) for one in value):
            return _from_lists(value)
        return []
    if not isinstance(value, dict) or depth > _DEEPEST:
        return []
    inner = [_longest_list(one, depth + 1) for one in value.values() if isinstance(one, list | dict)]
    if len(value) > 1:
        inner = [one for one in inner if not any(record is part for record in one[:1] for part in value.values())]
    longest = max((one for one in inner if one), key=lambda one: (_speaks(one), len(one)), default=[])
    if not _speaks(longest) and _speaks([value]):
        return [value]
    is_wrapper = any(isinstance(one, list) and one and isinstance(one[0], dict) for one in value.values())
    return longest if is_wrapper or len(longest) > 1 or (longest and len(value) == 1) else [value]


def _unfolded(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the feedback within records that are about something else: the reviews of each place, with its name.

    A record without such a list stays as it is. The texts of the others go along, but no scores: an average is no
    answer.
    """
    lists = [key for key in records[0] if _is_list_of_records(records[0][key]) and _speaks(records[0][key])]
    if len(lists) != 1:
        return records
    inner: list[dict[str, Any]] = []
    for record in records:
        parts = record.get(lists[0]) or []
        if not _is_list_of_records(parts):
            inner.append(record)
            continue
        about = {key: text for key, text in record.items() if isinstance(text, str) and not _FEEDBACK.search(key)}
        inner.extend({**about, **part} for part in parts if isinstance(part, dict))
    return inner


def _speaks(records: list[dict[str, Any]]) -> bool:
    """Tell whether records have a field of feedback with anything in it."""
    return any(
        _FEEDBACK.search(key) and not _is_list_of_records(one) for record in records for key, one in record.items()
    )


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _from_lists(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Take a list of lists whose first one names the fields."""
    names = [str(name) for name in rows[0]]
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def _flatten(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            flat.update(_flatten(value, f"{name}.", depth + 1))
        else:
            flat[name] = _text(value)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_MARK.join(_text(one) for one in value if one not in (None, ""))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
