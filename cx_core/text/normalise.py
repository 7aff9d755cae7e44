"""A comment as runs of characters without white space, and a run as its words, signs of feeling and marks."""

from __future__ import annotations

import re
import unicodedata

#: Longest comment that is read; what follows is left out, so that no comment can hold up the others.
MAX_CHARACTERS = 20_000

_WORD = "[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]+(?:['’][a-z]+)*"
#: What a sum of money may begin with.
MONEY = "$€£"
#: "-5 sao" is no "5 sao".
_NUMBER = rf"(?:^-)?[{MONEY}]?\d+(?:[.,/:]\d+)*(?:[^\W_]+|[*☆%₫])?"
_SMILEY = r"(?:>[:.]\(|>\.?_?<|<3|[=:;]['’]?-?[()\[\]dpvx|/\\*3]+(?![^\W_])|\^[_.]?\^|-[_.]-|\({2,}|\){2,}|\(:)"
_EMOJI = "[\u2600-\u27bf\u2b50\u2b55\u203c\u2049\U0001f300-\U0001faff]"
_MARK = r"[.!?,…;:()\n]|^[-–—+•*~]$"
#: Addresses are no words, and the "://" of one is no face.
_ADDRESS = r"(?:https?://|www\.)\S+"
_TOKEN = re.compile(f"{_ADDRESS}|{_WORD}|{_NUMBER}|{_SMILEY}|{_MARK}|{_EMOJI}|[^\\W_]+")
#: Combining marks, invisible signs, full-width forms: the text has other lengths than what the reader sees.
_ODD = re.compile("[\u0300-\u036f\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\uff01-\uff5e]")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")


def readable(text: str) -> tuple[str, list[int] | None]:
    """Return a comment in lower case and composed letters, and where each of its characters stands in the original.

    Full-width forms become plain ones, invisible signs vanish. The places are None where nothing moved, which is nearly
    always. One more place at the end is the length of the original.

    >>> readable("ĐẸP"), readable("e\u0309m")
    (('đẹp', None), ('ẻm', [0, 2, 3]))
    """
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
    lowered = text.lower()
    if len(lowered) == len(text) and (text.isascii() or not _ODD.search(text)):
        return lowered, None
    letters: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        seen = "" if text[start] in _INVISIBLE else unicodedata.normalize("NFKC", text[start:end]).lower()
        letters.append(seen)
        places += [start] * len(seen)
        start = end
    places.append(len(text))
    return "".join(letters), places


def runs_of(lowered: str) -> list[str]:
    """Return the runs of characters between white space; a line's end is a run of its own.

    >>> runs_of("giao nhanh.\\nĐẹp".lower())
    ['giao', 'nhanh.', '\\n', 'đẹp']
    """
    if "\n" not in lowered:
        return lowered.split()
    found = []
    for line in lowered.split("\n"):
        found += line.split()
        found.append("\n")
    return found[:-1]


def cut(run: str) -> list[tuple[str, int, int]]:
    """Cut a run into words, numbers, emoji, smileys and marks, each with its span in the run.

    >>> cut("đẹp:))"), cut("5*")
    ([('đẹp', 0, 3), (':))', 3, 6)], [('5*', 0, 2)])
    """
    return [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(run)]


def tokenise(text: str) -> list[str]:
    """Return the words, signs and marks of a comment, in lower case.

    >>> tokenise("Đẹp lắm :)) 5*")
    ['đẹp', 'lắm', ':))', '5*']
    """
    return [word for run in runs_of(readable(text)[0]) for word, _, _ in cut(run)]


def _bare_table() -> dict[int, str]:
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        plain = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        if plain != letter:
            table.setdefault(code, plain.lower())
    return table


_BARE = _bare_table()


def bare(text: str) -> str:
    """Return lower-case composed text without its marks: one table lookup a letter.

    >>> bare("đóng gói kỹ")
    'dong goi ky'
    """
    return text if text.isascii() else text.translate(_BARE)
