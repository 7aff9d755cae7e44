"""One spelling for words that people write in many: drawn-out letters, short forms, two schools of tone marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from cx_core.text import wordfiles
from cx_core.text.derived import English
from cx_core.text.normalise import MONEY, bare, cut

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DOUBLED_END = re.compile(r"(.)\1+$")
#: "hòa" and "hoà", "khỏe" and "khoẻ", "thúy" and "thuý": the mark goes to the second vowel.
_TONES = tuple(
    (first + second, plain + marked)
    for plain, forms in (("o", "óòỏõọ"), ("u", "úùủũụ"))
    for second, seconds in (("a", "áàảãạ"), ("e", "éèẻẽẹ"), ("y", "ýỳỷỹỵ"))
    if (plain == "u") == (second == "y")
    for first, marked in zip(forms, seconds, strict=True)
)
#: "kỹ" and "kĩ", "lý" and "lí" are one word.
_Y_AT_THE_END = re.compile(r"^([hklmst])([yýỳỷỹỵ])$")
_VOWEL = re.compile("[aeiouy]")
_Y_TO_I = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))


def canonical(word: str) -> str:
    """Return a Vietnamese syllable in the one spelling that our lists are compared in.

    >>> canonical("hòa"), canonical("kỹ"), canonical("khoẻ") == canonical("khỏe")
    ('hoà', 'kĩ', True)
    """
    if word.isascii() and len(word) > 2:
        return word
    for old, new in _TONES:
        if old in word:
            word = word.replace(old, new)
    match = _Y_AT_THE_END.match(word)
    return match[1] + _Y_TO_I[match[2]] if match else word


def undrawn(word: str, known: Collection[str], doubled_first: bool = False) -> str:
    """Return a word without drawn-out letters: "đẹpppp" is "đẹp", "goooood" is "good".

    Of the readings the first that is known wins, else the shortest. A word without repeated letters comes back as
    it is. ``doubled_first``: two letters are likelier than one, as in English.

    >>> undrawn("đẹppppp", {"đẹp"}), undrawn("quáaaaa", {"quá"}), undrawn("goooood", {"good", "god"}, True)
    ('đẹp', 'quá', 'good')
    """
    if not _DRAWN_OUT.search(word):
        shorter = _DOUBLED_END.sub(r"\1", word)
        return shorter if shorter != word and word not in known and shorter in known else word
    single = _DRAWN_OUT.sub(r"\1", word)
    tail = single[:-1] if len(single) > 1 and bare(single[-2]) == single[-1] else single
    double = _DRAWN_OUT.sub(r"\1\1", word)
    ends = _DOUBLED_END.sub(r"\1", single), _DOUBLED_END.sub(r"\1", double)
    readings = (double, ends[1], single, ends[0]) if doubled_first else (single, double, tail, *ends)
    return next((reading for reading in readings if reading in known), single)


#: How people spell by ear and for fun: what they type, what it stands for.
_HEADS = (
    ("dz", "d"), ("dz", "v"), ("ck", "ch"), ("tk", "th"), ("nk", "nh"), ("kk", "kh"), ("f", "ph"), ("j", "gi"),
    ("w", "qu"), ("z", "v"), ("z", "d"), ("z", "gi"),
)  # fmt: skip
_TAILS = (("g", "ng"), ("h", "nh"), ("k", "ch"))


def respelled(word: str, known: Collection[str]) -> str:
    """Return the known word that an unknown one is when read aloud, itself when there is none.

    >>> respelled("fục", {"phục"}), respelled("nhưg", {"nhưng"}), respelled("xjnh", {"xinh"})
    ('phục', 'nhưng', 'xinh')
    """
    if word in known or len(word) < 2:
        return word
    forms = [word, *(new + word[len(old) :] for old, new in _HEADS if word.startswith(old))]
    if not word.isascii():  # "tag" is no "tang"
        forms += [form[: -len(old)] + new for form in forms for old, new in _TAILS if form.endswith(old)]
    if "j" in word[1:]:
        forms += [form[0] + form[1:].replace("j", "i") for form in forms]
    return next((form for form in forms[1:] if form in known), word)


@lru_cache
def short_forms() -> dict[str, str]:
    """Return what each short form stands for, several words where it stands for several."""
    return {short: long for short, long in wordfiles.lines("teencode.tsv")}


def written_out(phrase: str) -> str:
    """Return a phrase as comments are read: its short forms written out.

    >>> written_out("phí ship"), written_out("gửi xe")
    ('phí giao hàng', 'gửi xe')
    """
    return " ".join(short_forms().get(word, word) for word in phrase.split(" "))


#: English short forms; the Vietnamese list reads some of them as other words.
ENGLISH_SHORT = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks",
    "w": "with", "gud": "good", "luv": "love", "gr8": "great", "b4": "before", "rly": "really",
    "im": "i'm", "ive": "i've", "id": "i'd", "cuz": "because", "coz": "because", "bc": "because",
    "ppl": "people", "tho": "though", "def": "definitely", "prob": "problem", "probs": "problems", "rec": "recommend",
    "kool": "cool", "wks": "weeks", "mins": "minutes", "hrs": "hours",
}  # fmt: skip


#: A word, and where it begins and ends in its run; the words of one short form share a span.
Piece = tuple[str, int, int]


class Spelling(dict[str, tuple[str, ...]]):
    """A dictionary from a run of characters to the words it stands for, filled as runs come by.

    The runs of a comment are mostly runs met before, so that almost every lookup is one step in C. It is emptied when
    it grows over ``limit``.
    """

    limit = 150_000

    def __init__(self, resolve: Callable[[str], str], words_of_tag: Callable[[str], str] | None = None) -> None:
        super().__init__()
        self._resolve = resolve
        self._words_of_tag = words_of_tag

    def __missing__(self, run: str) -> tuple[str, ...]:
        words = self[run] = tuple([word for word, _, _ in self.pieces(run)])
        return words

    def pieces(self, run: str) -> list[Piece]:
        """Return the words of a run with their spans in it."""
        return [
            (word, start, end) for token, start, end in self._tokens(run) for word in self._resolve(token).split(" ")
        ]

    def _tokens(self, run: str) -> list[Piece]:
        tokens = cut(run)
        if self._words_of_tag is None or "#" not in run:
            return tokens
        found = []
        for token, start, end in tokens:
            parts = self._words_of_tag(token).split(" ") if run[start - 1 : start] == "#" else (token,)
            for part in parts:
                found.append((part, start, start + len(part) if len(parts) > 1 else end))
                start += len(part)
        return found

    def make_room(self) -> None:
        """Forget all runs when there are too many; to be called between comments."""
        if len(self) > self.limit:
            self.clear()


def marked_resolver(known: Collection[str]) -> Callable[[str], str]:
    """Return how a token of a Vietnamese comment with marks becomes its words."""
    short = short_forms()
    readable = short.keys() | known  # once: such a set takes longer to make than a hundred words to spell

    def resolve(token: str) -> str:
        word = token if token in known else respelled(undrawn(token, readable), readable)
        if word in short:
            word = short[word]
        return " ".join(map(canonical, word.replace("’", "'").split(" ")))

    return resolve


def bare_resolver(known: Collection[str]) -> Callable[[str], str]:
    """Return how a token of a Vietnamese comment without marks becomes its words, all without marks."""
    # A short form with a vowel and a mark would, without the mark, often be another word: "mìn" (mình) is no "min".
    short = {bare(key): word for key, word in short_forms().items() if not _VOWEL.search(bare(key))} | short_forms()
    del short["hong"], short["o"]  # "hỏng" and "ở" are likelier
    readable = short.keys() | known

    def resolve(token: str) -> str:
        word = respelled(undrawn(token, readable), readable)
        return " ".join(bare(canonical(part)) for part in bare(short.get(word, word)).split(" "))

    return resolve


def english_resolver(known: Collection[str], words: English) -> Callable[[str], str]:
    """Return how a token of an English comment becomes its word, or the words that it is made of."""

    def resolve(token: str) -> str:
        if token[0] in MONEY:
            return MONEY[0]
        word = undrawn(token.replace("’", "'"), known, doubled_first=True)
        return ENGLISH_SHORT[word] if word in ENGLISH_SHORT else word if word in known else words.known_as(word)

    return resolve
