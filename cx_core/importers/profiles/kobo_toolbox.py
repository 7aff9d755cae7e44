"""KoboToolbox: semicolons and quotation marks around everything, columns of the machine that begin with ``_``."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    machine = signs.has(
        "_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__", "_submitted_by"
    )
    return 0.95 if machine >= 3 else 0.0


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
    has_codes=True,
)
