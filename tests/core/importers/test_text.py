"""Text files: encodings by proof or plausibility, delimiters, rows that are torn or wrapped."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core.importers.delimited import read_delimited, sniff_delimiter
from cx_core.importers.encoding import choices, detect, lines_of
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.importers.raw_table import RawTable
from cx_core.importers.repair import undo_double_encoding
from cx_core.importers.vietnamese import from_tcvn3, from_vni, is_syllable, plausibility
from cx_core.model.problem import Refusal

LINES = (
    "Chờ quá lâu, gọi tổng đài không ai nghe máy",
    "Nhân viên phục vụ rất nhiệt tình, đồ ăn hơi nguội",
    "Ứng dụng hay bị đơ khi thanh toán; xin hoàn tiền",
    "Giao hàng đúng hẹn, đóng gói cẩn thận, sẽ ủng hộ tiếp",
)

_TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
# One byte a letter, in the order of the standard TCVN 5712:1993 (VN3).
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        bytes.fromhex(
            "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9"
            "aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfea1a2a3a4a5a6a7"
        ),
        strict=True,
    )
)
_VNI_TONE, _VNI_HAT, _VNI_BREVE = (
    (0xF8, 0xF9, 0xFB, 0xF5, 0xEF),
    (0xE0, 0xE1, 0xE5, 0xE3, 0xE4),
    (0xE8, 0xE9, 0xFA, 0xFC, 0xEB),
)
_VNI_OWN = {"i": (0xEC, 0xED, 0xE6, 0xF3, 0xF2)}


def to_tcvn3(text: str) -> bytes:
    """Encode; capitals lose themselves, as they did in the fonts of the time."""
    return bytes(ord(c) if ord(c) < 128 else _TCVN3.get(c, _TCVN3.get(c.lower(), 0x3F)) for c in text)


def to_vni(text: str) -> bytes:
    """Encode small letters into VNI-Windows."""
    out = bytearray()
    for letter in text:
        if ord(letter) < 128:
            out.append(ord(letter))
        elif letter in "đĐ":
            out.append(0xF1 if letter == "đ" else 0xD1)
        else:
            out += _vni_letter(letter)
    return bytes(out)


def _vni_letter(letter: str) -> bytes:
    base, *marks = unicodedata.normalize("NFD", letter)
    shift = 0x20 if letter.isupper() else 0
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), None)
    if "\u031b" in marks:
        own = {"o": 0xF4, "u": 0xF6, "O": 0xD4, "U": 0xD6}[base]
        return bytes([own] if tone is None else [own, _VNI_TONE[tone] - shift])
    if base.lower() == "i" and tone is not None:
        return bytes([_VNI_OWN["i"][tone] - shift])
    if base.lower() == "y" and tone == 4:
        return bytes([0xEE - shift])
    table = _VNI_HAT if "\u0302" in marks else _VNI_BREVE if "\u0306" in marks else _VNI_TONE
    if tone is None:
        return bytes([ord(base), (0xE2 if table is _VNI_HAT else 0xEA) - shift])
    return bytes([ord(base), table[tone] - shift])


def to_windows_1258(text: str) -> bytes:
    """Encode: a letter with its hat, then the tone as a byte of its own."""
    out = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in _TONES]
        out.append(
            unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES)) + "".join(tones)
        )
    return "".join(out).encode("cp1258")


def _read(data: bytes, encoding: str | None = None) -> RawTable:
    return read_delimited(data, DEFAULT_LIMITS, encoding)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_is_proven_with_and_without_a_mark(encoding: str) -> None:
    text = "Ngày;Góp ý\r\n" + "".join(f"13/03/2026;{line.replace(';', ',')}\r\n" for line in LINES)
    table = _read(text.encode(encoding))
    assert [row[1] for row in table.rows[1:]] == [line.replace(";", ",") for line in LINES]
    assert table.notes == []


@pytest.mark.parametrize(("encode", "name"), [(to_windows_1258, "windows-1258"), (to_tcvn3, "tcvn3"), (to_vni, "vni")])
def test_the_old_vietnamese_encodings_are_told_apart(encode: object, name: str) -> None:
    text = "Góp ý\n" + "\n".join(f'"{line}"' for line in LINES) + "\n"
    data = encode(text)  # type: ignore[operator]
    detected = detect(data)
    assert (detected.encoding, detected.is_sure) == (name, True)
    read = unicodedata.normalize("NFC", "".join(lines_of(data, name)))
    expected = text if name != "tcvn3" else "".join(c.lower() if ord(c) > 127 else c for c in text)
    assert read == expected


@given(st.lists(st.sampled_from(LINES), min_size=3, max_size=12), st.sampled_from(["windows-1258", "tcvn3", "vni"]))
def test_three_lines_are_always_enough(lines: list[str], name: str) -> None:
    encode = {"windows-1258": to_windows_1258, "tcvn3": to_tcvn3, "vni": to_vni}[name]
    detected = detect(encode("\n".join(lines)))
    assert (detected.encoding, detected.is_sure) == (name, True)


@pytest.mark.parametrize(
    "text",
    [
        "Hélène;très déçue, service médiocre, déjà payé",
        "Größe;schöne Grüße aus Köln, früher war's besser",
        "niño;mañana señor, qué pasó",
    ],
)
def test_other_languages_are_asked_about_not_taken_for_vietnamese(text: str) -> None:
    detected = detect(f"nom;avis\n{text}\n".encode("cp1252"))
    assert (detected.encoding, detected.is_sure) == ("windows-1252", False)
    assert choices(detected)[0] == "windows-1252"
    assert set(choices(detected)) == {"windows-1252", "windows-1258", "tcvn3", "vni"}


def test_an_answer_about_the_encoding_is_used() -> None:
    data = to_tcvn3("Góp ý\nchờ\n")
    assert _read(data, "tcvn3").rows[1] == ["chờ"]


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    data = f"Góp ý\n{LINES[0]}\n{LINES[1]}\n".encode() + to_windows_1258(LINES[3] + "\n")
    with pytest.raises(Refusal, match="file_encoding_mixed") as caught:
        detect(data)
    assert caught.value.values == {"row": 4}


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
def test_text_encoded_twice_comes_back(lines: list[str]) -> None:
    """UTF-8 bytes read as Latin-1, as lenient programs do, and saved again: each byte is a letter now."""
    text = " ".join(lines)
    assert undo_double_encoding(text.encode().decode("latin-1")) == text
    assert undo_double_encoding(text.encode().decode("latin-1").encode().decode("latin-1")) == text
    assert undo_double_encoding(text) == text


@pytest.mark.parametrize("word", ["người", "nghiêng", "quyển", "xoong", "Ăn", "đường", "ý"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["café", "Ñandú", "ngữời", "thẳngg", "brở", "xýz"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_plausibility_needs_evidence() -> None:
    assert plausibility("giá £") == 0.0
    assert plausibility(LINES[0]) == 1.0


@pytest.mark.parametrize("decode", [from_tcvn3, from_vni])
def test_old_decoders_never_fail(decode: object) -> None:
    assert len(decode(bytes(range(256)))) > 100  # type: ignore[operator]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_the_delimiter_is_the_one_that_gives_rows_of_one_width(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [["Ngày", "Điểm", "Góp ý"], *(["13/03/2026", "5", line] for line in LINES)]
    )
    assert sniff_delimiter(out.getvalue().splitlines(keepends=True)) == delimiter


def test_one_column_has_no_delimiter() -> None:
    table = _read("Góp ý\nTốt\nRất tốt, cảm ơn, hẹn gặp lại\nTệ; chán\nỔn\n".encode())
    assert table.delimiter is None
    assert [row for row in table.rows[1:]] == [["Tốt"], ["Rất tốt, cảm ơn, hẹn gặp lại"], ["Tệ; chán"], ["Ổn"]]


def test_rows_keep_the_numbers_a_spreadsheet_shows() -> None:
    table = _read(b'a,b\n1,2\n\n3,"x\ny"\n,\n5,6\n')
    assert table.row_no == [1, 2, 4, 6]


def test_a_row_wrapped_in_one_cell_is_unwrapped() -> None:
    table = _read('"start;""Điểm"";""Góp ý"""\n"1;""5"";""tốt, nhanh"""\n"2;""4"";""ổn"""\n'.encode())
    assert table.rows == [["start", "Điểm", "Góp ý"], ["1", "5", "tốt, nhanh"], ["2", "4", "ổn"]]
    assert [note.kind for note in table.notes] == ["rows_unwrapped"]


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    rows = [f"{i},ổn,{i % 5 + 1}" for i in range(3, 40)]
    table = _read(('Ngày,Góp ý,Điểm\n1,tốt,5\n2,"chưa đóng,4\n' + "\n".join(rows) + "\n").encode())
    assert len(table.rows) == 3 + len(rows)
    assert table.rows[2] == ["2", '"chưa đóng', "4"]
    assert [(note.kind, note.rows) for note in table.notes] == [("quote_not_closed", [3])]


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x1f", exclude_categories=("Cs",)), max_size=20)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=3, max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_wrote_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, ends: str, encoding: str
) -> None:
    given_rows = [("ngày", "điểm", "góp ý"), *rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows(given_rows)
    table = _read(out.getvalue().encode(encoding))
    expected = [list(row) for row in given_rows if any(cell.strip() for cell in row)]
    assert table.rows == expected
    assert len(table.row_no) == len(expected)
