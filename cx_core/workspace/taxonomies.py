"""Themes as people edit them: added, merged, renamed, split, tried out on the newest comments, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cx_core import text
from cx_core.formats.taxonomy_xlsx import read_taxonomy
from cx_core.i18n import catalogue, translate
from cx_core.model.analysed import Span
from cx_core.model.filters import Filters
from cx_core.model.folding import fold
from cx_core.model.problem import Refusal
from cx_core.store.analysis_json import analysed_from_json
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.settings import SettingsStore
from cx_core.store.theme_counts import ThemeCounts
from cx_core.text import DEFAULT, Taxonomy, Theme, pack
from cx_core.workspace.analysing import TAXONOMY_SETTING, Analysing
from cx_core.workspace.measuring import Measuring

#: A preview looks at this many of the newest comments, and shows so many of those a word catches.
SAMPLE, N_EXAMPLES = 2_000, 8
#: What was in force before the last change, for taking it back.
_BEFORE_SETTING = "taxonomy_before"
#: The names of themes that are in force no more.
_GONE_SETTING = "taxonomy_gone"
#: The theme of a preview; no theme of people has this key.
_TRIED = "tried"


@dataclass(frozen=True)
class Caught:
    """A comment that a word would catch, and where."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Preview:
    """What a word would catch among ``n_sample`` comments; ``n_new`` of them do not speak of the theme so far."""

    n_sample: int
    n_caught: int
    n_new: int
    examples: tuple[Caught, ...]


