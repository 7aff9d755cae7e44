"""XML as people really write it: read under guard, and mended when asked, with the line of every element.

Two readers look at a document. A hardened parser decides whether it is well-formed and refuses document types and
entities, which could unfold into gigabytes or fetch files. A forgiving one then builds the tree and knows the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from cx_core.formats.document import Findings
from cx_core.model.problem import Refusal

_MAX_DEPTH = 60


@dataclass
class Element:
    """One element: its name and attributes' names in small letters, its own text, its children and its line."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, trimmed."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator[Element]:
        """Give every element of a name at any depth, in the order of the document."""
        for child in self.children:
            if child.name == name.lower():
                yield child
            yield from child.all(name)

    def first(self, name: str) -> Element | None:
        """Return the first element of a name at any depth."""
        return next(self.all(name), None)

    def word(self, name: str) -> str:
        """Return the text of the first element of a name; empty when there is none."""
        found = self.first(name)
        return found.text if found else ""


def parse(text: str, findings: Findings, *, tolerant: bool) -> Element:
    """Return the tree of a document.

    Raises `Refusal` ``journey_file_dtd``, and ``journey_file_syntax`` for what is not well-formed; when ``tolerant``
    that is noted instead, and read as far as it makes sense.
    """
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise Refusal("journey_file_dtd")
    try:
        ElementTree.fromstring(text.encode("utf-8", "replace"), forbid_dtd=True)
    except DefusedXmlException:
        raise Refusal("journey_file_dtd") from None
    except (ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        if not tolerant:
            raise Refusal("journey_file_syntax", {"line": line}) from None
        findings.add("xml_broken", line)
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    """Builds a tree out of any tags; an unclosed element ends with the one around it."""

    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", 1)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._element(tag, attrs)
        if len(self.open) > _MAX_DEPTH:
            raise Refusal("journey_file_foreign")
        self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        names = [element.name for element in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].pieces.append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.open[-1].pieces.append(data.removeprefix("CDATA["))

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, self.getpos()[0], {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        return element
