"""Every page that measures shows every metric of the registry, those that are no score of an answer too."""

from pathlib import Path

import pytest

from cx_core.i18n import catalogue
from tests.pages.test_pages import shown


@pytest.mark.parametrize("page", ["trends", "touchpoints", "why"])
@pytest.mark.parametrize("metric", ["detractors", "sentiment"])
def test_the_page_shows_the_metric(show, full: Path, page: str, metric: str):
    test = show(page, "vi", metric=metric)
    test.session_state["formula"] = True
    test.run()
    assert not test.exception
    assert catalogue("vi")[f"metric.{metric}.definition"] in shown(test)


@pytest.mark.parametrize("page", ["drivers", "themes", "feedback"])
def test_pages_that_need_a_score_fall_back_to_one(show, full: Path, page: str):
    assert not show(page, "en", metric="sentiment").exception
