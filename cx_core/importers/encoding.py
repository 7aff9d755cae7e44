"""Which encoding a text file is in, by proof where there is one and by plausible Vietnamese where there is not."""

from __future__ import annotations

import codecs
import io
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cx_core.importers.raw_table import Note
from cx_core.importers.vietnamese import from_tcvn3, from_vni, plausibility
from cx_core.model.problem import Refusal

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings a person may be asked to choose among, the likeliest in Vietnam first.
LEGACY_ENCODINGS: tuple[str, ...] = ("windows-1258", "windows-1252", "tcvn3", "vni")
_SURE, _AHEAD = 0.75, 0.25
_SAMPLE_BYTES = 200_000
_HEAD = 4096
_LARGE = 4 * 2**20


@dataclass(frozen=True)
class Detected:
    """The encoding of a file. ``is_sure`` is False where a person has to confirm it."""

    encoding: str
    is_sure: bool
    notes: tuple[Note, ...] = ()


def _cp1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


_LEGACY_DECODERS: dict[str, Callable[[bytes], str]] = {
    "windows-1258": _cp1258,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
}


def detect(data: bytes) -> Detected:
    """Return the encoding of a text file, or refuse one that is none.

    Order of proof: byte order mark; the zero bytes of UTF-16 and 32; strict UTF-8; then the old Vietnamese encodings
    by the share of well-formed syllables they give. Statistical detectors take TCVN3 and VNI for Windows-1258.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            _check_whole(data, encoding)
            return Detected(encoding, True)
    wide = _wide_encoding(data[:_HEAD])
    if wide:
        _check_whole(data, wide)
        return Detected(wide, True)
    first_bad = _first_byte_not_utf8(data)
    if first_bad is None:
        return Detected("utf-8", True)
    _refuse_binary(data[:_HEAD])
    _refuse_mixed(data)
    return _legacy(data)


def _check_whole(data: bytes, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise Refusal("file_encoding_unknown") from error


def _wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 or 32 without a mark, seen by where the zero bytes lie."""
    if b"\0" not in head:
        return None
    quarters = [head[start::4].count(0) / max(1, len(head) // 4) for start in range(4)]
    if min(quarters[2:]) > 0.9 and quarters[0] < 0.1:
        return "utf-32-le"
    if min(quarters[:2]) > 0.9 and quarters[3] < 0.1:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if odd > 0.3 and even < 0.05:
        return "utf-16-le"
    if even > 0.3 and odd < 0.05:
        return "utf-16-be"
    if even + odd > 0.2:
        raise Refusal("file_binary")
    return None


def _first_byte_not_utf8(data: bytes) -> int | None:
    if len(data) >= _LARGE and _is_utf8(data):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, by Arrow, which large files need anyway: in a fifth of the time."""
    import pyarrow

    ends = pyarrow.py_buffer(struct.pack("=qq", 0, len(data)))
    text = pyarrow.Array.from_buffers(pyarrow.large_string(), 1, [None, ends, pyarrow.py_buffer(data)])
    try:
        text.validate(full=True)
    except pyarrow.ArrowInvalid:
        return False
    return True


def _refuse_binary(head: bytes) -> None:
    control = sum(byte < 32 and byte not in b"\t\r\n\x0c\x1b" for byte in head)
    if control > len(head) * 0.05:
        raise Refusal("file_binary")


def _refuse_mixed(data: bytes) -> None:
    """Refuse a file of two encodings, naming the line: any one decoding would spoil the other half."""
    n_good = n_bad = first_bad = 0
    for number, line in enumerate(data[: 50 * _SAMPLE_BYTES].split(b"\n"), 1):
        if line.isascii():
            continue
        if _first_byte_not_utf8(line) is None:
            n_good += 1
        else:
            n_bad += 1
            first_bad = first_bad or number
    if n_good and n_bad and n_good >= n_bad:
        raise Refusal("file_encoding_mixed", {"row": first_bad})


def _legacy(data: bytes) -> Detected:
    sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_SAMPLE_BYTES]
    scored = sorted(((_plausible(decode(sample)), name) for name, decode in _LEGACY_DECODERS.items()), reverse=True)
    (best, name), (second, _) = scored[0], scored[1]
    if best >= _SURE and best - second >= _AHEAD:
        notes = [Note("encoding_guessed", count=1, allowed=name)]
        if name == "tcvn3":
            notes.append(Note("capitals_lost", count=1))
        return Detected(name, True, tuple(notes))
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return Detected(name if best > 0 else "windows-1258", False)
    return Detected("windows-1252" if best < 0.5 else name, False)


def _plausible(text: str) -> float:
    return plausibility(text) - 5 * text.count("\ufffd") / max(1, len(text))


def choices(detected: Detected) -> tuple[str, ...]:
    """Return the encodings to choose among, the likeliest first."""
    return (detected.encoding, *(name for name in LEGACY_ENCODINGS if name != detected.encoding))


def lines_of(data: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends, ``\\r``, ``\\n`` and ``\\r\\n`` alike."""
    if encoding in _LEGACY_DECODERS:
        return iter(io.StringIO(_LEGACY_DECODERS[encoding](data), newline=""))
    codec = "cp1252" if encoding == "windows-1252" else encoding
    return iter(io.TextIOWrapper(io.BytesIO(data), encoding=codec, errors="replace", newline=""))
