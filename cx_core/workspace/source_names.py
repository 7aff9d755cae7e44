"""What goes by the name of a source in the settings: confirmed levels of alerts, and links that were copied before."""

from __future__ import annotations

import re

from cx_core.store.settings import SettingsStore

#: Where the confirmed levels stand among the settings: the name of a line, and the first day of its level.
CONFIRMED_LEVELS = "alert_levels"
#: Where the names stand that sources had before.
_FORMER = "former_sources"
#: The filter by source inside the name of a line.
_FILTER = re.compile(r"\('source', \(.*?\)\)")


def former_names(settings: SettingsStore) -> dict[str, str]:
    """Return the names that sources had before, each with the name of today."""
    return dict(settings.get(_FORMER, {}))


def source_renamed(settings: SettingsStore, old: str, new: str) -> None:
    """Let what goes by a source's name follow it."""
    former = {name: new if today == old else today for name, today in former_names(settings).items()}
    settings.set(_FORMER, {name: today for name, today in {**former, old: new}.items() if name != new})
    levels = settings.get(CONFIRMED_LEVELS, {})
    renamed = {line_renamed(line, old, new): day for line, day in levels.items()}
    if renamed != levels:
        settings.set(CONFIRMED_LEVELS, renamed)


def line_renamed(line: str, old: str, new: str) -> str:
    """Return the name of a line under watch with a source's name replaced: in its filter, and as the group it is.

    >>> line_renamed("nps|month|(('source', ('A', 'B')),)|source|B", "B", "C")
    "nps|month|(('source', ('A', 'C')),)|source|C"
    """
    line = _FILTER.sub(lambda found: found.group().replace(repr(old), repr(new)), line)
    group = f"|source|{old}"
    return line.removesuffix(group) + f"|source|{new}" if line.endswith(group) else line
