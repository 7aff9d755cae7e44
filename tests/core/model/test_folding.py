"""Folding makes one form of the many ways a label is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tư vấn qua Zalo", "tu van qua zalo"),
        ("ĐỔI TRẢ", "doi tra"),
        ("đường dây nóng", "duong day nong"),
        ("  Cửa\u00a0hàng\t", "cua hang"),
        ("Website / App", "website / app"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_composed_and_decomposed_fold_alike():
    label = "Thanh toán thẻ"
    assert fold(unicodedata.normalize("NFD", label)) == fold(unicodedata.normalize("NFC", label)) == "thanh toan the"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
