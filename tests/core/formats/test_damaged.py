"""Files that somebody cut, glued or mistyped: each reader refuses or reads, and never anything else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from maps import LAN, SHOP

from cx_core.formats import ALL_FORMATS, ReadJourney
from cx_core.i18n import LANGUAGES, catalogue
from cx_core.model.problem import Refusal

_EMS = "kind: cjm\npersona: { name: Lan }\nphases:\n  - { id: p, name: Mua }\nactions:\n  - { id: a, name: Web, phase: p }\n"
GOOD = {one.key: one.write(SHOP, "vi", (LAN,)) if one.write else _EMS.encode() for one in ALL_FORMATS if one.read}
READERS = [one for one in ALL_FORMATS if one.read]
SCRAPS = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"\n", b"{", b"]]>", b"%%{", b"\xff\xfe", b"\x00", b'"', b":", b"<", b"&a;", b"*x", b"\n---\n", b";"]
    ),
)
CUTS = st.tuples(st.floats(0, 1), st.integers(0, 40), SCRAPS)


def damaged(data, cuts):
    for share, length, scrap in cuts:
        at = int(share * len(data))
        data = data[:at] + scrap + data[at + length :]
    return data


@pytest.mark.parametrize("one", READERS, ids=lambda one: one.key)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cuts=st.lists(CUTS, min_size=1, max_size=4), tolerant=st.booleans())
@example(cuts=[(0.75, 8, bytes(8))], tolerant=False)
def test_a_damaged_file_is_refused_with_words_or_read(one, cuts, tolerant):
    read, refusal = outcome(one, damaged(GOOD[one.key], cuts), tolerant=tolerant)
    if refusal is None:
        assert isinstance(read, ReadJourney)
        assert tolerant or not any(problem.lost for problem in read.problems)
        return
    for language in LANGUAGES:
        assert f"refusal.{refusal.kind}.what" in catalogue(language)
    if refusal.kind == "journey_file_problems":
        assert refusal.values["line"] >= 1
        assert refusal.values["reason"].key in catalogue("vi")


def outcome(one, data, *, tolerant):
    """What a reader makes of a file: a map or a refusal; any other error is the test's failure."""
    try:
        return one.read(data, tolerant=tolerant), None
    except Refusal as refusal:
        return None, refusal


@pytest.mark.parametrize("one", READERS, ids=lambda one: one.key)
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_refused_or_read(one, text):
    read, refusal = outcome(one, text.encode("utf-8", "replace"), tolerant=True)
    assert isinstance(read, ReadJourney) or refusal is not None


BOMBS = {
    "cjml": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><CJML>&b;</CJML>',
    "ems": b"kind: cjm\nx: &a [1]\ny: [*a, *a]\n",
    "json": b"[" * 100_000,
    "mermaid": b"journey\n" + b"accDescr {" * 20_000,
    "csv": b"part,field,value\n" + b'"' * 200_000,
}


@pytest.mark.parametrize("key", BOMBS)
def test_a_file_made_to_do_harm_is_refused(key):
    reader = next(one for one in READERS if one.key == key)
    with pytest.raises(Refusal):
        reader.read(BOMBS[key])


def test_a_document_that_names_another_file_reads_none(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("do-not-read", "utf-8")
    reader = next(one for one in READERS if one.key == "cjml")
    text = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><CJML><actualJourney>&s;</actualJourney></CJML>'
    for tolerant in (False, True):
        with pytest.raises(Refusal) as refused:
            reader.read(text.encode(), tolerant=tolerant)
        assert refused.value.kind == "journey_file_dtd"
