"""The process in which an upload is parsed: started with limits, told what to read, answering once.

``python -I child.py [--ready SECONDS]`` reads one JSON request from standard input and writes a JSON line and a payload
to standard output. It never sees the app's environment, opens no file but the upload, and a crash of a parser ends only
this process.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any

if __name__ == "__main__":
    # Started as a script and isolated (-I), so the project's folder is not on the path yet.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cx_core.importers.limits import Limits
from cx_core.importers.raw_table import RawTable
from cx_core.model.problem import Refusal

#: Exceptions of a parser that speak of a password, by the name of their class or a word in them.
_PASSWORD_WORDS = ("password", "encrypt")
#: Larger tables travel as Arrow; below, its import costs more than it saves.
_JSON_UP_TO_CELLS = 200_000
_ROW_NO = "row_no"
#: Loaded by a process that is started before there is a file.
_LIBRARIES = (
    "fastexcel",
    "pyarrow",
    "pyarrow.csv",
    "python_calamine",
    *(
        f"cx_core.importers.{name}"
        for name in ("container", "delimited", "json_rows", "markup", "preflight", "sheet_pieces", "workbook")
    ),
)
#: Standard output: a file of the app's, without a name.
_ANSWER = 1


def main() -> int:
    """Answer one request; every outcome is an answer, a refusal or a killed process."""
    if "--ready" in sys.argv:
        load_libraries(int(sys.argv[-1]))
    asked = sys.stdin.buffer.read()
    if not asked:
        return 0
    give_up_after(0)
    request = json.loads(asked)
    limits = Limits(**request["limits"])
    confine(limits)
    out = sys.stdout.buffer
    try:
        table = read(Path(request["path"]).read_bytes(), limits, request.get("sheet"), request.get("encoding"))
        write_answer(table, out)
        out.flush()
    except Refusal as refusal:
        _refuse(refusal.kind, refusal.values)
    except BaseException as error:  # PanicException of the Rust readers is no Exception
        _refuse(_kind_of(error), {})
    return 0


def load_libraries(most_seconds: int) -> None:
    """Load what most files need and wait for a request, at most so long."""
    give_up_after(most_seconds)
    for name in _LIBRARIES:
        # What a machine lacks is missed by the file that needs it, not before.
        with contextlib.suppress(ImportError):
            import_module(name)


def give_up_after(seconds: int) -> None:
    """End this process after so many seconds; 0: after all not."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _kind_of(error: BaseException) -> str:
    """Return the refusal that a reader's failure amounts to."""
    if (
        "can't start new thread" in str(error)
        or isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.EFBIG)
    ):
        return "file_too_heavy"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "disk_full"
    return "file_password" if _speaks_of_password(error) else "file_unreadable"


def _refuse(kind: str, values: dict[str, Any]) -> None:
    """Answer with a refusal, in place of whatever part of an answer has been written already."""
    answer = json.dumps({"refused": kind, "values": values}).encode() + b"\n"
    with contextlib.suppress(OSError):
        os.lseek(_ANSWER, 0, os.SEEK_SET)
        os.ftruncate(_ANSWER, 0)
    os.write(_ANSWER, answer)
    # What the buffer still holds belongs to the answer that was given up.
    os._exit(0)


def confine(limits: Limits) -> None:
    """Take away from this process what reading a file does not need; nothing on systems without such limits."""
    if sys.platform == "win32":
        return
    import resource

    _limit(resource.RLIMIT_AS, limits.memory_base, limits.memory_most)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _limit(resource.RLIMIT_FSIZE, limits.output_bytes, limits.output_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files, limits.open_files)
    _limit(resource.RLIMIT_CORE, 0, 0)


def allow_memory(limits: Limits, cells: int, unpacked: int) -> None:
    """Raise the memory bound to what honestly counted contents need; a process without a bound keeps none."""
    if sys.platform == "win32":
        return
    import resource

    if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
        _limit(resource.RLIMIT_AS, limits.memory_for(cells, unpacked), limits.memory_most)


