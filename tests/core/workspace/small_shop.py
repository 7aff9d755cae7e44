"""A workspace with a few dozen answers typed by rule, so that every number can be counted on fingers."""

from datetime import UTC, datetime

import pytest

from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take


def said(channel, month, scores, customer=None, **more):
    """Return one row a score, from the first day of a month on, one a day."""
    return [
        {
            "channel": channel,
            "touchpoint": f"{channel} desk",
            "responded_at": datetime(2026, month, 1 + place % 28, 5, tzinfo=UTC).isoformat(),
            "nps": score,
            "verbatim": f"{channel} {score}",
            "identity": f"{channel} {month} {place}",
            "customer": customer,
            **more,
        }
        for place, score in enumerate(scores)
    ]


@pytest.fixture
def shop(tmp_path):
    """June: both channels +20. July: Zalo falls to -60, the store stays. 50 answers each."""
    workspace = Workspace.open(tmp_path / "shop")
    plain, bad = [10] * 20 + [8] * 20 + [2] * 10, [10] * 5 + [8] * 10 + [2] * 35
    rows = [*said("Zalo", 6, plain), *said("Store", 6, plain), *said("Zalo", 7, bad), *said("Store", 7, plain)]
    take(workspace.responses, *rows)
    return workspace
