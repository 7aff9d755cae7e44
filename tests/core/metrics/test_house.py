"""What the first page may load, and that every statistic is written down."""

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import cx_core.metrics

ROOT = Path(__file__).parents[3]
ROOMS = (ROOT / "cx_core" / "metrics", ROOT / "cx_core" / "findings")


def test_measuring_comparing_and_finding_load_no_heavy_package():
    code = (
        "import sys, cx_core.metrics, cx_core.metrics.compare, cx_core.metrics.multiple, cx_core.metrics.trend,"
        " cx_core.metrics.gap, cx_core.metrics.alerts, cx_core.metrics.decomposition, cx_core.findings;"
        "print([name for name in ('numpy', 'scipy', 'pandas') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def public_functions():
    for room in ROOMS:
        for file in sorted(room.glob("*.py")):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield file, node


def test_every_public_function_says_what_it_means_and_shows_an_example():
    silent = [f"{f.stem}.{n.name}" for f, n in public_functions() if ">>>" not in (ast.get_docstring(n) or "")]
    assert silent == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_example_is_true(room):
    for file in sorted(room.glob("*.py")):
        module = importlib.import_module(f"cx_core.{room.name}.{file.stem}")
        assert doctest.testmod(module).failed == 0, file.stem


def test_every_public_function_is_in_the_document():
    document = (ROOT / "docs" / "statistics.md").read_text("utf-8")
    named = [f"`{file.stem}.{node.name}`" for file, node in public_functions()]
    assert [name for name in named if name not in document] == []


def test_every_public_statistic_can_be_imported_from_the_room_itself():
    for file, node in public_functions():
        if file.parent.name != "metrics" or file.stem == "__init__" or (file.parent / f"{node.name}.py").exists():
            continue
        found = getattr(cx_core.metrics, node.name)
        assert callable(found) and found.__name__ == node.name, node.name
    with pytest.raises(AttributeError, match="no attribute 'wilsom'"):
        cx_core.metrics.wilsom  # noqa: B018


def test_one_name_means_one_statistic():
    """`measure` is the registry's, which finds the metric's own; every other name stands in one module."""
    stems: dict[str, list[str]] = {}
    for file, node in public_functions():
        if file.parent.name == "metrics" and file.stem != "__init__":
            stems.setdefault(node.name, []).append(file.stem)
    assert {name for name, found in stems.items() if len(found) > 1} == {"measure"}
