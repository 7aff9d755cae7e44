"""The word lists that stand beside the code, as they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
#: A ``#`` in a list stands for the numbers from 1 up to this one.
SMALL_NUMBERS = 31


def lines(name: str) -> Iterator[list[str]]:
    """Yield the tab-separated fields of every line of a list that is no comment."""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def weighted(name: str) -> Iterator[tuple[float, str]]:
    """Yield every phrase of a list with its weight."""
    for weight, phrases in lines(name):
        for phrase in phrases.split(", "):
            yield float(weight), phrase.strip()


def counted(phrases: str) -> Iterator[tuple[str, int]]:
    """Yield the phrases between commas, and for ``#`` one for each small number, with the number; 0 where none stands.

    >>> list(counted("giao nhanh, nhận #"))[:3]
    [('giao nhanh', 0), ('nhận 1', 1), ('nhận 2', 2)]
    """
    for phrase in phrases.split(", "):
        if "#" in phrase:
            yield from ((phrase.replace("#", str(number)), number) for number in range(1, SMALL_NUMBERS))
        else:
            yield phrase, 0


def words(name: str) -> frozenset[str]:
    """Return the words of a list that holds nothing else."""
    return frozenset(word for fields in lines(name) for word in " ".join(fields).split())


@lru_cache
def fingerprint() -> str:
    """Return ten hexadecimal digits that change whenever a word list changes."""
    digest = hashlib.sha256()
    for path in sorted(DATA.rglob("*.*")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
