"""Terms that are fit to be read: no halves of compounds, no pieces of one phrase, spelled as customers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from cx_core.text.normalise import bare, tokenise
from cx_core.text.spelling import canonical
from cx_core.text.terms import spelled_words

#: A syllable is a half of compounds when so large a share of its comments has it in one.
HALF = 0.8
#: Pieces of one phrase stand in equally many comments, but for this share.
ALIKE = 0.1


def with_marks_together(*counted: Counter[str]) -> tuple[Counter[str], ...]:
    """Return counts of terms in which a term typed without some of its marks is counted as the commonest that has them.

    >>> with_marks_together(Counter({"công ti": 3, "cong ti": 2, "bạn": 4, "bàn": 3}))
    (Counter({'công ti': 5, 'bạn': 4, 'bàn': 3}),)
    """
    everywhere: Counter[str] = sum(counted, Counter())
    alike: dict[str, list[str]] = {}
    for term, _ in everywhere.most_common():
        alike.setdefault(bare(term), []).append(term)
    meant = {
        term: next((one for one in group if one != term and _lacks_marks_of(term, one)), term)
        for group in alike.values()
        if len(group) > 1
        for term in group
    }
    return tuple(_renamed(counts, meant) for counts in counted)


def _lacks_marks_of(term: str, other: str) -> bool:
    return all(one in (two, bare(two)) for one, two in zip(term.split(" "), other.split(" "), strict=True))


def _renamed(counts: Counter[str], meant: Mapping[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for term, count in counts.items():
        found[meant.get(term, term)] += count
    return found


def halves(comments: Iterable[Sequence[str]], compounds: frozenset[str]) -> frozenset[str]:
    """Return the syllables that nearly always stand in one of the compounds; comments come as their words.

    >>> sorted(halves([["mất", "thời", "gian"], ["thời", "gian", "chờ"]], frozenset({"thời gian"})))
    ['gian', 'thời']
    """
    alone: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for words in comments:
        alone.update(set(words))
        inside.update({half for pair in pairwise(words) if f"{pair[0]} {pair[1]}" in compounds for half in pair})
    return frozenset(word for word, count in inside.items() if count >= HALF * alone[word])


def joined(terms: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Return, for terms with their counts, the longer phrase that overlapping ones of like count are pieces of.

    >>> pieces = [("chờ công ti", 9), ("công ti giải", 9), ("ti giải thích", 9), ("chán", 9)]
    >>> set(joined(pieces).values())
    {'chờ công ti giải thích'}
    """
    counts = dict(terms)
    behind: dict[str, str] = {}
    for one, count in terms:
        tail = one.split(" ")[1:]
        for other in counts if len(tail) > 1 else ():
            near = abs(counts[other] - count) <= ALIKE * count
            if other != one and near and other.split(" ")[: len(tail)] == tail:
                behind.setdefault(one, other)
    followers = set(behind.values())
    found: dict[str, str] = {}
    for first in behind:
        if first in followers:
            continue
        chain = [first]
        while (following := behind.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        whole = " ".join([*chain[0].split(" "), *(one.split(" ")[-1] for one in chain[1:])])
        found |= dict.fromkeys(chain, whole)
    return found


def as_customers_spell(terms: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Return terms, which are in our one spelling, as most customers spell them: "công ty", "kỹ".

    >>> as_customers_spell(["công ti"], ["công ty xa", "CÔNG TY gần", "công ti"])
    {'công ti': 'công ty'}
    """
    wanted = list(terms)
    spelled: dict[str, Counter[str]] = {word: Counter() for term in wanted for word in term.split(" ")}
    for text in texts:
        for token in tokenise(text):
            word = canonical(token)
            if word in spelled:
                spelled[word][token] += 1
    usual = {word: found.most_common(1)[0][0] for word, found in spelled.items() if found}
    return {term: " ".join(usual.get(word, word) for word in term.split(" ")) for term in wanted}


def with_usual_marks(folded: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Return words and pairs of words without marks as the texts mostly have them with marks, where any does.

    >>> with_usual_marks(["cham", "giao cham", "ok"], ["giao chậm", "giao cham, ok", "cham"])
    {'cham': 'chậm', 'giao cham': 'giao chậm', 'ok': 'ok'}
    """
    wanted: dict[str, Counter[str]] = {term: Counter() for term in folded}
    for text in texts:
        words = spelled_words(text)
        for term in (*words, *(f"{one} {two}" for one, two in pairwise(words))):
            if (found := wanted.get(bare(term))) is not None:
                found[term] += term != bare(term)
    return {term: found.most_common(1)[0][0] if any(found.values()) else term for term, found in wanted.items()}