class Taxonomies:
    """The themes in force. A change is saved whole; the comments are then read again in the background."""

    def __init__(
        self,
        settings: SettingsStore,
        analyses: AnalysisStore,
        analysing: Analysing,
        counts: ThemeCounts,
        measuring: Measuring,
    ) -> None:
        self._settings = settings
        self._analyses = analyses
        self._analysing = analysing
        self._counts = counts
        self._measuring = measuring

    def current(self) -> Taxonomy:
        """Return the themes in force."""
        return self._analysing.taxonomy()

    def names(self, language: str) -> dict[str, str]:
        """Return the name of each theme in a language, in the order of the themes."""
        return {theme.key: theme_name(theme, language) for theme in self.current().themes}

    def every_name(self, language: str) -> dict[str, str]:
        """Return the names of the themes in force, and of those that went and that comments may still tell of."""
        gone = Taxonomy.from_dict(dict(self._settings.get(_GONE_SETTING) or ()))
        return {theme.key: theme_name(theme, language) for theme in gone.themes} | self.names(language)

    def save(self, taxonomy: Taxonomy) -> None:
        """Put themes in force; what was in force before can be brought back once."""
        before = self.current()
        if taxonomy.version == before.version:
            return
        gone = dict(self._settings.get(_GONE_SETTING) or ())
        gone |= {one.key: {"names": dict(one.names)} for one in before.themes if one.key not in taxonomy.keys}
        self._settings.set(_GONE_SETTING, list(gone.items()))
        self._settings.set(_BEFORE_SETTING, list(before.to_dict().items()))
        self._settings.set(TAXONOMY_SETTING, list(taxonomy.to_dict().items()))
        self._analyses.merges.forget()

    def take_back(self) -> bool:
        """Bring back what was in force before the last change; False when nothing was changed.

        Corrections that a merge moved are about their own themes again; those made since stay as they are.
        """
        before = self._settings.get(_BEFORE_SETTING)
        if before is None:
            return False
        self._analyses.merges.give_back()
        self._settings.set(TAXONOMY_SETTING, before)
        self._settings.set(_BEFORE_SETTING, None)
        return True

    def can_take_back(self) -> bool:
        """Tell whether there is a change to take back."""
        return self._settings.get(_BEFORE_SETTING) is not None

    def is_as_shipped(self) -> bool:
        """Tell whether the themes in force are those that come with the program."""
        return self.current().version == DEFAULT.version

    def reset(self) -> None:
        """Put the themes that come with the program in force again."""
        self.save(DEFAULT)

    def add_pack(self, key: str) -> None:
        """Add the themes of a trade."""
        self.save(self.current().joined(pack(key)))

    def add(self, name: str, words: Iterable[str], language: str) -> str:
        """Add a theme by its name and words; return its key, made from the name. Refuses an empty or known name."""
        key = self._free_key(name, language)
        listed = _listed(words)
        theme = Theme(key, vi=listed, en=listed, names=((language, name.strip()),))
        self.save(self.current().with_theme(theme))
        return key

    def set_words(self, key: str, vi: Iterable[str], en: Iterable[str]) -> None:
        """Give a theme exactly these words."""
        known = self.current().theme(key)
        self.save(self.current().with_theme(Theme(key, _listed(vi), _listed(en), known.opinions, known.names)))

    def rename(self, key: str, names: dict[str, str]) -> None:
        """Give a theme other names; its key, and with it every link and correction, stays.

        A name that is left empty stays as it is. Refuses when all are, and a name that another theme has.
        """
        given = {language: name.strip() for language, name in names.items() if name.strip()}
        for language, name in (given or dict.fromkeys(names, "")).items():
            self._check_name(name, language, besides=key)
        self.save(self.current().renamed(key, key, given))

    def merge(self, keys: Iterable[str], into: str) -> None:
        """Make several themes one; people's corrections go along."""
        gone = [key for key in keys if key != into]
        if not gone:
            raise Refusal("themes_to_merge_missing")
        self.save(self.current().merged(gone, into))
        self._analyses.merges.move(gone, into)

    def split(self, key: str, name: str, words: Iterable[str], language: str) -> str:
        """Make a theme of some words of another; return its key."""
        new_key = self._free_key(name, language)
        self.save(self.current().split(key, new_key, words, {language: name.strip()}))
        return new_key

    def remove(self, key: str) -> None:
        """Remove a theme; the comments stay."""
        self.save(self.current().without(key))

    def read_workbook(self, data: bytes) -> Taxonomy:
        """Return the themes of an Excel file, not yet in force. Raises `Refusal`."""
        return read_taxonomy(data)

    def preview(self, word: str, theme: str | None = None, filters: Filters | None = None) -> Preview:
        """Return what a word or phrase would catch among the newest comments that were read."""
        included = self._measuring.included((filters or Filters()).with_values("scale", ()))
        rows = self._counts.sample(included, None, SAMPLE)
        phrase = " ".join(word.lower().split())
        if not phrase:
            return Preview(len(rows), 0, 0, ())
        tried = Taxonomy((Theme(_TRIED, vi=(phrase,), en=(phrase,)),))
        n_caught, n_new = 0, 0
        examples: list[Caught] = []
        for _, words, found in rows:
            mentions = text.analyse(words, taxonomy=tried).themes
            if not mentions:
                continue
            n_caught += 1
            is_new = theme is None or analysed_from_json(found).mention(theme) is None
            n_new += is_new
            if is_new and len(examples) < N_EXAMPLES:
                examples.append(Caught(words, tuple((first, end) for first, end in mentions[0].spans)))
        return Preview(len(rows), n_caught, n_new, tuple(examples))

    def _check_name(self, name: str, language: str, besides: str | None = None) -> None:
        """Refuse a name that is empty, or that one of the other themes has: in a list nobody could tell them apart."""
        wanted = name.strip().casefold()
        if not wanted:
            raise Refusal("theme_name_missing")
        for key, taken in self.names(language).items():
            if key != besides and taken.casefold() == wanted:
                raise Refusal("theme_name_taken", {"theme": taken})

    def _free_key(self, name: str, language: str) -> str:
        self._check_name(name, language)
        stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:36]
        if not stem:
            raise Refusal("theme_key_invalid", {"theme": name[:60]})
        if not stem[0].isalpha():
            stem = f"t_{stem}"
        taken, number = set(self.current().keys), 2
        key = stem
        while key in taken:
            key, number = f"{stem}_{number}", number + 1
        return key


def theme_name(theme: Theme, language: str) -> str:
    """Return a theme's name: the one people gave it, else the text of the language, else its key.

    >>> theme_name(Theme("my_own", names=(("en", "My own"),)), "vi")
    'My own'
    """
    key = f"theme.{theme.key}.name"
    return theme.name(language) or (translate(key, language) if key in catalogue(language) else theme.key)


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for word in words if (one := " ".join(word.lower().split()))))
