"""How a process in the background lets the pages go first."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

#: How much lower than the pages it stands with the system's scheduler, of 19 at most.
_BEHIND_PAGES = 10
#: Linux weighs whole sessions against each other where nobody else groups processes, and such a process has its own.
_OWN_SESSION = Path("/proc/self/autogroup")


def step_back() -> None:
    """Let the pages go first: on a busy computer this process takes longer, and nobody's click waits for it."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(_BEHIND_PAGES)
        with suppress(OSError):
            if os.getsid(0) == os.getpid():
                _OWN_SESSION.write_text(str(_BEHIND_PAGES), "ascii")
