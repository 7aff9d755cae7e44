"""What a phrase can do on the walk over a comment. Plain whole numbers: they are compared for every phrase found."""

from __future__ import annotations

#: Says how its writer feels.
WORD = 0
#: Turns the next feeling round: "không", "not".
NEGATE = 1
#: Strengthens or weakens the next feeling: "rất", "khá".
BOOST = 2
#: Strengthens what stands before it, else what follows: "đẹp thật", "thật đẹp".
BOTH = 3
#: As BOTH, and makes a complaint of a MEASURE: "quá ngọt", "nhỏ quá".
TOO = 4
#: Weakens a fault and makes a complaint of a MEASURE: "hơi nhỏ".
SLIGHT = 5
#: Strengthens what stands before it, else may feel by itself: "đẹp kinh khủng", "kinh khủng".
POST = 6
#: Ends a clause and outweighs what stood before: "nhưng".
CONTRAST = 7
#: Ends a clause: "còn", "because".
CUT = 8
#: Ends what governs, not the clause: "thì".
SPLIT = 9
#: Halves the feelings of its clause: "tuy", "although".
CONCEDE = 10
#: Makes complaints of the virtues of its sentence: "mong", "should".
WISH = 11
#: As WISH, at the beginning of a clause only: "nên có thêm" wishes, "rẻ nên mua" does not.
WISH_START = 12
#: Makes virtues doubtful: "nếu"; in English until the next comma.
IF = 13
#: Turns a wish into praise: "mong quán giữ phong độ".
KEEP = 14
#: Feels nothing by itself: "nhỏ", "ngọt".
MEASURE = 15
#: Strengthens a fault that follows directly, else praises: "nhanh hỏng", "nhanh".
QUICK = 16
#: Turns what follows directly, else complains: "khó chê", "khó".
HARD = 17
#: Turns the next fault: "ít lỗi", "đỡ đau".
LESSEN = 18
#: Makes a fault of the next virtue, else complains: "thiếu nhiệt tình".
LACK = 19
#: Says it was otherwise: "tưởng đẹp".
EXPECT = 20
#: "bị": strengthens a fault, else complains.
ADVERSE = 21
#: Counts where its clause ends: "phim hay", not "hay lỗi".
TAIL = 22
#: Carries a negation on: "không nhanh và rẻ".
AND = 23
#: Makes its clause a question.
ASK = 24
#: A unit of time, for LATE.
UNIT = 25
#: "ba ngày mới giao", "mãi mới xong".
LATE = 26
#: A sentence that everybody has: a clause of its own, of little weight.
STOCK = 27
#: Marks that end a sentence, a clause, a question.
STOP, PAUSE, QUESTION = 28, 29, 30
#: An emoji or a smiley: it says how its writer feels, whatever stands before it.
SIGN = 31
#: Says that the praise before it is meant the other way: "(không) đẹp cho lắm".
TURN = 32
#: A WORD that denies by itself: "never works". Another negation before it is one of its own.
DENIED = 33

#: Recommends where its clause begins with it: "Try the soup".
ADVISE = 34
#: Speaks of what is to come: "will", for AGAIN.
AHEAD = 35
#: "I will ask them again" praises, "I won't ask them again" complains; by itself it says nothing.
AGAIN = 36

#: Speaks of the whole: "mọi thứ đều ổn, chỉ pin hơi yếu". Its clause counts more.
WHOLE = 37
#: Wants so many, "đặt 2", or one of a kind, "đặt size".
ORDER = 38
#: Got so many, "giao có 1", or one of a kind: a complaint after an ORDER of more, or of one of a kind.
GOT = 39
#: Is charged for so many: a complaint after an ORDER of fewer, else an ORDER itself.
CHARGED = 40

#: Kinds by the names that the word lists use.
BY_NAME = {
    "negate": NEGATE, "boost": BOOST, "both": BOTH, "too": TOO, "slight": SLIGHT, "post": POST,
    "contrast": CONTRAST, "cut": CUT, "split": SPLIT, "concede": CONCEDE, "wish": WISH, "wish_start": WISH_START,
    "if": IF, "keep": KEEP, "measure": MEASURE, "quick": QUICK, "hard": HARD, "lessen": LESSEN, "lack": LACK,
    "expect": EXPECT, "adverse": ADVERSE, "tail": TAIL, "and": AND, "ask": ASK, "unit": UNIT, "late": LATE,
    "turn": TURN, "denied": DENIED, "advise": ADVISE, "ahead": AHEAD, "again": AGAIN,
    "whole": WHOLE, "order": ORDER, "got": GOT, "charged": CHARGED,
}  # fmt: skip

#: Kinds by the marks that stand for them.
BY_MARK = {
    ".": STOP, "!": STOP, "\n": STOP, "…": STOP, "?": QUESTION,
    ",": PAUSE, ";": PAUSE, ":": PAUSE, "(": PAUSE, ")": PAUSE,
    "-": PAUSE, "–": PAUSE, "—": PAUSE, "+": PAUSE, "•": PAUSE, "*": PAUSE, "~": PAUSE,
}  # fmt: skip
