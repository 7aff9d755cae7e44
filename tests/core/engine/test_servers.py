"""What is missing is left out by a plain pytest, and is a failure where every server is called for."""

import pytest

from tests.core.engine.servers import REQUIRED, missing, need


def test_a_missing_server_is_skipped_unless_it_is_required(monkeypatch):
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such"):
        missing("no such server")
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="no such"):
        missing("no such server")


def test_an_installed_package_is_not_missed(monkeypatch):
    monkeypatch.setenv(REQUIRED, "1")
    need("json")
    with pytest.raises(pytest.fail.Exception, match="no_such_package"):
        need("no_such_package")
