"""Cells without what identifies a person, for previews and for the kept copy of the row."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cx_core.feedback.customers import MAY_NEED_CARE, looks_like_email, looks_like_phone
from cx_core.feedback.privacy import MASKS, MAY_HOLD_PERSONAL_DATA, mask_of, mask_personal_data
from cx_core.importers.judged import Judged
from cx_core.importers.role_words import COUNTER_OR_DATE

_HIDDEN = "•••"


def mask_cell(text: str) -> str:
    """Return a cell's text with certain personal data masked.

    >>> mask_cell("gọi 0912345678")
    'gọi [SĐT …678]'
    """
    return mask_personal_data(text)


def hide_identifier(text: str) -> str:
    """Return what stands for a cell that names a person.

    >>> hide_identifier("0912 345 678"), hide_identifier("KH00123"), hide_identifier("Nguyễn Văn A")
    ('[SĐT …678]', 'K•••', 'N•••')
    """
    if looks_like_phone(text):
        return mask_of("phone", text)
    return MASKS["email"] if looks_like_email(text) else text[:1] + _HIDDEN


def masked_text(one: Judged, text: str) -> str:
    """Return one cell as it may be shown and kept; empty for a column that is not to be kept."""
    if one.privacy == "keep":
        return text
    if one.privacy == "drop":
        return ""
    return hide_identifier(text) if one.privacy == "mask" else _masked_within(one, text)


def _masked_within(one: Judged, text: str) -> str:
    """Mask a cell of a column that is not personal as a whole.

    One in ten running numbers passes for a card's by its check digit, so of codes only contacts are hidden.
    """
    if one.role in ("ignore", "order") and COUNTER_OR_DATE.search(one.column.spoken):
        return hide_identifier(text) if looks_like_phone(text) or looks_like_email(text) else text
    return mask_cell(text)


def _hidden(names: Any) -> Any:
    """Hide distinct identifiers, the plain codes among them all at once."""
    codes = pc.binary_join_element_wise(pc.utf8_slice_codeunits(names, 0, 1), _HIDDEN, "")
    special = pc.match_substring_regex(names, MAY_NEED_CARE)
    cared = [hide_identifier(text) for text in names.filter(special).to_pylist()]
    return pc.replace_with_mask(codes, special, pa.array(cared, names.type))


def masked_column(one: Judged, values: Any) -> tuple[Any, int]:
    """Return a column as it may be kept, and in how many cells something was masked inside the text."""
    if one.privacy == "keep":
        return values, 0
    if one.privacy == "drop":
        return pa.nulls(len(values), values.type), 0
    if one.privacy == "mask":
        encoded = values.dictionary_encode()
        return _hidden(encoded.dictionary).take(encoded.indices), 0
    suspects = pc.match_substring_regex(values, MAY_HOLD_PERSONAL_DATA).fill_null(False)
    if (
        one.role in ("nps", "csat", "ces", "rating", "responded_at", "revenue")
        or not pc.any(suspects, min_count=0).as_py()
    ):
        return values, 0
    places = pc.indices_nonzero(suspects)
    before = values.take(places).to_pylist()
    after = [_masked_within(one, text) for text in before]
    n_masked = sum(old != new for old, new in zip(before, after, strict=True))
    return pc.replace_with_mask(values, suspects, pa.array(after, values.type)), n_masked
