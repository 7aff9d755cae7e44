"""What "these words stand in that comment" means: the same for the index and for a walk through every comment."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cx_core.model.folding import fold
from cx_core.model.quoted import QUOTED, unquoted
from cx_core.text.normalise import bare, readable
from cx_core.text.short_forms import long_form, spellings_of
from cx_core.text.units import units_of

#: Letters and digits of any script; what stands between them parts words.
_WORD = re.compile(r"[^\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_START, _GAP, _END = r"(?<![^\W_])", r"[\W_]+", r"(?![^\W_])"


@dataclass(frozen=True)
class Wanted:
    """Words to look for, folded: they stand in a comment whole, in this order and next to each other.

    Short forms that people type stand for what they mean, in what is looked for and in the comments: "không" finds
    "ko". A star at the end asks for words that begin so. Signs between the words of a comment do not matter, but a sign
    that is looked for must be there too. Where ``words`` is empty, only signs are looked for. ``exact`` is a regular
    expression over `readable` words that finds the marks as they were typed; None where none were typed. Several words
    without quotes round them are ``parts``, all of which stand somewhere in the comment.

    >>> Wanted.of("HANG"), Wanted.of("giao*").is_beginning, Wanted.of("100%").signs, Wanted.of(" ")
    (Wanted(words=('hang',), is_beginning=False, signs=None, exact=None, parts=()), True, '100%', None)
    >>> [part.words for part in Wanted.of("giao hang cham").parts], Wanted.of('"giao hang cham"').parts
    ([('giao', 'hang'), ('cham',)], ())
    """

    words: tuple[str, ...]
    is_beginning: bool = False
    signs: str | None = None
    exact: str | None = None
    parts: tuple[Wanted, ...] = ()

    @classmethod
    def of(cls, search: str) -> Wanted | None:
        """Read what a person typed; None when that is nothing.

        Words in quotes stay together, and so do the syllables of a Vietnamese word, what is denied and its denial,
        and all words where a beginning or a sign is looked for.
        """
        together = cls._together(unquoted(search))
        if together is None or together.is_beginning or together.signs is not None:
            return together
        parts = tuple(part for one in _pieces(search) if (part := cls._together(one)) is not None)
        return cls(together.words, parts=parts) if len(parts) > 1 else together

    @classmethod
    def _together(cls, search: str) -> Wanted | None:
        folded = fold(search)
        text = folded[:-1] if len(folded) > 1 and folded.endswith("*") else folded
        words = tuple(_WORD.findall(text))
        if not folded:
            return None
        is_beginning = bool(words) and text != folded
        exact = _marked_pattern(search, is_beginning=is_beginning) if words else None
        # A beginning is no short form: who types "k*" is not yet at the end of the word.
        if not is_beginning:
            words = tuple(part for word in words for part in long_form(word))
        return cls(words, is_beginning, text if _has_signs(text) else None, exact)

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words as people write them: written out first, then with short forms."""
        return (self.words,) if self.is_beginning else spellings_of(self.words)

    @property
    def is_ranked(self) -> bool:
        """Whether some comments that are found come before others."""
        return bool(self.parts) or self.exact is not None

    def rank(self, words: str) -> int:
        """Return how well a comment that is found fits as it was written: 0 is best.

        What holds the very marks that were typed is better than what does not, and words next to each other are better
        than words apart.

        >>> [Wanted.of("bàn đẹp").rank(one) for one in ("Bàn đẹp", "BÀN rất đẹp", "bạn đẹp", "bạn rất đẹp")]
        [0, 1, 2, 3]
        """
        read = _as_read(words)
        lacks_marks = False
        for longest, search in self._marked:
            if longest not in read or not search(read):
                lacks_marks = True
                break
        is_apart = bool(self.parts) and not re.search(self._next_to_each_other, bare(read))
        return 2 * lacks_marks + is_apart

    @cached_property
    def _marked(self) -> list[tuple[str, Callable[[str], object]]]:
        """For each part its longest word as it was typed, and what finds the part so.

        The word is looked for first, since it takes a tenth of the time and is mostly missing where the part is.
        """
        typed = [part.exact or "" for part in self.parts or (self,)]
        bared = (exact.removeprefix(_START).removesuffix(_END).split(_GAP) for exact in typed)
        return [(max(words, key=len), re.compile(exact).search) for words, exact in zip(bared, typed, strict=True)]

    @cached_property
    def _next_to_each_other(self) -> str:
        return f"{_START}{_one_of(self.spellings)}"

    @property
    def expression(self) -> str | None:
        """The question to the index; None when the index does not know what is looked for."""
        if not self.words:
            return None
        if self.parts:
            return " AND ".join(f"({part.expression})" for part in self.parts)
        return _any_of(self.spellings, " *" if self.is_beginning else "")

    @property
    def longest(self) -> str:
        """What every comment that is found must hold somewhere."""
        if not self.words:
            return self.signs or ""
        if self.parts:
            return max((part.longest for part in self.parts), key=len)
        return max(sorted(set(self.words).intersection(*self.spellings)), key=len, default="")

    @property
    def pattern(self) -> str:
        """The same question as a regular expression over folded words; any text when only signs are looked for."""
        if not self.words:
            return ""
        if self.parts:
            return r"(?s)\A" + "".join(f"(?=.*{part.pattern})" for part in self.parts)
        return f"{_START}{_one_of(self.spellings)}{'' if self.is_beginning else _END}"


