"""Reading comments in a process of its own: ``python -m cx_core.analysis_worker WORKSPACE``.

It ends when nothing waits. Killed, it leaves every chunk that it wrote, and the next one goes on there. Where much
waits it starts readers beside itself, ``python -m cx_core.analysis_worker --reader``, which end with it.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from cx_core.model.problem import Refusal
from cx_core.stepping_back import step_back
from cx_core.workspace import Workspace
from cx_core.workspace.analysing import usual_processes
from cx_core.workspace.reader_processes import serve


def main(arguments: list[str]) -> int:
    """Read what waits in a workspace; what cannot be done now is done at the next start."""
    if arguments == ["--reader"]:
        serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    step_back()
    with suppress(Refusal):
        Workspace.open(Path(arguments[0])).analysing.run(processes=usual_processes())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
