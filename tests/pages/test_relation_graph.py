"""The relation graph: where its nodes stand, what they say, and that no text of a person becomes markup."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from components.journey_board import ChipData, Selection
from components.relation_graph import (
    MAX_NODES,
    GraphEdge,
    Relations,
    graph_config,
    graph_data,
    part_of,
    relation_nodes,
)
from cx_core.model.journey import Journey, PainPoint, Stage, Text, Touchpoint


def journey(name="Quầy", pain="Chờ lâu"):
    pains = (PainPoint("p1", "t1", Text(vi=pain), severity=4), PainPoint("p2", "t1", Text(vi=pain), severity=1))
    places = (Touchpoint("t1", "s1", Text(vi=name), pain_points=pains), Touchpoint("t2", "s1", Text(en="Web")))
    return Journey(
        "j",
        Text(vi="A"),
        stages=(Stage("s1", "j", Text(vi="Mua"), touchpoints=places), Stage("s2", "j", Text(vi="Dùng"))),
    )


def nodes_of(relations: Relations):
    return {node.key: node for node in relations.nodes}


class TestPlaces:
    def test_every_part_is_there_once(self):
        keys = [node.key for node in relation_nodes(journey(), "vi", {}).nodes]
        assert keys == ["stage:s1", "touchpoint:t1", "pain_point:p1", "pain_point:p2", "touchpoint:t2", "stage:s2"]

    def test_stages_go_to_the_right_and_their_parts_go_down(self):
        nodes = nodes_of(relation_nodes(journey(), "vi", {}))
        assert nodes["stage:s1"].y == nodes["stage:s2"].y
        assert nodes["stage:s1"].x < nodes["stage:s2"].x
        column = [
            nodes[key] for key in ("stage:s1", "touchpoint:t1", "pain_point:p1", "pain_point:p2", "touchpoint:t2")
        ]
        assert len({node.x for node in column}) == 1
        for upper, lower in pairwise(column):
            assert upper.y + upper.height / 2 < lower.y - lower.height / 2, "two boxes overlap"

    def test_edges_join_stages_in_order_and_things_with_their_parts(self):
        assert relation_nodes(journey(), "vi", {}).edges == (
            GraphEdge("stage:s1", "touchpoint:t1", "part"),
            GraphEdge("touchpoint:t1", "pain_point:p1", "part"),
            GraphEdge("touchpoint:t1", "pain_point:p2", "part"),
            GraphEdge("stage:s1", "touchpoint:t2", "part"),
            GraphEdge("stage:s1", "stage:s2", "next"),
        )

    def test_the_picture_is_the_same_every_time(self):
        assert relation_nodes(journey(), "vi", {}) == relation_nodes(journey(), "vi", {})

    def test_an_empty_map_has_nothing_to_draw(self):
        assert not relation_nodes(Journey("j", Text(vi="A")), "vi", {}).is_drawable

    def test_too_much_is_not_drawn(self):
        places = tuple(Touchpoint(f"t{n}", "s", Text(vi="A")) for n in range(MAX_NODES))
        crowded = Journey("j", Text(vi="A"), stages=(Stage("s", "j", Text(vi="A"), touchpoints=places),))
        assert not relation_nodes(crowded, "vi", {}).is_drawable
        fewer = Journey("j", Text(vi="A"), stages=(Stage("s", "j", Text(vi="A"), touchpoints=places[1:]),))
        assert relation_nodes(fewer, "vi", {}).is_drawable


class TestLabels:
    def test_a_pain_point_carries_its_severity(self):
        assert nodes_of(relation_nodes(journey(), "vi", {}))["pain_point:p1"].label == "▼4 Chờ lâu"

    def test_a_name_in_the_other_language_is_better_than_none(self):
        assert nodes_of(relation_nodes(journey(), "vi", {}))["touchpoint:t2"].label == "Web"

    @pytest.mark.parametrize(("language", "words"), [("vi", "(chưa đặt tên)"), ("en", "(unnamed)")])
    def test_a_part_without_a_name_says_so(self, language, words):
        assert nodes_of(relation_nodes(journey(name=""), language, {}))["touchpoint:t1"].label == words

    def test_a_long_name_is_cut_after_three_lines(self):
        label = nodes_of(relation_nodes(journey(name="dài " * 100), "vi", {}))["touchpoint:t1"].label
        assert label.count("\n") == 2
        assert label.endswith("…")

    @pytest.mark.parametrize(
        ("display", "shown", "level"),
        [("full", True, 1), ("grey", True, 1), ("hidden", False, None), ("none", False, None)],
    )
    def test_a_score_shows_by_its_number_of_answers(self, display, shown, level):
        chip = ChipData("NPS −31", 1118, display, -0.62)
        node = nodes_of(relation_nodes(journey(), "vi", {"t1": chip}))["touchpoint:t1"]
        assert ("NPS −31 · n=1.118" in node.label) == shown
        assert node.level == level


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
]


class TestSafety:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_nothing_is_handed_over_that_the_front_end_writes_as_markup_or_opens_as_an_address(self, text):
        """Its front end puts ``title`` into innerHTML and calls window.open with it on a double click."""
        data = graph_data(relation_nodes(journey(name=text, pain=text), "vi", {}))
        parts = [*data["nodes"], *data["edges"]]
        assert all(part["title"] is None for part in parts)
        assert not any({"link", "image", "href", "icon", "url"} & set(part) for part in parts)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_labels_hold_no_brackets_but_our_own(self, text):
        for node in graph_data(relation_nodes(journey(name=text, pain=text), "vi", {}))["nodes"]:
            left = node["label"].replace("<code>\u00a0</code>", "")
            assert "<" not in left
            assert ">" not in left

    def test_chosen_nodes_keep_colours_that_can_be_read(self):
        for node in graph_data(relation_nodes(journey(), "vi", {}))["nodes"]:
            assert node["color"]["highlight"]["background"] == node["color"]["background"]
            assert node["color"]["hover"]["background"] == node["color"]["background"]

    def test_nothing_moves_by_itself_and_the_settings_are_json(self):
        settings = json.loads(json.dumps(graph_config()))
        assert settings["physics"]["enabled"] is False
        assert settings["groups"] == {}
        assert settings["width"] == "100%"
        assert settings["interaction"]["dragNodes"] is False


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("stage:s1", Selection("stage", "s1")),
        ("pain_point:a:b", Selection("pain_point", "a:b")),
        ("user:1", None), ("stage:", None), ("stage", None), (None, None), (5, None),
    ],
)  # fmt: skip
def test_a_click_names_its_part(key, part):
    assert part_of(key) == part


def _page():
    import streamlit as st

    from components.relation_graph import draw_relations
    from cx_core.model.journey import Journey, Stage, Text, Touchpoint

    n = st.session_state.get("n", 1)
    places = tuple(Touchpoint(f"t{at}", "s", Text(vi=f"Nơi {at}")) for at in range(n))
    stages = (Stage("s", "j", Text(vi="Mua"), touchpoints=places),) if n else ()
    chosen = draw_relations(Journey("j", Text(vi="A"), stages=stages), "vi", key="relations")
    st.write(f"chosen={chosen.id if chosen else None}")


class TestOnAPage:
    def test_a_choice_in_the_list_is_returned_once(self):
        at = AppTest.from_function(_page).run()
        assert "chosen=None" in at.markdown[-1].value
        at.selectbox[0].set_value("touchpoint:t0").run()
        assert "chosen=t0" in at.markdown[-1].value
        assert "chosen=None" in at.run().markdown[-1].value

    def test_too_big_a_map_says_so_and_still_has_its_list(self):
        at = AppTest.from_function(_page)
        at.session_state["n"] = MAX_NODES
        at.run()
        assert "200" in at.info[0].value
        assert len(at.selectbox[0].options) == MAX_NODES + 1

    def test_an_empty_map_says_so(self):
        at = AppTest.from_function(_page)
        at.session_state["n"] = 0
        at.run()
        assert len(at.info) == 1
        assert not at.exception
