"""What sources teach: a calibration only where it is better, kept with its reason; and only what changed is read again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core.i18n import say
from cx_core.model.analysed import Analysed, Correction
from cx_core.store.analysis_store import WaitingWords
from cx_core.text import DEFAULT
from cx_core.workspace import Workspace
from cx_core.workspace import analysing as module
from cx_core.workspace.analysing import Analysing
from cx_core.workspace.knowledge import Knowledge
from cx_core.workspace.reader_processes import Readers
from tests.core.store.answer_builders import take

ROOT = Path(__file__).parents[3]
#: A slang that no list knows; its writers mean it, as their stars say.
SLANG = [("đồ này bơ phệt luôn", 1), ("mua về thấy lấp lánh chà bá", 5)]


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "shop")


def slang(shop: Workspace, n: int, fingerprint: str = "form") -> None:
    rows = [{"verbatim": f"{SLANG[k % 2][0]} {k % 17}", "rating": SLANG[k % 2][1]} for k in range(n)]
    take(shop.responses, *rows, fingerprint=fingerprint, name=f"{fingerprint}.csv")


class Noting:
    """Reads as always, and notes what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, knowledge: Knowledge, comments: Sequence[WaitingWords]) -> list[Analysed]:
        self.read += [one.text for one in comments]
        return knowledge.read(comments)


def test_a_source_with_many_scores_calibrates_its_own_comments_only(shop: Workspace) -> None:
    slang(shop, 240)
    take(shop.responses, {"verbatim": SLANG[0][0], "rating": 1}, fingerprint="other", name="other.csv")
    shop.analysing.run()
    mine, other = sorted(shop.saying.calibration_report(), key=lambda one: -one.n_scored)
    assert (mine.outcome, mine.n_scored) == ("accepted", 240)
    assert mine.calibrated is not None and mine.lexicon is not None
    assert mine.calibrated.quality > mine.lexicon.quality
    assert other.outcome == "too_few"
    read = shop.analyses.of([1, 2, 241])
    assert [read[one].sentiment for one in (1, 2, 241)] == ["negative", "positive", "neutral"]


def test_why_is_kept_with_the_calibration_and_said_of_a_comment(shop: Workspace) -> None:
    slang(shop, 240)
    shop.analysing.run()
    (mine,) = shop.saying.calibration_report()
    # As customers write it, with its marks; their numbers are no reason.
    against = [one.term for one in dict(mine.reasons)["negative"]]
    assert any("phệt" in one or "bơ" in one for one in against)
    assert not any(sign.isdigit() for one in against for sign in one)
    assert any("phet" in one.term or "bo" in one.term for one in shop.saying.why(1))
    assert say(mine.message, "en").startswith("Calibrated by the source's own scores")


def test_too_few_scores_teach_nothing_and_say_so(shop: Workspace) -> None:
    slang(shop, 150)
    shop.analysing.run()
    (mine,) = shop.saying.calibration_report()
    assert (mine.outcome, mine.kind, mine.reasons) == ("too_few", None, ())
    assert "200" in say(mine.message, "vi")


def test_scores_that_have_nothing_to_do_with_the_words_are_not_believed(shop: Workspace) -> None:
    rows = [
        {"verbatim": f"{'Rất tốt' if n % 4 < 2 else 'Quá tệ'} {n % 13}", "rating": 1 + 4 * (n % 2)} for n in range(240)
    ]
    take(shop.responses, *rows)
    shop.analysing.run()
    (mine,) = shop.saying.calibration_report()
    assert mine.outcome == "not_better"
    assert shop.analyses.of([1])[1].sentiment == "positive"


def test_fifty_corrections_teach_too(shop: Workspace) -> None:
    take(shop.responses, *[{"verbatim": f"{SLANG[n % 2][0]} {n % 17}"} for n in range(120)])
    shop.analysing.run()
    now = datetime(2026, 11, 22, tzinfo=UTC)
    shop.analyses.correct(range(1, 61, 2), Correction(None, "negative"), "Lan", now)
    shop.analyses.correct(range(2, 31, 2), Correction(None, "positive"), "Lan", now)
    shop.analysing.run()
    assert shop.saying.calibration_report()[0].outcome == "too_few"
    shop.analyses.correct(range(32, 61, 2), Correction(None, "positive"), "Lan", now)
    assert shop.analysing._is_settled() is False
    shop.analysing.run()
    (mine,) = shop.saying.calibration_report()
    assert (mine.n_corrected, mine.outcome) == (
        60,
        "too_few" if mine.kind is None and mine.lexicon is None else mine.outcome,
    )
    assert mine.lexicon is not None


