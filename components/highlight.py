"""A customer's words with the pieces that carry a feeling or name a theme marked, and still nothing else than words."""

from __future__ import annotations

from itertools import groupby

from components.plain import plain
from cx_core.model.analysed import Analysed, Span

#: Good and bad are blue and orange as on every chart; the words that name a theme are grey.
_GOOD, _BAD, _THEME = "blue-background", "orange-background", "gray-background"
#: A line that begins with it is neither indented nor the underline of a heading.
_JOINER = "\u2060"


def marked(text: str, read: Analysed | None, theme_spans: tuple[Span, ...] = ()) -> str:
    """Return Markdown that shows exactly the customer's words, evidence coloured. Every letter of theirs is plain.

    ``theme_spans`` are marked beside the evidence, which wins where both meet. Spans outside the text are cut.

    >>> from cx_core.model.analysed import Evidence
    >>> marked("rất *chậm*", Analysed("vi", "negative", -0.5, (), (Evidence((4, 10), -0.5),)))
    '\\u2060rất :orange-background[\\\\*chậm\\\\*]'
    """
    colours: list[str | None] = [None] * len(text)
    for first, end in theme_spans:
        colours[first:end] = [_THEME] * len(colours[first:end])
    for one in read.evidence if read else ():
        first, end = one.span
        colours[first:end] = [_BAD if one.score < 0 else _GOOD] * len(colours[first:end])
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(_JOINER + _line(line, colours[at : at + len(line)]))
        at += len(line) + 1
    return "  \n".join(lines)


def _line(line: str, colours: list[str | None]) -> str:
    pieces = []
    for colour, letters in groupby(zip(line, colours, strict=True), key=lambda pair: pair[1]):
        words = plain("".join(letter for letter, _ in letters).replace("\r", " ")).replace("&", "\\&")
        pieces.append(words if colour is None or not words.strip() else f":{colour}[{words}]")
    return "".join(pieces)
