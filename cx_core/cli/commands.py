"""What each command does: read the options, make the call, print the answer."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cx_core import importers
from cx_core.cli import output
from cx_core.cli.checkup import examine
from cx_core.cli.numbers import NUMBERS, number_rows
from cx_core.formats.registry import ALL_FORMATS, format_by_key, format_of_file
from cx_core.i18n import say, translate
from cx_core.journeys.lanes import with_all_lanes
from cx_core.metrics import MeasuredCell
from cx_core.metrics.trend import is_complete
from cx_core.model.filters import SURVEY_KIND, Filters
from cx_core.model.inspection import Mapping
from cx_core.model.message import Message
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.model.said import Said
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from cx_core.workspace.sample import load_sample
from cx_core.workspace.words import WordsQuery

ACTOR = "command line"


def export_formats() -> list[str]:
    """Return the keys of the formats a map can be written in."""
    return [one.key for one in ALL_FORMATS if one.write]


def import_formats() -> list[str]:
    """Return the keys of the formats a map can be read from."""
    return [one.key for one in ALL_FORMATS if one.read]


def inspect(options: argparse.Namespace) -> None:
    """Say what a file holds. Opens the workspace only when one is named, to use what it remembers."""
    path = _existing(options.file)
    answers = dict(options.answer)
    if options.workspace:
        inspection = _workspace(options).reading.inspect(path, path.name, answers)
    else:
        inspection = importers.inspect(path, path.name, answers=answers)
    document = output.inspection_json(inspection)
    if options.json:
        output.print_document(document)
        return
    print(f"{document['file']['name']}: {document['file']['kind']}, {inspection.profile}, {inspection.data_rows} rows")
    for column in inspection.columns:
        scale = f" {column.scale.label}" if column.scale else ""
        print(f"  {column.key}: {column.role}{scale}{' ' + column.date_order if column.date_order else ''}")
    for question in inspection.questions:
        print(f"? {question.key} = {' | '.join(question.choices)}")
    for problem in inspection.problems:
        print(f"! {output.problem_sentence(problem, options.language)}")


def import_file(options: argparse.Namespace) -> None:
    """Import a file and print the receipt."""
    path = _existing(options.file)
    request = ImportRequest(path, path.name, dict(options.answer), _mapping(options.mapping))
    receipt = _workspace(options).reading.import_file(request)
    if options.json:
        output.print_document(
            {
                "batch_id": receipt.batch_id,
                "rows_read": receipt.rows_read,
                "rows_kept": receipt.rows_kept,
                "rows_duplicate": receipt.rows_duplicate,
                "rows_rejected": receipt.rows_rejected,
                "problems": [problem.as_json() for problem in receipt.problems],
            }
        )
        return
    print(
        translate(
            "import.history.counts",
            options.language,
            read=receipt.rows_read,
            kept=receipt.rows_kept,
            duplicate=receipt.rows_duplicate,
            rejected=receipt.rows_rejected,
        )
    )
    for problem in receipt.problems:
        print(f"! {output.problem_sentence(problem, options.language)}")


def measure(options: argparse.Namespace) -> None:
    """Measure a metric, in groups and periods; or a number of the whole workspace, which has neither."""
    if options.metric in NUMBERS:
        _print_number(options)
        return
    filters = Filters(since=options.since, until=options.until, journey_id=options.journey)
    wanted: dict[str, list[str]] = {}
    for field, value in options.where:
        wanted.setdefault(field, []).append(value)
    themes = tuple(wanted.pop("theme", ()))
    for field, values in wanted.items():
        filters = filters.with_values(field, values)
    workspace = _workspace(options)
    measuring = workspace.measuring
    if options.metric == "sentiment":
        workspace.analysing.run()
    if measuring.kinds_apart(options.metric) and not filters.values(SURVEY_KIND) and SURVEY_KIND not in options.by:
        output.tell(Message.of("survey.pooled"), options)
    query = Query(options.metric, tuple(options.by), options.every, filters, clustered=True)
    cells = _of_themes(workspace, query, themes) if themes or "theme" in query.by else measuring.measure(query)
    reach = measuring.data_through(filters)
    covered = min(reach, filters.until) if reach and filters.until else reach
    rows = [_measure_row(cell, covered, filters) for cell in cells]
    if not rows and not query.by and not query.every:
        empty = measuring.total(options.metric, filters)
        rows = [_measure_row(MeasuredCell((), None, empty), covered, filters)]
    _print_rows(rows, options)


def _print_number(options: argparse.Namespace) -> None:
    if options.by or options.every or options.since or options.until or options.where or options.journey:
        raise Refusal("number_alone", {"metric": options.metric})
    _print_rows(number_rows(options.metric, _workspace(options)), options)


def _print_rows(rows: list[dict[str, Any]], options: argparse.Namespace) -> None:
    if options.json:
        output.print_document(rows)
        return
    for row in rows:
        group = ", ".join(f"{field}={value}" for field, value in row["group"].items())
        print(f"{row['period'] or ''}\t{group}\t{row['value']}\t[{row['low']}, {row['high']}]\tn={row['n']}")


def _of_themes(workspace: Workspace, query: Query, themes: tuple[str, ...]) -> tuple[MeasuredCell, ...]:
    """Measure by theme, or what speaks of one of some themes, after reading the comments that still wait."""
    if query.by not in ((), ("theme",)) or query.every:
        raise Refusal("theme_alone")
    for theme in themes:
        workspace.taxonomies.current().theme(theme)
    workspace.analysing.run()
    if not query.by:
        said = WordsQuery(query.filters, said=Said(themes))
        return (MeasuredCell((), None, workspace.words.measure(said, query.metric)),)
    cells = workspace.themes.measure(query.metric, query.filters)
    return tuple(cell for cell in cells if not themes or dict(cell.group)["theme"] in themes)


def _measure_row(cell: MeasuredCell, covered: Any, filters: Filters) -> dict[str, Any]:
    found = cell.measure
    is_nps = found.metric in ("nps", "detractors")
    row: dict[str, Any] = {
        "metric": found.metric,
        "group": dict(cell.group),
        "period": cell.period.label if cell.period else None,
        "period_complete": is_complete(cell.period, covered, filters.since) if cell.period else None,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "promoters": (found.top if found.metric == "nps" else found.bottom) if is_nps else None,
        "passives": found.middle if is_nps else None,
        "detractors": (found.bottom if found.metric == "nps" else found.top) if is_nps else None,
        "method": found.method,
        "reason": found.reason,
    }
    if not is_nps:
        row |= {"mean": found.mean, "share_top": found.share_top, "net": found.net}
        row["scale"] = (
            None
            if found.scale is None
            else {"min": found.scale.minimum, "max": found.scale.maximum, "direction": found.scale.direction}
        )
    return row


def journey_list(options: argparse.Namespace) -> None:
    """List the maps."""
    summaries = _workspace(options).maps.journeys()
    if options.json:
        output.print_document(
            [
                {
                    "id": one.id,
                    "title": one.title.in_language(options.language),
                    "n_stages": one.n_stages,
                    "n_touchpoints": one.n_touchpoints,
                    "status": one.status,
                    "state": one.state,
                    "updated_at": one.updated_at.isoformat(timespec="seconds") if one.updated_at else None,
                }
                for one in summaries
            ]
        )
        return
    for one in summaries:
        print(f"{one.id}\t{one.title.in_language(options.language)}\t{one.n_stages}\t{one.n_touchpoints}")


def journey_export(options: argparse.Namespace) -> None:
    """Write a map as a file of one format."""
    maps = _workspace(options).maps
    journey = maps.journey(options.id)
    lost = format_by_key(options.format).loses(with_all_lanes(journey) if options.all_lanes else journey)
    words = [f"- {say(message, options.language)}" for message in lost]
    if words:
        print("\n".join([translate("formats.loses_title", options.language), *words]), file=sys.stderr)
    _, data = maps.export(options.id, options.format, options.language, all_lanes=options.all_lanes)
    if options.out:
        options.out.write_bytes(data)
        print(options.out, file=sys.stderr)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def journey_check(options: argparse.Namespace) -> None:
    """Read a map and store nothing. Refused as an import would be when anything in it cannot be read."""
    path = _existing(options.file)
    key = options.format or format_of_file(path.name).key
    read = format_by_key(key).read
    if read is None:
        raise Refusal("format_write_only", {"format": key})
    found = read(path.read_bytes(), language=options.language)
    document = {
        "format": key,
        "title": found.journey.title.in_language(options.language),
        "n_stages": len(found.journey.stages),
        "n_touchpoints": len(found.journey.touchpoints),
        "n_personas": len(found.personas),
        "problems": [{"kind": one.kind, "line": one.rows[0] if one.rows else None} for one in found.problems],
    }
    if options.json:
        output.print_document(document)
        return
    print("\t".join(str(value) for name, value in document.items() if name != "problems"))
    for problem in found.problems:
        print(f"- {output.problem_sentence(problem, options.language)}", file=sys.stderr)


def journey_import(options: argparse.Namespace) -> None:
    """Store the map that a file holds."""
    path = _existing(options.file)
    key = options.format or format_of_file(path.name).key
    imported = _workspace(options).maps.import_document(path.read_bytes(), key, ACTOR, tolerant=options.tolerant)
    journey = imported.journey
    document = {
        "id": journey.id,
        "title": journey.title.in_language(options.language),
        "n_stages": len(journey.stages),
        "n_touchpoints": len(journey.touchpoints),
        "problems": [{"kind": one.kind, "line": one.rows[0] if one.rows else None} for one in imported.problems],
    }
    if options.json:
        output.print_document(document)
        return
    print(f"{document['id']}\t{document['title']}\t{document['n_stages']}\t{document['n_touchpoints']}")


def demo(options: argparse.Namespace) -> None:
    """Fill the workspace with the sample company."""
    workspace = _workspace(options)
    receipts = load_sample(workspace, lambda _, name: print(name, file=sys.stderr))
    document = {
        "workspace": str(workspace.folder),
        "files": [
            {"file": one.file_name, "rows_kept": one.rows_kept, "rows_duplicate": one.rows_duplicate}
            for one in receipts
        ],
        "n_answers": workspace.responses.n_answers(),
        "journeys": [one.id for one in workspace.maps.journeys()],
    }
    if options.json:
        output.print_document(document)
        return
    print(f"{document['workspace']}: {document['n_answers']} answers, {len(workspace.maps.journeys())} maps")


def doctor(options: argparse.Namespace) -> int:
    """Check the workspace and this machine; return 1 when something is wrong, after the one report."""
    report = examine(options.workspace)
    if options.json:
        output.print_document(report.as_json())
    else:
        for check in report.checks:
            print(f"{'ok ' if check.is_ok else 'BAD'}\t{check.key}\t{check.detail}")
    if report.is_ok:
        return 0
    found = Refusal("doctor_found", {"n": sum(not check.is_ok for check in report.checks)})
    output.tell(found.what, options)
    output.tell(found.next_step, options)
    return 1


def _workspace(options: argparse.Namespace) -> Workspace:
    return Workspace.open(options.workspace)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refusal("file_not_found", {"file": path.name})
    return path


def _mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    return importers.mapping_from_json(_existing(path).read_text("utf-8"))
