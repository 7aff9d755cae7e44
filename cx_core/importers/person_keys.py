"""Further columns that name the customer: the telephone or the e-mail beside the code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cx_core.feedback.customers import looks_like_email, looks_like_phone
from cx_core.importers import cells
from cx_core.importers.judged import Judged
from cx_core.importers.role_words import STAFF, words_for

#: A header that names a code of customers is at least this sure; one that names people in words is not.
_CODE = 0.9
#: So much of a column must look like telephones or addresses.
_CONTACTS = 0.6


def other_keys(kept: Iterable[tuple[Judged, Any]]) -> dict[str, pd.Series]:
    """Return the normalised values of every column that names the customer beside the one that does.

    Only columns without another role: telephones and e-mails by what they hold, codes by their header. Names of people
    are never keys: two customers may be called the same. The address of whoever served them is no key either.
    """
    columns = list(kept)
    if not any(one.role == "customer" for one, _ in columns):
        return {}
    return {one.column.key: cells.customers(values) for one, values in columns if one.role == "ignore" and _is_key(one)}


def _is_key(one: Judged) -> bool:
    words = words_for(one.column.spoken)
    if STAFF.search(one.column.spoken):
        return False
    if words is None or words.role != "customer" or not one.column.n_values:
        return False
    if words.confidence >= _CODE:
        return True
    return one.column.share(lambda cell: looks_like_phone(cell) or looks_like_email(cell)) >= _CONTACTS
