"""The sample company: its files go through the ordinary importer, its maps through the ordinary format."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cx_core.model.inspection import Receipt
from cx_core.model.problem import Refusal
from cx_core.workspace.reading import ImportRequest

if TYPE_CHECKING:
    from cx_core.workspace.workspace import Workspace

SAMPLE_FOLDER = Path(__file__).parents[2] / "sample_data"
ACTOR = "Gác Thóc"

Progress = Callable[[float, str], None]


def load_sample(workspace: Workspace, progress: Progress | None = None) -> tuple[Receipt, ...]:
    """Import every file of the sample company, with the answers a person would give, and its maps.

    Files that are in already add nothing, and maps that are there are left alone, so that it can be done again after a
    crash. ``progress`` is told a fraction and the name of the file. Raises `Refusal` ``sample_missing`` where
    the files were not shipped.
    """
    manifest = SAMPLE_FOLDER / "sample.toml"
    if not manifest.exists():
        raise Refusal("sample_missing", {"folder": SAMPLE_FOLDER.name})
    contents = tomllib.loads(manifest.read_text("utf-8"))
    files = contents["file"]
    receipts = []
    for index, entry in enumerate(files):
        if progress:
            progress(index / len(files), entry["name"])
        request = ImportRequest(SAMPLE_FOLDER / entry["name"], entry["name"], entry.get("answers", {}))
        receipts.append(workspace.reading.import_file(request))
    _load_maps(workspace, contents["maps"])
    if progress:
        progress(1.0, "")
    return tuple(receipts)


def _load_maps(workspace: Workspace, names: list[str]) -> None:
    loaded = set(workspace.settings.get("sample_maps", []))
    for name in names:
        if name not in loaded:
            workspace.maps.import_document((SAMPLE_FOLDER / name).read_bytes(), "json", ACTOR)
            loaded.add(name)
            workspace.settings.set("sample_maps", sorted(loaded))
