"""Themes and the words that name them: a frozen value that people merge, rename, split and add words to."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cx_core.model.problem import Refusal

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
#: A taxonomy of this many words is nobody's any more, and a document with more is refused.
MAX_WORDS = 20_000


@dataclass(frozen=True)
class Theme:
    """One theme: its key, the words that name it in each language, and what some words mean beside it.

    ``opinions`` are pairs of a phrase and its weight from -3 to 3, for words that feel so only where the theme is
    named: a "nóng" phone is bad, a "nóng" soup is not. In English lists ``bug+`` stands for singular and plural,
    ``crash~`` for a verb's forms. ``names`` are pairs of language and name for a theme that people made; the
    built-in ones are named by the text ``theme.<key>.name``.
    """

    key: str
    vi: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    opinions: tuple[tuple[str, float], ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def n_words(self) -> int:
        """How many phrases name the theme."""
        return len(self.vi) + len(self.en)

    def name(self, language: str) -> str | None:
        """Return the name people gave the theme; None where its name is a text of the language files."""
        given = dict(self.names)
        return given.get(language) or next(iter(given.values()), None)


@dataclass(frozen=True)
class Taxonomy:
    """All themes, in the order people see them. Every change returns a new taxonomy.

    ``version`` is equal for equal taxonomies and another for any other: what was analysed with it needs no second
    reading.
    """

    themes: tuple[Theme, ...] = ()

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """Ten hexadecimal digits of the content."""
        content = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:10]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all themes."""
        return tuple(theme.key for theme in self.themes)

    def theme(self, key: str) -> Theme:
        """Return a theme; refuses with ``theme_unknown``."""
        for theme in self.themes:
            if theme.key == key:
                return theme
        raise Refusal("theme_unknown", {"theme": key})

    def with_theme(self, theme: Theme) -> Taxonomy:
        """Return a copy with a theme added, or put in the place of the one with its key.

        >>> Taxonomy().with_theme(Theme("parking", vi=("gửi xe",))).keys
        ('parking',)
        """
        _check(theme)
        if theme.key in self.keys:
            return Taxonomy(tuple(theme if one.key == theme.key else one for one in self.themes))
        return Taxonomy((*self.themes, theme))

    def without(self, key: str) -> Taxonomy:
        """Return a copy without a theme."""
        gone = self.theme(key)
        return Taxonomy(tuple(theme for theme in self.themes if theme is not gone))

    def with_words(self, key: str, *, vi: Iterable[str] = (), en: Iterable[str] = ()) -> Taxonomy:
        """Return a copy in which a theme has more words; a word it has already is not doubled."""
        theme = self.theme(key)
        return self.with_theme(replace(theme, vi=_joined(theme.vi, _tidy(vi)), en=_joined(theme.en, _tidy(en))))

    def without_words(self, key: str, words: Iterable[str]) -> Taxonomy:
        """Return a copy in which a theme lacks some words, in both languages."""
        theme, gone = self.theme(key), set(_tidy(words))
        return self.with_theme(
            replace(
                theme, vi=tuple(w for w in theme.vi if w not in gone), en=tuple(w for w in theme.en if w not in gone)
            )
        )

    def renamed(self, key: str, new_key: str, names: Mapping[str, str] | None = None) -> Taxonomy:
        """Return a copy in which a theme has another key and, where given, other names."""
        theme = self.theme(key)
        if new_key != key and new_key in self.keys:
            raise Refusal("theme_exists", {"theme": new_key})
        changed = replace(theme, key=new_key, names=tuple(sorted((names or dict(theme.names)).items())))
        _check(changed)
        return Taxonomy(tuple(changed if one.key == key else one for one in self.themes))

    def merged(self, keys: Iterable[str], into: str) -> Taxonomy:
        """Return a copy in which the words of several themes belong to one of them; the others are gone."""
        target = self.theme(into)
        others = [self.theme(key) for key in dict.fromkeys(keys) if key != into]
        for other in others:
            target = replace(
                target,
                vi=_joined(target.vi, other.vi),
                en=_joined(target.en, other.en),
                opinions=tuple({**dict(other.opinions), **dict(target.opinions)}.items()),
            )
        gone = {other.key for other in others}
        return Taxonomy(tuple(target if one.key == into else one for one in self.themes if one.key not in gone))

    def split(self, key: str, new_key: str, words: Iterable[str], names: Mapping[str, str] | None = None) -> Taxonomy:
        """Return a copy in which some words of a theme belong to a new one, which stands behind it."""
        theme, taken = self.theme(key), set(_tidy(words))
        if new_key in self.keys:
            raise Refusal("theme_exists", {"theme": new_key})
        if not taken & {*theme.vi, *theme.en}:
            raise Refusal("theme_without_words", {"theme": new_key})
        part = Theme(
            new_key,
            tuple(word for word in theme.vi if word in taken),
            tuple(word for word in theme.en if word in taken),
            tuple(pair for pair in theme.opinions if pair[0] in taken),
            tuple(sorted((names or {}).items())),
        )
        _check(part)
        rest = self.without_words(key, taken).theme(key)
        return Taxonomy(tuple(new for one in self.themes for new in ((rest, part) if one.key == key else (one,))))

    def joined(self, pack: Taxonomy) -> Taxonomy:
        """Return this taxonomy with the themes of a pack; of a theme that both have the words come together.

        A word of the pack leaves the themes that had it: "shipper" is of the delivery in a shop, of the shipper in a
        delivery firm.
        """
        taken = {word for theme in pack.themes for word in (*theme.vi, *theme.en)}
        themes = {
            one.key: replace(
                one, vi=tuple(w for w in one.vi if w not in taken), en=tuple(w for w in one.en if w not in taken)
            )
            for one in self.themes
        }
        for theme in pack.themes:
            own = self.theme(theme.key) if theme.key in themes else theme
            themes[theme.key] = replace(
                theme,
                vi=_joined(own.vi, theme.vi),
                en=_joined(own.en, theme.en),
                opinions=tuple({**dict(own.opinions), **dict(theme.opinions)}.items()),
                names=own.names or theme.names,
            )
        return Taxonomy(tuple(themes.values()))

    def to_dict(self) -> dict[str, Any]:
        """Return the taxonomy as plain values, for JSON, TOML or a sheet."""
        return {
            theme.key: {
                "vi": list(theme.vi),
                "en": list(theme.en),
                "opinions": dict(theme.opinions),
                "names": dict(theme.names),
            }
            for theme in self.themes
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Taxonomy:
        """Read what `to_dict` wrote; refuses with ``taxonomy_unreadable`` what has another shape."""
        try:
            themes = tuple(_read(key, content) for key, content in document.items())
        except (AttributeError, TypeError, ValueError):
            raise Refusal("taxonomy_unreadable") from None
        if sum(theme.n_words for theme in themes) > MAX_WORDS:
            raise Refusal("taxonomy_too_large", {"n": MAX_WORDS})
        for theme in themes:
            _check(theme)
        return cls(themes)


def _read(key: str, content: Mapping[str, Any]) -> Theme:
    return Theme(
        str(key),
        _tidy(content.get("vi", ())),
        _tidy(content.get("en", ())),
        tuple(
            (_one(word), max(-3.0, min(3.0, float(weight))))
            for word, weight in dict(content.get("opinions", {})).items()
        ),
        tuple(sorted((str(language), str(name)) for language, name in dict(content.get("names", {})).items())),
    )


def _check(theme: Theme) -> None:
    if not _KEY.match(theme.key):
        raise Refusal("theme_key_invalid", {"theme": theme.key[:60]})


def _one(word: str) -> str:
    return " ".join(str(word).lower().split())


def _tidy(words: Iterable[str]) -> tuple[str, ...]:
    if isinstance(words, str):
        raise TypeError("words come as a list")
    return tuple(dict.fromkeys(word for word in map(_one, words) if word))


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
