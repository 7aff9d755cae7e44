"""LimeSurvey: codes or full questions in the header, or both in two rows; a date of 1980 means that none was kept.

Answers are codes ("A1", "-oth-") or full texts, as the export was asked for.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, HeaderRows, Profile, RowRule, Rows, Signs
from cx_core.model.folding import fold

_CODES = ("submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
_TEXTS = ("response id", "date submitted", "last page", "start language", "date started", "date last action", "seed")
_NO_DATE = ("1980-01-01 00:00:00", "1980-01-01")


def _recognise(signs: Signs) -> float:
    if signs.has("id") and signs.has(*_CODES) >= 2:
        return 0.95
    return 0.95 if signs.has(*_TEXTS) >= 4 else 0.0


def _header(rows: Rows) -> HeaderRows | None:
    """Take the questions under the codes for a header too, where a person has kept both."""
    for place, row in enumerate(rows[:-1]):
        folded = {fold(cell) for cell in row if cell}
        if "submitdate" in folded and "lastpage" in folded:
            below = {fold(cell) for cell in rows[place + 1] if cell}
            return HeaderRows((place, place + 1) if "date submitted" in below or "last page" in below else (place,), 0)
    return None


LIME_SURVEY = Profile(
    "lime_survey",
    _recognise,
    hints=(
        ColumnHint("response id", is_id=True, role="ignore"),
        ColumnHint("id|token|seed|lastpage|last page|refurl|ipaddr|ip address|referrer url", "ignore"),
        ColumnHint("submitdate|date submitted", "responded_at", missing=_NO_DATE),
        ColumnHint("startdate|datestamp|date started|date last action", "ignore"),
        ColumnHint("startlanguage|start language", "segment"),
        ColumnHint(r".*(time|timing).*|interviewtime", "ignore"),
        ColumnHint(r".+\[[a-z0-9_]+\]|.+", None, missing=("{question_not_shown}",)),
    ),
    rows=(RowRule("submitdate|date submitted", "unfinished_answer", frozenset({""}), rejects=False),),
    header=_header,
    has_codes=True,
)
