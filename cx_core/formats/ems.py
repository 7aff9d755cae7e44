"""Reading the ``kind: cjm`` document of Enablement Map Studio's YAML: persona, phases, actions with emotions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from cx_core.formats.document import UNNAMED_STAGE, UNTITLED, Findings, ReadJourney, decode, finish
from cx_core.formats.tables import number
from cx_core.journeys import build
from cx_core.journeys.channels import channel_code
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey, Persona, Text, Touchpoint
from cx_core.model.problem import Refusal

_MAX_DEPTH = 20
_KNOWN = {
    "document": {"kind", "version", "id", "persona", "phases", "actions"},
    "persona": {"id", "name", "description"},
    "phase": {"id", "name"},
    "action": {"id", "name", "phase", "touchpoints", "thoughts_feelings", "emotion_score"},
}


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of the first ``kind: cjm`` document; each action becomes a touchpoint of its phase.

    Actions may stand in any order: they are sorted by phase, then as in the file. An action's first touchpoint
    that names a channel gives the channel, the others become names under which feedback is matched. Raises
    `Refusal` ``journey_file_syntax`` with the line where it stops being YAML, ``journey_file_alias`` for anchors and
    aliases, ``journey_file_foreign`` when it holds no such document, and ``journey_file_problems``.
    """
    findings = Findings()
    text = decode(data)
    documents = [node for node in _documents(text) if _word(_get(node, "kind")) == "cjm"]
    if not documents:
        raise Refusal("journey_file_foreign")
    for other in documents[1:]:
        findings.add("second_diagram", _line(other))
    journey, personas = _Reader(documents[0], findings, language).journey()
    return finish(journey, personas, findings, tolerant=tolerant)


def _documents(text: str) -> list[yaml.Node]:
    """Return the documents as nodes, which keep the lines; nothing is ever built from their tags."""
    try:
        _refuse_aliases(text)
        return [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Refusal("journey_file_syntax", {"line": mark.line + 1 if mark else 1}) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Refusal("journey_file_syntax", {"line": 1}) from None


def _refuse_aliases(text: str) -> None:
    """Refuse aliases, which can fold gigabytes into a few lines, and nesting that no such document has."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Refusal("journey_file_alias", {"line": event.start_mark.line + 1})
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise Refusal("journey_file_syntax", {"line": event.start_mark.line + 1})


class _Reader:
    def __init__(self, document: yaml.Node, findings: Findings, language: str) -> None:
        self.document = document
        self.findings = findings
        self.language = language

    def journey(self) -> tuple[Journey, tuple[Persona, ...]]:
        self._note_unknown(self.document, "document")
        personas = self._personas(_get(self.document, "persona"))
        phases = {}
        for phase in self._items(self.document, "phases", "phase"):
            name = self._text(_get(phase, "name")) or UNNAMED_STAGE
            phases[_word(_get(phase, "id"))] = build.stage(name)
        for action in self._items(self.document, "actions", "action"):
            key = _word(_get(action, "phase"))
            if key not in phases:
                self.findings.add("parent_missing", _line(_get(action, "phase") or action), column=key[:60])
                continue
            touchpoint = self._touchpoint(action)
            phases[key] = replace(phases[key], touchpoints=(*phases[key].touchpoints, touchpoint))
        title = self._text(_get(self.document, "id")) or UNTITLED
        made = build.journey(title, phases.values(), persona_ids=tuple(one.id for one in personas))
        return made, personas

    def _personas(self, node: yaml.Node | None) -> tuple[Persona, ...]:
        if node is None:
            return ()
        self._note_unknown(node, "persona")
        name = self.findings.text(" ".join(_word(_get(node, "name")).split()), _line(node), short=True)
        if not name:
            self.findings.add("name_missing", _line(node), column="persona")
            return ()
        return (Persona(new_id(), name, role=self._text(_get(node, "description"))),)

    def _touchpoint(self, action: yaml.Node) -> Touchpoint:
        name = self._text(_get(action, "name"))
        if not name:
            self.findings.add("name_missing", _line(action), column="actions")
        places = [_word(node) for node in _list(_get(action, "touchpoints"))]
        thoughts = "\n".join(_word(node) for node in _list(_get(action, "thoughts_feelings")))
        channels = [code for place in places if (code := channel_code(place))]
        return build.touchpoint(
            name or UNTITLED,
            channel=channels[0] if channels else "other",
            aliases=tuple(self.findings.text(place, _line(action), short=True) for place in places if place),
            thought=self._in_language(self.findings.text(thoughts, _line(action))),
            perceived=self._emotion(_get(action, "emotion_score")),
        )

    def _emotion(self, node: yaml.Node | None) -> float | None:
        if node is None:
            return None
        found = number(_word(node))
        if found is None or not -2.0 <= found <= 2.0:
            self.findings.add("value_bad", _line(node), column="emotion_score", allowed="-2 … 2")
            return None
        return found

    def _items(self, node: yaml.Node, key: str, what: str) -> Iterator[yaml.Node]:
        for one in _list(_get(node, key)):
            if isinstance(one, yaml.MappingNode):
                self._note_unknown(one, what)
                yield one
            else:
                self.findings.add("part_bad", _line(one), column=key)

    def _note_unknown(self, node: yaml.Node, what: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if _word(key) not in _KNOWN[what]:
                    self.findings.add("field_unknown", _line(key), column=_word(key)[:60])

    def _text(self, node: yaml.Node | None) -> Text:
        return self._in_language(self.findings.text(_word(node), _line(node) if node else None))

    def _in_language(self, words: str) -> Text:
        return Text(vi=words) if self.language == "vi" else Text(en=words)


def _get(node: yaml.Node, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if _word(name) == key), None)


def _list(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _word(node: yaml.Node | None) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
