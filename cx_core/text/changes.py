"""Which comments another taxonomy may read otherwise: only those that hold a word whose meaning changed."""

from __future__ import annotations

from collections.abc import Mapping

from cx_core.text import lexicon
from cx_core.text.analyser import Analyser
from cx_core.text.lexicon import Mode, Trie
from cx_core.text.match import find
from cx_core.text.readings import SHIPPED, Readings
from cx_core.text.spelling import written_out
from cx_core.text.taxonomy import Taxonomy, Theme

_KEY = "changed"


class Changes:
    """What lies between two taxonomies; `concerns` asks of a comment whether it could be read otherwise.

    It may say yes of a comment that is read the same, never no of one that is not.

    >>> before = Taxonomy((Theme("parking", vi=("gửi xe",)),))
    >>> changes = Changes(before, before.with_words("parking", vi=["bãi xe"]))
    >>> changes.concerns("bai xe rong"), changes.concerns("Gửi xe tiện")
    (True, False)
    """

    def __init__(self, before: Taxonomy, after: Taxonomy, readings: Readings = SHIPPED) -> None:
        words = changed_words(before, after)
        self._everything = words is None
        self._words = words or ()
        # Under a key of its own every changed word is known to the spelling, also one that is gone.
        added = Theme(_KEY, self._words, self._words)
        known = tuple(theme for theme in after.themes if theme.key != _KEY)
        self._analyser = Analyser(Taxonomy((*known, added)), readings)
        self._tries: dict[Mode, Trie] = {}

    @property
    def is_empty(self) -> bool:
        """True when every comment is read as before: a theme was only given another name."""
        return not self._everything and not self._words

    def concerns(self, text: str) -> bool:
        """Tell whether a comment could be read otherwise."""
        if self._everything or not self._words:
            return self._everything
        mode, words = self._analyser.spelled(text)
        trie = self._tries.get(mode)
        if trie is None:
            trie = self._tries[mode] = self._trie(mode)
        return bool(find(words, trie))

    def _trie(self, mode: Mode) -> Trie:
        trie: Trie = {}
        for phrase in self._words:
            for form in (phrase, written_out(phrase), *lexicon.inflected(phrase)):
                for spelled in (form, lexicon.spell(form, mode)):
                    lexicon.put(trie, spelled, True)
        return trie


def changed_words(before: Taxonomy, after: Taxonomy) -> tuple[str, ...] | None:
    """Return the words that name other themes than before, or feel otherwise beside one; None when all may have.

    >>> shop = Taxonomy((Theme("price", vi=("giá",)), Theme("place", vi=("chỗ",))))
    >>> changed_words(shop, shop.renamed("price", "cost")), changed_words(shop, shop.without_words("place", ["chỗ"]))
    (('giá',), ('chỗ',))
    """
    kept = set(before.keys) & set(after.keys)
    if [key for key in before.keys if key in kept] != [key for key in after.keys if key in kept]:
        return None
    one, other = _meanings(before), _meanings(after)
    words = dict.fromkeys(word for _, word in (*one, *other))
    return tuple(word for word in words if any(one.get((kind, word)) != other.get((kind, word)) for kind in _KINDS))


_KINDS = ("vi", "en", "opinion")


def _meanings(taxonomy: Taxonomy) -> Mapping[tuple[str, str], tuple[object, ...]]:
    """Return, for every word in each of its uses, the themes it serves there, in their order."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for theme in taxonomy.themes:
        uses: list[tuple[str, str, object]] = [("vi", word, theme.key) for word in theme.vi]
        uses += [("en", word, theme.key) for word in theme.en]
        uses += [("opinion", word, (theme.key, weight)) for word, weight in theme.opinions]
        for kind, word, served in uses:
            found[kind, word] = (*found.get((kind, word), ()), served)
    return found
