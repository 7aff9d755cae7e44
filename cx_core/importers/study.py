"""Everything found out about a file, in one value: what inspection shows and what reading goes by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cx_core.feedback.mixed_scales import Way
from cx_core.feedback.scales import ScoreColumn
from cx_core.importers.cell_grids import split_cell_grids
from cx_core.importers.choices import join_choices
from cx_core.importers.coded import Codes
from cx_core.importers.columns import Column
from cx_core.importers.given import Given
from cx_core.importers.grid import Grid
from cx_core.importers.grids import EACH
from cx_core.importers.guard import Parsed
from cx_core.importers.header import Header, find_header, header_at
from cx_core.importers.judged import Judged
from cx_core.importers.last_resort import with_last_resort
from cx_core.importers.limits import DEFAULT_LIMITS, Limits
from cx_core.importers.parsing import Loaded
from cx_core.importers.pivots import is_pivot, without_answers
from cx_core.importers.profiles import GENERIC, Profile, Signs, recognise
from cx_core.importers.roles import judge_columns
from cx_core.importers.sheets import ALL_SHEETS, load_sheets, sheets_alike
from cx_core.importers.short_dates import complete_dates, sheets_of_rows
from cx_core.importers.ticked import join_ticked
from cx_core.importers.times import find_times
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, DateOrder, Direction, Role, Scale
from cx_core.model.folding import fold
from cx_core.model.inspection import FileFacts
from cx_core.model.problem import SHEET_STRIDE, Refusal

_HEAD_ROWS = 12


@dataclass(frozen=True)
class Study:
    """One file, understood as far as it and its people allow."""

    file: FileFacts
    parsed: Parsed
    grid: Grid
    header: Header
    profile: Profile
    columns: tuple[Judged, ...]
    given: Given
    modified_on: str
    zone: str | None = None
    #: Other sheets with the same header, where the file has any; they are read or not.
    alike: tuple[str, ...] = ()
    #: The column whose dates lack a year that only a person knows.
    year_asked: str | None = None

    @cached_property
    def in_file(self) -> tuple[Judged, ...]:
        """The columns that stand in the file, without those made from them."""
        return tuple(one for one in self.columns if not one.column.is_derived)

    @cached_property
    def by_role(self) -> dict[Role, list[Judged]]:
        """Columns by role, in file order."""
        found: dict[Role, list[Judged]] = {}
        for one in self.columns:
            found.setdefault(one.role, []).append(one)
        return found

    def first(self, role: Role) -> Judged | None:
        """Return the column with a role, rows of grids apart; None when there is none."""
        return next((one for one in self.by_role.get(role, ()) if one.grid is None), None)

    @cached_property
    def grid_rows(self) -> tuple[Judged, ...]:
        """The columns that are rows of grids, in file order."""
        return tuple(one for one in self.columns if one.grid)

    def scale(self, one: Judged) -> Scale | None:
        """Return the scale of a score column as proven or given; None while it is open."""
        if one.role == "nps":
            return NPS_SCALE
        if one.score and one.score.mix:
            ends = self._mixed_ends(one)
        elif self.doubts_scale(one):
            ends = None
        else:
            ends = self.given.scales.get(one.asked_as) or self._proven_ends(one.score)
        direction = self._direction(one)
        return Scale(*ends, direction) if ends and direction else None

    def _direction(self, one: Judged) -> Direction | None:
        if one.score and one.score.is_coded:
            said = self.given.codes.get(one.asked_as)
            if said == "high_is_good" or said == "low_is_good":
                return said
        return self.given.directions.get(one.asked_as) or (one.score.direction if one.score else None)

    def doubts_scale(self, one: Judged) -> bool:
        """Tell whether the scores of a column speak against the scale that is remembered of it.

        They do where the file's own scores need a longer scale, and where the file proves one that ends at half of the
        remembered one or lower: most likely the question was changed, and read on the old scale the scores would lie.
        """
        known = self.given.scales.get(one.asked_as)
        if known is None or one.asked_as not in self.given.remembered_scales or one.score is None or one.score.mix:
            return False
        tops = [maximum for _, maximum in one.score.scale_choices]
        is_shorter = len(tops) == 1 and 2 * tops[0] <= known[1] and not one.score.is_coded
        return min(tops) > known[1] or is_shorter

    def way(self, one: Judged) -> Way | None:
        """Return what is done with a column of several scales, as answered; None while the answer does not fit."""
        way = self.given.mixes.get(one.asked_as)
        return way if way and one.score and one.score.mix and one.score.mix.admits(way) else None

    def _mixed_ends(self, one: Judged) -> tuple[int, int] | None:
        way, known = self.way(one), self.given.scales.get(one.asked_as)
        if way is None or one.score is None or one.score.mix is None:
            return None
        if known and known[1] == way.maximum:
            return known
        return one.score.mix.start(way), way.maximum

    @staticmethod
    def _proven_ends(score: ScoreColumn | None) -> tuple[int, int] | None:
        return score.scale_choices[0] if score and len(score.scale_choices) == 1 else None

    def date_order(self, one: Judged) -> DateOrder | None:
        """Return the order of a date column: proven, or given where the file leaves it open."""
        dates = one.column.dates
        if dates.order and not dates.is_mixed:
            return dates.order
        if one.hint and one.hint.date_order:
            return one.hint.date_order
        return self.given.date_orders.get(one.column.key)

    @cached_property
    def fingerprint(self) -> str:
        """What the next file of the same source has in common with this one: the tool and the columns."""
        names = "\x1f".join(fold(key) for key in self.header.keys)
        return hashlib.blake2b(f"{self.profile.key}\x1e{names}".encode(), digest_size=16).hexdigest()

    @cached_property
    def is_pivot(self) -> bool:
        """Tell whether the table holds sums of answers instead of answers."""
        return is_pivot(_first_rows(self.grid))

    @property
    def first_data_row(self) -> int:
        """Position in the grid of the first row under the header."""
        return self.header.first_data

    @property
    def n_rows(self) -> int:
        """Number of rows under the header that are not blank."""
        return self.grid.n_rows - self.header.first_data


def study_file(
    path: Path,
    name: str,
    given: Given,
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[float], None] | None = None,
) -> Study:
    """Parse a file and find out what its columns are. Raises `Refusal` for what cannot be read."""
    loaded = load_sheets(path, given.of_file("sheet"), given.of_file("encoding"), limits, progress)
    parsed, grid = loaded.parsed, loaded.grid
    file = FileFacts(
        name=name,
        kind=parsed.kind,  # type: ignore[arg-type]
        encoding=parsed.encoding,
        delimiter=parsed.delimiter,
        sheet=parsed.sheet,
        sheets=tuple(sheet.name for sheet in parsed.sheets) or ((parsed.sheet,) if parsed.sheet else ()),
        sha256=loaded.sha256,
        size=loaded.size,
    )
    # Records name their own fields, so there is no header to look for.
    header = header_at(grid, (0,)) if parsed.kind == "json" else find_header(grid, given.of_file("header"))
    profile = _profile(file, grid, header)
    if profile.header:
        header = _header_of_tool(profile, grid, header)
    if header.first_data >= grid.n_rows:
        raise Refusal("file_no_rows", {"file": name})
    columns = _columns(grid, header)
    if profile.derive:
        columns = profile.derive(columns)
    columns = join_choices(join_ticked(split_cell_grids(columns)))
    short = complete_dates(columns, _sheets(loaded, header), given.years, int(loaded.modified_on[:4]))
    columns = short.columns
    is_known = short.asked in given.years and short.asked not in given.remembered_times
    times = find_times(columns)
    if times:
        columns = tuple(replace(one, part="time") if one is times else one for one in columns)
    judged = judge_columns(
        columns,
        profile,
        _given_roles(given, columns),
        given.privacy,
        given.unwanted_grids,
        given.each,
        Codes(profile.has_codes, given.codes, given.directions, given.code_sets),
        given.wanted_grids,
    )
    judged = without_answers(judged) if is_pivot(_first_rows(grid)) else with_last_resort(judged)
    alike = sheets_alike(loaded) if len(parsed.sheets) > 1 and given.of_file("sheet") != ALL_SHEETS else []
    zone = profile.zone(_first_rows(grid)) if profile.zone else None
    return Study(
        file,
        parsed,
        grid,
        header,
        profile,
        judged,
        given,
        loaded.modified_on,
        zone,
        tuple(alike),
        None if is_known else short.asked,
    )


def _sheets(loaded: Loaded, header: Header) -> list[str]:
    """Return the sheet of each row under the header; nothing for a file without sheets."""
    row_no = loaded.grid.row_no[header.first_data :]
    names = [sheet.name for sheet in loaded.parsed.sheets]
    if (loaded.parsed.sheet or "") in names or not names:
        return [loaded.parsed.sheet] * len(row_no) if loaded.parsed.sheet else []
    return sheets_of_rows(names, row_no, SHEET_STRIDE)


def _first_rows(grid: Grid) -> list[list[str | None]]:
    return grid.rows(0, min(grid.n_rows, _HEAD_ROWS))


def _signs(file: FileFacts, grid: Grid, header: Header) -> Signs:
    return Signs(
        names=tuple(fold(name) for name in header.codes),
        paths=tuple(fold(path) for path in header.paths),
        kind=file.kind,
        sheet=file.sheet,
        encoding=file.encoding,
        delimiter=file.delimiter,
        head=tuple(tuple(row) for row in _first_rows(grid)),
    )


def _profile(file: FileFacts, grid: Grid, header: Header) -> Profile:
    return recognise(_signs(file, grid, header)) if header.names else GENERIC


def _header_of_tool(profile: Profile, grid: Grid, header: Header) -> Header:
    found = profile.header(_first_rows(grid)) if profile.header else None
    return header_at(grid, found.places, found.code_row) if found else header


def _columns(grid: Grid, header: Header) -> tuple[Column, ...]:
    """Return the columns under a header; what one look counts about them, the next one finds counted."""
    if header not in grid.known:
        grid.known[header] = _columns_under(grid, header)
    columns: tuple[Column, ...] = grid.known[header]
    return columns


def _columns_under(grid: Grid, header: Header) -> tuple[Column, ...]:
    def under(values: Any) -> Any:
        return values.slice(header.first_data)

    return tuple(
        Column(index, header.keys[index], header.names[index], header.paths[index], under(values), header.codes[index])
        for index, values in enumerate(grid.columns)
    )


def _given_roles(given: Given, columns: tuple[Column, ...]) -> dict[str, Role]:
    """Return the roles people gave, and of several columns with one score the chosen one."""
    roles = dict(given.roles)
    keys = {column.key for column in columns}
    for role, key in given.chosen.items():
        if key == EACH and role in SCORE_ROLES:
            continue
        if role not in SCORE_ROLES or key not in keys:
            raise Refusal("answer_unknown", {"key": f"column:{role}", "value": key, "known": ", ".join(sorted(keys))})
        roles[key] = role
    return roles
