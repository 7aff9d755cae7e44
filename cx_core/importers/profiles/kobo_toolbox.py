"""KoboToolbox: semicolons and quotation marks around everything, columns of the machine that begin with ``_``."""

from __future__ import annotations

from dataclasses import replace

from cx_core.importers.columns import Column
from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

#: What stands in the column of one choice.
_TICKS = frozenset({"0", "1", "true", "false"})
_OF_THE_MACHINE = ("meta/", "formhub/")


def _recognise(signs: Signs) -> float:
    machine = signs.has(
        "_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__", "_submitted_by"
    )
    return 0.95 if machine >= 3 else 0.0


def _without_groups(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns under the names of their questions, where the tool has put those of their groups before them.

    "visit/rating" is the question "rating" of the group "visit", while "reason/price" is one choice of "reason".
    """
    names = {one.name for one in columns}
    return tuple(_without_group(one) if _is_grouped(one, names) else one for one in columns)


def _is_grouped(one: Column, names: set[str]) -> bool:
    before, _, last = one.name.rpartition("/")
    if not before or not last or one.name.startswith(_OF_THE_MACHINE) or before in names:
        return False
    return not (one.counts and {text.lower() for text in one.counts} <= _TICKS)


def _without_group(one: Column) -> Column:
    last = one.name.rpartition("/")[2]
    return replace(one, name=last, path=last, code=last)


KOBO_TOOLBOX = Profile(
    "kobo_toolbox",
    _recognise,
    hints=(
        ColumnHint("_uuid", is_id=True, role="ignore"),
        ColumnHint("_submission_time", "responded_at", timezone="UTC"),
        ColumnHint("start|end|today", "ignore"),
        ColumnHint(
            "deviceid|subscriberid|simserial|phonenumber|username|_submitted_by|_geolocation.*",
            "ignore",
            is_private=True,
        ),
        ColumnHint("_.*|formhub/uuid|meta/.*", "ignore"),
        # One column a choice of a question with several answers: the summary column beside them says the same.
        ColumnHint(r"[^/]+/.+", "ignore"),
    ),
    derive=_without_groups,
    has_codes=True,
)
