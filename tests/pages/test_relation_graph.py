"""The relation graph: where its nodes stand, what they say, and that no text of a person becomes markup."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from components.journey_board import ChipData, Selection
from components.relation_graph import MAX_NODES, graph_config, graph_data, part_of
from components.relation_layout import COLUMNS, GraphEdge, Relations, ThemeAt, relation_nodes
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint


def journey(name="Quầy", pain="Chờ lâu"):
    pains = (PainPoint("p1", "t1", Text(vi=pain), severity=4), PainPoint("p2", "t1", Text(vi=pain), severity=1))
    places = (Touchpoint("t1", "s1", Text(vi=name), pain_points=pains), Touchpoint("t2", "s1", Text(en="Web")))
    return Journey(
        "j",
        Text(vi="A"),
        stages=(Stage("s1", "j", Text(vi="Mua"), touchpoints=places), Stage("s2", "j", Text(vi="Dùng"))),
    )


def whole():
    """One of everything: an idea for a pain point and one for the touchpoint, a loop, a theme of two touchpoints."""
    first, last = journey().stages
    ideas = (
        Opportunity("o1", "t1", Text("Thêm quầy"), pain_ids=("p1",)),
        Opportunity("o2", "t1", Text("Báo giờ chờ")),
    )
    one, two = first.touchpoints
    points = (replace(one, opportunities=ideas), replace(two, links=("loop:t1",)))
    themes = (ThemeAt("t1", "wait", "Chờ đợi", 9), ThemeAt("t2", "wait", "Chờ đợi", 4))
    made = replace(journey(), stages=(replace(first, touchpoints=points), last))
    return relation_nodes(made, "vi", {}, (Persona("lan", "Chị Lan"),), themes)


def nodes_of(relations: Relations):
    return {node.key: node for node in relations.nodes}


class TestPlaces:
    def test_every_part_is_there_once(self):
        keys = [node.key for node in relation_nodes(journey(), "vi", {}).nodes]
        assert keys == ["stage:s1", "touchpoint:t1", "pain_point:p1", "pain_point:p2", "touchpoint:t2", "stage:s2"]

    def test_each_kind_has_a_column_of_its_own_in_the_order_of_the_story(self):
        nodes = whole().nodes
        columns = {node.kind: {other.x for other in nodes if other.kind == node.kind} for node in nodes}
        assert all(len(places) == 1 for places in columns.values())
        order = sorted(columns, key=lambda kind: min(columns[kind]))
        assert order == ["persona", "stage", "touchpoint", "pain_point", "theme", "opportunity"]

    def test_no_two_boxes_of_a_column_overlap(self):
        for kind in COLUMNS:
            column = sorted((node for node in whole().nodes if node.kind == kind), key=lambda node: node.y)
            for upper, lower in pairwise(column):
                assert upper.y + upper.height / 2 < lower.y - lower.height / 2

    def test_what_belongs_to_a_touchpoint_stands_beside_it_and_the_next_stage_below(self):
        nodes = nodes_of(whole())
        assert nodes["stage:s1"].y < nodes["stage:s2"].y
        top = nodes["touchpoint:t1"].y - nodes["touchpoint:t1"].height / 2
        assert nodes["pain_point:p1"].y - nodes["pain_point:p1"].height / 2 == top
        assert nodes["touchpoint:t2"].y - nodes["touchpoint:t2"].height / 2 > nodes["pain_point:p2"].y

    def test_six_stages_are_as_wide_as_one_so_that_the_page_need_not_be_shrunk(self):
        stages = [Stage(f"s{n}", "j", Text("Giai đoạn"), touchpoints=journey().stages[0].touchpoints) for n in range(6)]
        nodes = relation_nodes(Journey("j", Text("A"), stages=tuple(stages)), "vi", {}).nodes
        assert max(node.x + COLUMNS[node.kind] / 2 for node in nodes) <= 1010

    def test_a_column_with_nothing_in_it_takes_no_room(self):
        assert nodes_of(relation_nodes(journey(), "vi", {}))["stage:s1"].x == COLUMNS["stage"] / 2

    def test_edges_lead_from_persona_to_opportunity(self):
        assert set(whole().edges) == {
            GraphEdge("persona:lan", "stage:s1", "part"),
            GraphEdge("stage:s1", "stage:s2", "next"),
            GraphEdge("stage:s1", "touchpoint:t1", "part"),
            GraphEdge("stage:s1", "touchpoint:t2", "part"),
            GraphEdge("touchpoint:t1", "pain_point:p1", "part"),
            GraphEdge("touchpoint:t1", "pain_point:p2", "part"),
            GraphEdge("pain_point:p1", "opportunity:o1", "part"),
            GraphEdge("touchpoint:t1", "opportunity:o2", "part"),
            GraphEdge("touchpoint:t2", "touchpoint:t1", "link"),
            GraphEdge("touchpoint:t1", "theme:wait", "part"),
            GraphEdge("touchpoint:t2", "theme:wait", "part"),
        }

    def test_a_theme_of_two_touchpoints_stands_once(self):
        assert [node.id for node in whole().nodes if node.kind == "theme"] == ["wait"]

    def test_no_edge_leads_to_what_is_not_drawn(self):
        lost = Touchpoint("t", "s", Text("A"), links=("loop:gone",))
        one = Journey("j", Text("A"), stages=(Stage("s", "j", Text("A"), touchpoints=(lost,)),))
        drawn = relation_nodes(one, "vi", {}, (), (ThemeAt("gone", "x", "X", 9),))
        keys = {node.key for node in drawn.nodes}
        assert all({edge.source, edge.target} <= keys for edge in drawn.edges)

    def test_the_picture_is_the_same_every_time(self):
        assert relation_nodes(journey(), "vi", {}) == relation_nodes(journey(), "vi", {})

    def test_an_empty_map_has_nothing_to_draw(self):
        assert relation_nodes(Journey("j", Text(vi="A")), "vi", {}).nodes == ()


class TestLabels:
    def test_a_pain_point_carries_its_severity(self):
        assert nodes_of(relation_nodes(journey(), "vi", {}))["pain_point:p1"].label == "▼4 Chờ lâu"

    def test_a_name_in_the_other_language_is_better_than_none(self):
        assert nodes_of(relation_nodes(journey(), "vi", {}))["touchpoint:t2"].label == "Web"

    @pytest.mark.parametrize(("language", "words"), [("vi", "(chưa đặt tên)"), ("en", "(unnamed)")])
    def test_a_part_without_a_name_says_so(self, language, words):
        assert nodes_of(relation_nodes(journey(name=""), language, {}))["touchpoint:t1"].label == words

    def test_a_long_name_is_cut_after_four_lines(self):
        label = nodes_of(relation_nodes(journey(name="dài " * 100), "vi", {}))["touchpoint:t1"].label
        assert label.count("\n") == 3
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
        ("persona:lan", Selection("persona", "lan")), ("theme:wait", Selection("theme", "wait")),
        ("user:1", None), ("stage:", None), ("stage", None), (None, None), (5, None),
    ],
)  # fmt: skip
def test_a_click_names_its_part(key, part):
    assert part_of(key) == part


def _page():
    import streamlit as st

    from components.relation_graph import draw_relations
    from components.relation_layout import ThemeAt
    from cx_core.model.journey import Journey, Persona, Stage, Text, Touchpoint

    n, count = st.session_state.get("n", 1), st.session_state.get("stages", 1)
    same = st.session_state.get("same", False)

    def stage(at):
        prefix = "" if count == 1 else f"{at}-"
        places = tuple(
            Touchpoint(f"{prefix}t{i}", f"s{at}", Text(vi="Nơi" if same else f"Nơi {prefix}{i}")) for i in range(n)
        )
        return Stage(f"s{at}", "j", Text(vi="Mua" if count == 1 else f"Mua {at}"), touchpoints=places)

    stages = tuple(stage(at) for at in range(count)) if n else ()
    extra = {"personas": (Persona("lan", "Chị Lan"),), "themes": (ThemeAt("t0", "x", "Chờ đợi", 5),)} if n == 1 else {}
    chosen = draw_relations(Journey("j", Text(vi="A"), stages=stages), "vi", key="relations", **extra)
    st.write(f"chosen={chosen.id if chosen else None}")


class TestOnAPage:
    def test_a_choice_in_the_list_is_returned_once(self):
        at = AppTest.from_function(_page).run()
        assert "chosen=None" in at.markdown[-1].value
        at.selectbox[0].set_value("touchpoint:t0").run()
        assert "chosen=t0" in at.markdown[-1].value
        assert "chosen=None" in at.run().markdown[-1].value

    def test_two_parts_of_one_name_can_be_told_apart_in_the_list(self):
        at = AppTest.from_function(_page)
        at.session_state["n"], at.session_state["same"] = 2, True
        at.run()
        options = [one for one in at.selectbox[0].options if "Nơi" in one]
        assert options == ["Điểm chạm: Nơi", "Điểm chạm: Nơi (2)"]
        at.selectbox[0].set_value("touchpoint:t1").run()
        assert "chosen=t1" in at.markdown[-1].value

    def test_too_big_a_map_says_so_and_still_has_its_list(self):
        at = AppTest.from_function(_page)
        at.session_state["n"] = MAX_NODES
        at.run()
        assert "200" in at.info[0].value
        assert len(at.selectbox[0].options) == MAX_NODES + 1

    def test_a_large_map_begins_with_the_stages_that_fit_and_says_so(self):
        at = AppTest.from_function(_page)
        at.session_state["n"], at.session_state["stages"] = 60, 5
        at.run()
        # A stage of 60 touchpoints is 61 boxes: three of them fit into 200.
        assert at.multiselect[0].value == ["s0", "s1", "s2"]
        assert "3" in at.caption[0].value and "5" in at.caption[0].value
        assert not at.info
        at.multiselect[0].set_value(["s4"]).run()
        assert [one for one in at.selectbox[0].options if "Giai đoạn" in one] == ["Giai đoạn: Mua 4"]

    def test_kinds_can_be_left_out(self):
        at = AppTest.from_function(_page).run()
        assert [one for one in at.selectbox[0].options if "Chân dung" in one] == ["Chân dung: Chị Lan"]
        at.button_group[0].set_value(["pain_point"]).run()
        assert not [one for one in at.selectbox[0].options if "Chân dung" in one or "Chủ đề" in one]

    def test_an_empty_map_says_so(self):
        at = AppTest.from_function(_page)
        at.session_state["n"] = 0
        at.run()
        assert len(at.info) == 1
        assert not at.exception
