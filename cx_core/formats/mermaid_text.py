"""Escaping and unescaping of Mermaid's text: entities like ``#58;``, line breaks as ``<br>``."""

from __future__ import annotations

import html
import re

from cx_core.journeys.operations import clean_text

#: The white space of JavaScript's ``\\s``: Python's differs by U+FEFF and the separators U+001C to U+001F.
SPACE = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"

_ESCAPES = {"#": "#35;", ":": "#58;", ";": "#59;", "<": "#lt;", ">": "#gt;"}
_KEYWORD = re.compile(rf"(journey|title(?=[{SPACE}]|$)|section(?=[{SPACE}]|$)|accTitle|accDescr)", re.IGNORECASE)
_ENTITY = re.compile(r"#([A-Za-z0-9_]+);")
_SHIELDED = re.compile("\ue000([A-Za-z0-9_]+)\ue001")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def escape(text: str, *, starts_statement: bool = False, is_person: bool = False) -> str:
    """Return a text so that Mermaid shows it exactly.

    ``starts_statement`` is set for a task's name, which must not read as a keyword; ``is_person`` for a name in the
    list of people, which a comma would end. A run of percent signs is escaped where it would start a comment or a
    directive, which swallows the rest of the diagram.

    >>> escape("Giờ mở cửa: 8:30; cuối tuần #1")
    'Giờ mở cửa#58; 8#58;30#59; cuối tuần #35;1'
    >>> escape("section 9", starts_statement=True), escape("Lan, Hoa", is_person=True)
    ('#115;ection 9', 'Lan#44; Hoa')
    """
    text = text.strip()
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in text)
    escaped = escaped.replace("\ue000", "#57344;").replace("\ue001", "#57345;").replace("\n", "<br>")
    if is_person:
        escaped = escaped.replace(",", "#44;")
    escaped = re.sub(r"^.?%{2,}|%{2,}(?=\{)", lambda run: run.group().replace("%", "#37;"), escaped)
    if starts_statement and _KEYWORD.match(text):
        escaped = f"#{ord(text[0])};{escaped[1:]}"
    return escaped


def shield(text: str) -> str:
    """Return the text with its entities made invisible to the lexer; the length stays."""
    return _ENTITY.sub("\ue000\\1\ue001", text)


def unescape(text: str) -> str:
    """Return a lexed text as people read it: entities decoded, ``<br>`` as line breaks, trimmed, NFC.

    >>> unescape(shield("A#58; B<br/>C#35;1 "))
    'A: B\\nC#1'
    """
    broken = _BREAK.sub("\n", text)
    decoded = _SHIELDED.sub(_decode, broken)
    return "\n".join(line.strip() for line in clean_text("name", decoded, limit=len(decoded) + 1).split("\n"))


def _decode(found: re.Match[str]) -> str:
    name = found.group(1)
    if name.isascii() and name.isdigit():
        code = int(name) if len(name) < 8 else 0
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    named = html.unescape(f"&{name};")
    return named if named != f"&{name};" else f"#{name};"
