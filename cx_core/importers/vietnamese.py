"""Vietnamese as bytes: well-formed syllables, and the encodings of the years before Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm "
    "uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu "
    "ưt ưu y yêm yên yêng yêt yêu"
)
_WORD = re.compile(r"[^\W\d_]+")
#: Fewer accented words than this prove nothing: one pound sign is not Vietnamese.
MIN_EVIDENCE = 3


@lru_cache
def _syllables() -> frozenset[str]:
    return frozenset(onset + rhyme for onset in [*_ONSETS.split(), ""] for rhyme in _RHYMES.split())


def is_syllable(word: str) -> bool:
    """Tell whether a word is a well-formed Vietnamese syllable with at most one tone mark.

    >>> is_syllable("người"), is_syllable("ngờửi"), is_syllable("déçue")
    (True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = sum(letter in TONES for letter in decomposed)
    if tones > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in TONES))
    return bare in _syllables()


def plausibility(text: str) -> float:
    """Return the share of accented words that are Vietnamese syllables, 0 to 1; 0 with too few of them to say.

    >>> plausibility("Chờ quá lâu, gọi tổng đài không ai nghe máy")
    1.0
    """
    n_accented = n_good = 0
    for word, n in Counter(_WORD.findall(unicodedata.normalize("NFC", text[:200_000]))).items():
        if word.isascii() or len(word) < 2:
            continue
        n_accented += n
        n_good += n * is_syllable(word)
    return n_good / n_accented if n_accented >= MIN_EVIDENCE else 0.0


# TCVN3 (ABC, the .VnTime fonts): one byte a lower-case letter; capitals were a matter of the font.
_TCVN3_BYTES = bytes.fromhex(
    "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9"
    "aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfea1a2a3a4a5a6a7"
)
_TCVN3_LETTERS = (
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộ"
    "ơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
)  # fmt: skip
_TCVN3 = {byte: letter for byte, letter in zip(_TCVN3_BYTES, _TCVN3_LETTERS, strict=True)}
_TCVN3_TABLE = "".join(chr(byte) if byte < 128 else _TCVN3.get(byte, "\ufffd") for byte in range(256))

# VNI-Windows: a base letter, then a byte for its hat and tone.
_VNI_TONES = {0xF8: "\u0300", 0xF9: "\u0301", 0xFB: "\u0309", 0xF5: "\u0303", 0xEF: "\u0323"}
_VNI_HATS = {0xE2: "", 0xE0: "\u0300", 0xE1: "\u0301", 0xE5: "\u0309", 0xE3: "\u0303", 0xE4: "\u0323"}
_VNI_BREVES = {0xEA: "", 0xE8: "\u0300", 0xE9: "\u0301", 0xFA: "\u0309", 0xFC: "\u0303", 0xEB: "\u0323"}
_VNI_LETTERS = {
    0xF1: "đ", 0xD1: "Đ", 0xF4: "ơ", 0xD4: "Ơ", 0xF6: "ư", 0xD6: "Ư",
    0xEC: "ì", 0xED: "í", 0xE6: "ỉ", 0xF3: "ĩ", 0xF2: "ị", 0xEE: "ỵ",
}  # fmt: skip
_VNI_OWN_CAPITALS = frozenset((0xD1, 0xD4, 0xD6))


def from_tcvn3(data: bytes) -> str:
    """Decode TCVN3; bytes without a letter become U+FFFD. Capitals come back in lower case.

    >>> from_tcvn3(bytes.fromhex("4769616f2068b5 6e67"))
    'Giao hàng'
    """
    return data.decode("latin-1").translate(dict(enumerate(_TCVN3_TABLE)))


def from_vni(data: bytes) -> str:
    """Decode VNI-Windows; bytes without a meaning become U+FFFD.

    >>> from_vni(b"Giao ha\\xf8ng")
    'Giao hàng'
    """
    letters: list[str] = []
    for byte in data:
        if byte < 128:
            letters.append(chr(byte))
        elif not _join_vni(letters, byte):
            letters.append(_vni_letter(byte))
    return "".join(letters)


def _lower(byte: int) -> int:
    return byte | 0x20 if 0xC0 <= byte <= 0xDF and byte not in _VNI_OWN_CAPITALS else byte


def _join_vni(letters: list[str], byte: int) -> bool:
    """Put a hat or tone byte on the letter before it; tell whether that was possible."""
    if byte in _VNI_LETTERS or not letters:
        return False
    base, lower = letters[-1], _lower(byte)
    marks: str | None = None
    if lower in _VNI_TONES and base in "aeouyAEOUYơưƠƯ":
        marks = _VNI_TONES[lower]
    elif lower in _VNI_HATS and base in "aeoAEO":
        marks = "\u0302" + _VNI_HATS[lower]
    elif lower in _VNI_BREVES and base in "aA":
        marks = "\u0306" + _VNI_BREVES[lower]
    if marks is None:
        return False
    letters[-1] = unicodedata.normalize("NFC", base + marks)
    return True


def _vni_letter(byte: int) -> str:
    if byte in _VNI_LETTERS:
        return _VNI_LETTERS[byte]
    capital = _VNI_LETTERS.get(_lower(byte))
    return capital.upper() if capital else "\ufffd"
