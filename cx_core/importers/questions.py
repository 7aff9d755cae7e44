"""What only a person can say about a file, as questions with choices; most important first."""

from __future__ import annotations

from collections.abc import Iterator

from cx_core.feedback.answer_codes import OTHER_CODE
from cx_core.feedback.mixed_scales import named_maximum
from cx_core.feedback.score_text import read_score
from cx_core.importers.code_sets import OF_SETS
from cx_core.importers.coded import ALIKE_ANSWERS, CODE_ANSWERS, NO_SCALE
from cx_core.importers.given import UNFINISHED_ANSWERS, scale_text
from cx_core.importers.grids import EACH, GRID_ANSWERS, counts_of
from cx_core.importers.invited import find_invited, ways_to_count
from cx_core.importers.judged import KNOWN, Judged, rivals
from cx_core.importers.last_resort import answers_anything, holds_answers
from cx_core.importers.masking import mask_cell
from cx_core.importers.profiles import Profile
from cx_core.importers.raw_table import SheetFacts
from cx_core.importers.row_rules import unfinished_in
from cx_core.importers.sheets import ALL_SHEETS
from cx_core.importers.study import Study
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.folding import fold
from cx_core.model.inspection import Question

_EXAMPLES = 5
_OF_EACH_SCALE = 3
#: A sheet of less than this share of the chosen one's cells is a note beside it, not another table.
_BESIDE = 0.05


def open_questions(study: Study) -> tuple[Question, ...]:
    """Return what is still open. Questions about the file stand alone: the columns depend on their answers."""
    about_file = tuple(_about_file(study))
    if about_file:
        return about_file
    return (
        *_about_codes(study),
        *_about_roles(study),
        *_about_scales(study),
        *_about_dates(study),
        *_about_rows(study),
    )


def _about_rows(study: Study) -> Iterator[Question]:
    """Ask what becomes of answers that were not finished, and how the numbers of those who were asked add up."""
    for one, _ in unfinished_in(study):
        key = one.column.key
        if key not in study.given.unfinished:
            yield Question(f"unfinished:{key}", "unfinished", key, UNFINISHED_ANSWERS, _examples(one))
    invited = find_invited(study.columns) if holds_answers(study.columns) else None
    if invited and invited.column.key not in study.given.invited:
        choices = ways_to_count(invited, study.columns)
        yield Question(f"invited:{invited.column.key}", "invited", invited.column.key, choices, _examples(invited))


def _about_file(study: Study) -> Iterator[Question]:
    sheets = other_tables(study)
    if sheets and not study.given.of_file("sheet"):
        names = (study.parsed.sheet or "", *(sheet.name for sheet in sheets))
        names = (ALL_SHEETS, *names) if study.alike else names
        yield Question("sheet", "sheet", None, names)
    for note in study.parsed.notes:
        if note.kind == "encoding_unsure" and not study.given.of_file("encoding"):
            yield Question("encoding", "encoding", None, tuple((note.allowed or "").split()), _foreign_examples(study))
    if not study.header.is_certain and not study.given.of_file("header"):
        first = study.grid.rows(0, 1)[0]
        yield Question(
            "header", "header", None, ("first", "none"), tuple(mask_cell(cell) for cell in first if cell)[:_EXAMPLES]
        )


def other_tables(study: Study) -> list[SheetFacts]:
    """Return the other sheets that hold a table as well."""
    read = set((study.parsed.sheet or "").split(", ")) | {study.parsed.sheet}
    chosen = next((sheet for sheet in study.parsed.sheets if sheet.name in read), None)
    if chosen is None or _is_tools_sheet(chosen.name, study.profile):
        return []
    enough = chosen.n_rows * chosen.n_columns * _BESIDE
    return [
        sheet
        for sheet in study.parsed.sheets
        if sheet.name not in read
        and sheet.visible
        and sheet.n_rows >= 3
        and sheet.n_columns >= 2
        and sheet.n_rows * sheet.n_columns >= enough
    ]


def _is_tools_sheet(name: str, profile: Profile) -> bool:
    return any(fold(name).startswith(known) for known in profile.sheets)


def _foreign_examples(study: Study) -> tuple[str, ...]:
    """Return what the encoding decides: words of the cells, or of the headers where the cells have none."""
    cells = [cell for one in study.columns for cell in one.column.sample if not cell.isascii()]
    found = cells or [one.column.name for one in study.columns if not one.column.name.isascii()]
    return tuple(mask_cell(cell)[:80] for cell in dict.fromkeys(found))[:_EXAMPLES]


def _examples(one: Judged) -> tuple[str, ...]:
    return tuple(mask_cell(cell)[:60] for cell in one.column.examples(_EXAMPLES))


