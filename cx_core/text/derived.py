"""English words that no list holds, by what they are made of: "tastiest", "unhelpful", "flavourless", "excelent"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

#: What a word may end in, and what its stem ends in instead.
_ENDINGS = (
    *((old, "y") for old in ("iest", "ier", "ily", "iness", "ies", "ied")),
    *((old, new) for old in ("est", "ed", "ing") for new in ("", "e")),
    *(("edly", "ed"), ("ingly", "ing"), ("ly", ""), ("ly", "le"), ("ness", ""), ("s", "")),
)
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
#: Before a virtue these mean that it is missing; before a fault only the first does.
_OPPOSITES = ("un", "in", "im", "dis", "non", "il", "ir")
#: Without one of these something is poor; "cordless" and "spotless" are none.
_LESS = re.compile(
    "(?:art|brain|charm|class|clue|colou?r|emotion|expression|flavou?r|grace|gut|heart|help|hope|humou?r|joy|life|logic"
    "|love|manner|merit|mind|mirth|motive|need|plot|point|power|purpose|remorse|sense|shame|soul|spice|spine|spirit"
    "|style|tact|talent|taste|thank|thought|use|value|wit|worth)less$"
)
_BEYOND = re.compile("(?:over|under)[a-z]{3,}(?:ed|y)$")
#: A word in which one vowel is another, one letter is too many or missing, or two change places.
_SHORTEST_MISSPELT = 7
_VOWELS = frozenset("aeiouy")


class English:
    """The single words of the English lists that feel something, and what can be known by them.

    ``feelings`` are words with their weights, ``common`` words that are no slip of anything.

    >>> words = English({"tasty": 2.0, "helpful": 2.0, "pointless": -1.5, "excellent": 2.6}, {"they"})
    >>> [words.known_as(word) for word in ("tastiest", "unhelpful", "flavourless", "excelent", "they", "table")]
    ['tasty', 'not helpful', 'pointless', 'excellent', 'they', 'table']
    """

    def __init__(self, feelings: Mapping[str, float], common: Collection[str]) -> None:
        self._feelings = feelings
        self._common = common
        self._pieces = {word for word in (*feelings, *common) if len(word) > 2} | _SMALL_PIECES
        self._shorter: dict[str, list[str]] = {}
        for word in feelings:
            if len(word) >= _SHORTEST_MISSPELT:
                for form in _with_one_letter_less(word):
                    self._shorter.setdefault(form, []).append(word)

    def known_as(self, word: str) -> str:
        """Return the known word, or the two, that a word is made of or was meant to be; itself when there is none."""
        if len(word) < 5 or word in self._common or not (word.isascii() and word.isalpha()):
            return word
        return self._stem(word) or self._opposite(word) or self._built(word) or self._meant(word) or word

    def _stem(self, word: str) -> str | None:
        return next((stem for stem in _stems(word) if stem in self._feelings), None)

    def _opposite(self, word: str) -> str | None:
        for prefix in _OPPOSITES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) > 3:
                root = rest if rest in self._feelings else self._stem(rest)
                weight = self._feelings[root] if root else 0.0
                if root and (weight > 0 or prefix == "un"):
                    return f"not {root}"
        return None

    def _built(self, word: str) -> str | None:
        if _LESS.match(word):
            return "pointless"
        return "overdone" if _BEYOND.match(word) else None

    def _meant(self, word: str) -> str | None:
        if len(word) < _SHORTEST_MISSPELT - 1:
            return None
        return next((found for found in self._near(word) if found[0] == word[0]), None)

    def _near(self, word: str) -> Iterator[str]:
        yield from (found for found in self._shorter.get(word, ()) if found != word + "y")  # "butter" is not "buttery"
        letters = sorted(word)
        for place, form in enumerate(_with_one_letter_less(word)):
            if form in self._feelings and len(form) >= _SHORTEST_MISSPELT:
                yield form
            for found in self._shorter.get(form, ()):
                turned = sorted(found) == letters
                vowel = found[:place] + found[place + 1 :] == form and {found[place], word[place]} <= _VOWELS
                if turned or vowel:
                    yield found

    def words_of_tag(self, tag: str) -> str:
        """Return the words that are written as one in a hash-tag, the fewest; the tag when they are not all known.

        >>> English({"worst": -2.4}, {"flight", "ever"}).words_of_tag("worstflightever")
        'worst flight ever'
        """
        best: list[tuple[str, ...] | None] = [()]
        for end in range(1, min(len(tag), _LONGEST_TAG) + 1):
            ways = [
                (*before, tag[start:end])
                for start, before in enumerate(best)
                if before is not None and tag[start:end] in self._pieces
            ]
            best.append(min(ways, key=len, default=None))
        return " ".join(best[-1] or (tag,)) if len(tag) <= _LONGEST_TAG else tag


_LONGEST_TAG = 40
_SMALL_PIECES = frozenset(
    {
        "a",
        "i",
        "to",
        "of",
        "is",
        "at",
        "my",
        "no",
        "so",
        "in",
        "on",
        "it",
        "up",
        "be",
        "we",
        "us",
        "do",
        "go",
        "am",
        "an",
        "as",
    }
)


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) + len(instead) > 3:
                yield stem + instead
                if not instead and _DOUBLED.search(stem):
                    yield stem[:-1]


def _with_one_letter_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
