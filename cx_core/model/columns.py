"""Names of the columns of the one table that importers hand to the store."""

from __future__ import annotations

#: Row number in the spreadsheet, the first row is 1. Int64, never missing.
ROW_NO = "row_no"
#: Instant of the answer, UTC, ``datetime64[us, UTC]``; NaT when the file has none.
RESPONDED_AT = "responded_at"
#: Customer as the file names them (id, phone, e-mail), normalised text; None when unknown. Never stored as it is.
CUSTOMER = "customer"
#: Further keys of the same customer, in the same form, follow as ``customer:<column name>``; never stored as they are.
CUSTOMER_KEY_PREFIX = "customer:"
#: Labels as the file writes them, trimmed and NFC; None when empty.
CHANNEL = "channel"
TOUCHPOINT = "touchpoint"
STAGE = "stage"
#: Customer's words, personal data masked, NFC; None when empty.
VERBATIM = "verbatim"
#: Scores in hundredths of a point (4.5 → 450), Int64; missing is NA. A 0 is a score.
NPS = "nps"
CSAT = "csat"
CES = "ces"
RATING = "rating"
SCORES = (NPS, CSAT, CES, RATING)
#: Order code (text) and revenue (Int64, whole đồng).
ORDER = "order"
REVENUE = "revenue"
#: The row as the file had it, masked, one JSON object as text.
RAW = "raw"
#: Key of the column that a row's score comes from, where it is a row of a grid; None: the role's own column.
SCORE_COLUMN = "score_column"
#: Identity of the row for duplicate detection: hash of the source's own id, else of the whole row.
IDENTITY = "identity"

#: Segment columns follow as ``segment:<column name>``.
SEGMENT_PREFIX = "segment:"
