"""What the comments of every source are to be read with, and which of them are read as before."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cx_core.store.analysis_store import AnalysisStore, WaitingWords
from cx_core.text import Changes, Taxonomy
from cx_core.workspace.knowledge import Knowledge, base_of, versions_of


class ReadingPlan:
    """Themes and lessons as they stood when it was made. ``is_stopped`` is set by the one who follows it."""

    def __init__(self, taxonomy: Taxonomy, analyses: AnalysisStore) -> None:
        self._taxonomy = taxonomy
        self._analyses = analyses
        self._lessons = analyses.lessons.versions()
        self._knowledge: dict[int, Knowledge] = {}
        self._changes: dict[tuple[str | None, int], Changes | None] = {}
        self.versions = versions_of(taxonomy, self._lessons)
        self.is_stopped = False

    def remember(self) -> None:
        """Keep what stands behind the versions, so that the next change of themes can tell whom it concerns."""
        themes = json.dumps(list(self._taxonomy.to_dict().items()), ensure_ascii=False)
        self._analyses.remember_versions(
            [(self.versions[source], base_of(source, lesson), themes) for source, lesson in self._lessons.items()]
        )

    def knowledge(self, source_id: int) -> Knowledge:
        """Return what a source's comments are read with."""
        found = self._knowledge.get(source_id)
        if found is None:
            found = Knowledge.of(self._taxonomy, self._analyses.lessons.of(source_id))
            self._knowledge[source_id] = found
        return found

    def split(self, comments: Sequence[WaitingWords]) -> tuple[list[WaitingWords], list[int]]:
        """Return the comments to read, and the ids of those that only the version of is another.

        Those were read before with the same rules, lists and lesson, and hold no word that changed in the themes.
        """
        concerned: list[WaitingWords] = []
        unchanged: list[int] = []
        for one in comments:
            changes = self._since(one.version, one.source_id)
            if changes is None or changes.concerns(one.text):
                concerned.append(one)
            else:
                unchanged.append(one.id)
        return concerned, unchanged

    def _since(self, version: str | None, source_id: int) -> Changes | None:
        if (version, source_id) not in self._changes:
            self._changes[version, source_id] = self._changes_since(version, source_id)
        return self._changes[version, source_id]

    def _changes_since(self, version: str | None, source_id: int) -> Changes | None:
        before = self._analyses.read_with(version) if version else None
        if before is None or before[0] != base_of(source_id, self._lessons[source_id]):
            return None
        themes = Taxonomy.from_dict(dict(json.loads(before[1])))
        return Changes(themes, self._taxonomy, self.knowledge(source_id).readings)
