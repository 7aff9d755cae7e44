"""Send events of a component to a page under test: AppTest knows such components only as unknown elements."""

from __future__ import annotations

import json
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def component(at: AppTest, key: str) -> Any:
    """Return the element of the component with a key."""
    found = [one for one in at.get("bidi_component") if one.proto.id.endswith(f"-{key}")]
    assert found, f"no component with the key {key} on this page"
    return found[0]


def data_of(at: AppTest, key: str) -> dict[str, Any]:
    """Return what the component was given to show."""
    proto = component(at, key).proto
    return json.loads(proto.json or proto.mixed.json)


def fire(at: AppTest, key: str, **events: Any) -> AppTest:
    """Run the page once more with trigger events, as if the browser had sent them: ``fire(at, "board", ops=[…])``."""
    states = at._tree.get_widget_states()
    state = states.widgets.add()
    state.id = _make_trigger_id(component(at, key).proto.id, "events")
    state.json_trigger_value = json.dumps([{"event": name, "value": value} for name, value in events.items()])
    return at._run(states)


def choose(at: AppTest, key: str, **values: Any) -> AppTest:
    """Run the page once more with state values of the component: ``choose(at, "board", selected={…})``."""
    states = at._tree.get_widget_states()
    state = states.widgets.add()
    state.id = component(at, key).proto.id
    state.json_value = json.dumps(values)
    return at._run(states)
