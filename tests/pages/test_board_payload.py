"""What the board is told, and what is understood of what it says back."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from components.journey_board import script
from components.journey_board.payload import ChipData, board_payload
from components.journey_board.requests import (
    MAX_ACKED,
    MAX_REQUESTS,
    BoardMemory,
    Incoming,
    Selection,
    Step,
    newest,
    operations_from,
    selection_from,
    settle,
)
from cx_core.model.journey import CHANNELS, Journey, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from tests.pages.fire import choose, data_of, fire

PAIN = PainPoint("p1", "t1", Text(vi="Chờ lâu"), severity=4, version=2)
PLACE = Touchpoint(
    "t1",
    "s1",
    Text(vi="Quầy", en="Counter"),
    channel="store",
    expected=1.0,
    perceived=-0.5,
    pain_points=(PAIN,),
    version=3,
)
OTHER = Touchpoint("t2", "s1", Text(en="Web"), channel="web")
JOURNEY = Journey(
    "j1",
    Text(vi="Mua hàng", en="Buying"),
    stages=(Stage("s1", "j1", Text(vi="Mua"), touchpoints=(PLACE, OTHER)), Stage("s2", "j1", Text(vi="Dùng"))),
    revision=7,
)


def first_touchpoint(**options):
    return board_payload(JOURNEY, options.pop("measures", {}), options.pop("language", "vi"), **options)["stages"][0][
        "touchpoints"
    ][0]


def op(**changes):
    return {
        "op_id": "o1", "verb": "edit", "noun": "touchpoint", "target_id": "t1", "version": 3, "fields": {"name_vi": "Mới"},
    } | changes  # fmt: skip


class TestWhatTheBoardIsTold:
    def test_is_plain_json_with_every_part_in_order(self):
        payload = json.loads(json.dumps(board_payload(JOURNEY, {}, "vi")))
        assert payload["journey"] == {"id": "j1", "title": "Mua hàng", "version": 1, "revision": 7}
        assert [stage["id"] for stage in payload["stages"]] == ["s1", "s2"]
        assert [one["id"] for one in payload["stages"][0]["touchpoints"]] == ["t1", "t2"]
        assert payload["stages"][0]["touchpoints"][0]["pains"] == [
            {"id": "p1", "version": 2, "position": 0.0, "text": "Chờ lâu", "severity": 4, "evidence": "assumption"}
        ]

    def test_texts_are_in_the_language_or_else_in_the_other_one(self):
        english = board_payload(JOURNEY, {}, "en")
        assert english["journey"]["title"] == "Buying"
        assert [one["name"] for one in english["stages"][0]["touchpoints"]] == ["Counter", "Web"]
        assert english["stages"][0]["name"] == "Mua"

    def test_a_text_that_is_only_in_the_other_language_is_marked(self):
        payload = board_payload(JOURNEY, {}, "vi", spoken="en")
        counter, web = payload["stages"][0]["touchpoints"]
        assert (payload["ui"], payload["language"]) == ("vi", "en")
        assert payload["stages"][0]["foreign"] == ["name"]
        assert ("foreign" in counter, counter["pains"][0]["foreign"]) == (False, ["text"])
        assert ("foreign" in web, payload["labels"]["lane_pain"]) == (False, "Điểm đau")

    def test_lanes_of_the_map_itself_come_with_their_texts(self):
        place = replace(PLACE, notes=(("l1", Text(en="At once")),))
        stage = replace(JOURNEY.stages[0], touchpoints=(place,), notes=(("l2", Text("Yên tâm")),))
        own = (("l1", Text("Cam kết", "Promise")), ("l2", Text("Mục tiêu")))
        told = board_payload(replace(JOURNEY, stages=(stage,), own_lanes=own, lanes=("stage:l2", "own:gone")), {}, "vi")
        assert told["lanes"][:2] == ["stage:l2", "own:l1"]
        assert told["own_lanes"] == {"l1": {"name": "Cam kết"}, "l2": {"name": "Mục tiêu"}}
        assert told["stages"][0]["note:l2"] == "Yên tâm"
        assert told["stages"][0]["touchpoints"][0]["note:l1"] == "At once"
        assert told["stages"][0]["touchpoints"][0]["foreign"] == ["note:l1"]

    def test_a_clash_over_a_lane_s_name_is_told_under_the_map_s_own_name(self):
        change = Operation("o1", "j1", "edit", "journey", "j1", "An", 1, {"own_lanes.l1_vi": "Của tôi"})
        clash = Conflict(change, {"own_lanes.l1_vi": "Của Minh", "title_vi": "Mua hàng"}, "Minh", None)
        (told,) = board_payload(JOURNEY, {}, "vi", memory=BoardMemory(conflicts=(clash,)))["conflicts"]
        assert (told["name"], told["refused"], told["current"]) == (
            "Mua hàng", {"own_lanes.l1_vi": "Của tôi"}, {"own_lanes.l1_vi": "Của Minh"},
        )  # fmt: skip

    def test_one_persona_changes_the_map_and_several_get_a_curve_each(self):
        felt = replace(PLACE, perceived_by=(("lan", -2.0),), perceived_low_by=(("lan", -2.0),), perceived_high=1.0)
        journey = replace(JOURNEY, stages=(replace(JOURNEY.stages[0], touchpoints=(felt,)),))
        lan, minh = Persona("lan", "Lan"), Persona("minh", "Minh")
        alone = board_payload(journey, {}, "vi", people=[lan])
        place = alone["stages"][0]["touchpoints"][0]
        assert (alone["person"], place["perceived"], place["low"], place["high"]) == ("lan", -2.0, -2.0, None)
        assert (place["expected"], place["shared"]) == (1.0, ["expected"])
        both = board_payload(journey, {}, "vi", people=[lan, minh])
        place = both["stages"][0]["touchpoints"][0]
        assert (both["person"], place["perceived"]) == (None, -0.5)
        assert {one: felt["perceived"] for one, felt in place["felt"].items()} == {"lan": -2.0, "minh": -0.5}
        assert ["perceived" in felt["shared"] for felt in place["felt"].values()] == [False, True]

    def test_each_of_several_personas_brings_the_score_of_its_own_segment(self):
        lan, minh = Persona("lan", "Lan"), Persona("minh", "Lan")
        own = ChipData("Lan: NPS +50", 40, "full", 1.0, 0.5, 1.5, whose="Lan", person="lan")
        few = ChipData("Lan: NPS −50", 12, "grey", -1.0, whose="Lan", person="minh")
        none = ChipData("Lan: NPS −50", 3, "hidden", -1.0, whose="Lan", person="minh")
        everybody = ChipData("NPS +20", 400, "full", 0.4, beside=(own, few))

        def measured(chip):
            payload = board_payload(JOURNEY, {PLACE.id: chip}, "vi", people=[lan, minh])
            felt = payload["stages"][0]["touchpoints"][0]["felt"]
            return [felt[one]["measured"] for one in ("lan", "minh")]

        first, second = measured(everybody)
        assert first == {"value": 1.0, "low": 0.5, "high": 1.5, "small": False}
        assert (second["value"], second["small"]) == (-1.0, True)
        assert measured(replace(everybody, beside=(own, none)))[1] is None, "too few answers leave no mark"

    def test_votes_come_with_whether_they_lie_far_apart(self):
        voted = replace(PLACE, votes=(("lan", -2.0), ("minh", 2.0), ("v1", -2.0), ("v2", 2.0)))
        journey = replace(JOURNEY, stages=(replace(JOURNEY.stages[0], touchpoints=(voted,)),))
        payload = board_payload(journey, {}, "vi", voter="lan")
        place = payload["stages"][0]["touchpoints"][0]
        assert (payload["voter"], place["votes"]["lan"], len(place["votes"]), place["split"]) == ("lan", -2.0, 4, True)

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_every_channel_moment_and_label_has_words(self, language):
        payload = board_payload(JOURNEY, {}, language)
        assert list(payload["channels"]) == list(CHANNELS)
        for words in (payload["channels"], payload["moments"], payload["labels"]):
            assert all(text and not text.startswith("board.") for text in words.values())

    def test_an_unset_emotion_is_none_and_not_zero(self):
        other = board_payload(JOURNEY, {}, "vi")["stages"][0]["touchpoints"][1]
        assert other["expected"] is None
        assert other["perceived"] is None

    def test_without_answers_there_is_neither_chip_nor_mark(self):
        assert first_touchpoint()["chips"] == []
        assert first_touchpoint()["measured"] is None

    @pytest.mark.parametrize(
        ("display", "state", "text", "marked", "small"),
        [
            ("none", "none", "", False, None),
            ("hidden", "hidden", "", False, None),
            ("grey", "grey", "NPS +32", True, True),
            ("shown", "ok", "NPS +32", True, False),
            ("full", "ok", "NPS +32", True, False),
        ],
    )
    def test_a_score_is_shown_by_its_number_of_answers(self, display, state, text, marked, small):
        """Under 10 answers neither the number nor its place on the curve leaves the server; under 30 it is small."""
        chip = ChipData("NPS +32", 1284, display, 0.64, 0.4, 0.9, "rose", True)
        told = first_touchpoint(measures={"t1": chip})
        assert (told["chips"][0]["state"], told["chips"][0]["text"]) == (state, text)
        assert told["chips"][0]["n"] == "1.284"
        assert (told["measured"] is not None) == marked
        if marked:
            assert told["measured"] == {"value": 0.64, "low": 0.4, "high": 0.9, "small": small}
            assert told["chips"][0]["verdict"] == "rose"
        else:
            assert "32" not in json.dumps([told["chips"], told["measured"]])

    def test_an_interval_that_leaves_the_axis_ends_on_it(self):
        told = first_touchpoint(measures={"t1": ChipData("NPS +98", 40, "shown", 1.96, 1.7, 2.2)})
        assert told["measured"]["high"] == 2.0

    def test_further_metrics_stand_beside_the_first_and_draw_no_mark(self):
        chip = ChipData("CSAT 61%", 402, "full", 0.3, beside=(ChipData("CES 4,2", 380, "full", 1.0),))
        told = first_touchpoint(measures={"t1": chip})
        assert [one["text"] for one in told["chips"]] == ["CSAT 61%", "CES 4,2"]
        assert told["measured"]["value"] == 0.3

    def test_a_conflict_shows_both_texts_of_what_was_changed_and_nothing_else(self):
        operation = Operation("o1", "j1", "edit", "touchpoint", "t1", "Minh", 2, {"name_vi": "Của tôi"})
        conflict = Conflict(
            operation, {"name_vi": "Quầy", "owner": "x"}, "Lan", datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
        )
        told = board_payload(JOURNEY, {}, "vi", memory=BoardMemory(("o1",), (conflict,)))
        assert told["acked"] == ["o1"]
        assert told["conflicts"][0] == {
            "op_id": "o1", "verb": "edit", "noun": "touchpoint", "target_id": "t1", "name": "Quầy",
            "refused": {"name_vi": "Của tôi"}, "current": {"name_vi": "Quầy"},
            "by": "Lan", "at": "20/11/2026 09:05", "gone": False,
        }  # fmt: skip

    def test_text_of_people_stays_text(self):
        hostile = "<img src=x onerror=alert(1)>"
        journey = Journey("j", Text(vi=hostile), stages=(Stage("s", "j", Text(vi=hostile)),))
        assert board_payload(journey, {}, "vi")["stages"][0]["name"] == hostile

    def test_the_browser_half_never_writes_markup(self):
        """Text can only become markup through these, so none of them may stand in the script."""
        for door in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert door not in script()


class TestWhatTheBoardSays:
    def test_a_queue_becomes_operations_in_order(self):
        incoming = operations_from(
            [op(), op(op_id="o2", verb="move", fields={"parent_id": "s2", "position": 1.5})], "j1", "Lan"
        )
        assert incoming == Incoming(
            (
                Operation("o1", "j1", "edit", "touchpoint", "t1", "Lan", 3, {"name_vi": "Mới"}),
                Operation("o2", "j1", "move", "touchpoint", "t1", "Lan", 3, {"parent_id": "s2", "position": 1.5}),
            )
        )

    def test_an_addition_has_no_version(self):
        (operation,) = operations_from([op(verb="add", version=None)], "j1", "Lan").requests
        assert operation.version is None

    def test_actor_and_map_are_never_taken_from_the_browser(self):
        (operation,) = operations_from([op(actor="boss", journey_id="other")], "j1", "Lan").requests
        assert (operation.actor, operation.journey_id) == ("Lan", "j1")

    def test_steps_are_understood(self):
        sent = [{"op_id": "u", "step": "undo"}, {"op_id": "d", "step": "dismiss", "target_id": "o1"}]
        assert operations_from(sent, "j1", "Lan").requests == (Step("u", "undo"), Step("d", "dismiss", "o1"))

    def test_nothing_sent_is_nothing(self):
        assert operations_from(None, "j1", "Lan") == Incoming()

    @pytest.mark.parametrize(
        "malformed",
        [
            "text", 7, None, [], {}, op(op_id=""), op(op_id="x" * 65), op(op_id=5), op(verb="drop"), op(noun="user"),
            op(target_id=None), op(version="3"), op(version=True), op(version=-1), op(fields=[]), op(fields={"a": {}}),
            op(fields={"a": math.nan}), op(fields={"a": math.inf}), op(fields={"a": "x" * 2001}), op(fields={"a": [1]}),
            op(fields={str(n): 1 for n in range(31)}), {"op_id": "1", "step": "explode"},
            {"op_id": "1", "step": "dismiss", "target_id": 5},
        ],
    )  # fmt: skip
    def test_what_is_malformed_is_left_out_and_counted(self, malformed):
        incoming = operations_from([malformed, op()], "j1", "Lan")
        assert len(incoming.requests) == 1
        assert incoming.n_malformed == 1

    @pytest.mark.parametrize("sent", ["ops", {"op_id": "1"}, 5])
    def test_a_queue_that_is_no_list_counts_once(self, sent):
        assert operations_from(sent, "j1", "Lan") == Incoming((), 1)

    def test_a_flood_is_cut_off(self):
        incoming = operations_from([op(op_id=str(n)) for n in range(MAX_REQUESTS + 9)], "j1", "Lan")
        assert (len(incoming.requests), incoming.n_malformed) == (MAX_REQUESTS, 9)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        )
    )
    def test_nothing_that_is_sent_breaks_the_page(self, sent):
        operations_from(sent, "j1", "Lan")
        operations_from([sent], "j1", "Lan")
        selection_from(sent)

    @pytest.mark.parametrize(
        ("raw", "selection"),
        [
            ({"kind": "touchpoint", "id": "t1"}, Selection("touchpoint", "t1")),
            ({"kind": "user", "id": "t1"}, None),
            ({"kind": "stage"}, None),
            (None, None),
        ],
    )
    def test_what_is_selected(self, raw, selection):
        assert selection_from(raw) == selection


class TestSettling:
    def test_each_request_is_carried_out_once_however_often_it_is_sent(self):
        done = []

        def carry_out(request):
            done.append(request.op_id)
            return Applied(1, 1, None)

        queue = operations_from([op(), op(op_id="o2"), op()], "j1", "Lan")
        memory, refusals = settle(BoardMemory(), queue, carry_out)
        memory, refusals = settle(memory, queue, carry_out)
        assert done == ["o1", "o2"]
        assert memory.acked == ("o1", "o2")
        assert refusals == ()

    def test_a_conflict_is_kept_until_it_is_dismissed(self):
        queue = operations_from([op()], "j1", "Lan")
        memory, _ = settle(BoardMemory(), queue, lambda request: Conflict(request, {}, "Minh", None))
        assert [one.operation.op_id for one in memory.conflicts] == ["o1"]
        dismissal = Incoming((Step("d", "dismiss", "o1"),))
        memory, _ = settle(memory, dismissal, pytest.fail)
        assert memory == BoardMemory(("o1", "d"), ())

    def test_a_refused_request_is_acknowledged_and_told(self):
        def refuse(request):
            raise Refusal("role_may_not")

        memory, refusals = settle(BoardMemory(), operations_from([op()], "j1", "Lan"), refuse)
        assert memory.acked == ("o1",)
        assert [one.kind for one in refusals] == ["role_may_not"]

    def test_undo_is_passed_on_in_its_turn(self):
        seen = []
        queue = operations_from([op(), {"op_id": "u", "step": "undo"}], "j1", "Lan")
        settle(BoardMemory(), queue, lambda request: seen.append(request))
        assert [type(one).__name__ for one in seen] == ["Operation", "Step"]

    def test_the_memory_does_not_grow_without_end(self):
        memory = BoardMemory()
        for n in range(MAX_ACKED + 5):
            memory, _ = settle(memory, operations_from([op(op_id=str(n))], "j1", "Lan"), lambda request: None)
        assert len(memory.acked) == MAX_ACKED
        assert memory.acked[-1] == str(MAX_ACKED + 4)


class TestWhatIsSelected:
    A, B = Selection("stage", "A"), Selection("stage", "B")

    def test_a_choice_on_the_board_holds_until_the_page_chooses(self):
        none = (None, None, None)
        chosen = newest(none, None, self.A)
        assert chosen[2] == self.A
        chosen = newest(chosen, self.A, self.A)
        assert chosen[2] == self.A
        chosen = newest(chosen, None, self.A)
        assert chosen[2] is None, "closed by the page, although the board has not heard of it yet"
        assert newest(chosen, None, self.A)[2] is None
        assert newest(newest(chosen, None, None), None, self.A)[2] == self.A

    def test_the_page_may_choose_another_thing(self):
        assert newest((self.A, self.A, self.A), self.B, self.A)[2] == self.B


def _page():
    import streamlit as st

    from components.journey_board import BoardMemory, board_payload, journey_board, operations_from, settle
    from cx_core.model.journey import Journey, Stage, Text
    from cx_core.model.operation import Applied

    memory = st.session_state.setdefault("memory", BoardMemory())

    def take(sent):
        incoming = operations_from(sent, "j1", "Lan")
        st.session_state["memory"], _ = settle(memory, incoming, lambda request: Applied(2, 2, None))
        st.session_state["malformed"] = incoming.n_malformed

    journey = Journey("j1", Text(vi="A"), stages=(Stage("s1", "j1", Text(vi="B")),))
    state = journey_board(board_payload(journey, {}, "vi", memory=st.session_state["memory"]), key="board", on_ops=take)
    st.write(f"selected={state.selected.id if state.selected else None}")


class TestOnAPage:
    def test_what_the_browser_sends_is_carried_out_and_acknowledged_in_the_same_run(self):
        at = AppTest.from_function(_page).run()
        assert data_of(at, "board")["acked"] == []
        fire(at, "board", ops=[op(), "broken"])
        assert not at.exception
        assert data_of(at, "board")["acked"] == ["o1"]
        assert at.session_state["malformed"] == 1

    def test_what_is_selected_comes_back(self):
        at = AppTest.from_function(_page).run()
        assert "selected=None" in at.markdown[0].value
        choose(at, "board", selected={"kind": "stage", "id": "s1"})
        assert "selected=s1" in at.markdown[0].value
