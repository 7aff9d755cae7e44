"""``python -m tests.benchmarks [--large] [--markdown] [NAME ...]``: measure and print one table. Nothing passes or fails.

``python -m tests.benchmarks text --labelled FILE.tsv ...`` measures how well labelled comments from outside are read.

Without names every benchmark runs in a process of its own, with a limit: one that fails or hangs is a line in the table
and keeps nobody else from running. What is measured beside it in the same process is its own peer.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.benchmarks.answers import KEEP_IN
from tests.benchmarks.rows import Row, table

#: Every benchmark: a new one is a module with ``run(large) -> list[Row]`` and its name here.
BENCHMARKS = (
    "engine", "imports", "import_excel", "search", "people", "day", "pages", "redraw", "cube", "scale", "alerts",
    "board", "text", "nasty_files",
)  # fmt: skip
#: What ``--large`` runs: the others are about no number of answers, or need servers of their own (`scale`).
LARGE = ("engine", "imports", "import_excel", "search", "people", "day", "pages", "redraw", "cube")
#: Seconds after which a benchmark is given up, and after which no other one of a whole run is begun or goes on.
LIMITS = {False: 240, True: 600}
WHOLE = {False: 900, True: 2_040}


def main() -> None:
    """Run the chosen benchmarks, all of a size when none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--large", action="store_true", help="a million answers and ten, instead of a hundred thousand")
    parser.add_argument("--markdown", action="store_true", help="nothing but what docs/performance.md shows")
    parser.add_argument("--json", action="store_true", help="the lines as JSON, for the process that started this one")
    parser.add_argument(
        "--labelled", type=Path, nargs="+", metavar="FILE.tsv", help="comments with labels, read instead of our own"
    )
    parser.add_argument("--half", type=int, choices=(1, 2), help="only the first or the second half of each such file")
    parser.add_argument(
        "--stars", action="store_true", help="each such file teaches by its scores, 1 to 5, behind the label"
    )
    parser.add_argument("--corrected", type=int, metavar="N", default=0, help="each teaches by so many of its labels")
    parser.add_argument("--least-sure", action="store_true", help="those whose reading is least sure, not the first")
    parser.add_argument("--themes", metavar="PACK", help="each such file says which themes its comments are about")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}")
    if chosen.labelled and chosen.themes:
        print(import_module("tests.benchmarks.themes_labelled").report(chosen.labelled, chosen.themes))
        return
    if chosen.labelled and (chosen.stars or chosen.corrected):
        calibrated = import_module("tests.benchmarks.calibrated")
        teaching = calibrated.Teaching(chosen.stars, chosen.corrected, chosen.least_sure)
        print(calibrated.report(chosen.labelled, chosen.half, teaching))
        return
    if chosen.labelled:
        print(import_module("tests.benchmarks.labelled").report(chosen.labelled, chosen.half))
        return
    if chosen.json:
        rows = [row for name in chosen.names for row in import_module(f"tests.benchmarks.{name}").run(chosen.large)]
        print(json.dumps([asdict(row) for row in rows]))
        return
    began = time.monotonic()
    rows = _all(chosen.names or (LARGE if chosen.large else BENCHMARKS), chosen.large)
    minutes = (time.monotonic() - began) / 60
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; {minutes:.1f} minutes\n")
    print(table(rows))
    if not chosen.markdown:
        goals = [row for row in rows if row.is_met is not None]
        print(f"\n{sum(bool(row.is_met) for row in goals)} of {len(goals)} bounds met")


def _all(names: tuple[str, ...] | list[str], large: bool) -> list[Row]:
    rows: list[Row] = []
    end = time.monotonic() + WHOLE[large]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as kept:
        for name in names:
            began = time.monotonic()
            print(f"{name} … ", end="", file=sys.stderr, flush=True)
            seconds = min(LIMITS[large], int(end - began))
            found = _one(name, large, kept, seconds) if seconds > 0 else [_missing(name, "no time left, run it alone")]
            print(f"{time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            rows += found
    return rows


def _one(name: str, large: bool, kept: str, seconds: int) -> list[Row]:
    """Run one benchmark in a process of its own; whatever it started ends with it."""
    command = [sys.executable, "-m", "tests.benchmarks", name, "--json", *(["--large"] if large else [])]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, KEEP_IN: kept}, start_new_session=True
    )
    try:
        out, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return [_missing(name, f"given up after {seconds} s")]
    finally:
        _end(process)
    if process.returncode or not out.strip():
        return [_missing(name, f"failed with {process.returncode}, see above")]
    return [Row(**row) for row in json.loads(out.splitlines()[-1])]


def _end(process: subprocess.Popen[str]) -> None:
    if sys.platform != "win32":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.wait()


def _missing(name: str, why: str) -> Row:
    return Row(f"benchmark {name}", float("nan"), "", why)


if __name__ == "__main__":
    main()
