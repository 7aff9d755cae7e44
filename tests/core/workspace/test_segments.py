"""Segments, levels and kinds of surveys over a shop whose answers can be counted on fingers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cx_core.model.filters import MISSING, Filters
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.model.segment import Condition, Segment
from cx_core.store.lenses import Hierarchy
from cx_core.workspace.lensing import parents_from_rows
from tests.core.store.answer_builders import take
from tests.core.workspace.small_shop import said, shop  # noqa: F401

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def kept(workspace, *blocks, name="Một"):
    return workspace.segments.save(Segment("", name, tuple(blocks)), NOW)


def by(segment):
    return Filters().with_values("saved_segment", [segment.id])


def test_all_conditions_of_a_block_and_any_block(shop):  # noqa: F811
    # July at Zalo: 35 twos; June and July at the store: 20 tens each.
    angry = (
        Condition("channel", ("Zalo",)),
        Condition("score:nps", low=0, high=6),
        Condition("day", since=date(2026, 7, 1)),
    )
    happy = (Condition("channel", ("Store",)), Condition("score:nps", low=9, high=10))
    assert shop.segments.n_answers(Segment("", "", (angry,))) == 35
    assert shop.segments.n_answers(Segment("", "", (angry, happy))) == 75
    both = kept(shop, angry, happy)
    # 40 promoters, 35 detractors of 75.
    assert shop.measuring.total("nps", by(both)).value == pytest.approx(100 * 5 / 75)
    assert shop.measuring.n_answers(by(both).with_values("channel", ["Zalo"])) == 35


def test_not_one_of(shop):  # noqa: F811
    take(shop.responses, {"nps": 5, "identity": "nowhere"}, fingerprint="web", name="web.csv")
    # An answer without a channel is in none of the named ones; said to be missing, it is.
    assert shop.segments.n_answers(Segment("", "", ((Condition("channel", ("Zalo",), is_not=True),),))) == 101
    wanted = Segment("", "", ((Condition("channel", ("Zalo", MISSING), is_not=True),),))
    assert shop.segments.n_answers(wanted) == 100


def test_words_and_orders_select_too(shop):  # noqa: F811
    take(
        shop.responses,
        {"identity": "o1", "order": "DH1", "revenue": 100, "customer": "KH1", "responded_at": "2026-06-02T05:00:00+00:00"},
        {"identity": "a1", "nps": 2, "customer": "KH1", "verbatim": "Giao hàng quá chậm, thất vọng", "responded_at": "2026-06-03T05:00:00+00:00"},
        {"identity": "a2", "nps": 9, "customer": "KH2", "verbatim": "Tuyệt vời", "responded_at": "2026-06-03T05:00:00+00:00"},
        fingerprint="web", name="web.csv",
    )  # fmt: skip
    shop.analysing.run()

    def n(*conditions):
        return shop.segments.n_answers(Segment("", "", (conditions,)))

    assert n(Condition("orders", ("yes",))) == 1
    assert n(Condition("orders", ("no",))) == 201
    assert n(Condition("feeling", ("negative",)), Condition("orders", ("yes",))) == 1
    assert n(Condition("theme", ("delivery_speed", "delivery", "delivery_time")), Condition("channel", ("Zalo",))) == 0
    groups = ("champions", "loyal", "new", "at_risk", "sleeping", "others")
    assert n(Condition("rfm", groups)) == 1


def test_a_condition_on_what_is_gone_selects_nothing(shop):  # noqa: F811
    for one in (Condition("Hạng", ("Vàng",)), Condition("score:gone", low=1), Condition("channel", ("Fax",))):
        assert shop.segments.n_answers(Segment("", "", ((one,),))) == 0


def test_two_segments_that_overlap_are_not_taken_for_apart(shop):  # noqa: F811
    zalo = kept(shop, (Condition("channel", ("Zalo",)),))
    bad = kept(shop, (Condition("score:nps", low=0, high=6),), name="Hai")
    found = shop.ranking.compare_slices("nps", by(zalo), by(bad))
    # Zalo gave 10 and 35 low scores.
    assert (found.overlap, found.n_shared, found.comparison) == ("partly", 45, None)


def test_a_file_carries_segments_to_another_workspace(shop):  # noqa: F811
    one = kept(shop, (Condition("channel", ("Zalo",)), Condition("day", since=date(2026, 7, 1))))
    (read,) = shop.segments.read_file(shop.segments.export(), NOW)
    assert (read.name, read.blocks) == ("Một (2)", one.blocks)
    for bad in (
        b"{}",
        b"\xff",
        b'{"format": "mach-segments", "version": 1, "segments": [{"name": " ", "blocks": []}]}',
    ):
        with pytest.raises(Refusal) as refused:
            shop.segments.read_file(bad, NOW)
        assert refused.value.kind == "segment_file"
    assert len(shop.segments.all()) == 2


def test_names_are_one_of_a_kind(shop):  # noqa: F811
    first = kept(shop, (Condition("channel", ("Zalo",)),), name="Khách Zalo")
    with pytest.raises(Refusal) as refused:
        kept(shop, (Condition("channel", ("Store",)),), name="khach zalo")
    assert refused.value.kind == "segment_name_taken"
    shop.segments.remove(first.id, NOW)
    other = kept(shop, (Condition("channel", ("Store",)),), name="khach zalo")
    with pytest.raises(Refusal):
        shop.segments.restore(first.id)
    shop.segments.remove(other.id, NOW)
    shop.segments.restore(first.id)
    assert shop.segments.all() == (first,)


# --- levels above fields


def test_branches_roll_up_into_regions(shop):  # noqa: F811
    take(shop.responses, *said("Website", 7, [9] * 4), fingerprint="web", name="web.csv")
    table = parents_from_rows("channel", [["Kênh", "Nhóm kênh"], ["zalo", "Trực tuyến"], ["Website", "Trực tuyến"]])
    shop.lensing.save_hierarchy(table, shop.measuring.dictionary())
    assert shop.measuring.segment_fields()[-1] == "Nhóm kênh"
    groups = {cell.value("Nhóm kênh"): cell.counts.n for cell in shop.measuring.ask(Query("nps", ("Nhóm kênh",)))}
    # 100 at Zalo and 4 on the website; the store belongs to no group.
    assert groups == {"Trực tuyến": 104, None: 100}
    online = Filters().with_values("Nhóm kênh", ["Trực tuyến"])
    assert {c.value("channel") for c in shop.measuring.ask(Query("nps", ("channel",), filters=online))} == {
        "Zalo",
        "Website",
    }
    assert shop.measuring.n_answers(Filters().with_values("Nhóm kênh", [MISSING])) == 100
    shop.lensing.save_hierarchy(Hierarchy("channel", "Nhóm kênh"), shop.measuring.dictionary())
    assert "Nhóm kênh" not in shop.measuring.dictionary().fields


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["Kênh"], ["Zalo"]], "hierarchy_table"),
        ([["Kênh", "Nhóm"]], "hierarchy_table"),
        ([["Kênh", "Nhóm"], ["Zalo", "A"], ["zalo", "B"]], "hierarchy_twice"),
    ],
)
def test_a_senseless_table_is_refused(rows, kind):
    with pytest.raises(Refusal) as refused:
        parents_from_rows("channel", rows)
    assert refused.value.kind == kind


def test_a_level_cannot_be_called_like_a_field(shop):  # noqa: F811
    with pytest.raises(Refusal) as refused:
        shop.lensing.save_hierarchy(Hierarchy("channel", "touchpoint", (("Zalo", "A"),)), shop.measuring.dictionary())
    assert refused.value.kind == "hierarchy_name_taken"


# --- kinds of surveys


def test_a_source_with_touchpoints_asks_after_a_contact(shop):  # noqa: F811
    yearly = [{"nps": 9, "identity": f"y{n}", "responded_at": "2026-07-01T05:00:00+00:00"} for n in range(30)]
    take(shop.responses, *yearly, fingerprint="yearly", name="khao_sat_nam.csv")
    kinds = {one.source: one.kind for one in shop.measuring.survey_kinds()}
    assert sorted(kinds.values()) == ["relational", "transactional"]
    whole = Filters().with_values("survey_kind", ["relational"])
    assert shop.measuring.total("nps", whole).n == 30
    # Apart on the home page: 30 of one kind; the other kind never joins them.
    seen = shop.overviews.overview(date(2026, 7, 31))
    cards = {one.survey_kind: one.now.n for one in seen.changes}
    assert cards == {"transactional": 200, "relational": 30}
    source = next(name for name, kind in kinds.items() if kind == "relational")
    shop.lensing.lenses.set_survey_kind(source, "transactional")
    assert {one.kind for one in shop.measuring.survey_kinds()} == {"transactional"}
    shop.lensing.lenses.set_survey_kind(source, None)
    assert shop.measuring.total("nps", whole).n == 30


def test_a_response_rate_needs_to_know_who_was_asked(shop, tmp_path: Path):  # noqa: F811
    from cx_core.workspace.reading import ImportRequest

    (unknown,) = shop.responding.rates()
    assert (unknown.rate, unknown.reason, unknown.n_answers) == (None, "no_denominator", 200)
    # Four tickets: two rated, two offered in vain.
    path = tmp_path / "tickets.csv"
    head = "Id,Requester external id,Group,Status,Priority,Via,Created at,Solved at,Satisfaction Score,Satisfaction Comment\n"
    rows = [
        f"1000024011{n},,Desk,Closed,Low,Mail,2026-03-0{n} 09:07:09,2026-03-0{n} 22:27:52,{score},{words}\n"
        for n, (score, words) in enumerate([("Offered", ""), ("Good", "ok"), ("Offered", ""), ("Bad", "chậm")], 1)
    ]
    path.write_text(head + "".join(rows), "utf-8")
    shop.reading.import_file(ImportRequest(path, path.name, {}))
    rate = next(one for one in shop.responding.rates() if one.source != unknown.source)
    assert (rate.n_answers, rate.n_asked, rate.rate) == (2, 4, 0.5)
