"""Scores beside themes, shared out: counted over the columns as the database counts them, in every state of the data."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.imports import CodedFilter
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from cx_core.store.theme_shares import ThemeShare, ThemeShares
from tests.core.store.answer_builders import ZONE, take


class NoColumns:
    """As if the snapshots could not be read."""

    def held(self, stamp, names):
        return None


def speak(store, *said):
    """Note (answer, theme) as reading the comments does, and that something was read."""
    with closing(sqlite3.connect(store.folder / RESPONSES_FILE)) as connection, connection:
        connection.executemany("INSERT OR IGNORE INTO feedback_themes VALUES (?, ?, 'neutral')", said)
        connection.execute("UPDATE facts SET value = value || '+' WHERE key = 'words'")


def test_each_score_stands_beside_its_themes(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9}, {"nps": 9}, {"nps": 3}, {"nps": 3}, {"csat": 4}, {"verbatim": "giao chậm"})
    speak(store, (1, "staff"), (1, "wait"), (2, "wait"), (3, "wait"), (5, "wait"), (6, "staff"))
    shares = ThemeShares(store.read, store.columns)
    assert set(shares.scores(CodedFilter(), "nps")) == {
        ThemeShare("staff", 2, None, 900, 1),
        ThemeShare("wait", 2, None, 900, 1),
        ThemeShare("wait", 1, None, 900, 1),
        ThemeShare("wait", 1, None, 300, 1),
        ThemeShare(None, 1, None, 300, 1),
    }
    (of_csat,) = shares.scores(CodedFilter(), "csat")
    assert (of_csat.theme, of_csat.n_themes, of_csat.hundredths, of_csat.n) == ("wait", 1, 400, 1)
    assert store.dictionary().scales[of_csat.scale].maximum == 5
    with pytest.raises(ValueError, match="sentiment"):
        shares.scores(CodedFilter(), "sentiment")


ROW = st.fixed_dictionaries(
    {
        "nps": st.sampled_from([None, 0, 7, 10]),
        "csat": st.sampled_from([None, 1, 5]),
        "rating": st.sampled_from([None, 1, 5]),
        "channel": st.sampled_from([None, "Zalo", "Web"]),
        "responded_at": st.sampled_from([None, "2026-11-01T05:00:00Z", "2026-11-02T05:00:00Z", "2026-11-03T05:00:00Z"]),
    }
)
#: 2 November 2026 is day 20759.
DAYS = [(None, None), (20759, 20759), (None, 20758), (20759, None), (1, 2)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.lists(ROW, min_size=1, max_size=8), min_size=1, max_size=3),
    said=st.lists(st.lists(st.tuples(st.integers(1, 24), st.sampled_from("abc")), max_size=20), min_size=1, max_size=3),
    channels=st.sampled_from([(), ("Zalo",), ("Web", None), (None,)]),
    days=st.sampled_from(DAYS),
    undone=st.booleans(),
)
def test_columns_and_the_database_count_alike(tmp_path_factory, batches, said, channels, days, undone):
    store = ResponseStore.open(tmp_path_factory.mktemp("workspace"), ZONE)
    for at, batch in enumerate(batches):
        rows = [{**row, "identity": f"{at}-{one}"} for one, row in enumerate(batch)]
        take(store, *rows, fingerprint=f"source {at}", name=f"{at}.xlsx")
    by_columns, by_database = ThemeShares(store.read, store.columns), ThemeShares(store.read, NoColumns())
    with store.read() as connection:
        known = {row[0] for row in connection.execute("SELECT id FROM feedback")}

    def alike():
        codes = tuple(store.dictionary().code("channel", one) if one else None for one in channels)
        found = CodedFilter(*days, codes=(("channel", codes),) if codes else ())
        for role in ("nps", "csat", "rating"):
            counted = by_columns.scores(found, role)
            assert len(set(counted)) == len(counted)
            assert set(counted) == set(by_database.scores(found, role))

    for more in said:
        speak(store, *(one for one in more if one[0] in known))
        alike()
    if undone and len(batches) > 1:
        store.undo("1")
        alike()