def _limit(which: int, soft: int, hard: int) -> None:
    """Set one limit, never above what the system allows; systems that do not know it leave it out."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        _, ceiling = resource.getrlimit(which)
        hard = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
        resource.setrlimit(which, (min(soft, hard), hard))


def read(data: bytes, limits: Limits, sheet: str | None, encoding: str | None, depth: int = 0) -> RawTable:
    """Read whatever the bytes are."""
    from cx_core.importers.container import container_of

    if len(data) > limits.file_bytes:
        raise Refusal("file_too_big", {"size": len(data) >> 20, "limit": limits.file_bytes >> 20})
    container = container_of(data[:4096])
    if container == "zip":
        return _read_zip(data, limits, sheet, encoding, depth)
    if container == "ole":
        return _read_ole(data, limits, sheet)
    if container == "markup":
        from cx_core.importers.markup import read_markup

        return read_markup(data, limits, sheet, encoding)
    allow_memory(limits, len(data) // 8, len(data))
    from cx_core.importers.json_rows import looks_like_json, read_json

    if looks_like_json(data[:4096]):
        return read_json(data, limits)
    from cx_core.importers.delimited import read_delimited

    return read_delimited(data, limits, encoding)


def _read_ole(data: bytes, limits: Limits, sheet: str | None) -> RawTable:
    from cx_core.importers.container import is_encrypted_compound
    from cx_core.importers.workbook import read_workbook

    if is_encrypted_compound(data):
        raise Refusal("file_password")
    if not any(mark.encode("utf-16-le") in data for mark in ("Workbook", "Book")):
        raise Refusal("file_foreign", {"found": "OLE"})
    return read_workbook(data, "xls", limits, 0, sheet)


def _read_zip(data: bytes, limits: Limits, sheet: str | None, encoding: str | None, depth: int) -> RawTable:
    import io
    import zipfile

    from cx_core.importers import preflight, sheet_pieces
    from cx_core.importers.merged import fill_merged

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except preflight.ZIP_FAULTS as error:
        raise preflight.what_it_means(error) from error
    entries = preflight.open_zip(archive, len(data), limits)
    kind = preflight.workbook_kind(frozenset(preflight.part_name(entry) for entry in entries))
    if kind is None:
        return read(preflight.only_member(archive, entries, depth), limits, sheet, encoding, depth + 1)
    parts = preflight.sheet_parts(archive) if kind == "xlsx" else []
    tables = [one for one in parts if one.is_table]
    only = tables[0] if len(parts) == 1 and tables and sheet in (None, tables[0].name) else None

    def allow(cells: int, unpacked: int) -> None:
        allow_memory(limits, cells, unpacked)

    with sheet_pieces.in_pieces(archive, entries, only, limits, allow) as taking:
        contents = preflight.count_contents(archive, entries, limits, taking)
        allow(contents.cells, contents.unpacked)
    cells = taking.cells if taking else None
    table = _read_counted(data, kind, limits, contents, sheet, only.name if only else None, cells)
    part = next((one.part for one in parts if one.name == table.sheet), "")
    fill_merged(table, *contents.merged.get(part, ({}, 0)))
    kinds_told = {note.kind for note in table.notes}
    table.notes += [note for note in contents.notes.get(part, []) if note.kind not in kinds_told]
    return table


def _read_counted(
    data: bytes, kind: str, limits: Limits, contents: Any, sheet: str | None, only: str | None, cells: Any
) -> RawTable:
    from cx_core.importers.workbook import read_with_openpyxl, read_workbook, table_of

    if contents.strings_lie:
        return read_with_openpyxl(data, limits, sheet)
    if cells and only:
        return table_of(cells, only)
    try:
        table = read_workbook(data, kind, limits, contents.cells, sheet, only)
    except (Refusal, MemoryError):
        raise
    except BaseException as error:
        if kind != "xlsx" or _speaks_of_password(error) or isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return read_with_openpyxl(data, limits, sheet)
    return table


def _speaks_of_password(error: BaseException) -> bool:
    said = f"{type(error).__name__} {error}".lower()
    return any(word in said for word in _PASSWORD_WORDS)


def write_answer(table: RawTable, out: IO[bytes]) -> None:
    """Write what was read: a line of facts, then the cells as JSON or, for large tables, as an Arrow stream."""
    n_cells = sum(map(len, table.rows))
    as_arrow = table.arrow is not None or n_cells > _JSON_UP_TO_CELLS
    facts = {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": [asdict(sheet) for sheet in table.sheets],
        "notes": [asdict(note) for note in table.notes],
        "payload": "arrow" if as_arrow else "json",
    }
    out.write(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    if not as_arrow:
        payload = json.dumps({"rows": table.rows, _ROW_NO: table.row_no}, ensure_ascii=False)
        out.write(payload.encode("utf-8", "replace"))
        return
    import pyarrow

    batches = table.arrow or _batches(table)
    with pyarrow.ipc.new_stream(out, batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)


def _batches(table: RawTable) -> list[Any]:
    """Lay rows out as columns, with the row numbers first."""
    import pyarrow

    width = max(map(len, table.rows))
    for row in table.rows:
        row.extend([""] * (width - len(row)))
    columns = [pyarrow.array(column, pyarrow.string()) for column in zip(*table.rows, strict=True)]
    numbers = pyarrow.array(table.row_no, pyarrow.int64())
    names = [_ROW_NO, *(str(index) for index in range(width))]
    return [pyarrow.RecordBatch.from_arrays([numbers, *columns], names=names)]


if __name__ == "__main__":
    # At once: taking the libraries down again would keep whoever waits for the answer a little longer.
    os._exit(main())
