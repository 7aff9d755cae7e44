"""Enablement Map Studio's YAML comes in."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import LINES, NAMES

from cx_core.formats import ems
from cx_core.model.problem import Refusal

DOCUMENT = """kind: cjm
version: 1.0
id: cjm:buying
persona:
  name: Chị Lan
  description: Kế toán
phases:
  - { id: "cjm:phase:1", name: Tìm hiểu }
  - { id: "cjm:phase:2", name: Mua }
actions:
  - id: cjm:action:2
    name: Trả tiền
    phase: cjm:phase:2
    emotion_score: -1
  - id: cjm:action:1
    name: Hỏi giá
    phase: cjm:phase:1
    touchpoints:
      - Nhân viên
      - Zalo
    thoughts_feelings:
      - Đắt quá
      - Có giảm không
    emotion_score: 0
---
kind: sbp
version: 1.0
"""


def test_actions_become_touchpoints_by_phase_then_file_order():
    read = ems.read(DOCUMENT.encode())
    assert [(s.name.vi, [t.name.vi for t in s.touchpoints]) for s in read.journey.stages] == [
        ("Tìm hiểu", ["Hỏi giá"]),
        ("Mua", ["Trả tiền"]),
    ]
    asking, paying = read.journey.touchpoints
    assert (asking.perceived, paying.perceived) == (0.0, -1.0)
    assert asking.channel == "zalo"
    assert asking.aliases == ("Nhân viên", "Zalo")
    assert asking.thought.vi == "Đắt quá\nCó giảm không"
    assert [(p.name, p.role.vi) for p in read.personas] == [("Chị Lan", "Kế toán")]
    assert read.journey.persona_ids == (read.personas[0].id,)
    assert read.problems == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("emotion_score: -1", "emotion_score: 5", "map_value_bad", 14),
        ("emotion_score: -1", "emotion_score: sad", "map_value_bad", 14),
        ("phase: cjm:phase:2", "phase: cjm:phase:9", "map_parent_missing", 13),
        ("    name: Trả tiền\n", "", "map_name_missing", 11),
        ("persona:", "colour: red\npersona:", "map_field_unknown", 4),
        ("  - id: cjm:action:2", "  - nonsense\n  - id: cjm:action:2", "map_part_bad", 11),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(old, new, kind, line):
    data = DOCUMENT.replace(old, new, 1).encode()
    with pytest.raises(Refusal) as refused:
        ems.read(data)
    assert [(problem.kind, problem.rows) for problem in refused.value.problems] == [(kind, (line,))]
    assert ems.read(data, tolerant=True).journey.stages


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kind: sbp\n", "journey_file_foreign"),
        ("just words", "journey_file_foreign"),
        ("a: [1, 2\nb: 3", "journey_file_syntax"),
        ("a: &x [1]\nb: *x\n", "journey_file_alias"),
        ("[" * 200, "journey_file_syntax"),
        ("kind: !!python/object/apply:os.system [x]\n", "journey_file_foreign"),
    ],
)
def test_what_is_no_such_document_is_refused(text, kind):
    with pytest.raises(Refusal, match=kind):
        ems.read(text.encode())


PLACES = st.lists(st.sampled_from(["Zalo", "Website", "Nhân viên", "a: b", "- x", "#1"]), max_size=3, unique=True)
ACTIONS = st.fixed_dictionaries(
    {"name": NAMES, "touchpoints": PLACES, "thoughts_feelings": st.lists(NAMES, max_size=2)},
    optional={"emotion_score": st.integers(-2, 2)},
)
PHASES = st.lists(st.tuples(NAMES, st.lists(ACTIONS, max_size=3)), max_size=3)


@settings(max_examples=60, deadline=None)
@given(PHASES, LINES.filter(bool), st.randoms(use_true_random=False))
def test_any_such_document_is_read_whole(phases, name, chance):
    """Written by PyYAML, its actions shuffled: they come back by phase, and within one as they stand in the file."""
    actions = [
        {"id": f"cjm:action:{at}", "phase": f"p{at}", **one} for at, (_, ones) in enumerate(phases) for one in ones
    ]
    chance.shuffle(actions)
    document = {
        "kind": "cjm",
        "version": 1.0,
        "id": "cjm:x",
        "persona": {"name": name},
        "phases": [{"id": f"p{at}", "name": words} for at, (words, _) in enumerate(phases)],
        "actions": actions,
    }
    read = ems.read(yaml.safe_dump(document, allow_unicode=True).encode())
    assert [stage.name.vi for stage in read.journey.stages] == [words for words, _ in phases]
    for at, stage in enumerate(read.journey.stages):
        wanted = [one for one in actions if one["phase"] == f"p{at}"]
        assert [(t.name.vi, t.perceived, t.aliases) for t in stage.touchpoints] == [
            (one["name"], one.get("emotion_score"), tuple(one["touchpoints"])) for one in wanted
        ]
    assert [persona.name for persona in read.personas] == [name]
    assert read.problems == ()
