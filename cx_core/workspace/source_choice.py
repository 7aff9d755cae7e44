"""Which source a file belongs to, where several have the same columns: two branches with one form, two years of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from cx_core.model.folding import fold
from cx_core.model.inspection import Inspection, Question
from cx_core.store.responses import ResponseStore
from cx_core.store.sources import APART

#: The answer "a source that is new, named after the file".
NEW_SOURCE = "+"


def columns_of(fingerprint: str) -> str:
    """Return the part of a source's fingerprint that its columns alone decide."""
    return fingerprint.partition(APART)[0]


@dataclass(frozen=True)
class SourceChoice:
    """The source of a file by its fingerprint; ``name`` for a new one, ``question`` while only a person can say."""

    fingerprint: str
    name: str | None = None
    question: Question | None = None


class SourceChoices:
    """Choose a file's source among those with the same columns, by its name."""

    def __init__(self, responses: ResponseStore) -> None:
        self._responses = responses

    def choose(self, inspection: Inspection, said: str | None) -> SourceChoice:
        """Return the source called ``said``, a new one where there is none of that name.

        Without a word the only known source is taken; of several, a person must choose.
        """
        columns = columns_of(inspection.fingerprint)
        known = self._responses.sources_like(columns)
        said = " ".join((said or "").split())
        if not said:
            if len(known) < 2:
                return SourceChoice(known[0].fingerprint if known else columns)
            names = (*(one.name for one in known), NEW_SOURCE)
            return SourceChoice(columns, question=Question("source", "source", None, names, (inspection.file.name,)))
        for one in known:
            if fold(one.name) == fold(said):
                return SourceChoice(one.fingerprint)
        name = PurePath(inspection.file.name).stem if said == NEW_SOURCE else said
        return SourceChoice(self._fresh(columns, name, {one.fingerprint for one in known}), name)

    @staticmethod
    def _fresh(columns: str, name: str, taken: set[str]) -> str:
        """Return a fingerprint that no source has; the columns' own for the first."""
        if not taken:
            return columns
        number = 1
        while (fingerprint := f"{columns}{APART}{_digest(f'{fold(name)} {number}')}") in taken:
            number += 1
        return fingerprint


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
