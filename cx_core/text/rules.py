"""What each kind of phrase does on the walk. The two languages share these rules; only their word lists differ."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.text import clause_rules, kinds, order_rules
from cx_core.text.clause_rules import Rule
from cx_core.text.lexicon import Entry
from cx_core.text.walk import CLAUSE_ENDS, FAR, Event, Mention, Part, Walk

#: "too nice": what is left of a praise that there is too much of.
TOO_GOOD = 0.3
#: "hơi nhỏ", "quá ngọt": what a measure weighs when it is said to be off.
OFF_MEASURE = -1.2

#: So many phrases before "again" one looks for what is to come.
AGAIN_SCOPE = 4
#: So many words may stand between a unit of time and "mới"; an entry heavier than this needs no unit.
UNIT_SCOPE, LATE_ALONE = 4, -1.2

_BEHIND_ADJECTIVES = frozenset({kinds.TOO, kinds.BOTH, kinds.POST})
_TAIL_FOLLOWS = frozenset(
    {
        kinds.STOP,
        kinds.QUESTION,
        kinds.PAUSE,
        kinds.CUT,
        kinds.CONTRAST,
        kinds.POST,
        kinds.TOO,
        kinds.BOTH,
        kinds.AND,
        kinds.SPLIT,
        kinds.SIGN,
    }
)


def clauses(events: Sequence[Event], themes: Sequence[Mention], n_words: int) -> tuple[list[Part], list[int]]:
    """Walk over the phrases of a comment; return its clauses with a feeling, and the word after each sentence."""
    walk = Walk(events, themes, n_words)
    for index, (start, end, entry) in enumerate(events):
        kind = entry.kind
        if kind != kinds.WORD or entry.value or entry.themed:  # a word that only keeps others from counting is passed
            walk.index = index
            _RULES[kind](walk, start, end, entry)
    walk.close(n_words)
    walk.sentences.append(n_words)
    if walk.grave or walk.wholes:
        clause_rules.weigh(walk)
    return walk.parts, walk.sentences


# --- what governs the next feeling


def _negate(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    if walk.neg_at != FAR and start - walk.neg_at > 1:
        walk.settle_negation(start)
    walk.neg_start = walk.lead if walk.boost_at == start else start
    walk.neg_at = end
    walk.neg_residue = entry.value


def _strengthen(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    if walk.boost_at == start:
        walk.boost *= entry.value
    else:
        walk.boost = entry.value
        walk.lead = start
    walk.boost_at = end


def _both(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.hits and walk.hits[-1].end == start and not walk.strengthens_next(end):
        _post(walk, start, end, entry)
    elif entry.own and not walk.strengthens_next(end):
        walk.feel(start, end, entry.own)
    else:
        _strengthen(walk, start, end, entry)


def _too(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.measure is not None and walk.measure[1] == start:
        walk.feel(walk.measure[0], end, walk.measure[2])
    elif walk.hits and walk.hits[-1].end == start:
        _post(walk, start, end, entry)
    elif entry.own and end < walk.n_words and walk.following(end) is None:
        walk.feel(start, end + 1, entry.own)  # "too wobbly": whatever it is, it is too much
    else:
        _strengthen(walk, start, end, entry)
        walk.too_at = end
        following = walk.following(end)
        if entry.own and following is not None and following.kind == kinds.WORD and following.value > 0:
            walk.boost *= TOO_GOOD


def _slight(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    walk.slight_at = end
    walk.lead = start


def _concede(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.hits:
        clause_rules.pause(walk, start, start, entry)
    walk.concede = walk.is_governed = True


def _wish(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.neg_at == start:
        walk.neg_at = end  # "không cần": what one need not do is no wish
        return
    if not walk.wish:
        walk.note(start, end, entry.value)
    walk.wish = entry.value


def _wish_at_start(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if start - walk.start <= 2 and not walk.hits and not _said_something(walk, start):
        _wish(walk, start, end, entry)
    elif entry.own:
        walk.feel(start, end, entry.own)
    else:
        clause_rules.split(walk, start, end, entry)


def _said_something(walk: Walk, start: int) -> bool:
    before = walk.events[max(0, walk.index - 2) : walk.index]
    return any(walk.start <= first < start and (one.value or one.kind != kinds.WORD) for first, _, one in before)


def _if(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.supposed = end
    walk.brief = entry.value > 0


def _keep(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if not walk.wish or walk.neg_at != FAR:
        if entry.own:
            walk.feel(start, end, entry.own)
        return
    # "Mong quán luôn giữ phong độ" wishes for more of the same: a praise, and the wish no complaint.
    walk.note(start, end, entry.value - walk.wish)
    walk.wish = 0.0


def _hard(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    following = walk.following(end)
    if following is not None and following.kind in (kinds.WORD, kinds.ADVERSE) and following.feels:
        walk.hard_at = end
        walk.lead = start
    else:
        walk.feel(start, end, entry.value)


def _lessen(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    if entry.value < 0 and start in (walk.slight_at, walk.too_at):
        walk.feel(start, end, OFF_MEASURE)
    elif entry.themed and not walk.feeling_near(end):
        walk.feel(start, end, walk.beside_theme(entry))
    elif entry.value and not walk.feeling_near(end):
        walk.feel(start, end, entry.value)
    else:
        walk.lessen_at, walk.lessen, walk.lead = end, entry.value, start


def _lack(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    if walk.virtue_near(end):
        walk.lack_at, walk.lead = end, start
    else:
        walk.feel(start, end, entry.value)


def _expect(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    walk.expect = True


def _adverse(walk: Walk, start: int, end: int, entry: Entry) -> None:
    following = walk.following(end, 1)
    if (
        following is not None
        and following.kind in (kinds.WORD, kinds.LACK, kinds.QUICK, kinds.ADVERSE)
        and following.value < 0
    ):
        _strengthen(walk, start, end, Entry(kinds.BOOST, 1.1))
    else:
        walk.feel(start, end, entry.value)


def _and(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    last = walk.hits[-1] if walk.hits else None
    if last is not None and last.end == start and last.negated and last.value < 0:
        walk.turned_at = end
    if walk.neg_at != FAR and not walk.feeling_near(end):
        walk.settle_negation(start)


def _unit(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if entry.own:
        walk.feel(start, end, entry.own)
    walk.is_governed = True
    walk.unit_at = end


def _late(walk: Walk, start: int, end: int, entry: Entry) -> None:
    """Complain of "ba ngày mới giao" and "mãi mới xong"; a bare "mới" says nothing."""
    if (start - walk.unit_at <= UNIT_SCOPE or entry.value < LATE_ALONE) and (end < walk.n_words or entry.own):
        walk.note(start, end, entry.value)


def _ask(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.is_governed = True
    walk.ask = True
    walk.neg_at = FAR


# --- feelings


def _word(walk: Walk, start: int, end: int, entry: Entry) -> None:
    value = entry.value
    if entry.themed:
        value = walk.beside_theme(entry)
    elif entry.own and (start in (walk.boost_at, walk.slight_at, walk.too_at) or _is_clear(walk, start, end)):
        value = entry.own
    if value:
        walk.feel(start, end, value)


def _is_clear(walk: Walk, start: int, end: int) -> bool:
    """Tell whether a syllable without marks must be an adjective: "dat qua", "do." as a clause of its own."""
    following = walk.following(end)
    if following is None:
        return start == walk.start and end == walk.n_words
    return following.kind in _BEHIND_ADJECTIVES or (start == walk.start and following.kind in CLAUSE_ENDS)


def _denied(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if walk.neg_at != FAR and start > walk.neg_at:
        walk.settle_negation(start)
    walk.feel(start, end, walk.beside_theme(entry))
    if entry.value < 0:
        walk.turned_at = end  # "không giải thích rõ ràng": the virtue right behind it is denied too
        walk.is_governed = True


def _measure(walk: Walk, start: int, end: int, entry: Entry) -> None:
    value = walk.beside_theme(entry)
    if start in (walk.slight_at, walk.too_at):
        # "quá ngọt" is a complaint; "phòng quá rộng" none where wide is good.
        if value > 0 and walk.too_at == start:
            walk.feel(start, end, value)
        else:
            walk.boost_at = walk.slight_at = FAR
            walk.feel(start, end, min(entry.value, value))
    elif value:
        walk.feel(start, end, value)
    else:
        walk.measure = (start, end, entry.value)


def _quick(walk: Walk, start: int, end: int, entry: Entry) -> None:
    following = walk.following(end)
    if following is not None and (
        following.kind == kinds.ADVERSE or (following.kind == kinds.WORD and following.value < 0)
    ):
        _strengthen(walk, start, end, Entry(kinds.BOOST, 1.2))
    elif walk.slight_at == start:
        walk.slight_at = FAR
        walk.feel(start, end, OFF_MEASURE)
    else:
        walk.feel(start, end, walk.beside_theme(entry))


def _tail(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if entry.own < 0 and start == walk.start:
        return  # "Well, …" is no praise
    governed = start in (walk.boost_at, walk.neg_at, walk.slight_at, walk.too_at)
    following = walk.following(end)
    ends = end == walk.n_words if following is None else following.kind in _TAIL_FOLLOWS
    if ends and following is not None and following.kind == kinds.TOO and walk.strengthens_after_next():
        ends = False  # "đã quá chán" is "already", "đã quá" is praise
    last = walk.hits[-1] if walk.hits else None
    if last is not None and last.end == start and last.value < 0:
        walk.hits[-1] = last._replace(end=end)  # "hỏng ngay", "tệ được": no praise behind a fault
    elif governed or ends:
        walk.feel(start, end, walk.beside_theme(entry))


def _post(walk: Walk, start: int, end: int, entry: Entry) -> None:
    last = walk.hits[-1] if walk.hits else None
    if last is not None and start - last.end <= 1:
        softened = last.negated and last.value < 0 and entry.value < 1.4
        walk.hits[-1] = last._replace(value=last.value * (0.7 if softened else entry.value), end=end)
    elif entry.own:
        walk.feel(start, end, entry.own)


def _sign(walk: Walk, start: int, end: int, entry: Entry) -> None:
    walk.note(start, end, entry.value)


def _turn(walk: Walk, start: int, end: int, entry: Entry) -> None:
    last = walk.hits[-1] if walk.hits else None
    if last is not None and last.value > 0 and start - last.end <= 1:
        walk.hits[-1] = last._replace(value=entry.value * last.value, end=end, negated=True)


def _advise(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if start == walk.start:
        walk.note(start, end, entry.value)


def _ahead(walk: Walk, start: int, end: int, entry: Entry) -> None:
    """Leave it to AGAIN."""


def _again(walk: Walk, start: int, end: int, entry: Entry) -> None:
    begin = walk.sentences[-1] if walk.sentences else 0
    before = walk.events[max(0, walk.index - AGAIN_SCOPE) : walk.index]
    if not any(one.kind == kinds.AHEAD and first >= begin for first, _, one in before):
        return
    if walk.neg_at != FAR:
        walk.neg_at = FAR
        walk.note(walk.neg_start, end, -entry.value)
    elif not walk.hits:
        walk.feel(start, end, entry.value)


_BY_KIND: dict[int, Rule] = clause_rules.BY_KIND | order_rules.BY_KIND | {
    kinds.WORD: _word, kinds.NEGATE: _negate, kinds.BOOST: _strengthen, kinds.BOTH: _both, kinds.TOO: _too,
    kinds.SLIGHT: _slight, kinds.POST: _post, kinds.CONCEDE: _concede, kinds.WISH: _wish,
    kinds.WISH_START: _wish_at_start, kinds.IF: _if, kinds.KEEP: _keep, kinds.MEASURE: _measure, kinds.QUICK: _quick,
    kinds.HARD: _hard, kinds.LESSEN: _lessen, kinds.LACK: _lack, kinds.EXPECT: _expect, kinds.ADVERSE: _adverse,
    kinds.TAIL: _tail, kinds.AND: _and, kinds.ASK: _ask, kinds.UNIT: _unit, kinds.LATE: _late, kinds.SIGN: _sign,
    kinds.TURN: _turn, kinds.DENIED: _denied, kinds.ADVISE: _advise, kinds.AHEAD: _ahead, kinds.AGAIN: _again,
}  # fmt: skip
_RULES = tuple(_BY_KIND[kind] for kind in range(len(_BY_KIND)))
