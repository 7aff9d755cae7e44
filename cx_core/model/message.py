"""A sentence that has not been written yet: its key and its values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Message:
    """What is to be said, for the language files to put into words.

    The core returns messages, never prose. ``values`` is a tuple of pairs, so that a message can be a
    dictionary key; `Message.of` builds one from keywords.

    >>> Message.of("import.receipt.kept", n_rows=12).value("n_rows")
    12
    """

    key: str
    values: tuple[tuple[str, MessageValue], ...] = ()

    @classmethod
    def of(cls, key: str, /, **values: MessageValue) -> Message:
        """Build a message from keyword values."""
        return cls(key, tuple(sorted(values.items())))

    def value(self, name: str) -> MessageValue:
        """Return one value; None where the message does not carry it."""
        return dict(self.values).get(name)


MessageValue = str | int | float | date | datetime | Message | None
