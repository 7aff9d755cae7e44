"""Small files as an importer hands them over, typed by hand."""

import json
from datetime import UTC, datetime

import pandas as pd

from cx_core.model import columns as c
from cx_core.model.feedback import Scale
from cx_core.model.inspection import FileFacts, Mapping

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
ZONE = "Asia/Ho_Chi_Minh"

FIVE = Scale(1, 5)
SEVEN = Scale(1, 7)
#: Column keys as a file might have them; csat on 1-5, ces on 1-7, rating on 1-5.
MAPPING = Mapping(
    roles=(("Hài lòng", "csat"), ("Dễ dàng", "ces"), ("Sao", "rating")),
    scales=(("Hài lòng", FIVE), ("Dễ dàng", SEVEN), ("Sao", FIVE)),
)

_TEXTS = (c.CUSTOMER, c.CHANNEL, c.TOUCHPOINT, c.STAGE, c.VERBATIM, c.ORDER)


def answers(*rows, first_row=2):
    """Return a frame of rows, each a dict of column names; scores are points, a row without identity gets its row number."""
    frame = pd.DataFrame({c.ROW_NO: range(first_row, first_row + len(rows))}, dtype="int64")
    frame[c.RESPONDED_AT] = pd.to_datetime(
        [row.get(c.RESPONDED_AT) for row in rows], utc=True, format="ISO8601"
    ).as_unit("us")
    for name in _TEXTS:
        frame[name] = pd.Series([row.get(name) for row in rows], dtype=object)
    for name in c.SCORES:
        points = [row.get(name) for row in rows]
        frame[name] = pd.array([None if p is None else round(p * 100) for p in points], dtype="Int64")
    frame[c.REVENUE] = pd.array([row.get(c.REVENUE) for row in rows], dtype="Int64")
    prefixes = (c.SEGMENT_PREFIX, c.CUSTOMER_KEY_PREFIX)
    for name in dict.fromkeys(key for row in rows for key in row if key.startswith(prefixes)):
        frame[name] = pd.Series([row.get(name) for row in rows], dtype=object)
    frame[c.RAW] = [json.dumps(row, ensure_ascii=False) for row in rows]
    frame[c.IDENTITY] = [row.get(c.IDENTITY, f"row {n}") for n, row in enumerate(rows, first_row)]
    return frame


def take(store, *rows, fingerprint="form", name="Khảo sát.xlsx", now=NOW, mapping=MAPPING, **more):
    """Import rows as one file and return the receipt."""
    frame = answers(*rows)
    return store.import_batch(frame, mapping, FileFacts(name, "xlsx"), "generic", fingerprint, now=now, **more)


def table(store, sql, *values):
    """Return the rows of a question to the database as plain tuples."""
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(sql, values)]
