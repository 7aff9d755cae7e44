"""Fields that hold a value for each of many things: an own lane's texts, a persona's feelings.

As a whole such a field is a mapping by id. One entry of it has a key of its own, ``notes.<id>_vi`` or
``expected_by.<id>``, so that two people can write different entries and neither undoes the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cx_core.model.journey import Text

#: A field has at most so many entries, and a touchpoint so many votes.
MAX_ENTRIES = 30
MAX_VOTES = 200

Entries = dict[str, Any]

_LINE = re.compile(r"([A-Za-z0-9_-]{1,64})(?: (vi|en))?: ?(.*)")
_ESCAPED = re.compile(r"\\(n|\\)")
_NUMBER = re.compile(r"-?\d(?:[.,]\d+)?", re.ASCII)


def base_of(key: str) -> str:
    """Return the field that a key writes.

    >>> base_of("notes.l1_vi"), base_of("name_vi")
    ('notes', 'name_vi')
    """
    return key.partition(".")[0]


def most_entries(key: str) -> int:
    """Return how many entries the field that a key writes may have.

    >>> most_entries("notes"), most_entries("votes.an")
    (30, 200)
    """
    return MAX_VOTES if base_of(key) == "votes" else MAX_ENTRIES


def is_entry(key: str) -> bool:
    """Tell whether a key writes one entry of a field and not a field."""
    return "." in key


def entry_of(key: str, *, is_text: bool) -> tuple[str, str]:
    """Return the id that a key names, and the language of its text; no language for a number.

    >>> entry_of("notes.l1_vi", is_text=True), entry_of("expected_by.p_en", is_text=False)
    (('l1', 'vi'), ('p_en', ''))
    """
    name = key.partition(".")[2]
    return (name[:-3], name[-2:]) if is_text and name.endswith(("_vi", "_en")) else (name, "")


def value_at(fields: Mapping[str, Any], key: str, text_fields: frozenset[str]) -> Any:
    """Return what stands under the key of a field or of one entry; an entry that is not there is empty.

    >>> fields = {"notes": {"l1": {"vi": "a", "en": ""}}, "expected_by": {}}
    >>> [value_at(fields, key, frozenset({"notes"})) for key in ("notes.l1_vi", "notes.l2_vi", "expected_by.p")]
    ['a', '', None]
    """
    if not is_entry(key):
        return fields[key]
    whole: Entries = fields[base_of(key)]
    part, spoken = entry_of(key, is_text=base_of(key) in text_fields)
    return whole.get(part, {}).get(spoken, "") if spoken else whole.get(part)


def merged(before: Mapping[str, Any], values: Mapping[str, Any], text_fields: frozenset[str]) -> dict[str, Any]:
    """Return whole fields: those of ``values``, its entries laid over what stands in ``before``.

    An entry that is emptied goes. ``text_fields`` names the fields whose entries are texts.

    >>> merged({"notes": {"a": {"vi": "x", "en": ""}}}, {"notes.b_en": "y"}, frozenset({"notes"}))
    {'notes': {'a': {'vi': 'x', 'en': ''}, 'b': {'vi': '', 'en': 'y'}}}
    """
    whole: dict[str, Any] = {key: value for key, value in values.items() if not is_entry(key)}
    for key in (key for key in values if is_entry(key)):
        base = base_of(key)
        entries: Entries = dict(whole.get(base, before.get(base)) or {})
        part, spoken = entry_of(key, is_text=base in text_fields)
        if spoken:
            texts = {"vi": "", "en": "", **(entries.get(part) or {}), spoken: values[key]}
            entries = {**entries, part: texts if texts["vi"] or texts["en"] else None}
        else:
            entries = {**entries, part: values[key]}
        whole[base] = {one: entry for one, entry in sorted(entries.items()) if entry is not None}
    return whole


def plain_entries(entries: tuple[tuple[str, Any], ...]) -> Entries:
    """Return entries of the model as plain JSON values.

    >>> plain_entries((("l1", Text("a")), ("p1", 1.5)))
    {'l1': {'vi': 'a', 'en': ''}, 'p1': 1.5}
    """
    return {part: {"vi": one.vi, "en": one.en} if isinstance(one, Text) else one for part, one in entries}


def entries_of(plain: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return entries as the model holds them, sorted by id, from plain JSON values."""
    return tuple(
        (part, Text(one.get("vi") or "", one.get("en") or "") if isinstance(one, dict) else float(one))
        for part, one in sorted(plain.items())
    )


def as_lines(plain: Mapping[str, Any]) -> str:
    r"""Return entries as lines that people can read and change in a cell of a table.

    >>> print(as_lines({"l1": {"vi": "Gọi\nlại", "en": "Call"}, "p1": -0.5}))
    l1 vi: Gọi\nlại
    l1 en: Call
    p1: -0.5
    """
    lines: list[str] = []
    for part, one in plain.items():
        if not isinstance(one, dict):
            lines.append(f"{part}: {one:g}")
            continue
        written = {spoken: one[spoken].replace("\\", "\\\\").replace("\n", "\\n") for spoken in ("vi", "en")}
        lines += [f"{part} {spoken}: {text}" for spoken, text in written.items() if text]
    return "\n".join(lines)


def from_lines(text: str) -> Entries | None:
    r"""Return the entries that `as_lines` wrote; None when a line is none of that.

    >>> from_lines("l1 vi: Gọi\\nlại\np1: -0,5") == {"l1": {"vi": "Gọi\nlại"}, "p1": -0.5}
    True
    """
    found: Entries = {}
    for line in filter(str.strip, text.split("\n")):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            return None
        part, spoken, value = match.groups()
        if spoken:
            found.setdefault(part, {})[spoken] = _ESCAPED.sub(lambda one: "\n" if one[1] == "n" else one[1], value)
        elif _NUMBER.fullmatch(value):
            found[part] = float(value.replace(",", "."))
        else:
            return None
    return found
