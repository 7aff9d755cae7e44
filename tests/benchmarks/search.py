"""Words among comments: a page of the newest, and a metric among all that match, by the index and without it.

The comments hold 5 to 40 words of a 30,000-word vocabulary after Zipf's law, three quarters of the answers have one.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from cx_core.model.imports import CodedFilter
from cx_core.model.period import day_number
from cx_core.store import words_beside
from cx_core.store.responses import ResponseStore
from cx_core.store.verbatims import VerbatimQuery
from tests.benchmarks.answers import TOUCHPOINTS, store_with
from tests.benchmarks.comments import vocabulary
from tests.benchmarks.rows import GOAL_SIZE, Row, medians, within

#: Places in the vocabulary: about a third of all comments, one in twenty, one in seventy.
_WORDS = {"a common word": 4, "a usual word": 30, "a rare word": 3000}


#: Words of one search, by the same places: they need not stand together, so each comment must hold them all.
_APART = {"two words apart": (4, 30), "three words apart": (4, 12, 30), "a common and a rare word apart": (4, 3000)}
#: What people wait for at most with a hundred thousand comments: the index, and an answer, in seconds.
_MOST_INDEX, _MOST_ANSWER = 1.0, 0.05
#: What goal G10 allows, in seconds.
_MOST = {
    "newest 50": 0.005,
    "newest 50 of a year and three channels": 0.005,
    "newest 50 of one channel and one touchpoint": 0.005,
    "NPS among the matches": 0.1,
}


def run(large: bool) -> list[Row]:
    """Measure searches while comments are walked through, build the index, and measure them again."""
    n = 1_000_000 if large else 100_000
    words = {name: str(vocabulary()[at]) for name, at in _WORDS.items()}
    with tempfile.TemporaryDirectory() as folder:
        # The index of a large import comes in with it; here it is kept out, so that the walk can be measured first.
        with patch.object(words_beside, "MANY_WORDS", n + 1):
            store = store_with(n, Path(folder), words=True)
        # A walk through a million comments takes seconds.
        walked = {name: _seconds(store, word, rounds=1 if large else 5) for name, word in words.items()}
        bytes_before = _size(Path(folder))
        began = time.perf_counter()
        store.index_words()
        built, n_bytes = time.perf_counter() - began, _size(Path(folder)) - bytes_before
        rows = [Row("index of words, size over the answers' file", n_bytes / bytes_before, "responses.db",
                    f"{n:,} answers: built in {built:.1f} s, {n_bytes / 2**20:.0f} MB")]  # fmt: skip
        if n < GOAL_SIZE:
            rows.append(within(built, _MOST_INDEX, f"index of words of {n:,} answers", ""))
        rows += _apart(store, n)
        for name, word in words.items():
            indexed, n_hits = _seconds(store, word), store.n_verbatims(search=word)
            for what, seconds in indexed.items():
                if n >= GOAL_SIZE:
                    rows.append(within(seconds, _MOST[what], f"{what}, {name}", "G10"))
                peer = walked[name][what]
                note = f"{n_hits:,} of {n:,}: {1000 * seconds:.1f} ms, walking through {1000 * peer:.1f} ms"
                rows.append(Row(f"{what}, {name}", seconds / peer, "walking through all comments", note))
        return rows


def _apart(store: ResponseStore, n: int) -> list[Row]:
    """Measure searches of several words, which `words_beside` puts side by side first."""
    found = []
    for name, places in _APART.items():
        said = " ".join(str(vocabulary()[at]) for at in places)
        n_hits = store.n_verbatims(search=said)
        for what, seconds in _seconds(store, said).items():
            note = f"{n_hits:,} of {n:,}: {1000 * seconds:.1f} ms"
            bound = _MOST_ANSWER if n < GOAL_SIZE or what.startswith("newest") else _MOST["NPS among the matches"]
            found.append(within(seconds, bound, f"{what}, {name}", "", note))
    return found


def _seconds(store: ResponseStore, word: str, rounds: int = 5) -> dict[str, float]:
    dictionary = store.dictionary()
    channels = tuple(code for code, label in dictionary.table("channel").items() if label in ("Zalo", "Website", "Sàn"))
    last = day_number(store.imports()[0].last_on)
    year = CodedFilter(last - 364, last, codes=(("channel", channels),))
    one = [
        (field, (dictionary.code(field, label),))
        for field, label in (("channel", "Zalo"), ("touchpoint", TOUCHPOINTS[2]))
    ]
    narrow = CodedFilter(codes=tuple(one))
    return medians(
        {
            "newest 50": lambda: store.verbatims(search=word),
            "newest 50 of a year and three channels": lambda: store.verbatims(year, search=word),
            "newest 50 of one channel and one touchpoint": lambda: store.verbatims(narrow, search=word),
            "NPS among the matches": lambda: store.score_tally(VerbatimQuery(search=word), "nps"),
        },
        rounds=rounds,
    )


def _size(folder: Path) -> int:
    return (folder / "responses.db").stat().st_size
