"""What the store of answers says about itself: its imports, its sources, its codes, the customers' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from cx_core.model.feedback import NPS_SCALE, Scale
from cx_core.model.folding import fold, fold_name
from cx_core.model.problem import Problem
from cx_core.model.said import Said
from cx_core.model.segment import CodedRule, Level

ImportState = Literal["staged", "live", "undone"]

#: A workspace analyses up to this many segment columns; slot 1 is the field ``segment``.
SEGMENT_SLOTS = 8
SEGMENT_COLUMNS: tuple[str, ...] = tuple(f"segment_{slot}" for slot in range(1, SEGMENT_SLOTS + 1))

#: The columns of the view ``answers`` and of every snapshot, in order. All are whole numbers; NULL is "not given".
#: ``day`` counts from 1970-01-01 in the workspace's time zone, scores are hundredths, the rest are codes
#: of `Dictionary`; ``has_verbatim`` is 0 or 1.
ANSWER_COLUMNS: tuple[str, ...] = (
    "id", "import_id", "source_id", "day", "place", "channel", "touchpoint", "stage", *SEGMENT_COLUMNS, "customer",
    "nps", "csat", "ces", "rating", "csat_scale", "ces_scale", "rating_scale", "has_verbatim",
)  # fmt: skip

#: Field names as people write them, and the column of ``answers`` that holds their codes.
_FIXED_COLUMNS = {"channel": "channel", "touchpoint": "touchpoint", "stage": "stage", "source": "source_id"}


@dataclass(frozen=True)
class ImportRecord:
    """One import, live or undone; the record stays when its rows are gone.

    ``rows_read`` = kept + duplicate + rejected. ``first_on`` and ``last_on`` are the first and the last day of its
    answers, None when no row has a date. ``keep_until`` is the day on which the rows are due for deletion, None when
    no such day was given.
    """

    batch_id: str
    source: str
    file_name: str
    profile: str
    sha256: str
    state: ImportState
    imported_at: datetime
    rows_read: int
    rows_kept: int
    rows_duplicate: int
    rows_rejected: int
    problems: tuple[Problem, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    purpose: str | None = None
    keep_until: date | None = None
    source_id: int = 0


@dataclass(frozen=True)
class KnownSource:
    """A source that files have come from: its id, its name, and the fingerprint that its next file is known by."""

    id: int
    name: str
    fingerprint: str


@dataclass(frozen=True)
class SourceFreshness:
    """How fresh a source is: its live answers, their first and last day, the channels they came through.

    ``n_answers`` counts feedback, not orders. The days are None when no answer has a date. ``imported_at`` is the
    latest live import.
    """

    source_id: int
    source: str
    profile: str
    n_answers: int
    first_on: date | None
    last_on: date | None
    imported_at: datetime
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChannelPresence:
    """How many live answers a channel has and on which day the last one came; ``channel`` None: not said."""

    channel: str | None
    n_answers: int
    last_on: date | None


@dataclass(frozen=True)
class Place:
    """One combination of channel, touchpoint and stage as feedback files name it; None where a file does not say.

    Places are what is matched to the touchpoints of a map. The answers only carry the place's id, so that a new map
    or a new assignment changes no answer.
    """

    id: int
    channel_label: str | None = None
    touchpoint_label: str | None = None
    stage_label: str | None = None


@dataclass(frozen=True)
class PlaceCount:
    """A place with its live answers in some span of days; ``last_on`` is None when none has a date."""

    place: Place
    n_answers: int
    last_on: date | None


@dataclass(frozen=True)
class PlaceCodes:
    """A place in codes; None where the files do not say."""

    channel: int | None = None
    touchpoint: int | None = None
    stage: int | None = None


@dataclass(frozen=True)
class GivenScore:
    """A score in hundredths with the scale that gives it meaning.

    >>> GivenScore("csat", 450, Scale(1, 5)).value
    4.5
    """

    metric: str
    hundredths: int
    scale: Scale = NPS_SCALE

    @property
    def value(self) -> float:
        """The score as the customer gave it."""
        return self.hundredths / 100


@dataclass(frozen=True)
class Verbatim:
    """The customer's words, personal data masked, with what else the same answer says.

    ``responded_on`` is the day in the workspace's time zone, None when the file had no date. ``customer`` is a
    pseudonym.
    """

    id: int
    text: str
    responded_on: date | None = None
    scores: tuple[GivenScore, ...] = ()
    place: Place | None = None
    source: str = ""
    customer: str | None = None

    def score(self, metric: str) -> GivenScore | None:
        """Return the score of one metric; None when the answer has none."""
        return next((score for score in self.scores if score.metric == metric), None)


@dataclass(frozen=True)
class CodedFilter:
    """Which answers, in codes: what a query's filters become once the dictionary is known.

    Days are day numbers, both included; with a limit on either side answers without a date are left out. ``codes``
    pairs a column of `ANSWER_COLUMNS` with the codes it may hold; None among them admits answers without one, and
    an empty tuple admits nothing. Several columns must all agree. ``said`` narrows comments by what was read out of
    them; only questions for words look at it. Every one of ``rules`` must hold too.
    """

    first_day: int | None = None
    last_day: int | None = None
    codes: tuple[tuple[str, tuple[int | None, ...]], ...] = ()
    said: Said = field(default_factory=Said)
    rules: tuple[CodedRule, ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """What the codes in the answers mean, in both directions.

    ``labels`` has one table a field (``channel``, ``touchpoint``, ``stage``, ``segment:<name>``) from code to label;
    ``places``, ``scales`` and ``sources`` are by id; ``segment_fields`` gives the name of each segment slot in use.
    Labels that are equal after folding share one code, so a lookup by label needs no exact spelling. ``levels`` are
    fields made by grouping the codes of another, ``saved`` the rules of saved segments by id.

    >>> d = Dictionary({"channel": {4: "Cửa hàng"}, "segment:Hạng": {7: "Vàng"}}, segment_fields={1: "Hạng"})
    >>> d.code("channel", "cua hang"), d.column("segment"), d.column("HẠNG"), d.column("Tuổi")
    (4, 'segment_1', 'segment_1', None)
    >>> d.code("hạng", "vàng"), d.label("hang", 7), d.code("channel", "Zalo")
    (7, 'Vàng', None)
    """

    labels: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    places: Mapping[int, PlaceCodes] = field(default_factory=dict)
    scales: Mapping[int, Scale] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)
    segment_fields: Mapping[int, str] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    saved: Mapping[str, CodedRule] = field(default_factory=dict)

    @cached_property
    def _named(self) -> dict[int, Place]:
        """Places in words, as they are asked for."""
        return {}

    @cached_property
    def _slots(self) -> dict[str, int]:
        return {fold(name): slot for slot, name in self.segment_fields.items()}

    @cached_property
    def _codes(self) -> dict[str, dict[str, int]]:
        return {name: {fold(label): code for code, label in table.items()} for name, table in self._tables.items()}

    @cached_property
    def _tables(self) -> dict[str, Mapping[int, str]]:
        segments = {
            SEGMENT_COLUMNS[slot - 1]: self.labels.get(f"segment:{name}", {})
            for slot, name in self.segment_fields.items()
        }
        fixed = {name: self.labels.get(name, {}) for name in ("channel", "touchpoint", "stage")}
        return {**fixed, "source_id": self.sources, **segments}

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that can be asked for now: the fixed ones, then the segment columns by their own names.

        A segment column that is called like a fixed field stands here with ``segment:`` in front.
        """
        named = sorted(self.segment_fields.items())
        own = (name if self.column(name) == SEGMENT_COLUMNS[slot - 1] else f"segment:{name}" for slot, name in named)
        return (*_FIXED_COLUMNS, *own, *(level.field for level in self.levels))

    def level(self, field: str) -> Level | None:
        """Return the level that a field is; None for a column of the files, which wins over a level of its name."""
        if self._own_column(field) is not None:
            return None
        return next((level for level in self.levels if fold_name(level.field) == fold_name(field)), None)

    def column(self, field: str) -> str | None:
        """Return the column of ``answers`` that holds a field as a person writes it; None when there is no such field.

        Names are compared folded. ``segment`` is slot 1; a segment column is asked for by its own name, with or without
        ``segment:`` in front. The fixed names win over a segment column of the same name. A level has the column that
        it groups.
        """
        level = self.level(field)
        return level.column if level else self._own_column(field)

    def _own_column(self, field: str) -> str | None:
        name = fold_name(field)
        if name in _FIXED_COLUMNS:
            return _FIXED_COLUMNS[name]
        if name == "segment":
            return SEGMENT_COLUMNS[0] if 1 in self.segment_fields else None
        slot = self._slots.get(fold_name(name.removeprefix("segment:")))
        return SEGMENT_COLUMNS[slot - 1] if slot else None

    def table(self, field: str) -> Mapping[int, str]:
        """Return the labels of a field by code; empty when there is no such field."""
        level = self.level(field)
        if level is not None:
            return level.groups
        return self._tables.get(self.column(field) or "", {})

    def column_codes(self, column: str) -> tuple[int, ...]:
        """Return every code that a column can hold."""
        return tuple(self._tables.get(column, {}))

    def code(self, field: str, label: str) -> int | None:
        """Return the code of a label, compared folded; None when no answer has ever had it, and for a level's group."""
        if self.level(field) is not None:
            return None
        return self._codes.get(self.column(field) or "", {}).get(fold(label))

    def label(self, field: str, code: int | None) -> str | None:
        """Return the label of a code; None for no code and for a code of another field."""
        return None if code is None else self.table(field).get(code)

    def place(self, place_id: int) -> Place:
        """Return a place in words. Raises KeyError when there is none such."""
        known = self._named.get(place_id)
        if known is None:
            codes = self.places[place_id]
            named = (("channel", codes.channel), ("touchpoint", codes.touchpoint), ("stage", codes.stage))
            known = self._named[place_id] = Place(place_id, *(self.label(field, code) for field, code in named))
        return known

    def all_places(self) -> tuple[Place, ...]:
        """Return every place in words, by id."""
        return tuple(self.place(place_id) for place_id in sorted(self.places))

    def scale_id(self, scale: Scale) -> int | None:
        """Return the id of a scale; None when no answer is on it."""
        return next((known for known, value in self.scales.items() if value == scale), None)
