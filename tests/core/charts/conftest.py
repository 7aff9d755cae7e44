"""Every view that these tests draw is what Altair itself would write."""

import pytest

from cx_core.charts import layers


@pytest.fixture(autouse=True)
def altair_writes_the_same(monkeypatch):
    ours = layers.view

    def both(chart):
        drawn, whole = ours(chart), chart.to_dict(validate=False)
        for name in ("$schema", "config", "datasets"):
            whole.pop(name, None)
        if whole.get("data") == {"name": "empty"}:
            del whole["data"]
        assert drawn == whole
        return drawn

    monkeypatch.setattr(layers, "view", both)
