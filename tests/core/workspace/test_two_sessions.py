"""What one session or process changes, the next question of every other one counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from cx_core.store import snapshots
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

ROOT = Path(__file__).parents[3]


@pytest.fixture
def two(tmp_path):
    """Two workspaces on one folder, as two server processes would open it; both have loaded the answers."""
    one, other = Workspace.open(tmp_path / "w"), Workspace.open(tmp_path / "w")
    take(one.responses, {"nps": 10}, fingerprint="first")
    assert counted(one) == counted(other) == 1
    return one, other


def counted(workspace):
    return workspace.measuring.total("nps").n


def test_an_import_and_an_undo_are_in_the_next_question(two):
    one, other = two
    take(one.responses, {"nps": 3}, {"nps": 4}, fingerprint="second")
    assert (counted(other), counted(one)) == (3, 3)
    assert other.stamp() == one.stamp()
    other.responses.undo("1")
    assert (counted(one), counted(other)) == (2, 2)


def test_an_import_of_another_process_is_in_the_next_question(two, tmp_path):
    program = (
        "import sys; from pathlib import Path; from cx_core.workspace import Workspace;"
        "from tests.core.store.answer_builders import take;"
        "take(Workspace.open(Path(sys.argv[1])).responses, {'nps': 9, 'channel': 'Zalo'}, fingerprint='other process')"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "w"], cwd=ROOT, check=True)
    assert [counted(workspace) for workspace in two] == [2, 2]
    assert [option.label for option in two[0].measuring.options("channel")] == ["Zalo", None]


def test_many_imports_and_their_blocks_count_in_both(two, monkeypatch):
    monkeypatch.setattr(snapshots, "MANY_IMPORTS", 3)
    monkeypatch.setattr(snapshots, "BLOCK", 4)
    for number in range(9):
        take(two[number % 2].responses, {"nps": number}, fingerprint=f"more {number}")
        assert [counted(workspace) for workspace in two] == [number + 2, number + 2]
    assert list((two[0].folder / "snapshots").glob("block_*.parquet"))
    two[0].responses.undo("3")
    assert [counted(workspace) for workspace in two] == [9, 9]
