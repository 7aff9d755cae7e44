"""How the command line speaks: documents to standard output, words to standard error."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from cx_core.i18n import catalogue, say, translate
from cx_core.model.inspection import Inspection, Question
from cx_core.model.message import Message
from cx_core.model.problem import Problem, Refusal


def print_document(document: Any) -> None:
    """Print one JSON document on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def tell(message: Message, options: argparse.Namespace) -> None:
    """Say something on standard error in the chosen language."""
    print(say(message, options.language), file=sys.stderr)


def show_refusal(refusal: Refusal, options: argparse.Namespace) -> None:
    """Say why a request was refused and what to do next; with ``--json`` print it as a document too."""
    print(say(refusal.what, options.language), file=sys.stderr)
    print(say(refusal.next_step, options.language), file=sys.stderr)
    for problem in refusal.problems:
        print(f"- {problem_sentence(problem, options.language)}", file=sys.stderr)
    for question in refusal.questions:
        # As it is typed: --answer "KEY=VALUE".
        print(f"? {question.key} = {' | '.join(question.choices)}", file=sys.stderr)
    if getattr(options, "json", False):
        document: dict[str, Any] = {"refused": refusal.kind, "problems": [one.as_json() for one in refusal.problems]}
        if refusal.questions:
            document["questions"] = [question_json(question) for question in refusal.questions]
        print_document(document)


def problem_sentence(problem: Problem, language: str) -> str:
    """Say a problem: what, in which column, how often, on which rows, what is allowed."""
    key, rows = f"problem.{problem.kind}", ", ".join(str(row) for row in problem.rows)
    values = {"column": problem.column or "", "count": problem.count, "allowed": problem.allowed or ""}
    said = translate(key, language, rows=rows, **values)
    if rows and "{rows" not in catalogue(language).get(key, "{rows}"):
        named = "ui.problem.rows" if len(problem.rows) > 1 else "ui.problem.row"
        said = f"{said} ({translate(named, language, rows=rows)})"
    return said


def question_json(question: Question) -> dict[str, Any]:
    """Return a question as the command line prints it."""
    return {
        "key": question.key,
        "kind": question.kind,
        "column": question.column,
        "choices": list(question.choices),
        "examples": list(question.examples),
    }


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    """Return the document of ``inspect``."""
    facts = inspection.file
    return {
        "file": {
            "name": facts.name,
            "kind": facts.kind,
            "encoding": facts.encoding,
            "delimiter": facts.delimiter,
            "sheet": facts.sheet,
            "sheets": list(facts.sheets),
        },
        "profile": inspection.profile,
        "header_rows": list(inspection.header_rows),
        "data_rows": inspection.data_rows,
        "columns": [
            {
                "name": column.name,
                "key": column.key,
                "role": column.role,
                "scale": None
                if column.scale is None
                else {
                    "min": column.scale.minimum,
                    "max": column.scale.maximum,
                    "direction": column.scale.direction,
                },
                "date_order": column.date_order,
                "n_missing": column.n_missing,
            }
            for column in inspection.columns
        ],
        "questions": [question_json(question) for question in inspection.questions],
        "problems": [problem.as_json() for problem in inspection.problems],
    }
