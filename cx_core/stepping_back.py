"""How a process in the background lets the pages go first."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

#: How much lower than the pages it stands with the system's scheduler, of 19 at most.
_BEHIND_PAGES = 10
#: How much lower a helping thread stands: two such weigh as much as the one they help, so that on two processors one is
#: that one's own.
_BEHIND_FIRST = 3
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


def help_only() -> None:
    """Let the thread that this one helps go first: what several helpers do at once must not take its processor."""
    if sys.platform == "linux":
        with suppress(OSError):
            own = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + _BEHIND_FIRST)
