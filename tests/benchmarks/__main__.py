"""``python -m tests.benchmarks [--large] [NAME ...]``: run the benchmarks and print one table. Nothing passes or fails."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable

from tests.benchmarks import (
    alerts,
    board,
    cube,
    engine,
    import_excel,
    imports,
    nasty_files,
    pages,
    people,
    scale,
    search,
)
from tests.benchmarks.rows import Row, table

#: Every benchmark: a new one is a module with ``run(large) -> list[Row]`` and a row here.
BENCHMARKS: dict[str, Callable[[bool], list[Row]]] = {
    "engine": engine.run,
    "scale": scale.run,
    "alerts": alerts.run,
    "board": board.run,
    "import_excel": import_excel.run,
    "nasty_files": nasty_files.run,
    "imports": imports.run,
    "search": search.run,
    "people": people.run,
    "cube": cube.run,
    "pages": pages.run,
}


def main() -> None:
    """Run the chosen benchmarks, all when none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}")
    parser.add_argument(
        "--large", action="store_true", help="a million answers and more, instead of a hundred thousand"
    )
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    for name in chosen.names or BENCHMARKS:
        rows += BENCHMARKS[name](chosen.large)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
    print(table(rows))


if __name__ == "__main__":
    main()
