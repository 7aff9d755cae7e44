import altair as alt

from cx_core.charts.layers import document, encoding, layer, view


def test_a_view_keeps_the_rows_it_names_and_leaves_out_the_rest():
    assert view(alt.Chart().mark_rule()) == {"mark": {"type": "rule"}}
    assert view(alt.Chart(alt.NamedData("goal")).mark_rule())["data"] == {"name": "goal"}


def test_selections_of_an_inner_view_stand_at_the_top_and_name_their_view():
    pick = alt.selection_point(name="pick", fields=["period"])
    inner = layer(alt.Chart().mark_line(), alt.Chart().mark_rule().add_params(pick))
    whole = document(layer(inner, alt.Chart().mark_text()), height=10)
    (param,) = whole["params"]
    assert (param["name"], param["views"]) == ("pick", [whole["layer"][0]["layer"][1]["name"]])
    assert "params" not in whole["layer"][0]["layer"][1]


def test_a_document_has_its_rows_by_name():
    whole = document(
        layer(alt.Chart().mark_line(), shared=encoding(x=alt.X("at:T"))), height=10, data="rows", rows=[{"at": 1}]
    )
    assert (whole["data"], whole["datasets"]) == ({"name": "rows"}, {"rows": [{"at": 1}]})
    alt.LayerChart.from_dict(whole, validate=True)
