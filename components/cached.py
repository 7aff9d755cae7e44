"""What is kept between reruns, and by what: the only place with caches. Nothing correct depends on them."""

from __future__ import annotations

import hashlib
import pickle
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import streamlit as st

from components.keeping import Shelf, notes_of_run
from components.texts import language
from cx_core.charts.chart import Chart
from cx_core.charts.theme import Look
from cx_core.model.filters import SAVED_SEGMENT, Filters
from cx_core.model.problem import Refusal
from cx_core.store.database import n_writes
from cx_core.workspace import Workspace, default_folder
from cx_core.workspace.overview import Overview

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")

_SHELF = Shelf()
#: Seconds for which a look at the state of the data holds within one run; a write of this server ends it at once.
_LOOK_HOLDS = 0.25


def workspace() -> Workspace:
    """Return the workspace of this server, opened once."""
    notes = notes_of_run()
    known: Workspace | None = notes.get("workspace")
    if known is None:
        known = notes["workspace"] = _open(str(default_folder()))
    return known


def look() -> Look:
    """Return the language and theme of this session, in which charts are drawn."""
    return Look(language(), "dark" if st.context.theme.type == "dark" else "light")


def draw(build: Callable[_Given, Chart], /, *args: _Given.args, **kwargs: _Given.kwargs) -> Chart:
    """Return a chart, built again only when what it shows, its language or its theme has changed.

    Building takes 30 to 70 ms, and a page has several. The arguments are the whole content of the chart, so they are
    the key.
    """
    return cast(Chart, _SHELF.get(_key(build, args, kwargs), lambda: build(*args, **kwargs)))


def kept(question: Callable[_Given, _Answer], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
    """Return an answer of the workspace, asked again only when the answers or the map behind it have changed.

    ``question`` is a method of ``workspace().measuring``; its arguments are frozen values. What comes back is kept as
    it is, so nobody may change it.
    """
    state = (*_answers_behind(), _maps_behind(args, kwargs), _words_behind(args, kwargs))
    return _ask(question, state, args, kwargs)


def kept_words(question: Callable[_Given, _Answer], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
    """Return an answer that also depends on what was read out of the comments, and on what people corrected there."""
    state = (*_answers_behind(), _seen("words", workspace().analyses.stamp), _maps_behind(args, kwargs))
    return _ask(question, state, args, kwargs)


def data_state() -> tuple[str, ...]:
    """Return the state of the answers, of what people look at them with, and, last, of what is read out of comments."""
    return (*_answers_behind(), _seen("words", workspace().analyses.stamp))


def overview() -> Overview:
    """Return the overview of the home page, made again when the answers have changed."""
    return kept(workspace().overviews.overview, workspace().today())


@st.cache_resource(show_spinner=False)
def _open(folder: str) -> Workspace:
    opened = Workspace.open(Path(folder))
    # A look at every comment takes seconds at a million, and nobody's first page waits for it.
    threading.Thread(target=_read_on, args=(opened,), name="reading", daemon=True).start()
    return opened


def _read_on(opened: Workspace) -> None:
    """Read what an earlier run of the program left unread; where it cannot be done now, the pages ask again."""
    with suppress(Refusal):
        opened.analysing.start()


def _ask(
    question: Callable[_Given, _Answer], state: tuple[Any, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> _Answer:
    return cast(_Answer, _SHELF.get(_key(question, (state, *args), kwargs), lambda: question(*args, **kwargs)))


def _seen(name: str, look: Callable[[], _Answer]) -> _Answer:
    """Return the state of something, looked at once for a run: a page asks for the same few states a hundred times.

    Looked at again after each write of this server, so that a page which changes something shows it at once. Writes of
    other processes are seen by the next run, or within `_LOOK_HOLDS` seconds.
    """
    notes, written, now = notes_of_run(), n_writes(), time.monotonic()
    known = notes.get(name)
    if known is None or known[0] != written or now - known[1] > _LOOK_HOLDS:
        known = notes[name] = (written, now, look())
    return cast(_Answer, known[2])


def _key(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    named = (call.__module__, call.__qualname__, args, sorted(kwargs.items()))
    return hashlib.sha256(pickle.dumps(named)).hexdigest()


def _answers_behind() -> tuple[str, str, str]:
    """Return the state of the answers and of what people set up to look at them with."""
    opened = workspace()
    return str(opened.folder), _seen("answers", opened.stamp), _seen("lenses", opened.lensing.stamp)


def _words_behind(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return the state of what was read out of the comments where a question may be about it, else nothing."""
    given = [*args, *kwargs.values()]
    metrics = [getattr(one, "metric", one) for one in given]
    filters = [one if isinstance(one, Filters) else getattr(one, "filters", None) for one in given]
    by_segment = any(isinstance(one, Filters) and one.values(SAVED_SEGMENT) for one in filters)
    return _seen("words", workspace().analyses.stamp) if by_segment or "sentiment" in metrics else ""


def _maps_behind(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Return what the maps named by filters look like now: a moved or newly assigned touchpoint changes its numbers."""
    given = [*args, *kwargs.values()]
    filters = [one if isinstance(one, Filters) else getattr(one, "filters", None) for one in given]
    return tuple(_map_behind(one.journey_id) for one in filters if isinstance(one, Filters) and one.journey_id)


def _map_behind(journey_id: str) -> tuple[str, int, str]:
    journeys = workspace().journeys
    return _seen(
        f"map {journey_id}",
        lambda: (journey_id, journeys.revision(journey_id), repr(journeys.assignments(journey_id))),
    )
