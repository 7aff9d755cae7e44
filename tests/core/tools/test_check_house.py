"""Each rule of the house is shown a tree that keeps it and a tree that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import check_house
from tools.checks import decisions, documents, pages, settings, sizes, texts, words
from tools.checks.tree import Tree, read_tree

GUARD = "from components import shell\n\nshell.require(__file__)\n\nimport streamlit as st\n"
VI, EN = "cx_core/i18n/locales/vi/home.toml", "cx_core/i18n/locales/en/home.toml"
PARSER = 'commands.add_parser("demo")\ncommands.add_parser("import")\nparser.add_argument("--json", "-j")\n'
MACHINE = "/" + "home/anna" + "/data"
REGISTRY = "--index" + "-url x"
MARKUP = "_".join(("unsafe", "allow", "html"))


@pytest.fixture
def plant(tmp_path: Path) -> Callable[..., Tree]:
    """Return a function that writes files into an empty folder and reads it as a tree."""

    def write(files: dict[str, str]) -> Tree:
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
        return read_tree(tmp_path)

    return write


Plant = Callable[[dict[str, str]], Tree]


def test_generated_folders_are_not_part_of_the_tree(plant: Plant) -> None:
    tree = plant({"a.py": "", ".venv/lib/b.py": "", "__pycache__/c.py": ""})
    assert [path.as_posix() for path in tree.files] == ["a.py"]


@pytest.mark.parametrize(("lines", "faults", "hints"), [(300, 0, 0), (301, 0, 1), (500, 0, 1), (501, 1, 1)])
def test_module_size(plant: Plant, lines: int, faults: int, hints: int) -> None:
    tree = plant({"a.py": "x = 1\n" * lines})
    assert len(sizes.too_long(tree)) == faults
    assert len(sizes.getting_long(tree)) == hints


@pytest.mark.parametrize(
    ("vietnamese", "english", "faults"),
    [
        ('a = "Chào {name}"', 'a = "Hello {name}"', 0),
        ('a = "{n} dòng"', 'a = "{n} {n:row|rows}"', 0),
        ('a = "Dòng {rows}"', 'a = "{n:Row|Rows} {rows}"', 0),
        ('a = "Chào"\nb = "Thêm"', 'a = "Hello"', 1),
        ('a = "Chào"', 'a = "Hello"\n[b]\nc = "More"', 1),
        ('a = "Chào {name}"', 'a = "Hello {nom}"', 1),
    ],
)
def test_languages_are_equal(plant: Plant, vietnamese: str, english: str, faults: int) -> None:
    assert len(texts.unequal_languages(plant({VI: vietnamese, EN: english}))) == faults


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ('t("home.title")', []),
        ('texts.t("home.title")', []),
        ('t("home.title" if ready else "home.wait")', ["home.wait"]),
        ('t("home.titel")', ["home.titel"]),
        ('translate("home.titel", language)', ["home.titel"]),
        ('Message.of("home.titel", n=1)', ["home.titel"]),
        ('Refusal("lost")', []),
        ('Refusal("late")', ["refusal.late.next", "refusal.late.what"]),
        ('Problem("odd")', ["problem.odd"]),
        ('t(f"home.{name}")', []),
        ('t(f"step.{name}.text")', ["step.….text"]),
        ("t(key)", []),
        ('other("home.titel")', []),
    ],
)
def test_keys_in_code_exist(plant: Plant, code: str, missing: list[str]) -> None:
    known = '[home]\ntitle = "A"\n[refusal.lost]\nwhat = "B"\nnext = "C"\n'
    faults = texts.unknown_keys(plant({VI: known, EN: known, "components/a.py": code}))
    assert [fault.rsplit(" ", 1)[1] for fault in faults] == missing


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        (GUARD, 0),
        ('"""The home page."""\n' + GUARD, 0),
        ("import streamlit as st\n" + GUARD, 1),
        ("from components import shell\nimport streamlit as st\nshell.require(__file__)\n", 1),
        ("", 1),
    ],
)
def test_pages_are_guarded(plant: Plant, source: str, faults: int) -> None:
    assert len(pages.unguarded(plant({"pages/home.py": source, "components/x.py": ""}))) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[guide](docs/guide.md#top) and [web](https://example.org/x.md) and [here](#top)", 0),
        ("[guide](docs/gone.md)", 1),
        ('![map](docs/map.png "the map")', 1),
        ('<img src="docs/map.png" width="600">', 1),
    ],
)
def test_links_lead_somewhere(plant: Plant, text: str, faults: int) -> None:
    assert len(documents.dead_links(plant({"README.md": text, "docs/guide.md": ""}))) == faults


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Run `make run`, then make yourself at home.", []),
        ("Run `make walk`.", ["make walk"]),
        ("```\nmake walk\n```", ["make walk"]),
        ("`python -m cx_core demo --json`", []),
        ("`python -m cx_core dance`", ["python -m cx_core dance"]),
        ("`python -m cx_core import FILE --fast`", ["python -m cx_core --fast"]),
        ("python -m cx_core import --json   # not a --comment", []),
        ("`python -m tools.check_house`", []),
        ("`python3 -m tools.gone`", ["python -m tools.gone"]),
        ("`python -m pip install -r requirements.txt`", []),
    ],
)
def test_commands_exist(plant: Plant, text: str, unknown: list[str]) -> None:
    tree = plant(
        {"docs/a.md": text, "Makefile": "run: x\n\techo\n", "cx_core/cli/main.py": PARSER, "tools/check_house.py": ""}
    )
    assert [fault.split("there is no ")[1] for fault in documents.unknown_commands(tree)] == unknown


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"0001-a.md": "x\n" * 40}, 0),
        ({"0001-a.md": "x\n" * 41}, 1),
        ({"0001-a.md": "", "0001-b.md": ""}, 3),  # the number twice, and the second not listed
        ({"1-a.md": ""}, 2),  # badly named, not listed
    ],
)
def test_decisions_are_in_order(plant: Plant, files: dict[str, str], faults: int) -> None:
    tree = plant(
        {"docs/decisions/README.md": "[first](0001-a.md)"} | {f"docs/decisions/{n}": text for n, text in files.items()}
    )
    assert len(decisions.unruly(tree)) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("see docs/guide.md and /workspace", 0),
        (f"see {MACHINE}", 1),
        (f"pip {REGISTRY}", 1),
        (f"https://a.vn{MACHINE}", 0),
    ],
)
def test_nothing_names_a_machine_or_a_registry(plant: Plant, text: str, faults: int) -> None:
    assert len(words.machine_words(plant({"a.md": text}))) == faults


def test_markup_is_not_let_through(plant: Plant) -> None:
    assert words.markup_let_through(plant({"a.py": "st.html(x)"})) == []
    assert len(words.markup_let_through(plant({"a.py": f"st.markdown(x, {MARKUP}=True)"}))) == 1


def test_settings_are_known_to_streamlit(plant: Plant) -> None:
    assert settings.unknown_settings(plant({".streamlit/config.toml": "[runner]\npostScriptGC = false\n"})) == []
    wrong = "[runner]\npostScriptGarbage = false\n[theme.light]\nprimaryColour = 'x'\n"
    assert len(settings.unknown_settings(plant({".streamlit/config.toml": wrong}))) == 2


def test_a_missing_settings_file_is_a_fault(plant: Plant) -> None:
    assert len(settings.unknown_settings(plant({"a.md": ""}))) == 1


def test_exit_status_tells_the_outcome(plant: Plant, capsys: pytest.CaptureFixture[str]) -> None:
    tree = plant({".streamlit/config.toml": "", "README.md": "fine"})
    assert check_house.main([str(tree.root)]) == 0
    plant({"README.md": "[gone](gone.md)"})
    assert check_house.main([str(tree.root)]) == 1
    assert "README.md:1: nothing at gone.md" in capsys.readouterr().err
