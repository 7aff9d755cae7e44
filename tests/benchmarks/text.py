"""Reading comments: speed of the whole default path over plain word splitting, two processes, and the gold file.

With ``--labelled FILE.tsv`` texts of one's own choice are read instead, see `tests.benchmarks.labelled`.

The comments are gold sentences as written, without marks and in a hurry, joined to about 100 characters; all differ.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cx_core.text import Analysis, analyse, analyse_many, learn_calibration
from tests.benchmarks.rows import Row, within
from tests.core.text.gold_file import Figures, in_teencode, measure, read_gold, without_marks

_ROOT = Path(__file__).parents[2]
_LENGTH = 100
#: So many scored comments are learnt from, in so many seconds of all processors.
_SCORED, _MOST_LEARNING = 15_000, 8.0
#: What any reader of words does at least: small letters, words and marks apart, one look-up for each.
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WAYS = {
    "as written": lambda one: one.text,
    "without marks": lambda one: without_marks(one.text),
    "in a hurry": in_teencode,
}


def run(large: bool) -> list[Row]:
    """Measure speed on one processor and on two, then how well the gold file is read."""
    comments = made_comments(20_000)
    return [_speed(comments), *_learning(), *_two_processes(1_000_000 if large else 100_000), *_gold()]


def made_comments(n: int, seed: int = 3) -> list[str]:
    """Return ``n`` comments of about 100 characters, hardly two alike."""
    rng = random.Random(seed)
    sentences = [[write(one) for write in _WAYS.values()] for one in read_gold()]
    found = []
    for _ in range(n):
        comment = ""
        while len(comment) < _LENGTH - 30:
            comment += f"{rng.choice(rng.choice(sentences))}{rng.choice('.,!')} "
        found.append(comment.rstrip())
    return found


def read_all(comments: list[str]) -> list[Analysis]:
    """Read comments by the default path: language, feeling with evidence, themes."""
    return analyse_many(comments)


def _speed(comments: list[str]) -> Row:
    counts: dict[str, int] = {}

    def split() -> None:
        for comment in comments:
            for word in _TOKEN.findall(comment.lower()):
                counts[word] = counts.get(word, 0) + 1

    read_all(comments[:500])
    ours, floor = _processor_seconds(lambda: read_all(comments), split)
    hundreds = sum(map(len, comments)) / _LENGTH
    note = f"{hundreds / ours:,.0f} comments of 100 characters a second of one processor here, splitting {hundreds / floor:,.0f}"  # fmt: skip
    return Row("language, feeling, themes and evidence", ours / floor, "splitting into words", note)


def _learning() -> list[Row]:
    """Learn from scored comments: reading them, trying two models five times each, and fitting the one that is taken.

    The scores are what the lists say, some of them turned about at random, and speak of a made-up word in every tenth.
    """
    rng = random.Random(5)
    scored = []
    for number, comment in enumerate(made_comments(_SCORED, seed=5)):
        said = analyse(comment).sentiment.score + rng.gauss(0, 0.4)
        scored.append((comment, (1.0 if said > 0.1 else 0.5 if said > -0.1 else 0.0)))
        if number % 10 == 0:
            scored[-1] = (f"{comment} phệt quá", 0.0)
    learn_calibration(scored[:500], source="warm")
    seconds, reading = _processor_seconds(
        lambda: learn_calibration(scored, source="shop"), lambda: read_all([words for words, _ in scored]), rounds=1
    )
    outcome = learn_calibration(scored[:1_000], source="shop").outcome
    what = f"learning from {_SCORED:,} scored comments"
    note = f"{seconds:.1f} s of processors, reading them {reading:.1f} s; of the first 1,000: {outcome}"
    return [within(seconds, _MOST_LEARNING, what, "", note), Row(what, seconds / reading, "reading them", "same run")]


def _processor_seconds(*contestants: Callable[[], object], rounds: int = 3) -> list[float]:
    """Return the least processor time of each, in turns: what others do on the machine counts least there."""
    least = [float("inf")] * len(contestants)
    for _ in range(rounds):
        for place, contestant in enumerate(contestants):
            began = time.process_time()
            contestant()
            least[place] = min(least[place], time.process_time() - began)
    return least


def _two_processes(n: int) -> list[Row]:
    with ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        halves = [Path(folder) / "one.txt", Path(folder) / "other.txt"]
        for seed, path in enumerate(halves):
            path.write_text("\n".join(made_comments(n // 2, seed)), "utf-8")
        alone, alone_busy = _seconds_in_processes(pool, [halves])
        both, busy = _seconds_in_processes(pool, [[path] for path in halves])
    note = (
        f"{n:,} comments: {both:.1f} s on two processors, {alone:.1f} s on one; the busier process had its processor for"
        f" {busy:.1f} s, the one for {alone_busy:.1f} s; with the start of the processes"
    )
    return [Row(f"{n:,} comments in two processes", both / alone, "one process", note)]


def _seconds_in_processes(pool: ThreadPoolExecutor, shares: list[list[Path]]) -> tuple[float, float]:
    """Return the seconds until all are done, and the most processor time that one took: they differ when others run."""
    began = time.perf_counter()
    busy = list(pool.map(_read_in_a_process, shares))
    return time.perf_counter() - began, max(busy)


def _read_in_a_process(paths: list[Path]) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.text", *map(str, paths)]
    return float(subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _gold() -> list[Row]:
    found = []
    for half in (1, 2):
        for way, write in _WAYS.items():
            figures = measure(read_gold(half), write)
            found.append(Row(f"gold half {half}, {way}: label", figures.accuracy, "all right", _told(figures)))
    return found


def _told(figures: Figures) -> str:
    return (
        f"n={figures.n}: macro-F1 {figures.macro_f1:.3f}, sign {figures.binary:.3f}, language {figures.language:.3f}, "
        f"themes F1 {figures.theme_f1:.3f}, with feeling {figures.theme_and_mood_f1:.3f}"
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        lines = Path(name).read_text("utf-8").splitlines()
        for begin in range(0, len(lines), 5_000):
            read_all(lines[begin : begin + 5_000])
    print(time.process_time())
