"""The only door to session state: typed, and with every key named here."""

from __future__ import annotations

import secrets
from typing import Any

import streamlit as st

LANGUAGE = "lang"
IN_SHELL = "_in_shell"

#: What state of the data the page was drawn from.
DATA_DRAWN = "_data_drawn"

#: The chosen map: its key in the address, in the session, and in the list to choose from. The round of the assignment
#: page's table.
JOURNEY = "journey"
JOURNEY_CHOSEN = "_journey"
JOURNEY_PICKED = "journey_select"
ASSIGN_ROUND = "_assign_round"

#: The board: of which map it is, what became of requests, what is selected, what is to be told, which revision the
#: panel shows, what its form shows; who edits.
BOARD_MAP = "_board_map"
BOARD_MEMORY = "_board_memory"
BOARD_SELECTED = "_board_selected"
BOARD_PICKED = "_board_picked"
BOARD_MESSAGES = "_board_messages"
BOARD_REVISION = "_board_revision"
#: By map: the language of its texts.
MAP_LANGUAGE = "_map_language"
DETAILS = "_details"
PERSONA_DRAFT = "_persona_draft"
ACTOR_TYPED = "actor"
ACTOR_OWN = "_actor_own"

#: The feedback page: how many comments are on show, and for which question.
FEEDBACK_SHOWN = "_feedback_shown"
#: What was changed in many comments, or in one that left the list for it, the last change last, for taking it back.
FEEDBACK_CHANGED = "_feedback_changed"
#: The pain point that a comment became last, for seeing it and for taking it back.
FEEDBACK_PAIN_PUT = "_feedback_pain_put"
#: The long comments that are shown to their end.
FEEDBACK_OPENED = "_feedback_opened"
#: Whether the box for changing many is open, and whether it has done its work.
FEEDBACK_BULK, FEEDBACK_BULK_DONE = "bulk", "_bulk_done"
#: What is looked for; the choice of themes, of a feeling and of a mark. All but the mark also come by address.
FEEDBACK_SEARCH = "feedback_search"
FEEDBACK_THEMES = "feedback_themes"
FEEDBACK_FEELING = "feedback_feeling"
FEEDBACK_MARK = "feedback_mark"
#: Whether only comments are on show whose words contradict their score, or whose reading is unsure; which list is on
#: show, also in the address.
FEEDBACK_DISAGREES = "feedback_disagrees"
FEEDBACK_UNSURE = "feedback_unsure"
FEEDBACK_CLASS = "feedback_class"
FEEDBACK_LIST = "list"
#: What of these choices the page wrote into its address.
FEEDBACK_WRITTEN = "_feedback_written"
#: The rule that is being edited: its id, 0 for a new one; the words it begins with.
RULE_EDITED = "_rule_edited"
RULE_WORDS = "_rule_words"
#: The rule that was removed last, for bringing it back.
RULE_REMOVED = "_rule_removed"
#: The list of cases: how many are on show.
CASES_SHOWN = "_cases_shown"

#: The themes page: which part of it is on show (also in the address), the theme looked at, and the click that chose it
#: last; what the editor does, the name and the words of the theme to be added, the word that is tried.
THEMES_VIEW = "part"
TAXONOMY_STEP = "taxonomy_step"
TAXONOMY_NAME = "add_name"
TAXONOMY_WORDS = "add_words"
TAXONOMY_TRIED = "trial_word"
#: The version of the themes that the editor shows.
TAXONOMY_SHOWN = "_taxonomy_shown"
THEME_CHOSEN = "theme_chosen"
THEME_CLICKED = "_theme_clicked"

#: The import page: the file kept for this session, what was found in it, what was answered, what became of it.
IMPORT_UPLOAD = "_import_upload"
IMPORT_INSPECTION = "_import_inspection"
IMPORT_ANSWERS = "_import_answers"
IMPORT_JOB = "_import_job"
IMPORT_RECEIPT = "_import_receipt"
#: Why the import that this session started did not go in, until somebody has read it.
IMPORT_REFUSAL = "_import_refusal"
IMPORT_ROUND = "_import_round"
DIALOG_OPEN = "_dialog_open"
IMPORTS_UNDER_WAY = "_imports_under_way"

#: The filter bar: what was chosen last, on whatever page, and what of it was last written into the address.
FILTERS = "_filters"
FILTERS_WRITTEN = "_filters_written"

#: The page that explains a change: what is compared with what (both also in the address), the field it is split by.
WHY_MODE = "against"
WHY_PERIOD = "period"
WHY_BY = "split"

#: The page of touchpoints: the fields of the heat map and of the ranking, the two slices compared.
HEAT_ROWS = "heat_rows"
HEAT_COLUMNS = "heat_columns"
LEAGUE_BY = "league_by"
SLICE_FIRST = "slice_a"
SLICE_SECOND = "slice_b"

#: Weighting: whether it is on, the fields whose true shares are known.
WEIGHTS_ON = "weights_on"
WEIGHTS_FIELDS = "weights_fields"

#: The segments: whether their dialog is open, what is being built, how often it was opened, the segment removed last,
#: the file read.
SEGMENTS_OPEN = "_segments_open"
SEGMENT_DRAFT = "_segment_draft"
SEGMENT_ROUND = "_segment_round"
SEGMENT_REMOVED = "_segment_removed"
SEGMENT_FILE = "_segment_file"

#: The page of customers: its assumptions, whether to forecast, the customer on show (also in the address).
VALUE_WINDOW = "value_window"
VALUE_MARGIN = "value_margin"
VALUE_DISCOUNT = "value_discount"
VALUE_FORECAST = "value_forecast"
CUSTOMER = "customer"

#: The page of drivers: what counts as one (also in the address).
DRIVERS_KIND = "drivers"

#: The trends page: what lies over the chart, how many periods its rolling line pools, what it is broken down by, whose
#: lines are watched (all in the address).
TREND_LAYERS = "layers"
TREND_WINDOW = "rolling"
TREND_BY = "by"
ALERTS_BY = "alerts_by"

#: The trends page: how many comments are on show, and behind what.
WORDS_SHOWN = "_words_shown"


def read(key: str, default: Any = None) -> Any:
    """Return what this session keeps under ``key``."""
    return st.session_state.get(key, default)


def write(key: str, value: Any) -> None:
    """Keep a value for this session."""
    st.session_state[key] = value


def take(key: str, default: Any = None) -> Any:
    """Return a value and forget it."""
    return st.session_state.pop(key, default)


def forget_inspection() -> None:
    """Forget what was found in the file, and the answers given for it; the file itself stays."""
    for key in (IMPORT_INSPECTION, IMPORT_ANSWERS):
        take(key)


def forget_upload() -> None:
    """Forget the file under inspection and the answers given for it."""
    for key in (IMPORT_UPLOAD, IMPORT_INSPECTION, IMPORT_ANSWERS):
        take(key)


def session_name(someone: str) -> str:
    """Return a name for this session that stays the same while it lasts: ``someone`` and three signs."""
    if ACTOR_OWN not in st.session_state:
        write(ACTOR_OWN, secrets.token_hex(2)[:3])
    return f"{someone} {read(ACTOR_OWN)}"
