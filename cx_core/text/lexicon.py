"""Our word lists as tries: what a phrase does to the feeling of its clause.

A trie is a dictionary from a word to the next dictionary; the empty string holds the `Entry` of the phrase that ends
there. Dictionaries and tuples rather than classes: this is read for every word of every comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from cx_core.text import kinds, wordfiles
from cx_core.text.derived import English
from cx_core.text.normalise import bare
from cx_core.text.spelling import canonical, written_out

#: ``marked`` Vietnamese with its marks, ``bare`` without them, ``english``.
Mode = Literal["marked", "bare", "english"]

#: Of the readings of a phrase without marks the likeliest counts, if it is this likely; of feelings the expected one.
LIKELY = 0.4
#: An expected feeling under this weight is left out; a reading from this share on counts in full behind "rất" and
#: "hơi".
FAINT, CLEAR = 0.2, 0.1
#: What an exclamation mark says at the end of an English comment without any other feeling; no label comes of it.
EXCLAIMED = 0.3
#: Not written out in lists: "hong" is "không" beside words with marks only, and "nhu cầu" is no "như cầu".
_AS_THEY_ARE = frozenset({"hong", "nhu"})
#: What "hơi" leaves of a word.
SLIGHTLY = 0.6
#: The share of a syllable that no list doubts.
USUAL_SHARE = 0.9
#: What a CONTRAST owns that may be another word: "nhung" is "những" too.
DOUBTED = 1.0

#: Kinds that feel first of all; kinds that feel where they govern nothing; kinds whose weight is a feeling's.
_FELT = frozenset({kinds.WORD, kinds.DENIED, kinds.QUICK, kinds.TAIL, kinds.STOCK})
_FELT_ALONE = _FELT | {kinds.LACK, kinds.HARD, kinds.POST}
_WEIGHTY = frozenset({kinds.LACK, kinds.HARD, kinds.LESSEN, kinds.ADVERSE})
_INTENSIFIERS = frozenset({kinds.BOOST, kinds.BOTH, kinds.TOO, kinds.SLIGHT})

Trie = dict[str, Any]


# Slots and not a named tuple: rules read entries by name some fifty times a comment.
@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase does: its kind, its weight or factor, a second weight, and weights that hold beside a theme.

    ``own`` is for phrases that are words too where they change nothing: a POST's own weight, a KEEP's, and for a
    WORD typed without marks its weight where an intensifier shows that it is an adjective.
    """

    kind: int
    value: float
    own: float = 0.0
    themed: tuple[tuple[str, float], ...] = ()

    @property
    def feels(self) -> bool:
        """True when the phrase does more than keep its words from counting."""
        return bool(self.value or self.themed or self.own)


def node_of(trie: Trie, phrase: str) -> Trie:
    """Return the place of a phrase in a trie, made when there was none."""
    node = trie
    for word in phrase.split(" "):
        node = node.setdefault(word, {})
    return node


def put(trie: Trie, phrase: str, entry: object) -> None:
    """Put a phrase into a trie; a later entry replaces an earlier one."""
    node_of(trie, phrase)[""] = entry


def get(trie: Trie, phrase: str) -> Any:
    """Return the entry of a phrase; None when the trie does not hold it."""
    node: Any = trie
    for word in phrase.split(" "):
        node = node.get(word)
        if node is None:
            return None
    return node.get("")


def spell(phrase: str, mode: Mode) -> str:
    """Return a phrase of a list as tokens are spelled in a mode."""
    if mode == "english":
        return phrase
    spelled = " ".join(map(canonical, phrase.split(" ")))
    return bare(spelled) if mode == "bare" else spelled


@lru_cache
def readings() -> Mapping[str, float]:
    """Return, for phrases that mean something else too when typed without marks, their share of what is typed so."""
    return {canonical_phrase(word): float(share) for _, word, share in wordfiles.lines("folded_vi.tsv")}


def canonical_phrase(phrase: str) -> str:
    """Return a phrase with every syllable in its one spelling."""
    return " ".join(map(canonical, phrase.split(" ")))


@lru_cache
def vietnamese() -> Mapping[str, Entry]:
    """Return the Vietnamese phrases, as they are spelled with marks."""
    return _with_denials(_read("vi", canonical_phrase), lambda value: value < 0)


@lru_cache
def english() -> Mapping[str, Entry]:
    """Return the English phrases, with the forms of verbs and nouns."""
    return _with_denials(_read("en", lambda phrase: phrase.replace("-", " ")), lambda value: value != 0)


