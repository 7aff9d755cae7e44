"""An address says which database counts."""

import pytest

from cx_core.engine import engine_for
from cx_core.i18n.catalogue import LANGUAGES, translate
from cx_core.model.problem import Refusal


def chosen(address):
    return engine_for(address, lambda: None, lambda: "stamp", lambda: ())


@pytest.mark.parametrize(
    ("address", "name"), [(None, "duckdb"), ("", "duckdb"), ("duckdb", "duckdb"), ("sqlite", "sqlite")]
)
def test_the_engines_that_are_always_there(address, name):
    assert chosen(address).runner.name == name


def test_an_unknown_address_is_refused_without_its_password():
    with pytest.raises(Refusal) as refused:
        chosen("mysql://root:secret@host/db")
    assert (refused.value.kind, refused.value.values) == ("engine_unknown", {"name": "mysql"})


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refusal) as refused:
        chosen("postgresql://u:secret@host/db")
    assert refused.value.values == {"engine": "PostgreSQL", "package": "psycopg"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["unknown_metric", "unknown_field", "unknown_value", "engine_unknown", "engine_not_installed", "engine_unreachable"]
)  # fmt: skip
def test_every_refusal_has_its_words(language, kind):
    for part in ("what", "next"):
        key = f"refusal.{kind}.{part}"
        assert translate(key, language) != key
