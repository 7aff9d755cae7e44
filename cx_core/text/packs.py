"""The taxonomies that come with the program: themes of any trade, and a pack for each of ten trades."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from cx_core.model.problem import Refusal
from cx_core.text.taxonomy import Taxonomy
from cx_core.text.wordfiles import DATA

#: The packs, in the order they are offered. Their names are the texts ``theme.pack.<key>``.
PACKS: tuple[str, ...] = (
    "retail", "phones", "food", "hotel", "bank", "telecom", "health", "education", "delivery", "app",
)  # fmt: skip


@lru_cache
def pack(key: str) -> Taxonomy:
    """Return the themes of a trade alone; refuses with ``theme_pack_unknown``."""
    if key not in (*PACKS, "generic"):
        raise Refusal("theme_pack_unknown", {"pack": key, "packs": ", ".join(PACKS)})
    return Taxonomy.from_dict(tomllib.loads((DATA / "taxonomy" / f"{key}.toml").read_text("utf-8")))


@lru_cache
def taxonomy_for(*packs: str) -> Taxonomy:
    """Return the generic themes together with those of some trades.

    >>> "battery" in taxonomy_for("phones").keys, "battery" in DEFAULT.keys
    (True, False)
    """
    joined = pack("generic")
    for key in packs:
        joined = joined.joined(pack(key))
    return joined


#: The themes of any trade.
DEFAULT = taxonomy_for()
