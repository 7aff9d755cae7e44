"""Where a workspace lies on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cx_core.model.problem import Refusal

ENVIRONMENT_VARIABLE = "CX_WORKSPACE"


def default_folder(environment: dict[str, str] | None = None) -> Path:
    """Return the folder to use when none is named: ``$CX_WORKSPACE``, else one in the user's data directory.

    >>> default_folder({"CX_WORKSPACE": "shop"}).name
    'shop'
    """
    given = (os.environ if environment is None else environment).get(ENVIRONMENT_VARIABLE)
    return Path(given) if given else _data_home() / "mach"


def _data_home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))


def prepare(folder: Path) -> Path:
    """Make the folder and what belongs in it; readable by its owner only, since it holds customers' words.

    Raises Refusal ``workspace_not_writable`` when that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in ("snapshots", "uploads", "jobs"):
            (folder / part).mkdir(exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refusal("workspace_not_writable", {"folder": str(folder)}) from error
    return folder
