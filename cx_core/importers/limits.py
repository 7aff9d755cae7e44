"""How large and how odd a file may be before it is refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds of one upload and of the process that reads it.

    Sizes in bytes, times in seconds. The defaults admit a sheet filled to Excel's last row (1,048,576 rows of 13
    columns are about 100 MB of zip and 600 MB of XML) and refuse what only an attack or an accident produces.
    The process starts with ``memory_base`` and may grow to ``memory_most`` once the contents have been counted.

    >>> Limits().rows
    1048576
    """

    file_bytes: int = 256 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    parts: int = 5_000
    ratio: int = 400
    ratio_floor_bytes: int = 8 * MEGABYTE
    sheets: int = 200
    columns: int = 500
    rows: int = 1_048_576
    box_cells: int = 32_000_000
    cell_letters: int = 32_767
    output_bytes: int = 1024 * MEGABYTE
    memory_base: int = 768 * MEGABYTE
    memory_most: int = 4096 * MEGABYTE
    memory_per_cell: int = 120
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    open_files: int = 32

    def memory_for(self, cells: int, unpacked: int) -> int:
        """Return the memory that honestly counted contents need: ``base + cells · per_cell + 2 · unpacked``."""
        return min(self.memory_most, self.memory_base + cells * self.memory_per_cell + 2 * unpacked)

    def as_json(self) -> dict[str, Any]:
        """Return the limits as the reading process receives them."""
        return asdict(self)


DEFAULT_LIMITS = Limits()
