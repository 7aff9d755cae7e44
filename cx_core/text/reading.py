"""The calls of this room: analyse comments, learn from a source, say why, preview a word."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, repeat

from cx_core.text import wordfiles
from cx_core.text.analyser import Analyser, Reading, analyser_for
from cx_core.text.analysis import Analysis, Label
from cx_core.text.boilerplate import NOTHING, Boilerplate
from cx_core.text.calibration import Calibration, Reason
from cx_core.text.learning import Schooling, label_of_star, learn
from cx_core.text.lessons import Lesson
from cx_core.text.packs import DEFAULT
from cx_core.text.readings import SHIPPED, Readings
from cx_core.text.taxonomy import Taxonomy, Theme

#: Changes when the rules read the same words otherwise.
RULES = "11"
#: So many comments go through the columns together: enough that a step of NumPy costs little for each, few enough that
#: the columns stay near the processor.
BATCH = 500


def analyse(
    text: str,
    *,
    taxonomy: Taxonomy = DEFAULT,
    star: float | None = None,
    calibration: Calibration | None = None,
    readings: Readings = SHIPPED,
    boilerplate: Boilerplate = NOTHING,
) -> Analysis:
    """Return what a comment says.

    ``star`` is the row's own score as a share of its scale, 0 the bad end and 1 the good one (`share_of_scale`);
    None: no score, or the words are to be judged alone. ``calibration`` must come from the comment's own source.
    Never raises, whatever the text; a comment without known words is neutral with score 0 and confidence 0.

    >>> analyse("Not bad at all").sentiment.label, analyse("🙂").language
    ('positive', 'und')
    """
    return analyser_for(taxonomy, readings, boilerplate).analyse([text], [star], calibration)[0]


def analyse_many(
    texts: Iterable[str],
    *,
    taxonomy: Taxonomy = DEFAULT,
    stars: Sequence[float | None] | None = None,
    calibration: Calibration | None = None,
    readings: Readings = SHIPPED,
    boilerplate: Boilerplate = NOTHING,
) -> list[Analysis]:
    """Return what each comment says, in order: the same as `analyse` for each, faster.

    ``stars`` holds a score or None for each. Equal comments with equal scores are read once. The result of a comment
    does not depend on its neighbours, so that a long job may be cut into chunks anywhere.
    """
    analyser = analyser_for(taxonomy, readings, boilerplate)
    wanted = list(zip(texts, repeat(None), strict=False) if stars is None else zip(texts, stars, strict=True))
    distinct = list(dict.fromkeys(wanted))
    found: list[Analysis] = []
    with _without_collection():
        for start in range(0, len(distinct), BATCH):
            batch = distinct[start : start + BATCH]
            found += analyser.analyse([text for text, _ in batch], [star for _, star in batch], calibration)
    if len(distinct) == len(wanted):
        return found
    said = dict(zip(distinct, found, strict=True))
    return [said[one] for one in wanted]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the search for reference circles: an analysis makes none, and the search takes a third of the time.

    What was made meanwhile is not searched at once either, but with all that is old: freezing makes it old in one step.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


def version_of(
    taxonomy: Taxonomy = DEFAULT,
    calibration: Calibration | None = None,
    readings: Readings = SHIPPED,
    boilerplate: Boilerplate = NOTHING,
) -> str:
    """Return 16 hexadecimal digits that change whenever a comment could be read otherwise: rules, word lists or any
    of these.

    Stored with each analysis, it tells which comments to read again.
    """
    parts = (
        words_version(),
        taxonomy.version,
        readings.version,
        boilerplate.version,
        calibration.version if calibration else "",
    )
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


def words_version() -> str:
    """Return what changes with the program's rules and word lists alone."""
    return f"{RULES}/{wordfiles.fingerprint()}"


def learn_calibration(
    scored: Iterable[tuple[str, float]],
    corrected: Iterable[tuple[str, Label]] = (),
    *,
    source: str,
    taxonomy: Taxonomy = DEFAULT,
    readings: Readings = SHIPPED,
    boilerplate: Boilerplate = NOTHING,
    seed: int = 0,
) -> Schooling:
    """Return what a source teaches: comments with their own score (share of its scale), and comments that people
    corrected.

    See `cx_core.text.learning.learn` for what is enough and what is accepted. The same comments in the same order
    teach the same.
    """
    analyser = analyser_for(taxonomy, readings, boilerplate)

    known: list[tuple[str, Label, float | None]]
    known = [(text, label_of_star(star), star) for text, star in scored if text.strip()]
    known += [(text, label, None) for text, label in corrected if text.strip()]
    readings_of_known = _read_in_batches(analyser, (text for text, _, _ in known))
    lessons = [
        _lesson(reading, label, star) for (_, label, star), reading in zip(known, readings_of_known, strict=True)
    ]
    return learn(lessons, source=source, seed=seed)


def _read_in_batches(analyser: Analyser, texts: Iterable[str]) -> Iterator[Reading]:
    waiting = iter(texts)
    while batch := list(islice(waiting, BATCH)):
        yield from analyser.read(batch)


def _lesson(reading: Reading, label: Label, star: float | None) -> Lesson:
    return Lesson(tuple(reading.words), reading.analysis.words, reading.facts(), label, star is None, star)


def why(
    text: str,
    calibration: Calibration,
    *,
    taxonomy: Taxonomy = DEFAULT,
    readings: Readings = SHIPPED,
    boilerplate: Boilerplate = NOTHING,
) -> tuple[Reason, ...]:
    """Return what a calibration went by for a comment, strongest first; the lists' evidence stands in the analysis."""
    reading = analyser_for(taxonomy, readings, boilerplate).read([text])[0]
    facts = reading.facts()
    label = calibration.sentiment(reading.words, reading.analysis.words, facts, None).label
    return calibration.reasons(reading.words, facts, label)


@dataclass(frozen=True)
class Catch:
    """A comment that a word would catch: its position in the texts, and where the word stands."""

    index: int
    spans: tuple[tuple[int, int], ...]


def catches(words: Iterable[str], texts: Iterable[str], *, limit: int = 200) -> tuple[Catch, ...]:
    """Return the comments that words would catch as a theme, at most ``limit``: the preview of a taxonomy's editor.

    >>> [catch.index for catch in catches(["gửi xe"], ["chỗ gửi xe chật", "xe đẹp", "cho gui xe xa"])]
    [0, 2]
    """
    wanted = tuple(word for word in words if word.strip())
    taxonomy = Taxonomy((Theme("preview", tuple(map(str.lower, wanted)), tuple(map(str.lower, wanted))),))
    analyser = Analyser(taxonomy)
    caught = (
        Catch(index, reading.analysis.themes[0].spans)
        for index, reading in enumerate(_read_in_batches(analyser, texts))
        if reading.analysis.themes
    )
    return tuple(islice(caught, limit))
