"""Maps for the tests of formats: one by hand, and any map by Hypothesis."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from cx_core.journeys import build
from cx_core.journeys.operations import clean_line, clean_text
from cx_core.journeys.votes import voted
from cx_core.model.journey import CHANNELS, Journey, Persona, Text

LAN = Persona(
    "lan",
    "Chị Lan",
    role=Text("Kế toán", "Accountant"),
    age_range="30–40",
    goals=Text("Mua nhanh"),
    quote=Text("Tôi không có thời gian chờ."),
    segment_filter=(("segment", ("VIP", "thân thiết")),),
)

SHOP = replace(
    build.journey(
        Text("Mua hàng: từ A đến Z", "Buying"),
        [
            build.stage(
                Text("Tìm hiểu", "Explore"),
                [
                    build.touchpoint(
                        Text("Trang web", "Website"),
                        channel="web",
                        id="t1",
                        expected=1.0,
                        perceived=0.5,
                        moment_of_truth="zmot",
                        evidence="survey",
                        aliases=("web", "site"),
                    ),
                    build.touchpoint("Tư vấn Zalo #1", channel="zalo", id="t2", perceived=-2.0),
                ],
                id="s1",
                customer_goal=Text("Biết có gì"),
            ),
            build.stage(
                "Nhận hàng",
                [
                    build.touchpoint(
                        "Giao hàng",
                        [build.pain_point(Text("Giao trễ", "Late"), 5, id="p1"), build.pain_point("Vỡ", 2, id="p2")],
                        channel="delivery",
                        initiator="third_party",
                        id="t3",
                        owner="Anh Tú",
                    )
                ],
                id="s2",
            ),
            build.stage("Sau mua", id="s3"),
        ],
        id="j1",
        scenario=Text("Khách đặt hàng; nhận tại nhà."),
        owner="Lan",
        review_on=date(2027, 1, 15),
        persona_ids=("lan",),
    ),
    revision=7,
    version=2,
    updated_at=datetime(2026, 11, 21, 2, 5, tzinfo=UTC),
)


def bare(journey: Journey) -> Journey:
    """The map without what counts its changes, which only the native format carries."""
    return replace(
        build.place(journey),
        revision=1,
        version=1,
        updated_at=None,
        stages=tuple(
            replace(
                stage,
                version=1,
                touchpoints=tuple(
                    replace(
                        point,
                        version=1,
                        pain_points=tuple(replace(pain, version=1) for pain in point.pain_points),
                        opportunities=tuple(replace(idea, version=1) for idea in point.opportunities),
                    )
                    for point in stage.touchpoints
                ),
            )
            for stage in build.place(journey).stages
        ),
    )


#: Words that trip parsers, among any others.
TRICKY = st.sampled_from(
    ["a: b", "a;b", "#1", "100%% sure", "%% x", "5%% off", "%%{ init", "section 1", "Title x", "journey", "accDescr {",
     "<br>", "<b>x</b>", "a\nb", "a, b", "=1+1", "Giờ mở cửa 8:30", "&amp;", "]]>", "| x |", "```", "：５", "\ue0001\ue001", '"x"',
     "- x", "null", "0123", "@x", "title"]
)  # fmt: skip
WORDS = st.one_of(TRICKY, st.text(max_size=12)).map(lambda text: clean_text("name", text))
NAMES = WORDS.filter(bool)
LINES = st.one_of(TRICKY, st.text(max_size=12)).map(lambda text: clean_line("owner", text))
TEXTS = st.builds(Text, WORDS, WORDS)
NAMED = st.one_of(st.builds(Text, NAMES, WORDS), st.builds(Text, WORDS, NAMES))
EMOTIONS = st.one_of(
    st.none(), st.sampled_from([-2.0, -0.5, 0.0, 0.1, 2.0]), st.floats(-2, 2).map(lambda x: round(x, 4) + 0.0)
)
EVIDENCE = st.sampled_from(["assumption", "survey", "validated"])
NOTES = st.dictionaries(st.sampled_from(["l1", "L-2_vi"]), NAMED, max_size=2).map(
    lambda one: tuple(sorted(one.items()))
)
FELT = st.dictionaries(st.sampled_from(["p1", "p2_en"]), EMOTIONS.filter(lambda one: one is not None), max_size=2).map(
    lambda one: tuple(sorted(one.items()))
)
PAINS = st.builds(
    build.pain_point,
    NAMED,
    st.integers(1, 5),
    root_cause=TEXTS,
    evidence=EVIDENCE,
    themes=st.sampled_from([(), ("delivery_time",), ("price", "staff")]),
    phrases=st.sampled_from([(), ("giao trễ", "chờ lâu")]),
)
ALIASES = st.lists(st.sampled_from(["web", "Zalo OA", "Tổng đài", "a|b", "x; y"]), unique=True, max_size=3).map(tuple)
TOUCHPOINTS = st.builds(
    build.touchpoint,
    NAMED,
    st.lists(PAINS, max_size=2),
    channel=st.sampled_from(CHANNELS),
    initiator=st.sampled_from(["customer", "company", "third_party"]),
    customer_action=TEXTS,
    thought=TEXTS,
    moment_of_truth=st.one_of(st.none(), st.sampled_from(["zmot", "recovery"])),
    expected=EMOTIONS,
    perceived=EMOTIONS,
    expectation=TEXTS,
    service_standard=TEXTS,
    owner=LINES,
    evidence=EVIDENCE,
    aliases=ALIASES,
    notes=NOTES,
    expected_by=FELT,
    perceived_by=FELT,
    perceived_low_by=FELT,
    votes=FELT,
)
AMOUNTS = st.one_of(st.none(), st.integers(1, 5))
IDEAS = st.builds(
    build.opportunity,
    NAMED,
    detail=TEXTS,
    impact=AMOUNTS,
    effort=AMOUNTS,
    progress=st.sampled_from(["open", "in_progress", "solved", "dismissed"]),
    owner=LINES,
    due_on=st.one_of(st.none(), st.dates()),
    evidence=EVIDENCE,
)


def _with_ideas(point, ideas):
    """The touchpoint with ideas, the first of which eases all its pain points."""
    eased = tuple(pain.id for pain in point.pain_points)
    return replace(
        point, opportunities=tuple(replace(one, pain_ids=() if at else eased) for at, one in enumerate(ideas))
    )


TOUCHPOINTS = st.builds(_with_ideas, TOUCHPOINTS.map(voted), st.lists(IDEAS, max_size=2))
STAGES = st.builds(build.stage, NAMED, st.lists(TOUCHPOINTS, max_size=2), customer_goal=TEXTS, notes=NOTES)
MAPS = st.builds(
    build.journey,
    NAMED,
    st.lists(STAGES, max_size=3),
    scenario=TEXTS,
    goal=TEXTS,
    state=st.sampled_from(["as_is", "to_be"]),
    status=st.sampled_from(["draft", "validated", "archived"]),
    owner=LINES,
    review_on=st.one_of(st.none(), st.dates()),
    own_lanes=NOTES,
    lanes=st.sampled_from([(), ("own:l1", "-pain", "stage:L-2_vi")]),
)
PERSONAS = st.builds(
    Persona,
    id=st.sampled_from(["p1", "p2"]),
    name=LINES.filter(bool),
    role=TEXTS,
    age_range=LINES,
    goals=TEXTS,
    frustrations=TEXTS,
    quote=TEXTS,
    segment_filter=st.sampled_from([(), (("region", ("Hà Nội",)), ("segment", ("A", "B")))]),
)
