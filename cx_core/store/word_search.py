"""What "these words stand in that comment" means: the same for the index and for a walk through every comment."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cx_core.model.folding import fold
from cx_core.text.normalise import bare, readable
from cx_core.text.short_forms import long_form, spellings_of

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
    expression over `readable` words that finds the marks as they were typed; None where none were typed. ``groups``
    are the words one by one where they may stand anywhere in the comment.

    >>> Wanted.of("Giao  HANG"), Wanted.of("giao*").is_beginning, Wanted.of("100%").signs, Wanted.of(" ")
    (Wanted(words=('giao', 'hang'), is_beginning=False, signs=None, exact=None, groups=()), True, '100%', None)
    """

    words: tuple[str, ...]
    is_beginning: bool = False
    signs: str | None = None
    exact: str | None = None
    groups: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, search: str, *, anywhere: bool = False) -> Wanted | None:
        """Read what a person typed; None when that is nothing.

        ``anywhere`` lets several words stand apart and in any order. A beginning or signs keep them together.
        """
        folded = fold(search)
        text = folded[:-1] if len(folded) > 1 and folded.endswith("*") else folded
        words = tuple(_WORD.findall(text))
        if not folded:
            return None
        is_beginning = bool(words) and text != folded
        exact = _marked_pattern(search, is_beginning=is_beginning) if words else None
        # A beginning is no short form: who types "k*" is not yet at the end of the word.
        meant = tuple((word,) if is_beginning else tuple(long_form(word)) for word in words)
        words, signs = tuple(part for one in meant for part in one), text if _has_signs(text) else None
        if anywhere and len(meant) > 1 and not is_beginning and signs is None:
            return cls(words, groups=meant)
        return cls(words, is_beginning, signs, exact)

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words as people write them: written out first, then with short forms."""
        return (self.words,) if self.is_beginning else spellings_of(self.words)

    def stands_in(self, words: str) -> bool:
        """Tell whether a comment as it was written holds what was typed with marks, with these very marks.

        >>> Wanted.of("bàn").stands_in("Cái BÀN"), Wanted.of("bàn").stands_in("cái bạn"), Wanted.of("ban").exact
        (True, False, None)
        """
        read = _as_read(words)
        # Looked for first, since it takes a tenth of the time and is mostly missing where the pattern is.
        return self._marked_word in read and re.search(self.exact or "", read) is not None

    @cached_property
    def _marked_word(self) -> str:
        """The longest word as it was typed."""
        return max((self.exact or "").removeprefix(_START).removesuffix(_END).split(_GAP), key=len)

    @property
    def expression(self) -> str | None:
        """The question to the index; None when the index does not know what is looked for."""
        if not self.words:
            return None
        if self.groups:
            return " AND ".join(f"({_any_of(spellings_of(one))})" for one in self.groups)
        return _any_of(self.spellings, " *" if self.is_beginning else "")

    @property
    def longest(self) -> str:
        """What every comment that is found must hold somewhere."""
        if not self.words:
            return self.signs or ""
        if self.groups:
            common = {word for one in self.groups if len(spellings_of(one)) == 1 for word in one}
        else:
            common = set(self.words).intersection(*self.spellings)
        return max(sorted(common), key=len, default="")

    @property
    def pattern(self) -> str:
        """The same question as a regular expression over folded words; any text when only signs are looked for."""
        if not self.words:
            return ""
        if self.groups:
            return r"(?s)\A" + "".join(f"(?=.*{_START}{_one_of(spellings_of(one))}{_END})" for one in self.groups)
        return f"{_START}{_one_of(self.spellings)}{'' if self.is_beginning else _END}"


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
    is_plain = words.isprintable() and unicodedata.is_normalized("NFKC", words)
    return words.lower() if is_plain else readable(words)[0]
