"""Columns that name people: found by their header, or because most of their cells are telephones, addresses, papers."""

from __future__ import annotations

import re

from cx_core.feedback.customers import looks_like_email, looks_like_phone
from cx_core.feedback.privacy import find_personal_data, is_person_name, may_be_masked
from cx_core.importers.columns import Column
from cx_core.importers.profiles import ColumnHint
from cx_core.importers.role_words import CONTACT, COUNTER_OR_DATE, ONE_PERSON, PERSONAL, STAFF

#: A cell without one of these is no contact; most words need no closer look.
_DIGIT_OR_AT = re.compile(r"[\d@]")
#: Share of telephones or addresses from which on a column that speaks of them holds them, and one that does not.
SOME_CONTACTS = 0.2
_MOST_CONTACTS = 0.6
#: Share of the cells of a column "Khách hàng" that must be people's names, or of its values that must differ.
_SOME_NAMES, _MANY_PEOPLE = 0.3, 0.3
_LONGEST_NAME = 80


def is_personal(column: Column, hint: ColumnHint | None = None) -> bool:
    """Tell whether a column names people.

    A date and a running number are digits too, and name nobody; neither does "Khách hàng" over "mới" and "cũ".
    """
    if hint and hint.is_private:
        return True
    if CONTACT.search(column.spoken):
        # A shop of telephones has a column "Dòng điện thoại" that names nobody.
        return column.share(is_contact) >= SOME_CONTACTS or not column.n_values
    if PERSONAL.search(column.spoken):
        return column.mean_length < _LONGEST_NAME
    if ONE_PERSON.search(column.spoken) or STAFF.search(column.spoken):
        return _names_people(column)
    if COUNTER_OR_DATE.search(column.spoken) or not column.n_values:
        return False
    return column.share(_identifies) >= _MOST_CONTACTS and column.dates.share < _MOST_CONTACTS


def _names_people(column: Column) -> bool:
    if column.mean_length >= _LONGEST_NAME or not column.n_values:
        return False
    return column.share(is_person_name) >= _SOME_NAMES or column.share_distinct >= _MANY_PEOPLE


def is_contact(cell: str) -> bool:
    """Tell whether a cell is a telephone number or an address, or a long number such as people mistype them.

    >>> is_contact("0912.345.678"), is_contact("091234567890"), is_contact("Nokia 3310")
    (True, True, False)
    """
    if not _DIGIT_OR_AT.search(cell):
        return False
    digits = sum(letter.isdigit() for letter in cell)
    return looks_like_phone(cell) or looks_like_email(cell) or 8 <= digits >= len(cell) - 4


def _identifies(cell: str) -> bool:
    """Tell whether a whole cell is a telephone, an address or the number of somebody's papers."""
    if not _DIGIT_OR_AT.search(cell):
        return False
    if looks_like_phone(cell) or looks_like_email(cell):
        return True
    if not may_be_masked(cell):
        return False
    found = find_personal_data(cell, low_too=False)
    return any(one.confidence == "high" and one.stop - one.start == len(cell) for one in found)