def _pieces(search: str) -> Iterator[str]:
    """Yield what stands together in a search: what is in quotes, and each word of the rest."""
    at = 0
    for quoted in QUOTED.finditer(search):
        yield from _units(search[at : quoted.start()])
        yield quoted[1]
        at = quoted.end()
    yield from _units(search[at:])


def _units(text: str) -> Iterator[str]:
    return (" ".join(unit) for unit in units_of(_WORD.findall(readable(text)[0])))


def _any_of(spellings: tuple[tuple[str, ...], ...], behind: str = "") -> str:
    # A word is in quotes, so nothing in it is an operator.
    return " OR ".join(f'"{" ".join(words)}"{behind}' for words in spellings)


def _one_of(spellings: tuple[tuple[str, ...], ...]) -> str:
    return f"(?:{'|'.join(_GAP.join(map(re.escape, words)) for words in spellings)})"


def _marked_pattern(search: str, *, is_beginning: bool = False) -> str | None:
    words = _WORD.findall(readable(search)[0])
    if all(bare(word) == word for word in words):
        return None
    return _START + _GAP.join(map(re.escape, words)) + ("" if is_beginning else _END)


def meaning_pattern(words: str) -> str:
    """Return a regular expression over `readable` words that finds what a rule's words mean; empty for no words.

    A word typed with marks is found with these marks, without any, or as a short form; a word typed without marks is
    found with any. So "bàn" never catches "bạn", which a search would.

    >>> [bool(re.search(meaning_pattern("không bàn"), one)) for one in ("ko ban", "không bạn", "không có bàn")]
    [True, False, False]
    """
    typed = _WORD.findall(readable(words.strip().removesuffix("*"))[0])
    if not typed:
        return ""
    is_beginning = words.strip().endswith("*")
    return _START + _GAP.join(map(_any_form, typed)) + ("" if is_beginning else _END)


@lru_cache(maxsize=4096)
def _any_form(word: str) -> str:
    folded = bare(word)
    if folded == word:
        return "".join(_letter_class(letter) for letter in word)
    forms = [word, folded, *(one[0] for one in spellings_of((folded,))[1:])]
    return f"(?:{'|'.join(map(re.escape, dict.fromkeys(forms)))})"


@lru_cache(maxsize=256)
def _letter_class(letter: str) -> str:
    same = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if bare(chr(code).lower()) == letter]
    return f"[{letter}{''.join(dict.fromkeys(one.lower() for one in same))}]" if same else re.escape(letter)


def _has_signs(text: str) -> bool:
    return bool(re.search(r"[^\w ]|_", text))


def words_only(folded: str) -> str:
    """Return folded words as the index takes them: signs outside ASCII become blanks.

    The index knows no other signs: a new emoji next to a word would count as one of its letters.

    >>> words_only("tot👍 “giao” hang-nhanh")
    'tot   giao  hang-nhanh'
    """
    if folded.isascii():
        return folded
    return _NOT_ASCII.sub(lambda found: found[0] if found[0].isalnum() else " ", folded)


def teach(connection: sqlite3.Connection) -> None:
    """Let a connection's SQL call `words_only` and look for a pattern.

    ``says(pattern, folded)`` is asked of folded words, ``says_so(pattern, words)`` of words as they were written.
    """
    connection.create_function("words_only", 1, words_only, deterministic=True)
    connection.create_function("says", 2, _says, deterministic=True)
    connection.create_function("says_so", 2, _says_so, deterministic=True)


def _says(pattern: str, folded: str) -> bool:
    return re.search(pattern, folded) is not None


def _says_so(pattern: str, words: str) -> bool:
    return re.search(pattern, _as_read(words)) is not None


def _as_read(words: str) -> str:
    # Nearly every comment reads as it is stored, which is known in a tenth of the time that reading it takes.
    is_plain = words.isprintable() and (words.isascii() or unicodedata.is_normalized("NFKC", words))
    return words.lower() if is_plain else readable(words)[0]
