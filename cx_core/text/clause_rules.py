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
#: Complaints of so much stay what they are before a "nhưng" that is followed by no more than one praise up to `FAINT`.
GRAVE, FAINT = -3.0, 2.1
#: A praise inside a question is hardly one.
IN_QUESTION = 0.4
_PLAIN_CUT = Entry(kinds.CUT, 0.0)


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
    before = 0.0
    for part in walk.parts:
        if part.sentence == walk.sentence:
            part.weight *= BEFORE_CONTRAST
            before += part.score
        elif opens and part.sentence == walk.sentence - 1:
            part.weight *= SENTENCE_BEFORE_CONTRAST
    if before <= GRAVE:
        walk.grave += (walk.sentence,)
    walk.weight = AFTER_CONTRAST
    walk.wish = 0.0
    walk.supposed = walk.then = FAR
    if entry.value:
        walk.start = start
        walk.note(start, end, entry.value)


def weigh(walk: Walk) -> None:
    """Weigh clauses against each other, once all are known.

    A sentence of complaints is no praise for one small virtue at its end: "quá tệ, thô lỗ nhưng rẻ". What is said of
    the whole counts more than its parts, and by itself no more than anything else.
    """
    for sentence in walk.grave:
        *before, last = (part for part in walk.parts if part.sentence == sentence)
        is_faint = last.weight == AFTER_CONTRAST and len(last.hits) == 1 and 0 < last.score <= FAINT
        if is_faint and before and before[-1].weight < last.weight:
            for part in (*before, last):
                part.weight = 1.0
    if len(walk.parts) > 1:
        for part, factor in walk.wholes:
            part.weight *= factor


def whole(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if entry.own:
        cut(walk, start, end, _PLAIN_CUT)  # "còn lại" begins a clause, "mọi thứ" stands in one
    walk.is_governed = True
    walk.whole = entry.value


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
    kinds.SPLIT: split, kinds.STOCK: stock, kinds.WHOLE: whole,
}  # fmt: skip
