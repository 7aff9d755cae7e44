"""What can be written on each part of a map: one list of fields that operations, store and formats share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from cx_core.journeys.entries import base_of, entries_of, is_entry, plain_entries
from cx_core.model.journey import (
    CHANNELS,
    LANES,
    EvidenceLevel,
    Frequency,
    Initiator,
    Journey,
    JourneyState,
    JourneyStatus,
    MomentOfTruth,
    Opportunity,
    PainKind,
    PainPoint,
    Progress,
    Stage,
    Text,
    Touchpoint,
)
from cx_core.model.operation import Noun

Kind = Literal[
    "text",
    "line",
    "choice",
    "emotion",
    "severity",
    "date",
    "aliases",
    "ids",
    "id",
    "codes",
    "amount",
    "texts_by",
    "emotions_by",
]
Thing = Journey | Stage | Touchpoint | PainPoint | Opportunity

#: Kinds whose plain value is a list of texts, and kinds whose plain value is a number.
LIST_KINDS = frozenset({"aliases", "ids", "codes"})
NUMBER_KINDS = frozenset({"emotion", "severity", "amount"})
#: Kinds whose plain value is a mapping by id; see `cx_core.journeys.entries`.
ENTRY_KINDS = frozenset({"texts_by", "emotions_by"})


@dataclass(frozen=True)
class Field:
    """One field of a part of a map.

    ``name`` is the attribute of the model. A ``text`` field has two keys in an operation, ``<name>_vi`` and
    ``<name>_en``; every other kind has one, its name. ``optional`` fields may be None. ``default`` is the plain JSON
    value of an untouched field. Each item of a ``codes`` field matches ``pattern``.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    optional: bool = False
    default: object = ""
    pattern: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names under which operations and tables hold the field.

        >>> Field("name", "text").keys, Field("owner", "line").keys
        (('name_vi', 'name_en'), ('owner',))
        """
        return (f"{self.name}_vi", f"{self.name}_en") if self.kind == "text" else (self.name,)


_IMAGE = r"[0-9a-f]{32}\.(png|jpg|webp)"
_LANE = rf"-?({'|'.join(LANES)}|(own|stage):[A-Za-z0-9_-]{{1,64}})"
_LINK = r"(next|skip|loop|branch):[A-Za-z0-9_-]{1,64}"
_TARGET = r"(nps|csat|ces|rating):-?[0-9]{1,3}(\.[0-9]{1,4})?"

_THEME = r"[a-z][a-z0-9_]{0,40}"

_EVIDENCE = Field("evidence", "choice", get_args(EvidenceLevel), default="assumption")

FIELDS: dict[Noun, tuple[Field, ...]] = {
    "journey": (
        Field("title", "text"),
        Field("scenario", "text"),
        Field("goal", "text"),
        Field("state", "choice", get_args(JourneyState), default="as_is"),
        Field("status", "choice", get_args(JourneyStatus), default="draft"),
        Field("owner", "line"),
        Field("review_on", "date", optional=True, default=None),
        Field("persona_ids", "ids", default=()),
        Field("pair_id", "id", optional=True, default=None),
        Field("lanes", "codes", default=(), pattern=_LANE),
        Field("own_lanes", "texts_by", default=()),
    ),
    "stage": (
        Field("name", "text"),
        Field("customer_goal", "text"),
        Field("notes", "texts_by", default=()),
    ),
    "touchpoint": (
        Field("name", "text"),
        Field("channel", "choice", CHANNELS, default="other"),
        Field("initiator", "choice", get_args(Initiator), default="customer"),
        Field("customer_action", "text"),
        Field("thought", "text"),
        Field("moment_of_truth", "choice", get_args(MomentOfTruth), optional=True, default=None),
        Field("expected", "emotion", optional=True, default=None),
        Field("perceived", "emotion", optional=True, default=None),
        Field("expectation", "text"),
        Field("service_standard", "text"),
        Field("owner", "line"),
        _EVIDENCE,
        Field("aliases", "aliases", default=()),
        Field("perceived_low", "emotion", optional=True, default=None),
        Field("perceived_high", "emotion", optional=True, default=None),
        Field("physical", "text"),
        Field("frontstage", "text"),
        Field("backstage", "text"),
        Field("support", "text"),
        Field("duration_minutes", "amount", optional=True, default=None),
        Field("links", "codes", default=(), pattern=_LINK),
        Field("targets", "codes", default=(), pattern=_TARGET),
        Field("images", "codes", default=(), pattern=_IMAGE),
        Field("detail_id", "id", optional=True, default=None),
        Field("notes", "texts_by", default=()),
        Field("expected_by", "emotions_by", default=()),
        Field("perceived_by", "emotions_by", default=()),
        Field("perceived_low_by", "emotions_by", default=()),
        Field("perceived_high_by", "emotions_by", default=()),
        Field("votes", "emotions_by", default=()),
    ),
    "pain_point": (
        Field("text", "text"),
        Field("severity", "severity", default=3),
        Field("root_cause", "text"),
        _EVIDENCE,
        Field("kind", "choice", get_args(PainKind), optional=True, default=None),
        Field("frequency", "choice", get_args(Frequency), optional=True, default=None),
        Field("quote_ids", "ids", default=()),
        Field("themes", "codes", default=(), pattern=_THEME),
        Field("phrases", "aliases", default=()),
    ),
    "opportunity": (
        Field("text", "text"),
        Field("detail", "text"),
        Field("impact", "severity", optional=True, default=None),
        Field("effort", "severity", optional=True, default=None),
        Field("progress", "choice", get_args(Progress), default="open"),
        Field("owner", "line"),
        Field("due_on", "date", optional=True, default=None),
        _EVIDENCE,
        Field("pain_ids", "ids", default=()),
        Field("touchpoint_ids", "ids", default=()),
    ),
}

#: Fields whose entries are texts in both languages.
TEXT_ENTRIES: frozenset[str] = frozenset(
    field.name for fields in FIELDS.values() for field in fields if field.kind == "texts_by"
)

#: The field of each part that people call it by. It is never empty.
NAME_FIELD: dict[Noun, str] = {
    "journey": "title",
    "stage": "name",
    "touchpoint": "name",
    "pain_point": "text",
    "opportunity": "text",
}

#: Where a part hangs, and the attribute that says so.
PARENT_FIELD: dict[Noun, str] = {
    "stage": "journey_id",
    "touchpoint": "stage_id",
    "pain_point": "touchpoint_id",
    "opportunity": "touchpoint_id",
}


def field_of_key(noun: Noun, key: str) -> Field | None:
    """Return the field that a key of an operation writes; None when the part has none such.

    >>> field_of_key("stage", "name_vi").name
    'name'
    """
    if is_entry(key):
        return next((one for one in FIELDS[noun] if one.name == base_of(key) and one.kind in ENTRY_KINDS), None)
    return next((field for field in FIELDS[noun] if key in field.keys), None)


def defaults(noun: Noun) -> dict[str, object]:
    """Return every key of a part with its untouched value."""
    return {key: field.default for field in FIELDS[noun] for key in field.keys}


def flatten(noun: Noun, thing: Thing) -> dict[str, object]:
    """Return a part's fields as plain JSON values by key.

    >>> flatten("stage", Stage("s", "j", Text(vi="Mua")))
    {'name_vi': 'Mua', 'name_en': '', 'customer_goal_vi': '', 'customer_goal_en': '', 'notes': {}}
    """
    flat: dict[str, object] = {}
    for field in FIELDS[noun]:
        value = getattr(thing, field.name)
        if field.kind == "text":
            flat[f"{field.name}_vi"], flat[f"{field.name}_en"] = value.vi, value.en
        elif field.kind == "date":
            flat[field.name] = value.isoformat() if value else None
        elif field.kind in ENTRY_KINDS:
            flat[field.name] = plain_entries(value)
        elif isinstance(value, tuple):
            flat[field.name] = list(value)
        else:
            flat[field.name] = value
    return flat


def unflatten(noun: Noun, flat: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword values that build a part from its plain values; absent keys are left to the model.

    >>> unflatten("stage", {"name_vi": "Mua"})
    {'name': Text(vi='Mua', en='')}
    """
    values: dict[str, Any] = {}
    for field in FIELDS[noun]:
        if not any(key in flat for key in field.keys):
            continue
        if field.kind == "text":
            values[field.name] = Text(flat.get(f"{field.name}_vi") or "", flat.get(f"{field.name}_en") or "")
            continue
        value = flat[field.name]
        if field.kind == "date":
            value = date.fromisoformat(value) if value else None
        elif field.kind in LIST_KINDS:
            value = tuple(value or ())
        elif field.kind in ENTRY_KINDS:
            value = entries_of(value or {})
        elif field.kind in ("emotion", "amount") and value is not None:
            value = float(value)
        values[field.name] = value
    return values
