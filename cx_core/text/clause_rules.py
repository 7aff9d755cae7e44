"""What ends a clause or a sentence on the walk, and what that does to the clauses beside it."""

from __future__ import annotations

from collections.abc import Callable

from cx_core.text import kinds
from cx_core.text.lexicon import Entry
from cx_core.text.walk import FAR, Walk

#: What a phrase, the words from one place up to another, does to the walk.
Rule = Callable[[Walk, int, int, Entry], None]

#: A clause before "nhưng" counts less than the one after it; the sentence before a "Nhưng" a little less.
BEFORE_CONTRAST, AFTER_CONTRAST, SENTENCE_BEFORE_CONTRAST = 0.6, 1.25, 0.8
#: A praise inside a question is hardly one.
IN_QUESTION = 0.4


def pause(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.close(start)
    walk.start = end
    if walk.brief:
        walk.supposed = walk.then = FAR
        walk.brief = False


def stop(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.close(start)
    if entry.value and end == walk.n_words and not walk.parts and not _asks(walk):
        walk.note(start, end, entry.value)  # "We will be there tonight!"
        walk.close(end)
    walk.start = end
    walk.sentence += 1
    walk.sentences.append(end)
    walk.wish = 0.0
    walk.supposed = walk.then = FAR
    walk.weight = 1.0


def _asks(walk: Walk) -> bool:
    return any(entry.kind == kinds.QUESTION for _, _, entry in walk.events)


def question(walk: Walk, start: int, end: int, entry: Entry) -> None:
    stop(walk, start, end, entry)
    if walk.parts and walk.parts[-1].end == start and walk.parts[-1].score > 0:
        walk.parts[-1].score *= IN_QUESTION


def cut(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.close(start)
    if entry.own and start == (walk.sentences[-1] if walk.sentences else 0):
        walk.concede = walk.is_governed = True  # "While the view is great, …"
    walk.start = end
    if entry.value and walk.parts:
        walk.parts[-1].weight *= entry.value


def contrast(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if entry.own and start != walk.start and len(walk.hits) <= (walk.wish != 0):
        return  # without marks: "cần thêm những môn" sets nothing against anything
    opens = start == walk.start and (not walk.parts or walk.parts[-1].sentence != walk.sentence)
    walk.close(start)
    walk.start = end
    for part in walk.parts:
        if part.sentence == walk.sentence:
            part.weight *= BEFORE_CONTRAST
        elif opens and part.sentence == walk.sentence - 1:
            part.weight *= SENTENCE_BEFORE_CONTRAST
    walk.weight = AFTER_CONTRAST
    walk.wish = 0.0
    walk.supposed = walk.then = FAR
    if entry.value:
        walk.start = start
        walk.note(start, end, entry.value)


def split(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.neg_at != FAR:
        walk.settle_negation(start)
    if walk.supposed != FAR:
        walk.then = end
    walk.lessen_at = walk.lack_at = FAR


def stock(walk: Walk, start: int, end: int, entry: Entry) -> None:
    pause(walk, start, start, entry)
    if entry.value:
        walk.note(start, end, entry.value)
    pause(walk, end, end, entry)


BY_KIND: dict[int, Rule] = {
    kinds.PAUSE: pause, kinds.STOP: stop, kinds.QUESTION: question, kinds.CUT: cut, kinds.CONTRAST: contrast,
    kinds.SPLIT: split, kinds.STOCK: stock,
}  # fmt: skip
