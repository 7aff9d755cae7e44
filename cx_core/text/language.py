"""In which language a comment is written: rules made for short texts and for Vietnamese without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from cx_core.text import lexicon, wordfiles
from cx_core.text.normalise import bare, cut, readable, runs_of
from cx_core.text.spelling import ENGLISH_SHORT, short_forms

#: ``mixed`` speaks both, ``und`` gives no hint: numbers, emoji, names.
Language = Literal["vi", "en", "mixed", "und"]
LANGUAGES: tuple[Language, ...] = ("vi", "en", "mixed", "und")

#: From this share of the votes on, English is a part of a Vietnamese comment and no loan word: of one word, of several.
#: A Vietnamese word with marks votes twice, so that its shares are of letters rather than of words.
MIXED_SHARE, MIXED_SHARE_OF_SEVERAL = 0.25, 0.15
#: English without a trace of Vietnamese has words that look like syllables: "on", "hung", "then".
MIXED_SHARE_OF_VIETNAMESE = 0.3
#: A vote in twentieths, where the votes for Vietnamese stand in the number, above any number of English ones, and above
#: them the number of runs with a letter that only Vietnamese writes.
ONE, _VI, ONE_MARKED = 20, 1 << 24, 1 << 48

_VIETNAMESE_LETTER = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
_RIME = (
    "(?:a(?:ch|ng|nh|[cimnoptuy])?|e(?:ch|ng|nh|[cmnoptu])?|i(?:a|ch|e(?:ng|[cmnptu])|nh|[mnptu])?"
    "|o(?:a(?:ch|ng|nh|[cimnopty])?|e[nto]?|ng|[cimnpt])?|u(?:a(?:ng|[nty])?|e(?:ch|nh|n)?|i|ng|o(?:ng|[cimnptu])|[cmnptu]"
    "|y(?:a|ch|e[nt]|nh|[tu])?)?|y(?:e[mntu])?)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_RIME}$")
#: Before these letters Vietnamese writes "c".
_HARD_K = re.compile("k[aou]")
#: Words that both languages use in feedback; they tell nothing.
_SHARED = frozenset(
    [
        "ok",
        "oke",
        "shop",
        "ship",
        "shipper",
        "size",
        "sale",
        "app",
        "web",
        "website",
        "wifi",
        "internet",
        "online",
        "offline",
        "facebook",
        "zalo",
        "email",
        "mail",
        "sms",
        "pin",
        "camera",
        "chip",
        "ram",
        "game",
        "video",
        "clip",
        "menu",
        "buffet",
        "spa",
        "resort",
        "hotel",
        "check",
        "in",
        "checkin",
        "checkout",
        "book",
        "booking",
        "voucher",
        "code",
        "feedback",
        "review",
        "rep",
        "inbox",
        "livestream",
        "live",
        "fake",
        "auth",
        "real",
        "form",
        "style",
        "cute",
        "sim",
        "data",
        "gym",
        "combo",
        "set",
        "test",
        "fan",
        "hot",
        "good",
        "nice",
        "like",
        "love",
    ]
) - {"good", "nice", "like", "love"}


class _Votes(dict[str, int]):
    """What a run says, in twentieths of a vote, from the top: `ONE_MARKED` where it has a Vietnamese letter, its votes
    for Vietnamese, those for English.

    One whole number holds all, because the votes of a comment are then one `sum` in C.
    """

    def __init__(self) -> None:
        super().__init__()
        single = {word for word in lexicon.english() if " " not in word and "'" not in word}
        self._english = (wordfiles.words("english_words.txt") | single | set(ENGLISH_SHORT)) - _SHARED
        listed = {bare(word) for phrase in lexicon.vietnamese() for word in phrase.split(" ")}
        self._vietnamese = (wordfiles.words("vietnamese_bare.txt") | listed) - {"shop", "pin", "camera"}
        self._short = (
            frozenset(word for word in short_forms() if word.isascii()) - set(ENGLISH_SHORT) - {"thank", "thanks", "ok"}
        )

    def __missing__(self, run: str) -> int:
        if len(self) > 150_000:
            self.clear()
        vote = self[run] = self.of(run)
        return vote

    def of(self, run: str) -> int:
        """Return the votes of a run, without remembering them."""
        marked = ONE_MARKED if _VIETNAMESE_LETTER.search(run) else 0
        return marked + sum(self._vote(word) for word, _, _ in cut(run))

    def _vote(self, word: str) -> int:
        if _VIETNAMESE_LETTER.search(word):
            return 40 * _VI
        if not word[:1].isalpha() or not word.isascii() or word in _SHARED or "/" in word:
            return 0
        in_english = word in self._english or "'" in word
        if word in self._short:
            return 0 if in_english else 20 * _VI
        as_syllable = bool(_SYLLABLE.match(word))
        if as_syllable and word in self._vietnamese:
            return 5 * _VI + 5 if in_english else 20 * _VI
        if in_english:
            return 20
        if len(word) < 2:
            return 0
        return 10 * _VI if as_syllable else 8


@lru_cache
def _votes() -> _Votes:
    return _Votes()


def vote_of(run: str) -> int:
    """Return the votes of one run in lower case; it is not remembered."""
    return _votes().of(run)


def votes_of(runs: Sequence[str]) -> int:
    """Return the votes of all runs of a comment in lower case, for `decide`."""
    return sum(map(_votes().__getitem__, runs))


def language_of(text: str) -> tuple[Language, float]:
    """Return a comment's language and how sure that is, from 0 to 1.

    Confidence is the share of the votes that the language has; 0 for ``und``.

    >>> language_of("Giao hang nhanh")[0], language_of("Fast delivery")[0], language_of("👍")
    ('vi', 'en', ('und', 0.0))
    """
    return decide(votes_of(runs_of(readable(text)[0])))


def decide(votes: int) -> tuple[Language, float]:
    """Return the language that votes decide for, and its confidence."""
    vi, en = divmod(votes % ONE_MARKED, _VI)
    total = vi + en
    if total == 0:
        return "und", 0.0
    share = en / total
    enough = MIXED_SHARE_OF_SEVERAL if en >= 2 * ONE else MIXED_SHARE
    if share >= enough and en >= ONE and 1 - share >= MIXED_SHARE_OF_VIETNAMESE and vi >= ONE:
        return "mixed", 1.0 - abs(1 - 2 * share)
    if share == 0.5:
        return "und", 0.0
    return ("en", share) if share > 0.5 else ("vi", 1 - share)


def has_marks(text: str) -> bool:
    """Tell whether a text in lower case holds a letter that only Vietnamese writes."""
    return not text.isascii() and _VIETNAMESE_LETTER.search(text) is not None


def is_syllable(word: str) -> bool:
    """Tell whether a word without marks can be a Vietnamese syllable.

    >>> is_syllable("hem"), is_syllable("ko"), is_syllable("sp")
    (True, False, False)
    """
    return bool(_SYLLABLE.match(word)) and not _HARD_K.match(word)
