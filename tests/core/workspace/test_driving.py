"""Drivers planted in answers are found, and what cannot be told is not."""

import random
from datetime import UTC, datetime

import pytest

from cx_core.workspace import Workspace, driving
from cx_core.workspace.reading import ImportRequest
from tests.core.store.answer_builders import take

AT = datetime(2026, 5, 4, 5, tzinfo=UTC).isoformat()


@pytest.fixture
def shop(tmp_path):
    return Workspace.open(tmp_path / "shop")


def test_the_score_that_moves_the_outcome_gets_the_larger_share(shop):
    luck = random.Random(7)
    rows = []
    for number in range(240):
        ease, stars = luck.randint(1, 7), luck.randint(1, 5)
        nps = max(0, min(10, round(1.4 * ease + luck.gauss(0, 0.8))))
        rows.append({"responded_at": AT, "nps": nps, "ces": ease, "rating": stars, "identity": str(number)})
    take(shop.responses, *rows)
    found = shop.driving.drivers("nps")
    first, second = found.drivers.drivers
    assert (first.name, second.name, found.drivers.method) == ("ces", "rating", "lmg")
    assert first.low > second.high
    assert first.share + second.share == pytest.approx(found.drivers.explained)
    # Ease 1 to 7 and stars 1 to 5, evenly drawn: both means lie near 50 of 100.
    assert all(40 < mean < 60 for _, mean, _, _ in found.performance)
    assert [one.name for one in found.moments] == ["ces"]


def test_answers_with_one_score_have_no_drivers(shop):
    take(shop.responses, {"responded_at": AT, "nps": 9}, {"responded_at": AT, "nps": 3})
    assert shop.driving.drivers("nps").drivers.drivers == ()


def test_few_answers_get_correlations_and_no_shares(shop):
    take(shop.responses, *({"responded_at": AT, "nps": n, "csat": 1 + n % 5, "identity": str(n)} for n in range(10)))
    found = shop.driving.drivers("nps")
    assert (found.drivers.reason, found.n_units) == ("too_few_answers", 10)
    assert found.drivers.drivers[0].share is None


def test_touchpoints_are_joined_by_customer(shop):
    rows = [
        {"responded_at": AT, "customer": f"c{i}", "nps": i % 11, "touchpoint": "Survey", "identity": f"n{i}"}
        for i in range(20)
    ]
    rows += [
        {"responded_at": AT, "customer": f"c{i}", "csat": 1 + i % 5, "touchpoint": "Hotline", "identity": f"h{i}"}
        for i in range(15)
    ]
    take(shop.responses, *rows)
    found = shop.driving.drivers("nps", kind="touchpoints")
    assert [one.name for one in found.drivers.drivers] == ["Hotline"]
    assert found.n_units == 15


def grid_form(n):
    """A form that asks for NPS and for three rows of a grid; only the staff moves the NPS."""
    luck = random.Random(11)
    lines = ["Timestamp,How likely are you to recommend us? (0-10)"]
    lines[0] += "".join(f",How satisfied are you with each? [{one}]" for one in ("Staff", "Price", "Delivery"))
    for _ in range(n):
        staff, price, delivery = (luck.randint(1, 5) for _ in range(3))
        nps = max(0, min(10, round(2 * staff + luck.gauss(0, 0.7))))
        lines.append(f"2026/05/04 9:00:00 AM,{nps},{staff},{price},{delivery}")
    return "\n".join(lines).encode()


def test_the_rows_of_a_grid_are_drivers_of_their_response(shop, tmp_path):
    path = tmp_path / "form.csv"
    path.write_bytes(grid_form(200))
    answers = {"grid:How satisfied are you with each? [Staff]": "touchpoints"}
    shop.reading.import_file(ImportRequest(path, path.name, answers))
    found = shop.driving.drivers("nps")
    assert {one.name for one in found.drivers.drivers} == {"part:Staff", "part:Price", "part:Delivery"}
    assert found.drivers.drivers[0].name == "part:Staff"
    assert found.drivers.drivers[0].low > found.drivers.drivers[1].high
    assert len(found.importance.spots) == 3
    assert shop.driving.touchpoint_of("Staff") == "Staff"


def told(found):
    return (
        found.n_units,
        [(one.name, one.n_pairs, pytest.approx(one.share), pytest.approx(one.rho)) for one in found.drivers.drivers],
        [(name, pytest.approx(mean), pytest.approx(low)) for name, mean, low, _ in found.performance],
    )


def test_many_answers_are_counted_to_the_same_drivers(shop, tmp_path, monkeypatch):
    luck = random.Random(11)
    rows = [
        {"responded_at": AT, "ces": (ease := luck.randint(1, 7)), "identity": str(number)}
        | ({"nps": min(10, ease + luck.randint(0, 3))} if number % 3 else {})
        | ({"rating": luck.randint(1, 5)} if number % 2 else {})
        for number in range(400)
    ]
    take(shop.responses, *rows)
    path = tmp_path / "form.csv"
    path.write_bytes(grid_form(150))
    answers = {"grid:How satisfied are you with each? [Staff]": "touchpoints"}
    shop.reading.import_file(ImportRequest(path, path.name, answers))
    usual = shop.driving.drivers("nps")
    # Two in three of the 400 have the outcome; the rest are responses with a grid.
    assert usual.n_units > 266
    monkeypatch.setattr(driving, "MANY", 0)
    assert told(shop.driving.drivers("nps")) == told(usual)
