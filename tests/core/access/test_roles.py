"""A facilitator shapes the map, a participant adds to it, a viewer looks."""

import pytest

from cx_core.access.roles import ROLES, may, may_edit, may_undo, require
from cx_core.model.operation import NOUNS, VERBS, Operation
from cx_core.model.problem import Refusal


def op(verb, noun):
    return Operation("o", "j", verb, noun, "t", "An", 1)


ALL = [op(verb, noun) for verb in VERBS for noun in NOUNS]


def test_what_each_role_may():
    allowed = {role: {one.name for one in ALL if may(role, one)} for role in ROLES}
    assert allowed["facilitator"] == {one.name for one in ALL}
    assert allowed["participant"] == {"add_pain_point"}
    assert allowed["viewer"] == set()


def test_an_unknown_role_may_nothing():
    assert not any(may("boss", one) for one in ALL)


def test_require_refuses():
    require("facilitator", op("remove", "stage"))
    with pytest.raises(Refusal) as refused:
        require("participant", op("remove", "stage"))
    assert refused.value.kind == "not_allowed"


def test_tools():
    assert [may_edit(role) for role in ROLES] == [True, False, False]
    assert [may_undo(role) for role in ROLES] == [True, True, False]
