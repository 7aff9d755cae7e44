"""Segments that people build: kept, counted while being built, taken to another workspace as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cx_core.model.filters import SAVED_SEGMENT, Filters
from cx_core.model.problem import Refusal
from cx_core.model.segment import Segment
from cx_core.store.segment_json import FORMAT, VERSION, blocks_from_json, blocks_to_json
from cx_core.workspace.lensing import Lensing
from cx_core.workspace.measuring import Measuring

_DRAFT = "draft"


class Segments:
    """Keeps segments and counts whom they select."""

    def __init__(self, lensing: Lensing, measuring: Measuring) -> None:
        self._lensing = lensing
        self._measuring = measuring

    def all(self) -> tuple[Segment, ...]:
        """Return every segment, by name."""
        return self._lensing.lenses.segments()

    def save(self, segment: Segment, now: datetime) -> Segment:
        """Keep a segment and return it. Raises `Refusal`: see `Lenses.save_segment`."""
        return self._lensing.lenses.save_segment(segment, now)

    def remove(self, segment_id: str, now: datetime) -> None:
        """Take a segment away; `restore` brings it back."""
        self._lensing.lenses.remove_segment(segment_id, now)

    def restore(self, segment_id: str) -> None:
        """Bring a removed segment back."""
        self._lensing.lenses.restore_segment(segment_id)

    def n_answers(self, segment: Segment, filters: Filters | None = None) -> int:
        """Return how many answers a segment selects, kept or not; 0 without a condition."""
        dictionary = self._measuring.dictionary()
        rule = self._lensing.rule(segment.blocks, dictionary)
        drafted = replace(dictionary, saved={_DRAFT: rule})
        chosen = (filters or Filters()).with_values(SAVED_SEGMENT, [_DRAFT])
        assignment = self._measuring.assignment(chosen.journey_id)
        return self._measuring.engine.n_answers(chosen, drafted, assignment)

    def export(self, segments: Iterable[Segment] | None = None) -> bytes:
        """Return segments as a JSON document, all of them when none are named."""
        chosen = self.all() if segments is None else tuple(segments)
        written = [{"name": one.name, "blocks": blocks_to_json(one.blocks)} for one in chosen]
        document = {"format": FORMAT, "version": VERSION, "segments": written}
        return json.dumps(document, ensure_ascii=False, indent=2).encode()

    def read_file(self, data: bytes, now: datetime) -> tuple[Segment, ...]:
        """Keep the segments of a document; one whose name is taken comes in with a number behind it.

        Raises `Refusal` ``segment_file`` for anything else, and then keeps nothing.
        """
        try:
            document = json.loads(data.decode("utf-8-sig"))
            if document["format"] != FORMAT or document["version"] > VERSION:
                raise ValueError("another format")
            read = [Segment("", str(one["name"]), blocks_from_json(one["blocks"])) for one in document["segments"]]
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal("segment_file") from error
        if any(not one.name.strip() or not any(one.blocks) for one in read):
            raise Refusal("segment_file")
        taken = {one.name for one in self.all()}
        kept = []
        for one in read:
            name, number = one.name, 2
            while name in taken:
                name, number = f"{one.name} ({number})", number + 1
            taken.add(name)
            kept.append(self.save(replace(one, name=name), now))
        return tuple(kept)
