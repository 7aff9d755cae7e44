"""The manager's questions without a browser: one JSON document each, refusals in words."""

import json

import pytest

from cx_core.cli.main import main
from cx_core.cli.numbers import NUMBERS
from tests.core.store.answer_builders import take
from tests.core.workspace.small_shop import shop  # noqa: F401


def asked(capsys, *arguments):
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, json.loads(out) if status == 0 else out, err


def test_explain_names_the_group_that_fell(shop, capsys):  # noqa: F811
    folder = str(shop.folder)
    status, found, _ = asked(
        capsys, "explain", "nps", "--since", "2026-07-01", "--until", "2026-07-30", "--by", "channel", "--workspace", folder,
        "--json",
    )  # fmt: skip
    assert status == 0
    assert (found["before"]["value"], found["after"]["value"], found["verdict"]) == (20.0, -20.0, "fell")
    assert found["splits"][0]["groups"][0]["group"] == "Zalo"
    assert found["splits"][0]["groups"][0]["rate"]["value"] == pytest.approx(-40)
    # No comment was read, so there is no theme to share the fall out over.
    assert found["themes"] == []


def test_alerts_and_drivers_say_why_they_cannot(shop, capsys):  # noqa: F811
    folder = str(shop.folder)
    _, lines, _ = asked(capsys, "alerts", "nps", "--workspace", folder, "--json")
    assert lines[0]["reason"] == "too_few_periods"
    _, found, _ = asked(capsys, "drivers", "nps", "--workspace", folder, "--json")
    assert (found["drivers"], found["reason"]) == ([], "no_drivers")


def test_customers_without_orders_are_refused_in_words(shop, capsys):  # noqa: F811
    status, _, err = asked(capsys, "customers", "--workspace", str(shop.folder))
    assert status == 1
    assert "no orders" in err


def test_senseless_numbers_are_wrong_usage():
    for wrong in (["--window", "0"], ["--margin", "2"], ["--discount", "x"]):
        with pytest.raises(SystemExit) as stopped:
            main(["customers", *wrong])
        assert stopped.value.code == 2


def test_surveys_say_their_kind_and_that_nobody_knows_the_rate(shop, capsys):  # noqa: F811
    status, found, _ = asked(capsys, "surveys", "--workspace", str(shop.folder), "--json")
    assert status == 0
    (source,) = found
    # Every answer of the shop names its desk; the file holds only those who answered.
    assert (source["kind"], source["n_answers"], source["rate"]) == ("transactional", 200, None)
    assert source["reason"] == "no_denominator"


def test_measure_gives_the_numbers_of_all_data(shop, capsys):  # noqa: F811
    folder = str(shop.folder)
    take(
        shop.responses,
        *(
            {"responded_at": f"2026-{month:02d}-05T05:00:00+00:00", "customer": who, "order": f"o{month}{who}",
             "revenue": 100, "identity": f"o{month}{who}"}
            for month, who in ((1, "a"), (1, "b"), (6, "a"), (7, "b"))
        ),
        fingerprint="orders", name="orders.xlsx",
    )  # fmt: skip
    status, found, _ = asked(capsys, "measure", "repeat_purchase", "--workspace", folder, "--json")
    # Both customers of January came again.
    assert (status, found[0]["metric"], found[0]["value"], found[0]["n"]) == (0, "repeat_purchase", 1.0, 2)
    _, kept, _ = asked(capsys, "measure", "retention", "--workspace", folder, "--json")
    _, gone, _ = asked(capsys, "measure", "churn", "--workspace", folder, "--json")
    assert (kept[0]["value"], gone[0]["value"]) == (None, None)
    status, _, err = asked(capsys, "measure", "churn", "--by", "channel", "--workspace", folder)
    assert (status, "--by" in err) == (1, True)


def test_every_number_is_answered_or_refused_in_words(shop, capsys):  # noqa: F811
    for name in NUMBERS:
        status, found, err = asked(capsys, "measure", name, "--workspace", str(shop.folder), "--json")
        assert found[0]["metric"] == name if status == 0 else "refusal." not in err and err.strip()