def test_a_lesson_is_asked_for_again_only_when_there_is_much_more(shop: Workspace) -> None:
    slang(shop, 240)
    shop.analysing.run()
    learnt = shop.saying.calibration_report()[0].learnt_at
    take(shop.responses, {"verbatim": "mới", "rating": 5, "identity": "new"})
    shop.analysing.run()
    assert shop.saying.calibration_report()[0].learnt_at == learnt


def test_a_new_word_makes_only_the_comments_be_read_that_hold_it(shop: Workspace) -> None:
    texts = ["Hoa giấy nở đẹp", "hoa giay heo", "Nhân viên vui vẻ", "Giao hàng chậm", "giấy hoa"]
    take(shop.responses, *[{"verbatim": one} for one in texts])
    shop.analysing.run()
    before = shop.analyses.of([3, 4])
    key = shop.taxonomies.add("Hoa", ["hoa giấy"], "vi")
    noting = Noting()
    here = Analysing(shop.folder, shop.settings, shop.analyses, noting)
    assert here.run().is_complete
    assert noting.read == texts[:2]
    assert shop.analyses.of([1])[1].mention(key) is not None
    assert shop.analyses.of([3, 4]) == before


def test_another_name_for_a_theme_makes_nothing_be_read(shop: Workspace) -> None:
    take(shop.responses, {"verbatim": "Giao hàng chậm"})
    shop.analysing.run()
    shop.taxonomies.rename("delivery", {"vi": "Chuyển hàng"})
    noting = Noting()
    assert Analysing(shop.folder, shop.settings, shop.analyses, noting).run().is_complete
    assert noting.read == []


def test_a_score_that_its_words_contradict_is_flagged(shop: Workspace) -> None:
    take(
        shop.responses,
        {"verbatim": "Hàng hỏng, quá thất vọng", "rating": 5},
        {"verbatim": "Tuyệt vời, rất hài lòng", "rating": 1},
        {"verbatim": "Tuyệt vời, rất hài lòng", "rating": 5, "identity": "c"},
    )
    shop.analysing.run()
    found = {one.verbatim.id: one.kind for one in shop.saying.disagreements()}
    assert found == {1: "complaint_with_good_score", 2: "praise_with_bad_score"}


def test_processes_read_the_same_as_one(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 20)
    monkeypatch.setattr(module, "MANY", 50)
    texts = [f"Giao hàng {'rất chậm' if n % 3 else 'nhanh'}, nhân viên số {n}" for n in range(90)]
    take(shop.responses, *[{"verbatim": one} for one in texts])
    assert shop.analysing.run(processes=2).is_complete
    alone = Knowledge(shop.analysing.taxonomy()).read([WaitingWords(n, one, 1, ()) for n, one in enumerate(texts)])
    read = shop.analyses.of(range(1, 91))
    assert [read[n + 1].sentiment for n in range(90)] == [one.sentiment for one in alone]
    assert [read[n + 1].mentions for n in range(90)] == [one.mentions for one in alone]


def test_a_lost_process_loses_no_chunk() -> None:
    knowledge = Knowledge(DEFAULT)
    chunks = [[WaitingWords(n, f"Tốt {n}", 1, ())] for n in range(6)]
    with Readers(2) as readers:
        found = []
        for comments, read in readers.read((knowledge, chunk) for chunk in chunks):
            if not found:
                for reader in readers._idle:
                    reader._process.kill()
            found.append((comments[0].id, read[0].sentiment))
    assert sorted(found) == [(n, "positive") for n in range(6)]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_takes_its_readers_along_and_the_next_goes_on(tmp_path: Path) -> None:
    shop = Workspace.open(tmp_path / "big")
    take(shop.responses, *[{"verbatim": f"Giao hàng chậm {n}"} for n in range(6_000)])
    worker = subprocess.Popen([sys.executable, "-m", "cx_core.analysis_worker", str(shop.folder)], cwd=ROOT)
    deadline = time.monotonic() + 90
    while shop.analysing.progress().n_done == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    children = _children_of(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert shop.analysing.progress().n_done % module.CHUNK == 0
    while any(map(_is_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_alive, children))
    assert shop.analysing.run().is_complete


def _children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


def _is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
