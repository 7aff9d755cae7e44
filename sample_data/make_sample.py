"""Write the sample company's files: ``python -m sample_data.make_sample [FOLDER]``.

The same bytes each time: every draw comes from one seed, every stamp in the files is fixed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample_data.generator import (
    form_file,
    marketplace_file,
    orders_file,
    relationship_file,
    store_book_file,
    tickets_file,
)
from sample_data.generator.people import found_company

FOLDER = Path(__file__).parent
_FILES = (form_file, tickets_file, store_book_file, marketplace_file, relationship_file, orders_file)


def make_files() -> dict[str, bytes]:
    """Return every file by its name."""
    company = found_company()
    return {file.NAME: file.make(company) for file in _FILES}


def main(arguments: list[str]) -> None:
    """Write the files into the folder given, else beside this script."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in make_files().items():
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content) / 1024:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
