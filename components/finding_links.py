"""Where a finding leads: the explanation of its change, with its own group among the filters."""

from __future__ import annotations

from components import state
from components.cached import kept, workspace
from components.filter_choice import Choice, to_address
from components.filter_source import filter_options
from components.journey_choice import chosen_journey_id
from cx_core.findings.finding import Finding
from cx_core.model.filters import MISSING
from cx_core.model.folding import fold

Address = dict[str, list[str]]


def why_address(finding: Finding) -> Address:
    """Return the filters of a finding as the page that explains changes has them, on the map that it will show."""
    journey_id = chosen_journey_id()
    options = filter_options(workspace().maps.journey(journey_id) if journey_id else None, scores_only=False)
    compared = finding.comparison
    scale = compared.scale.key if compared is not None and compared.scale is not None else ""
    choice = Choice(finding.metric or "", scale=scale, kind=finding.survey_kind or "", journey_id=journey_id)
    if options is None:
        return {"metric": [choice.metric]}
    for field, value in finding.group:
        place = _on_page(field, value or MISSING, journey_id)
        if place is not None:
            choice = choice.narrowed(place[0], (place[1],))
    # The metric stands there even where it is the usual one: without an address the page shows what it showed last.
    address = to_address(choice, options) | {"metric": [choice.metric]}
    return address | ({state.JOURNEY: [journey_id]} if journey_id else {})


def _on_page(field: str, value: str, journey_id: str | None) -> tuple[str, str] | None:
    """Return a group as the filters name it: a segment by its column, a touchpoint of the files by that of the map.

    None for a touchpoint of the files that several touchpoints of the map share.
    """
    if field == "segment":
        names = kept(workspace().measuring.segment_fields)
        return (names[0], value) if names else None
    if field != "touchpoint" or journey_id is None or value == MISSING:
        return field, value
    measuring = workspace().measuring
    dictionary, assigned = measuring.dictionary(), measuring.assignment(journey_id)
    if assigned is None:
        return field, value
    found = {
        assigned.touchpoint(place)
        for place in dictionary.places
        if fold(dictionary.place(place).touchpoint_label or "") == fold(value)
    }
    return (field, found.pop() or MISSING) if len(found) == 1 else None
