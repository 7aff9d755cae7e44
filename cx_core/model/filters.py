"""What is included in a number: a frozen value that is a cache key, a URL and a sentence at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cx_core.model.message import Message

#: In a field's values this stands for "the answer has no value here" (unassigned, unknown).
MISSING = ""

#: Fields that are no column of a file: a segment by its id, and what kind of survey a source is. The third narrows
#: further by a second segment: one field's values are alternatives.
SAVED_SEGMENT, ALSO_SEGMENT = "saved_segment", "saved_segment:also"
SURVEY_KIND = "survey_kind"
_NAMED = frozenset({"channel", "touchpoint", "stage", "segment", "source", SAVED_SEGMENT})


@dataclass(frozen=True)
class Filters:
    """Which answers are included.

    ``since`` and ``until`` are whole days in the workspace's time zone, both included; None leaves that side
    open. ``where`` holds pairs of a field and its allowed values, sorted, so that equal filters are equal
    values; `MISSING` among the values admits answers without one. Fields are ``channel``, ``touchpoint``,
    ``stage``, ``segment``, ``source`` or the name of a segment column, and ``scale`` (`Scale.key`) for the scale of the
    metric that is asked for, ``saved_segment`` for segments by their ids. With ``journey_id`` the fields
    ``touchpoint`` and ``stage`` hold ids of that map's touchpoints and stages; without it they hold the
    labels that stood in the files.

    >>> Filters().with_values("channel", ["zalo", "store"]).values("channel")
    ('store', 'zalo')
    """

    since: date | None = None
    until: date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    journey_id: str | None = None

    def with_values(self, field: str, values: Iterable[str]) -> Filters:
        """Return a copy whose ``field`` admits exactly ``values``; no values removes the filter."""
        kept = {name: chosen for name, chosen in self.where if name != field}
        chosen_now = tuple(sorted(set(values)))
        if chosen_now:
            kept[field] = chosen_now
        return replace(self, where=tuple(sorted(kept.items())))

    def with_dates(self, since: date | None, until: date | None) -> Filters:
        """Return a copy with another span of days."""
        return replace(self, since=since, until=until)

    def values(self, field: str) -> tuple[str, ...]:
        """Return the admitted values of a field; empty when the field is not filtered."""
        return dict(self.where).get(field, ())

    @property
    def is_empty(self) -> bool:
        """True when every answer is included."""
        return self.since is None and self.until is None and not self.where

    def sentence_parts(self) -> tuple[Message, ...]:
        """Say the filters as messages, for a page, an export and a chart subtitle alike.

        Values are given as they are stored; a caller that shows ids replaces them by names first.
        """
        parts: list[Message] = []
        if self.since and self.until:
            parts.append(Message.of("filters.between", since=self.since, until=self.until))
        elif self.since:
            parts.append(Message.of("filters.since", since=self.since))
        elif self.until:
            parts.append(Message.of("filters.until", until=self.until))
        for field, chosen in self.where:
            parts.append(Message.of("filters.field", field=named(field), values=", ".join(chosen)))
        return tuple(parts)


def named(field: str) -> Message | str:
    """Return how a field is called: a message for those every answer has, a file's own name of a column as it is."""
    return Message.of(f"filters.fields.{field}") if field in _NAMED else field
