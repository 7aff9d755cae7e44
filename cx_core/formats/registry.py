"""Every format a map can be written to or read from, in the order pages offer them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from cx_core.formats.document import ReadJourney
from cx_core.formats.overlay import NO_OVERLAY, Overlay
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message
from cx_core.model.problem import Refusal


class Writer(Protocol):
    """Writes a map in one language; the same map gives the same bytes."""

    def __call__(self, journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes: ...


class Drawer(Protocol):
    """Writes a map together with its pictures and what was measured."""

    def __call__(
        self,
        journey: Journey,
        language: str,
        personas: tuple[Persona, ...] = (),
        overlay: Overlay = NO_OVERLAY,
    ) -> bytes: ...


class Reader(Protocol):
    """Reads a map; raises `Refusal` with line and reason when it cannot be read whole and is not ``tolerant``.

    ``language`` says which language the texts of a foreign document are in.
    """

    def __call__(self, data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney: ...


@dataclass(frozen=True)
class Format:
    """One format of documents. Its name and note stand in the language files under ``formats.<key>``.

    ``write`` or ``read`` is None where the format goes one way only. ``loses`` says what of a map a reader of the
    document will not find there. ``draw`` is there for drawings, which can also show what was measured.
    """

    key: str
    extension: str
    media_type: str
    write: Writer | None
    read: Reader | None
    loses: Callable[[Journey], tuple[Message, ...]]
    other_extensions: tuple[str, ...] = ()
    draw: Drawer | None = None


def _nothing(journey: Journey) -> tuple[Message, ...]:
    return ()


def _at(place: str) -> Callable[..., Any]:
    """Return a function ("svg.write") whose module is imported at its first use: together they take long."""
    module, _, name = place.partition(".")

    def call(*given: Any, **named: Any) -> Any:
        return getattr(import_module(f"cx_core.formats.{module}"), name)(*given, **named)

    return call


def _both_ways(module: str) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Return what writes a format, what reads it, and what says what it loses."""
    return _at(f"{module}.write"), _at(f"{module}.read"), _at(f"{module}.loses")


def _drawing(key: str, extension: str, media_type: str, write: str, loses: str) -> Format:
    return Format(key, extension, media_type, _at(write), None, _at(loses), draw=_at(write))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ALL_FORMATS: tuple[Format, ...] = (
    Format("json", ".json", "application/json", _at("journey_json.write"), _at("journey_json.read"), _nothing),
    Format("xlsx", ".xlsx", _XLSX, *_both_ways("xlsx")),
    Format("mermaid", ".mmd", "text/vnd.mermaid", *_both_ways("mermaid"), (".mermaid",)),
    Format("markdown", ".md", "text/markdown", *_both_ways("markdown"), (".markdown",)),
    Format("csv", ".csv", "text/csv", *_both_ways("long_csv")),
    Format("cjml", ".xml", "application/xml", *_both_ways("cjml"), (".cjml",)),
    _drawing("svg", ".svg", "image/svg+xml", "svg.write", "svg.loses"),
    _drawing("png", ".png", "image/png", "png.write", "svg.loses"),
    _drawing("html", ".html", "text/html", "html_page.write", "html_page.loses"),
    _drawing("table", ".html", "text/html", "html_page.write_table", "html_page.table_loses"),
    Format("ems", ".yaml", "application/yaml", None, _at("ems.read"), _nothing, (".yml",)),
)


def format_by_key(key: str) -> Format:
    """Return a format by key. Raises `Refusal` ``format_unknown`` with the keys there are."""
    for one in ALL_FORMATS:
        if one.key == key:
            return one
    raise Refusal("format_unknown", {"format": key, "known": ", ".join(one.key for one in ALL_FORMATS)})


def format_of_file(name: str) -> Format:
    """Return the format that reads a file, by the end of its name. Raises `Refusal` ``format_unknown``."""
    lower = name.lower()
    for one in ALL_FORMATS:
        if one.read is not None and lower.endswith((one.extension, *one.other_extensions)):
            return one
    known = sorted({end for one in ALL_FORMATS if one.read for end in (one.extension, *one.other_extensions)})
    raise Refusal("format_unknown", {"format": name, "known": ", ".join(known)})
