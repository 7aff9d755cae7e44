"""Where on a journey a name belongs: the usual order from hearing of a company to recommending it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cx_core.model.folding import fold
from cx_core.model.journey import Text

_FILE = Path(__file__).parent / "phases.toml"
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Phase:
    """One phase of the usual journey; ``order`` counts from 0."""

    key: str
    order: int
    name: Text


@cache
def phases() -> tuple[Phase, ...]:
    """Return the phases in order."""
    return tuple(
        Phase(one["key"], at, Text(one["name"]["vi"], one["name"]["en"])) for at, one in enumerate(_content()["phase"])
    )


def usual_title() -> Text:
    """Return the title of a map that is drawn from feedback."""
    words = _content()["title"]
    return Text(words["vi"], words["en"])


def phase_of_words(label: str | None) -> Phase | None:
    """Return the phase that a label names, with or without diacritics; None when it names none.

    Of several the longest phrase decides, then the first in the label.

    >>> [phase_of_words(label).key for label in ("Giao hàng", "3. After-sales", "Quầy thu ngân", "Giới thiệu bạn bè")]
    ['receiving', 'support', 'purchase', 'loyalty']
    >>> phase_of_words("Xyz") is None
    True
    """
    words = f" {_NOT_A_WORD.sub(' ', fold(label or '')).strip()} "
    found = [(-len(phrase), words.index(f" {phrase} "), phrase) for phrase in _by_word() if f" {phrase} " in words]
    return _by_word()[min(found)[2]] if found else None


def phase_of_channel(code: str | None) -> Phase:
    """Return the phase to which a channel usually belongs; the middle of the journey where it is not known.

    >>> phase_of_channel("delivery").key, phase_of_channel(None).key
    ('receiving', 'use')
    """
    return _by_channel().get(code or "other", _by_channel()["other"])


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _by_word() -> dict[str, Phase]:
    return {word: phase for phase, one in zip(phases(), _content()["phase"], strict=True) for word in one["words"]}


@cache
def _by_channel() -> dict[str, Phase]:
    return {code: phase for phase, one in zip(phases(), _content()["phase"], strict=True) for code in one["channels"]}
