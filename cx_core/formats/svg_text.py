"""Text on a drawing without a screen: estimated widths, lines broken at spaces, everything escaped."""

from __future__ import annotations

import html
import unicodedata
from xml.sax.saxutils import quoteattr

#: Widths of letters as shares of the type's size, those of the broadest among common sans-serif faces.
_NARROW, _USUAL, _CAPITAL, _BROAD, _FULL = 0.31, 0.59, 0.68, 0.92, 1.05
_BOLD = 0.92
_NARROW_LETTERS = frozenset("iljtfrI.,;:'|!()[]{}/\\ -ịíìỉĩ")
_BROAD_LETTERS = frozenset("mwMW@%")


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in the unit of the type's size.

    >>> width("iii", 10) < width("mmm", 10), width("", 10)
    (True, 0)
    """
    return sum(_share(letter) for letter in unicodedata.normalize("NFC", text)) * size


def _share(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _BROAD_LETTERS:
        return _BROAD
    return _CAPITAL if letter.isupper() else _USUAL


def wrap(text: str, room: float, size: float, max_lines: int, *, bold: bool = False) -> list[str]:
    """Break a text at spaces into lines that fit, words longer than a line in the middle; the rest becomes ``…``.

    >>> wrap("Tư vấn qua tin nhắn", 80, 14, 2)
    ['Tư vấn qua', 'tin nhắn']
    >>> wrap("một hai ba bốn", 45, 14, 1)
    ['một…']
    """
    room = room * _BOLD if bold else room
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            for piece in _pieces(word, room, size):
                joined = f"{line} {piece}" if line else piece
                if width(joined, size) <= room or not line:
                    line = joined
                else:
                    lines.append(line)
                    line = piece
        lines.append(line)
    lines = [line for line in lines if line]
    if len(lines) <= max_lines:
        return lines
    last = lines[max_lines - 1]
    while last and width(f"{last}…", size) > room:
        last = last[:-1].rstrip()
    return [*lines[: max_lines - 1], f"{last}…"]


def _pieces(word: str, room: float, size: float) -> list[str]:
    if width(word, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning, as a label stands alone.

    >>> sentence("điểm chạm")
    'Điểm chạm'
    """
    return text[:1].upper() + text[1:]


def escaped(text: str) -> str:
    """Return a text for the inside of an element."""
    return html.escape(_allowed(text), quote=False)


def attribute(text: str) -> str:
    """Return a text as a quoted attribute."""
    return quoteattr(_allowed(text).replace("\n", " "))


def _allowed(text: str) -> str:
    """Return the text without the code points that XML forbids."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, so that the same drawing is the same text everywhere.

    >>> number(3.0), number(2.25), number(-0.04)
    ('3', '2.2', '0')
    """
    text = f"{round(value, 1):.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def lines_at(
    lines: list[str], x: float, y: float, size: float, *, anchor: str = "start", style: str = "", leading: float = 1.4
) -> str:
    """Return lines of text, the first with its baseline one size below ``y``; nothing for none of them.

    Vietnamese marks need the leading.
    """
    if not lines:
        return ""
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(y + size + at * size * leading)}">{escaped(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    end = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text font-size="{number(size)}"{end}{style}>{spans}</text>'
