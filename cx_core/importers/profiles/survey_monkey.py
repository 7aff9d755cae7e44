"""SurveyMonkey: two header rows, the question above, the choice or ``Response`` below; dates in the account's order."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, HeaderRows, Profile, Rows, Signs
from cx_core.model.folding import fold

_RESPONDENT = ("respondent id", "respondentid")
_COLLECTOR = ("collector id", "collectorid")


def _recognise(signs: Signs) -> float:
    if not signs.has(*_RESPONDENT):
        return 0.0
    return 0.95 if signs.has(*_COLLECTOR) else 0.75


def _header(rows: Rows) -> HeaderRows | None:
    """Take the row under the respondent's id for a header as well when it leaves the id blank."""
    for place, row in enumerate(rows[:-1]):
        ids = [index for index, cell in enumerate(row) if cell and fold(cell) in _RESPONDENT]
        if ids:
            return HeaderRows((place,) if rows[place + 1][ids[0]] else (place, place + 1))
    return None


SURVEY_MONKEY = Profile(
    "survey_monkey",
    _recognise,
    hints=(
        ColumnHint("respondent ?id", is_id=True, role="ignore"),
        ColumnHint("end ?date|date modified", "responded_at"),
        ColumnHint("start ?date|date created|collector ?id", "ignore"),
        ColumnHint("ip ?address|first ?name|last ?name", "ignore", is_private=True),
        ColumnHint("email ?address", "customer", is_private=True),
        ColumnHint("custom ?data ?\\d*|tags", "segment"),
    ),
    header=_header,
)
