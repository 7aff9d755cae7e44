"""What can be typed, and what happens when a request is refused."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cx_core.cli import analyse, commands, keeping, managing, output
from cx_core.cli.numbers import NUMBERS
from cx_core.i18n import LANGUAGES
from cx_core.metrics import ALL_METRICS
from cx_core.model.period import GRAINS
from cx_core.model.problem import Refusal

DONE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = build_parser().parse_args(arguments)
    try:
        return options.run(options) or DONE
    except Refusal as refusal:
        output.show_refusal(refusal, options)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return REFUSED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command. Wrong usage exits with status 2, as argparse does."""
    # Before the command or after it: after it they have no default, or it would undo what stood before.
    common, as_json = _common(argparse.SUPPRESS), _as_json(argparse.SUPPRESS)

    parser = argparse.ArgumentParser(
        prog="python -m cx_core",
        description="Customer journeys and what customers say.",
        parents=[_common(None), _as_json(False)],
    )
    commands_of = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    inspect = commands_of.add_parser("inspect", parents=[common, as_json], help="say what a file holds")
    inspect.add_argument("file", type=Path)
    _add_answers(inspect)
    inspect.set_defaults(run=commands.inspect)

    importing = commands_of.add_parser("import", parents=[common, as_json], help="import a feedback file")
    importing.add_argument("file", type=Path)
    importing.add_argument("--mapping", type=Path, metavar="M.json", help="what the columns mean, as JSON")
    _add_answers(importing)
    importing.set_defaults(run=commands.import_file)

    _add_measure(commands_of, [common, as_json])
    managing.add_commands(commands_of, [common, as_json], [metric.key for metric in ALL_METRICS])
    _add_journey(commands_of, [common, as_json])
    analyse.add_command(commands_of, [common, as_json])

    keeping.add_commands(commands_of, [common, as_json])
    demo = commands_of.add_parser("demo", parents=[common, as_json], help="fill the workspace with the sample company")
    demo.set_defaults(run=commands.demo)
    doctor = commands_of.add_parser("doctor", parents=[common, as_json], help="check the workspace and this machine")
    doctor.set_defaults(run=commands.doctor)
    return parser


def _common(default: str | None) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--workspace", type=Path, default=default, metavar="FOLDER", help="the workspace folder (default $CX_WORKSPACE)"
    )
    common.add_argument("--language", choices=LANGUAGES, default=default or "en", help="language of messages")
    return common


def _as_json(default: str | bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--json", action="store_true", default=default, help="print one JSON document on standard output"
    )
    return parser


def _add_answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--answer", action="append", default=[], type=_pair, metavar="KEY=VALUE", help="answer to a question"
    )


def _add_measure(commands_of: argparse._SubParsersAction, parents: list[argparse.ArgumentParser]) -> None:
    measure = commands_of.add_parser(
        "measure", parents=parents, help="measure a metric, or a number of the whole workspace"
    )
    measure.add_argument("metric", choices=[*(metric.key for metric in ALL_METRICS), *NUMBERS])
    measure.add_argument("--by", action="append", default=[], metavar="FIELD", help="touchpoint, stage, channel, …")
    measure.add_argument("--every", choices=GRAINS)
    measure.add_argument("--since", type=_day, metavar="YYYY-MM-DD")
    measure.add_argument("--until", type=_day, metavar="YYYY-MM-DD")
    measure.add_argument("--where", action="append", default=[], type=_pair, metavar="FIELD=VALUE")
    measure.add_argument("--journey", metavar="ID", help="touchpoints and stages are those of this map")
    measure.set_defaults(run=commands.measure)


def _add_journey(commands_of: argparse._SubParsersAction, parents: list[argparse.ArgumentParser]) -> None:
    journey = commands_of.add_parser("journey", help="list, import and export maps")
    actions = journey.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = actions.add_parser("list", parents=parents, help="list the maps")
    listing.set_defaults(run=commands.journey_list)
    exporting = actions.add_parser("export", parents=parents, help="write a map as a file")
    exporting.add_argument("id")
    exporting.add_argument("--format", required=True, choices=commands.export_formats())
    exporting.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    exporting.add_argument("--all-lanes", action="store_true", help="draw also the lanes that are hidden on the map")
    exporting.set_defaults(run=commands.journey_export)
    checking = actions.add_parser(
        "check", parents=parents, help="say whether a file holds a map that can be read whole"
    )
    checking.add_argument("file", type=Path)
    checking.add_argument("--format", choices=commands.import_formats(), help="default: by the file's name")
    checking.set_defaults(run=commands.journey_check)
    importing = actions.add_parser("import", parents=parents, help="read a map from a file")
    importing.add_argument("file", type=Path)
    importing.add_argument("--format", choices=commands.import_formats(), help="default: by the file's name")
    importing.add_argument("--tolerant", action="store_true", help="read what can be read, and list the rest")
    importing.set_defaults(run=commands.journey_import)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return name, value


def _day(text: str) -> object:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-21") from None
