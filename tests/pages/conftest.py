"""A workspace of its own for each page test: empty, or filled once through the ordinary importer and copied."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from cx_core.journeys.templates import template
from cx_core.model.journey import Journey
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

ROOT = Path(__file__).parents[2]
LANGUAGES = ("vi", "en")
HEADER = ["Dấu thời gian", "Kênh", "Điểm chạm", "Hạng", "Bạn có sẵn lòng giới thiệu chúng tôi (0-10)?", "Ý kiến"]
#: Three places, 40 answers each in two months: everybody loves the first, hates the second, shrugs at the third.
PLACES = (("Cửa hàng", "Thanh toán", 10), ("Hotline", "Gọi hotline", 2), ("Zalo", "Tư vấn Zalo", 8))


def write_answers(path: Path) -> Path:
    """Write 120 answers of June and July 2026 as a Vietnamese form exports them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for index in range(120):
            channel, touchpoint, score = PLACES[index % 3]
            day = date(2026, 6, 1) + timedelta(days=index // 2)
            segment = "Vàng" if index % 2 else "Bạc"
            writer.writerow(
                [f"{day:%d/%m/%Y} 10:{index % 60:02d}:00", channel, touchpoint, segment, score, f"Ý {index}"]
            )
    return path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with 120 answers and a map from the online-shop template."""
    folder = tmp_path_factory.mktemp("filled")
    workspace = Workspace.open(folder / "workspace")
    answers = write_answers(folder / "khao_sat.csv")
    workspace.reading.import_file(ImportRequest(answers, answers.name, {}))
    # Read here, so that no page begins to do it in a process of its own.
    workspace.analysing.run()
    workspace.maps.create(_map(), "Lan")
    return folder / "workspace"


def _map() -> Journey:
    return template("online_shop").journey()


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path / "workspace"))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


class _RunningServer(PagesManager):
    """Pages of a server that has answered before.

    The test tool forgets between two runs that the app draws its own navigation, as if each run were the first request
    after a start. The guard of a page would then hand over to the app, and the click that caused the run would be lost.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _running_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_test, "PagesManager", _RunningServer)


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Path:
    """Put the filled workspace where the app will look."""
    shutil.copytree(filled, tmp_path / "workspace", dirs_exist_ok=True)
    return tmp_path / "workspace"


@pytest.fixture
def show() -> Callable[..., AppTest]:
    """Open a page of the app in a language and return what it shows."""

    def run(page: str, language: str = "vi", **parameters: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
        # AppTest does not bind widgets to the address, so the language is asked for as a browser does.
        test.context["locale"] = {"vi": "vi-VN", "en": "en-US"}[language]
        for name, value in parameters.items():
            test.query_params[name] = value
        test.run()
        if page != "home":
            test.switch_page(f"pages/{page}.py").run()
        return test

    return run
