"""Qualtrics: three header rows (codes, questions in the survey's language, a JSON object with the time zone).

The older form has ``V1`` to ``V10`` above the names. Previews and tests are no answers; unfinished answers stay and are
counted. Spreadsheet exports have fewer header rows than delimited ones, so the rows are looked at, not counted on.
"""

from __future__ import annotations

import re

from cx_core.importers.profiles.profile import ColumnHint, HeaderRows, Profile, RowRule, Rows, Signs
from cx_core.model.folding import fold

_CODES = frozenset(
    {
        "startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished", "recordeddate",
        "responseid", "distributionchannel", "userlanguage", "externalreference",
    }
)  # fmt: skip
_LEGACY = frozenset({"v1", "v2", "v3", "v4", "v5"})
_LEGACY_NAMES = frozenset({"responseid", "responseset", "startdate", "enddate", "finished"})
_ZONE = re.compile(r'"timeZone"\s*:\s*"([A-Za-z_+\-/0-9]+)"')
_ENOUGH_CODES = 4


def _folded(row: list[str | None] | tuple[str | None, ...]) -> set[str]:
    return {fold(cell) for cell in row if cell}


def _recognise(signs: Signs) -> float:
    head = [_folded(row) for row in signs.head]
    if any(len(row & _CODES) >= _ENOUGH_CODES for row in head[:3]):
        return 0.97
    if any(row >= _LEGACY for row in head[:1]) and any(len(row & _LEGACY_NAMES) >= 3 for row in head[1:3]):
        return 0.97
    return 0.0


def _header(rows: Rows) -> HeaderRows | None:
    """Return the rows from the one with the codes to the one with the JSON objects, as far as there are any."""
    start = next((place for place, row in enumerate(rows) if len(_folded(row) & _CODES) >= _ENOUGH_CODES), None)
    if start is None or (start > 0 and _folded(rows[start - 1]) >= _LEGACY):
        return _legacy_header(rows)
    last = next((place for place in range(start, min(start + 3, len(rows))) if _is_json(rows[place])), None)
    if last is not None:
        return HeaderRows(tuple(range(start, last + 1)), 0)
    below = rows[start + 1] if start + 1 < len(rows) else []
    return HeaderRows((start, start + 1) if below and _repeats_codes(below, rows[start]) else (start,), 0)


def _legacy_header(rows: Rows) -> HeaderRows | None:
    """Return the old form's rows: ``V1`` and so on, then the names, which are the codes here."""
    names = next((place for place, row in enumerate(rows) if len(_folded(row) & _LEGACY_NAMES) >= 3), None)
    if names is None:
        return None
    has_codes = names > 0 and _folded(rows[names - 1]) >= _LEGACY
    return HeaderRows((names - 1, names), 1) if has_codes else HeaderRows((names,), 0)


def _is_json(row: list[str | None]) -> bool:
    return any((cell or "").startswith('{"ImportId"') for cell in row)


def _repeats_codes(row: list[str | None], codes: list[str | None]) -> bool:
    """Tell the row of questions from an answer: it has a text under every code and no date under the dates."""
    dates = [cell for cell, code in zip(row, codes, strict=True) if fold(code or "") in ("startdate", "enddate")]
    has_dates = any(re.search(r"\d{2}", cell or "") for cell in dates)
    filled = sum(bool(cell) for cell in row)
    return filled >= 0.8 * sum(bool(code) for code in codes) and not has_dates


def _zone(rows: Rows) -> str | None:
    for row in rows[:4]:
        for cell in row:
            found = _ZONE.search(cell or "")
            if found:
                return found.group(1)
    return None


QUALTRICS = Profile(
    "qualtrics",
    _recognise,
    hints=(
        ColumnHint("responseid", is_id=True, role="ignore"),
        ColumnHint("recordeddate", "responded_at"),
        ColumnHint("enddate|startdate", None),
        ColumnHint(
            "ipaddress|recipient(lastname|firstname|email)|locationlatitude|locationlongitude|name|emailaddress",
            "ignore",
            is_private=True,
        ),
        ColumnHint("externalreference|externaldatareference", "customer", is_private=True),
        ColumnHint(
            r"status|progress|duration \(in seconds\)|finished|responseset|distributionchannel|.*_nps_group|.* - topics"
            r"|.*_do_.*|q_.*",
            "ignore",
        ),
        ColumnHint("userlanguage", "segment"),
    ),
    rows=(
        RowRule(
            "status",
            "test_answer",
            frozenset(
                {"survey preview", "1", "survey test", "2", "survey preview spam", "9", "offline survey preview", "17"}
            ),
        ),
        RowRule("finished", "unfinished_answer", frozenset({"false", "0"}), rejects=False),
    ),
    header=_header,
    zone=_zone,
)
