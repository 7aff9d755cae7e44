"""Comments in the words of many different hands, composed from ``phrases.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sample_data.generator.scores import Mood
from sample_data.generator.timeline import (
    SEED,
    SWINDLERS_SINCE,
    TET_STRAIN,
    WEBSITE_RELAUNCHED_ON,
    is_after_change,
    within,
)

_PHRASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
_GENERAL = _PHRASES["general"]

_TEENCODE = {
    "không": ("k", "ko", "hok", "kh"), "được": ("dc", "đc"), "rồi": ("r", "rùi"), "mình": ("mk", "m"), "với": ("vs",),
    "nhân viên": ("nv",), "cửa hàng": ("ch", "cửa hàng"), "trả lời": ("rep",), "quá": ("wá", "qá"), "biết": ("bít",),
    "gì": ("j",), "giao hàng": ("ship", "giao hàng"), "điện thoại": ("đt",), "thích": ("thik",), "luôn": ("lun",),
    "nhiều": ("nhìu",),
}  # fmt: skip
_FACES: dict[Mood, tuple[str, ...]] = {
    "good": ("😍", "❤️", "👍", "😊", "🥰"),
    "ok": ("🙂", "😐"),
    "bad": ("😡", "😠", "👎", "😞"),
}

#: Since when people speak of it, what it is, how many of those who are not pleased do, and of those who are.
_NEWS = ((WEBSITE_RELAUNCHED_ON, "website", 0.26, 0.0), (SWINDLERS_SINCE, "swindlers", 0.4, 0.25))


def write_comment(rng: Random, place: str, mood: Mood, day: date) -> str:
    """Write one comment about a place, in the tone of ``mood``, as some customer would type it."""
    if rng.random() < 0.13:
        return str(rng.choice(_GENERAL[f"short_{mood}"]))
    if rng.random() < 0.03:
        return str(rng.choice(_GENERAL[f"english_{mood}"]))
    text = _fill(rng, _sentence(rng, place, mood, day))
    if rng.random() < 0.012:
        text = f"{text}. {_contact(rng)}"
    return _with_news(_as_typed(rng, text, mood), mood, day)


def _sentence(rng: Random, place: str, mood: Mood, day: date) -> str:
    clauses = [_clause(rng, place, mood, day)]
    if rng.random() < 0.32:
        second = _clause(rng, place if rng.random() < 0.6 else "product", mood, day)
        if second not in clauses:
            clauses.append(second)
    text = rng.choice(_GENERAL["and_also"]).join(clauses)
    if rng.random() < 0.14:
        other: Mood = "bad" if mood == "good" else "good"
        other_clause = _clause(rng, "product" if mood != "good" else place, "ok" if mood == "good" else other, day)
        text = f"{text}{rng.choice(_GENERAL['turn'])}{other_clause}"
    closing = rng.choice(_GENERAL[f"closing_{mood}"])
    return rng.choice(_GENERAL[f"opening_{mood}"]) + text + (f", {closing}" if closing else "")


def _with_news(text: str, mood: Mood, day: date) -> str:
    """Let some add what happened lately; drawn apart, so that all other draws stay as they are."""
    rng = Random(f"{SEED}:news:{day}:{text}")
    for first, topic, of_others, of_pleased in _NEWS:
        if day >= first and rng.random() < (of_pleased if mood == "good" else of_others):
            before = rng.choice(_GENERAL["turn"] if mood == "good" else (". ", ", "))
            added = f"{before}{rng.choice(_PHRASES['news'][topic])}"
            return f"{text.rstrip('.!')}{without_marks(added) if text.isascii() else added}"
    return text


def _clause(rng: Random, place: str, mood: Mood, day: date) -> str:
    """Draw a clause; what belongs to the time before or after the planted change is drawn more often in that time."""
    words = _PHRASES[place]
    choices = list(words[mood])
    timed = words.get(f"{mood}_{'after' if is_after_change(place, day) else 'before'}", [])
    if timed and rng.random() < 0.62:
        choices = list(timed)
    elif within(day, TET_STRAIN) and mood != "ok" and rng.random() < 0.3:
        choices = list(_GENERAL[f"tet_{mood}"])
    return str(rng.choice(choices))


def _fill(rng: Random, text: str) -> str:
    return text.format(
        sp=rng.choice(_PHRASES["products"] + _PHRASES["furniture"] + _PHRASES["appliances"]),
        noi=rng.choice(_PHRASES["furniture"]),
        may=rng.choice(_PHRASES["appliances"]),
        ngay=rng.choice((3, 4, 5, 6, 7, 8, 10)),
        phut=rng.choice((10, 15, 20, 25, 30, 45)),
        gio=rng.choice((8, 9, 10, 14)),
        lan=rng.choice((2, 3, 4)),
    )


def _contact(rng: Random) -> str:
    """A customer's way to be reached, in a form that is nobody's: 0900 000 …, example.com."""
    number = int(rng.random() * 1000)
    template = str(rng.choice(_GENERAL["contact"]))
    return template.format(phone=f"0900 000 {number:03d}", email=f"khach{number}@example.com")


def _as_typed(rng: Random, text: str, mood: Mood) -> str:
    style = rng.random()
    text = text[0].upper() + text[1:] if style < 0.62 else text
    if style > 0.8:
        text = _teencode(rng, text)
    if rng.random() < 0.21:
        text = without_marks(text)
    if mood == "bad" and rng.random() < 0.02:
        text = text.upper()
    ending = rng.random()
    if ending < 0.3:
        text += "."
    elif ending < 0.42:
        text += "!!!" if mood != "ok" else "..."
    if rng.random() < 0.06:
        text += " " + rng.choice(_FACES[mood])
    return text


def _teencode(rng: Random, text: str) -> str:
    for word, shorter in _TEENCODE.items():
        if word in text and rng.random() < 0.7:
            text = text.replace(word, rng.choice(shorter))
    return text


def without_marks(text: str) -> str:
    """Return the text as typed without Vietnamese marks.

    >>> without_marks("Đóng gói kỹ")
    'Dong goi ky'
    """
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")
