"""What "these words stand in that comment" means: the same for the index and for a walk through every comment."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from cx_core.model.folding import fold

#: Letters and digits of any script; what stands between them parts words.
_WORD = re.compile(r"[^\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Wanted:
    """Words to look for, folded: they stand in a comment whole, in this order and next to each other.

    A star at the end asks for words that begin so. Signs between the words of a comment do not matter, but a sign that
    is looked for must be there too. Where ``words`` is empty, only signs are looked for.

    >>> Wanted.of("Giao  HÀNG"), Wanted.of("giao*").is_beginning, Wanted.of("100%").signs, Wanted.of(" ")
    (Wanted(words=('giao', 'hang'), is_beginning=False, signs=None), True, '100%', None)
    """

    words: tuple[str, ...]
    is_beginning: bool = False
    signs: str | None = None

    @classmethod
    def of(cls, search: str) -> Wanted | None:
        """Read what a person typed; None when that is nothing."""
        folded = fold(search)
        text = folded[:-1] if len(folded) > 1 and folded.endswith("*") else folded
        words = tuple(_WORD.findall(text))
        if not folded:
            return None
        return cls(words, bool(words) and text != folded, text if _has_signs(text) else None)

    @property
    def expression(self) -> str | None:
        """The question to the index; None when the index does not know what is looked for."""
        # A word is in quotes, so nothing in it is an operator.
        return f'"{" ".join(self.words)}"{" *" if self.is_beginning else ""}' if self.words else None

    @property
    def longest(self) -> str:
        """What every comment that is found must hold somewhere."""
        return max(self.words, key=len, default=self.signs or "")

    @property
    def pattern(self) -> str:
        """The same question as a regular expression over folded words; any text when only signs are looked for."""
        if not self.words:
            return ""
        end = "" if self.is_beginning else r"(?![^\W_])"
        return r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, self.words)) + end


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
    """Let a connection's SQL call `words_only` and look for a pattern: ``says(pattern, folded)``."""
    connection.create_function("words_only", 1, words_only, deterministic=True)
    connection.create_function("says", 2, _says, deterministic=True)


def _says(pattern: str, folded: str) -> bool:
    return re.search(pattern, folded) is not None