def _about_codes(study: Study) -> Iterator[Question]:
    """Ask what codes mean, once for all rows of a grid and all columns of one set, with how many chose each."""
    for one in study.columns:
        if not (one.score and one.score.is_coded and one.score.labels) or one.asked_as != one.column.key:
            continue
        key = one.asked_as
        if study.scale(one) or one.score.direction or key in study.given.codes or key in study.given.directions:
            continue
        together = [other.column for other in study.columns if other.asked_as == one.asked_as]
        counts = counts_of(together)
        points = {text: point for text in counts if (point := one.score.labels.point(text)) is not None}
        texts = sorted(points, key=points.__getitem__)
        # An answer of somebody's own stands in lists of things, hardly ever on a scale.
        is_list = any(fold(text) == OTHER_CODE for text in counts)
        known = ALIKE_ANSWERS if one.code_set else CODE_ANSWERS
        choices = (NO_SCALE, *(choice for choice in known if choice != NO_SCALE)) if is_list else known
        examples = tuple(f"{mask_cell(text)} × {counts[text]}" for text in texts)
        ends = (texts[0], texts[-1])
        if one.code_set:
            keys = tuple(column.key for column in together)
            yield Question(f"{OF_SETS}{one.code_set}", "codes_alike", None, choices, examples, ends, keys)
        else:
            name = one.grid.question if one.grid else one.column.key
            yield Question(f"codes:{one.column.key}", "codes", name, choices, examples, ends)


def _about_roles(study: Study) -> Iterator[Question]:
    for one in study.columns:
        if one.is_open and one.score and not one.score.is_coded and one.asked_as == one.column.key:
            yield Question(f"role:{one.column.key}", "role", one.column.key, one.score.roles, _examples(one))
    for one in study.grid_rows:
        assert one.grid is not None
        key = one.column.key
        is_settled = one.is_open or key in study.given.grids or key in study.given.codes
        if one.asked_as == key and not is_settled and not one.grid.is_chosen:
            labels = tuple(row.grid.label for row in study.grid_rows if row.grid and row.asked_as == one.column.key)
            yield Question(f"grid:{key}", "grid", one.grid.question, GRID_ANSWERS, labels)
    for role in SCORE_ROLES:
        keys = rivals(study.columns, role)
        winner = study.first(role)
        if len(keys) > 1 and winner and winner.confidence < KNOWN:
            ordered = (winner.column.key, *(key for key in keys if key != winner.column.key))
            yield Question(f"column:{role}", "column", role.upper(), (*ordered, EACH))


def _about_scales(study: Study) -> Iterator[Question]:
    for one in study.columns:
        key = one.column.key
        if one.role not in SCORE_ROLES or one.role == "nps" or one.score is None or one.asked_as != key:
            continue
        if one.score.mix:
            if study.way(one) is None:
                ways = tuple(way.text for way in one.score.mix.ways)
                yield Question(f"mixed_scale:{key}", "mixed_scale", key, ways, _mixed_examples(one))
        elif study.doubts_scale(one):
            ends = dict.fromkeys((*one.score.scale_choices, study.given.scales[key]))
            yield Question(f"scale:{key}", "scale_changed", key, tuple(map(scale_text, ends)), _examples(one))
        elif len(one.score.scale_choices) > 1 and key not in study.given.scales:
            choices = tuple(scale_text(ends) for ends in one.score.scale_choices)
            yield Question(f"scale:{key}", "scale", key, choices, _examples(one))
        if one.score.direction is None and not one.score.is_coded and key not in study.given.directions:
            yield Question(f"direction:{key}", "direction", key, ("high_is_good", "low_is_good"), _examples(one))


def _mixed_examples(one: Judged) -> tuple[str, ...]:
    """Return some cells of each scale, the scales in turn."""
    labels = one.score.labels if one.score else None
    groups: dict[int | None, list[str]] = {}
    for cell in dict.fromkeys(one.column.sample):
        read = read_score(cell)
        point = labels.point(cell) if labels else None
        if read.value is not None or point is not None:
            maximum = labels.scale.maximum if labels and point is not None else named_maximum(cell, read)
            groups.setdefault(maximum, []).append(mask_cell(cell)[:60])
    return tuple(cell for cells in groups.values() for cell in cells[:_OF_EACH_SCALE])


def _about_dates(study: Study) -> Iterator[Question]:
    if not answers_anything(study.columns):
        return  # of no row will a date be kept
    if study.year_asked:
        year = int(study.modified_on[:4])
        short = next((one for one in study.columns if one.column.key == study.year_asked), None)
        examples = _examples(short) if short else ()
        yield Question(f"year:{study.year_asked}", "year", study.year_asked, (str(year), str(year - 1)), examples)
    one = study.first("responded_at")
    if one is None:
        return
    key, dates = one.column.key, one.column.dates
    if study.date_order(one) is None and dates.orders:
        yield Question(f"date_order:{key}", "date_order", key, dates.orders, _examples(one))
    if dates.swapped and key not in study.given.date_swaps:
        yield Question(f"date_swap:{key}", "date_swap", key, ("swap", "keep"), _examples(one))
    is_told = key in study.given.crawl_dates and key not in study.given.remembered_times
    if dates.n_relative and not is_told:
        yield Question(f"crawl_date:{key}", "crawl_date", key, (study.modified_on,), _examples(one))
