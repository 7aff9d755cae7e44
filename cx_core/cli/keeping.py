"""Keeping a workspace on the command line: one file for all of it, back from that file, and one person gone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cx_core.cli import output
from cx_core.i18n import translate
from cx_core.workspace import Workspace, keeping


def add_commands(commands_of: Any, parents: list[argparse.ArgumentParser]) -> None:
    """Add the commands ``backup``, ``restore`` and ``erase``."""
    saving = commands_of.add_parser("backup", parents=parents, help="write the whole workspace as one file")
    saving.add_argument("out", type=Path, metavar="OUT")
    saving.set_defaults(run=backup)

    restoring = commands_of.add_parser("restore", parents=parents, help="put a backup in the workspace's place")
    restoring.add_argument("file", type=Path, metavar="IN")
    restoring.set_defaults(run=restore)

    erasing = commands_of.add_parser("erase", parents=parents, help="erase all that is known of one customer")
    erasing.add_argument("--customer", required=True, metavar="ID", help="as in the files, or the pseudonym")
    erasing.set_defaults(run=erase)


def backup(options: argparse.Namespace) -> None:
    """Write the workspace as one file."""
    _print("cli.backup_done", options.out, keeping.back_up(options.out, options.workspace), options)


def restore(options: argparse.Namespace) -> None:
    """Put a backup in the place of what the workspace holds."""
    _print("cli.restore_done", options.file, keeping.restore(options.file, options.workspace), options)


def erase(options: argparse.Namespace) -> None:
    """Erase a person, and name the backups that still hold what they said."""
    workspace = Workspace.open(options.workspace)
    erased = workspace.responses.erase(options.customer)
    workspace.responses.index_words()
    backups = sorted(one.name for one in (workspace.folder / "backups").glob("*"))
    if options.json:
        numbers = {"answers": erased.n_answers, "orders": erased.n_orders, "rows": erased.n_rows}
        output.print_document({"erased": numbers, "imports": [str(one) for one in erased.imports], "backups": backups})
        return
    done = {"answers": erased.n_answers, "orders": erased.n_orders, "rows": erased.n_rows}
    print(translate("cli.erase_done", options.language, **done))
    if backups:
        print(translate("cli.erase_backups", options.language, files=", ".join(backups)))


def _print(key: str, file: Path, facts: keeping.BackupFacts, options: argparse.Namespace) -> None:
    if options.json:
        files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in facts.files.items()}
        output.print_document({"file": file.name, "made_at": facts.made_at, "files": files})
        return
    kilobytes = -(-facts.n_bytes // 1024)
    print(translate(key, options.language, file=file.name, n=len(facts.files), kb=kilobytes, at=facts.made_at))