def _with_denials(entries: dict[str, Entry], denies: Callable[[float], bool]) -> dict[str, Entry]:
    """Return the entries, words that begin with a negation and weigh what ``denies`` asks for as DENIED."""
    for phrase, entry in entries.items():
        first, _, rest = phrase.partition(" ")
        governs = entries.get(first)
        is_negation = bool(rest) and governs is not None and governs.kind == kinds.NEGATE
        if is_negation and entry.kind == kinds.WORD and denies(entry.value):
            entries[phrase] = replace(entry, kind=kinds.DENIED)
    return entries


@lru_cache
def english_words() -> English:
    """Return what the single English words with a feeling tell of words that no list holds."""
    single = {word: entry for word, entry in english().items() if " " not in word}
    feelings = {word: entry.value for word, entry in single.items() if entry.kind == kinds.WORD and entry.value}
    return English(feelings, wordfiles.words("english_words.txt") | wordfiles.words("english_own.txt") | single.keys())


def _read(language: str, spelled: Callable[[str], str]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for weight, phrase in wordfiles.weighted(f"sentiment_{language}.tsv"):
        for form, _ in wordfiles.counted(phrase):
            for one in inflected(form):
                entries[spelled(one)] = Entry(kinds.WORD, weight)
    for kind, value, phrases in wordfiles.lines(f"rules_{language}.tsv"):
        factor, _, own = value.partition(":")
        for phrase, number in wordfiles.counted(phrases):
            key = spelled(phrase.strip())
            before = entries.get(key)
            is_word = before is not None and before.kind == kinds.WORD and kinds.BY_NAME[kind] != kinds.CONTRAST
            as_word = float(own) if own else before.value if before is not None and is_word else 0.0
            entries[key] = Entry(kinds.BY_NAME[kind], float(number if factor == "#" else factor), as_word)
    if language == "vi":
        for value, sentences in wordfiles.lines("boilerplate.tsv"):
            for sentence in sentences.split(" | "):
                entries[spelled(sentence)] = Entry(kinds.STOCK, float(value))
        _write_out(entries, spelled)
    return entries


def _write_out(entries: dict[str, Entry], spelled: Callable[[str], str]) -> None:
    """Add the phrases with short forms as comments are read, all words in full: "phí ship cao"."""
    for phrase, entry in list(entries.items()):
        if _AS_THEY_ARE.isdisjoint(phrase.split(" ")):
            entries.setdefault(spelled(written_out(phrase)), entry)


def inflected(phrase: str) -> Iterator[str]:
    """Yield a phrase of an English list in its forms: ``word~`` is a regular verb, ``word+`` a noun.

    >>> list(inflected("bug+")), list(inflected("damage~"))
    (['bug', 'bugs'], ['damage', 'damages', 'damaged', 'damaging'])
    """
    if phrase.endswith("+") and len(phrase) > 2:
        word = phrase[:-1]
        plural = (
            word[:-1] + "ies"
            if word[-1] == "y" and word[-2] not in "aeiou"
            else word + ("es" if word[-1] in "sx" else "s")
        )
        yield from (word, plural)
    elif phrase.endswith("~"):
        word = phrase[:-1]
        stem = word[:-1] if word.endswith("e") else word
        past = word[:-1] + "ied" if word[-1] == "y" and word[-2] not in "aeiou" else stem + "ed"
        yield from (
            word,
            word + "s" if word[-1] != "y" or word[-2] in "aeiou" else word[:-1] + "ies",
            past,
            stem + "ing",
        )
    else:
        yield phrase


def without_marks(entries: Mapping[str, Entry], shares: Mapping[str, float]) -> dict[str, Entry]:
    """Return entries as they are typed without marks, with what they mean to expect.

    Several words fall together there. Feelings are weighted by how often the word is the one that was meant (E[w] =
    sum of share·w); what changes its neighbours counts only where it is the likeliest reading and at least `LIKELY`.
    """
    groups: dict[str, list[tuple[float, Entry]]] = {}
    for phrase, entry in entries.items():
        groups.setdefault(bare(phrase), []).append((_share(phrase, entries, shares), entry))
    expected = ((phrase, _expected(group)) for phrase, group in groups.items())
    found = {phrase: entry for phrase, entry in expected if entry is not None}
    return dict(_strengthened(found)) | found


def _strengthened(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield words of several syllables with what strengthens them where their first syllable alone would be taken for
    another word: "rat mat song" (rất mất sóng) is no "rat mat" (rất mát).
    """
    longer: dict[str, list[str]] = {}
    for phrase, entry in entries.items():
        first, _, rest = phrase.partition(" ")
        if rest and entry.kind == kinds.WORD and entry.value:
            longer.setdefault(first, []).append(phrase)
    for phrase, taken in entries.items():
        before, _, syllable = phrase.rpartition(" ")
        governs = entries.get(before)
        if governs is not None and governs.kind in _INTENSIFIERS:
            factor = SLIGHTLY if governs.kind == kinds.SLIGHT else governs.value
            for word in longer.get(syllable, ()):
                if taken.kind != kinds.WORD or entries[word].value * taken.value < 0:
                    yield f"{before} {word}", Entry(kinds.WORD, entries[word].value * factor)


@lru_cache
def _shipped_without_marks() -> Mapping[str, Entry]:
    return without_marks(vietnamese(), readings())


def _share(phrase: str, entries: Mapping[str, Entry], shares: Mapping[str, float]) -> float:
    if phrase in shares:
        return shares[phrase]
    first, _, rest = phrase.partition(" ")
    if not rest:
        return USUAL_SHARE
    # "quá chất" without marks is as doubtful as "chất": only a phrase of its own settles what its syllables mean.
    governs = entries.get(first)
    return shares.get(rest, 1.0) if governs is not None and governs.kind in _INTENSIFIERS else 1.0


def _expected(group: list[tuple[float, Entry]]) -> Entry | None:
    whole = max(1.0, sum(share for share, _ in group))
    group = [(share / whole, entry) for share, entry in group]
    share, likeliest = max(group, key=lambda one: one[0])
    likely = share * whole >= LIKELY
    if likely and likeliest.kind not in _FELT:
        value = likeliest.value * share if likeliest.kind in _WEIGHTY else likeliest.value
        own = DOUBTED if likeliest.kind == kinds.CONTRAST and share < USUAL_SHARE else likeliest.own * share
        return replace(likeliest, value=value, own=own)
    feelings = [(part, entry) for part, entry in group if entry.kind in _FELT_ALONE]
    if not feelings:
        return None
    value = sum(part * (entry.own if entry.kind == kinds.POST else entry.value) for part, entry in feelings)
    if likely and likeliest.kind in _FELT and likeliest.kind != kinds.WORD:
        return Entry(likeliest.kind, value, likeliest.own)
    if abs(value) < FAINT and any(entry.value for _, entry in group):
        return None
    clear, strongest = max(feelings, key=lambda one: one[0] * abs(one[1].value))
    return Entry(kinds.WORD, value, strongest.value if clear >= CLEAR else 0.0)


def build(mode: Mode, shares: Mapping[str, float] | None = None) -> Trie:
    """Return the trie of a mode. Vietnamese modes know English too, but for words that Vietnamese has itself."""
    trie: Trie = {}
    for phrase, entry in _entries(mode, readings() if shares is None else shares):
        put(trie, phrase, entry)
    for mark, kind in kinds.BY_MARK.items():
        put(trie, mark, Entry(kind, EXCLAIMED if mark == "!" and mode == "english" else 0.0))
    for weight, signs in wordfiles.lines("emoji.tsv"):
        for sign in signs.split(" "):
            put(trie, sign, Entry(kinds.SIGN, float(weight)))
    return trie


def _entries(mode: Mode, shares: Mapping[str, float]) -> Iterator[tuple[str, Entry]]:
    if mode == "english":
        yield from english().items()
        return
    syllables = wordfiles.words("vietnamese_bare.txt")
    yield from ((phrase, entry) for phrase, entry in english().items() if " " in phrase or phrase not in syllables)
    folded = _shipped_without_marks() if shares == readings() else without_marks(vietnamese(), shares)
    if mode == "bare":
        yield from ((bare(canonical_phrase(phrase)), Entry(kinds.WORD, 0.0)) for phrase in compounds())
        yield from folded.items()
        return
    # A comment with marks may lack some: phrases of several words and syllables that stand for one word are known
    # without.
    yield from ((phrase, entry) for phrase, entry in folded.items() if " " in phrase and phrase not in english())
    yield from vietnamese().items()


@lru_cache
def compounds() -> tuple[str, ...]:
    """Return everyday Vietnamese compounds whose parts mean other things by themselves: "ngân hàng" is no "hàng"."""
    return tuple(phrase.strip() for fields in wordfiles.lines("compounds_vi.txt") for phrase in fields[0].split(", "))
