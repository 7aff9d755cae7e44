"""Reading comments in a process of its own: ``python -m cx_core.analysis_worker WORKSPACE``.

It ends when nothing waits. Killed, it leaves every chunk that it wrote, and the next one goes on there.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace

#: Pages and imports come first where processors are few.
_NICENESS = 10


def main(arguments: list[str]) -> int:
    """Read what waits in a workspace; what cannot be done now is done at the next start."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    with suppress(Refusal):
        Workspace.open(Path(arguments[0])).analysing.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
