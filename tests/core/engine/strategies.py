"""Hypothesis draws small tables of answers and questions to them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from cx_core.model.feedback import NPS_SCALE
from cx_core.model.filters import MISSING, Filters
from cx_core.model.period import GRAINS
from cx_core.model.query import Query
from tests.core.engine.small_data import METRICS, SCALES, Answer, Table

CHANNELS = ("Zalo", "Cửa hàng", "Hotline")
TOUCHPOINTS = ("Thanh toán", "Giao hàng", "Đổi trả")
STAGES = ("Mua", "Nhận")
LEVELS = ("Vàng", "Bạc")
REGIONS = ("Bắc", "Nam")
SOURCES = ("Biểu mẫu", "Help desk")
#: Two touchpoints and a stage of the map have no answers; "gone" was removed from the map.
STAGE_OF = {"t1": "s1", "t2": "s1", "t3": "s2", "t4": "s3"}
_MAP_VALUES = {"touchpoint": (*STAGE_OF, MISSING), "stage": ("s1", "s2", "s3", "empty stage", MISSING)}
_LABELS = {
    "channel": CHANNELS, "touchpoint": TOUCHPOINTS, "stage": STAGES, "segment": LEVELS, "Vùng": REGIONS,
    "source": SOURCES,
}  # fmt: skip
FIELDS = tuple(_LABELS)
# Around a leap day, a change of year that ISO weeks do not follow, and one year typed wrong.
_DAYS = st.one_of(
    st.dates(date(2023, 12, 20), date(2024, 1, 10)),
    st.dates(date(2024, 2, 20), date(2024, 4, 5)),
    st.sampled_from([date(1969, 12, 31), date(206, 3, 1), date(2999, 5, 5)]),
)


@st.composite
def answers(draw):
    scores = []
    if draw(st.booleans()):
        scores.append(("nps", 100 * draw(st.integers(0, 10)), NPS_SCALE))
    for metric in METRICS[1:]:
        scale = draw(st.sampled_from([None, *SCALES.values()]))
        if scale:
            scores.append((metric, draw(st.integers(100 * scale.minimum, 100 * scale.maximum)), scale))
    return Answer(
        draw(st.none() | _DAYS),
        draw(st.sampled_from((None, *CHANNELS, "zalo"))),
        draw(st.sampled_from((None, *TOUCHPOINTS, "doi tra"))),
        draw(st.sampled_from((None, *STAGES))),
        (draw(st.sampled_from((None, *LEVELS))), draw(st.sampled_from((None, *REGIONS)))),
        draw(st.sampled_from(SOURCES)),
        draw(st.none() | st.sampled_from("abc")),
        tuple(scores),
    )


tables = st.lists(answers(), max_size=25).map(Table)


@st.composite
def maps(draw, table):
    """Draw an assignment of the table's places; some are left out, some sit on a touchpoint that is gone."""
    places = sorted({answer.place for answer in table.answers}, key=str)
    choice = st.sampled_from([None, "t1", "t2", "t3", "gone"])
    return table.assignment({place: draw(choice) for place in places if draw(st.booleans())}, STAGE_OF)


@st.composite
def filters(draw, table):
    """Draw filters on values that exist, in any spelling, and on none of them."""
    on_map = draw(st.booleans())
    chosen = Filters(journey_id="map" if on_map else None)
    for name in draw(st.lists(st.sampled_from(FIELDS), max_size=3, unique=True)):
        if on_map and name in _MAP_VALUES:
            known = _MAP_VALUES[name]
        else:
            known = (*(one for one in _LABELS[name] if table.dictionary.code(name, one) is not None), MISSING)
            known += tuple(one.upper() for one in known)
        chosen = chosen.with_values(name, draw(st.lists(st.sampled_from(known), max_size=3)))
    since = draw(st.none() | _DAYS)
    until = draw(st.none() | _DAYS | st.integers(0, 40).map(lambda n: (since or date(2024, 1, 1)) + timedelta(n)))
    return chosen.with_dates(since, until)


@st.composite
def queries(draw, table):
    """Draw a question: without periods, with periods of a grain, or one that compares two spans."""
    every, chosen, cut = draw(st.sampled_from((None, *GRAINS, "two spans"))), draw(filters(table)), None
    if every == "two spans":
        since, n_before, n_after = draw(_DAYS), draw(st.integers(1, 40)), draw(st.integers(0, 40))
        every, cut = None, since + timedelta(n_before)
        chosen = chosen.with_dates(since, cut + timedelta(n_after))
    return Query(
        draw(st.sampled_from(METRICS)),
        tuple(draw(st.lists(st.sampled_from(FIELDS), max_size=3, unique=True))),
        every,
        chosen,
        draw(st.booleans()),
        cut,
    )


@st.composite
def questions(draw, n_queries=1):
    """Draw a table, an assignment of its places to a map, and queries."""
    table = draw(tables)
    return table, draw(maps(table)), [draw(queries(table)) for _ in range(n_queries)]
