"""Whatever the rooms of the map refuse, note or log can be said in both languages."""

import re
from pathlib import Path

import pytest

from cx_core.access.roles import ROLES, require
from cx_core.i18n import LANGUAGES, catalogue, say
from cx_core.journeys.fields import FIELDS
from cx_core.journeys.labels import EMOTION_WORDS
from cx_core.journeys.operations import normalise
from cx_core.model.journey import CHANNELS, Text
from cx_core.model.library import HistoryEntry
from cx_core.model.operation import NOUNS, VERBS, Operation
from cx_core.model.problem import Refusal

CORE = Path(__file__).parents[3] / "cx_core"
SOURCES = [
    *(CORE / "journeys").rglob("*.py"),
    *(CORE / "formats").rglob("*.py"),
    *(CORE / "access").rglob("*.py"),
    *(CORE / "store" / name for name in ("journeys.py", "map_writer.py", "personas.py")),
]
CODE = "\n".join(file.read_text("utf-8") for file in SOURCES)


def keys_in_use():
    keys = {f"refusal.{kind}.{part}" for kind in re.findall(r'Refusal\(\s*"(\w+)"', CODE) for part in ("what", "next")}
    keys |= {f"problem.map_{kind}" for kind in re.findall(r'(?:findings\.add|self\.problem)\(\s*"(\w+)"', CODE)}
    keys |= {f"operation.{verb}_{noun}" for verb in VERBS for noun in NOUNS if (verb, noun) != ("move", "journey")}
    keys |= {f"operation.{kind}" for kind in ("do", "undo", "redo", "create")}
    keys |= (
        {f"channel.{code}" for code in CHANNELS}
        | {f"noun.{noun}" for noun in NOUNS}
        | {f"role.{role}" for role in ROLES}
    )
    keys |= {f"emotion.{word}" for word in EMOTION_WORDS.values()} | {f"severity.{level}" for level in range(1, 6)}
    keys |= {f"field.{field.name}" for fields in FIELDS.values() for field in fields}
    prefixes = {"evidence": "evidence", "initiator": "initiator", "moment_of_truth": "moment_of_truth"}
    prefixes |= {"state": "journey.state", "status": "journey.status"}
    for fields in FIELDS.values():
        for field in fields:
            if field.name in prefixes:
                keys |= {f"{prefixes[field.name]}.{choice}" for choice in field.choices}
    return keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_use_has_a_text(language):
    assert len(re.findall(r'Refusal\(\s*"(\w+)"', CODE)) > 25
    assert keys_in_use() - set(catalogue(language)) == set()


@pytest.mark.parametrize(
    ("fields", "vi", "en"),
    [
        (
            {"expected": 9},
            "Giá trị của mục “cảm xúc kỳ vọng” không dùng được.",
            "The value for “expected emotion” cannot be used.",
        ),
        ({"name_vi": "x" * 600}, "Mục “tên” dài 600 ký tự.", "“name” is 600 characters long."),
    ],
)
def test_a_refusal_names_the_field_in_the_persons_language(fields, vi, en):
    with pytest.raises(Refusal) as refused:
        normalise(Operation("o", "j", "edit", "touchpoint", "t", "An", 1, fields))
    assert say(refused.value.what, "vi") == vi
    assert say(refused.value.what, "en") == en
    assert "{" not in say(refused.value.next_step, "vi")


def test_a_role_is_named():
    with pytest.raises(Refusal) as refused:
        require("viewer", Operation("o", "j", "edit", "stage", "s", "An", 1))
    assert say(refused.value.what, "vi") == "Với vai trò người xem, bạn không được thực hiện thay đổi này."


def test_a_line_of_history():
    entry = HistoryEntry("o", None, "An", "move_touchpoint", "t", Text("Giao hàng", "Delivery"), 3, "undo")
    assert say(entry.message("vi"), "vi") == "Hoàn tác: Chuyển điểm chạm “Giao hàng”"
    assert say(entry.message("en"), "en") == "Undone: Moved the touchpoint “Delivery”"
