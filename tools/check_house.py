"""The rules of the house that no linter knows: ``python -m tools.check_house [FOLDER]``.

Exit status 0 when every check is content, 1 otherwise; each fault names its file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools.checks import decisions, documents, pages, settings, sizes, texts, words
from tools.checks.tree import Tree, read_tree

Check = Callable[[Tree], list[str]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("no module is too long", sizes.too_long),
    ("both languages have the same texts", texts.unequal_languages),
    ("every text named in the code exists", texts.unknown_keys),
    ("every page begins with its guard", pages.unguarded),
    ("links between documents lead somewhere", documents.dead_links),
    ("documented commands exist", documents.unknown_commands),
    ("decisions are short, numbered and listed", decisions.unruly),
    ("nothing names one machine or a registry", words.machine_words),
    ("no page lets markup through", words.markup_let_through),
    ("every setting is known to Streamlit", settings.unknown_settings),
)


def check(tree: Tree) -> list[str]:
    """Run every check and return the faults, each with the rule it breaks."""
    return [f"{fault}  [{rule}]" for rule, run in CHECKS for fault in run(tree)]


def main(arguments: list[str]) -> int:
    """Print what is wrong and what is getting long; return the exit status."""
    tree = read_tree(Path(arguments[0]) if arguments else Path(__file__).parent.parent)
    faults = check(tree)
    long = sizes.getting_long(tree)
    if long:
        print(f"modules over {sizes.SOFT_LIMIT} lines, each perhaps two ideas: {', '.join(long)}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(CHECKS)} rules of the house, {len(tree.files)} files: {len(faults) or 'no'} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
